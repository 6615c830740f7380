"""
The roster: who said they would be there and when. Weekly shifts, and days that are different.

Times are those of the Dutch clock, also across summer time. What is not certain does not count: on a public holiday a weekly shift
counts for nothing, and whoever is there after all adds an extra shift for that day.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access
from handover.hours import Country, is_holiday, moment
from store import clock
from store.database import wake
from store.errors import InvalidRequest, NotFound
from store.schema import Helper, Shift, ShiftChange
from store.wakeups import QUEUE

DAY = timedelta(days=1)
LONGEST = 12 * 60
AHEAD = 400  # days; a shift of every week has no end, a change lies within reach
COUNTRY: Country = "NL"
NEAR = timedelta(minutes=15)
TIME = re.compile(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?")


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """
    One helper's time, from `start` to `end` in UTC.
    """

    start: datetime
    end: datetime
    helper: str

    def covers(self, start: datetime, end: datetime) -> bool:
        """
        Whether all of a stretch of time lies in it.
        """
        return self.start <= start and end <= self.end


async def duties(session: AsyncSession, lane: str, since: datetime, until: datetime) -> list[Duty]:
    """
    All duty in a lane that touches the time between two moments, first come first, changes taken into account. What joins is one.
    """
    return await _between(session, since, until, Helper.role.in_(access.roles_of(lane)))


async def _between(session: AsyncSession, since: datetime, until: datetime, whose: ColumnElement[bool]) -> list[Duty]:
    mine = select(Helper.id).where(Helper.active, whose)
    shifts = list(await session.scalars(select(Shift).where(Shift.helper_id.in_(mine))))
    first, last = clock.local(since).date() - DAY, clock.local(until).date()
    between = ShiftChange.day.between(first, last)
    changes = list(await session.scalars(select(ShiftChange).where(ShiftChange.helper_id.in_(mine), between)))
    found = joined(spread(shifts, changes, first, last))
    return sorted(duty for duty in found if duty.end > since and duty.start < until)


def joined(duties: Iterable[Duty]) -> list[Duty]:
    """
    The same time, with what overlaps or touches of one helper as one. A shift in the hour that summer time skips has no time at all.
    """
    found: list[Duty] = []
    for duty in sorted(duties, key=lambda duty: (duty.helper, duty.start)):
        if duty.start >= duty.end:
            continue
        last = found[-1] if found else None
        if last and last.helper == duty.helper and duty.start <= last.end:
            found[-1] = Duty(last.start, max(last.end, duty.end), duty.helper)
        else:
            found.append(duty)
    return found


def spread(shifts: Sequence[Shift], changes: Sequence[ShiftChange], first: date, last: date) -> Iterable[Duty]:
    """
    The duty that begins on the days from `first` up to and including `last`.
    """
    absent = {(change.helper_id, change.day) for change in changes if change.kind == "absent"}
    for change in changes:
        if change.kind == "extra" and change.start_minute is not None and change.end_minute is not None:
            yield _duty(change.helper_id, change.day, change.start_minute, change.end_minute)
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if is_holiday(moment(day, 12 * 60, COUNTRY), COUNTRY):
            continue
        for shift in shifts:
            begun = shift.from_day <= day and (shift.until_day is None or day <= shift.until_day)
            if begun and shift.weekday == day.weekday() and (shift.helper_id, day) not in absent:
                yield _duty(shift.helper_id, day, shift.start_minute, shift.end_minute)


def _duty(helper: str, day: date, start: int, end: int) -> Duty:
    return Duty(moment(day, start, COUNTRY), moment(day, end, COUNTRY), helper)


async def on_shift(session: AsyncSession, lane: str = "volunteer") -> set[str]:
    """
    The ids of the helpers whose shift it is at this moment, there or not.
    """
    now = clock.now()
    return {duty.helper for duty in await duties(session, lane, now, now + timedelta(seconds=1))}


async def ends(session: AsyncSession, helper: str) -> datetime | None:
    """
    When this helper's shift ends or ended, while that is near; None when it is not, or when the next one joins it.
    """
    now = clock.now()
    near = await _between(session, now - NEAR, now + NEAR, Helper.id == helper)
    return next((duty.end for duty in reversed(near) if abs(duty.end - now) <= NEAR and duty.start <= now), None)


async def shown(session: AsyncSession, helper: str) -> dict[str, list[dict[str, Any]]]:
    """
    A helper's `shifts` and the `changes` from today on.
    """
    shifts = await session.scalars(
        select(Shift).where(Shift.helper_id == helper).order_by(Shift.weekday, Shift.start_minute)
    )
    coming = select(ShiftChange).where(ShiftChange.helper_id == helper, ShiftChange.day >= clock.local().date())
    return {
        "shifts": [
            {
                "id": s.id,
                "weekday": s.weekday,
                "start": minutes_words(s.start_minute),
                "end": minutes_words(s.end_minute),
            }
            for s in shifts
            if s.until_day is None or s.until_day >= clock.local().date()
        ],
        "changes": [
            {
                "id": c.id,
                "day": c.day.isoformat(),
                "kind": c.kind,
                "start": None if c.start_minute is None else minutes_words(c.start_minute),
                "end": None if c.end_minute is None else minutes_words(c.end_minute),
            }
            for c in await session.scalars(coming.order_by(ShiftChange.day, ShiftChange.start_minute.nulls_first()))
        ],
    }


async def add_shift(session: AsyncSession, helper: str, weekday: int, start: str, end: str) -> str:
    """
    A shift of every week from today on (`weekday` 0 is Monday, times as "19:30"); an end before the start is past midnight. Returns
    its id. Raises InvalidRequest.
    """
    if not 0 <= weekday <= 6:
        raise InvalidRequest("Kies een dag van de week.")
    first, last = _span(start, end)
    shift = Shift(
        id=uuid.uuid4().hex,
        helper_id=helper,
        weekday=weekday,
        start_minute=first,
        end_minute=last,
        from_day=clock.local().date(),
    )
    session.add(shift)
    wake(session, QUEUE)
    return shift.id


async def add_change(
    session: AsyncSession, helper: str, day: date, kind: str, start: str | None = None, end: str | None = None
) -> str:
    """
    One day that is different: `absent`, or an `extra` shift with times. Returns its id. Raises InvalidRequest.
    """
    if kind not in ("absent", "extra"):
        raise InvalidRequest("Kies: afwezig, of een extra dienst.")
    if not 0 <= (day - clock.local().date()).days <= AHEAD:
        raise InvalidRequest("Kies een dag vanaf vandaag.")
    first, last = _span(start or "", end or "") if kind == "extra" else (None, None)
    change = ShiftChange(id=uuid.uuid4().hex, helper_id=helper, day=day, kind=kind, start_minute=first, end_minute=last)
    session.add(change)
    wake(session, QUEUE)
    return change.id


async def remove(session: AsyncSession, helper: str, item: str) -> None:
    """
    Take a shift or a change of this helper off the roster. Raises NotFound.
    """
    for table in (Shift, ShiftChange):
        gone = delete(table).where(table.id == item, table.helper_id == helper).returning(table.id)
        if await session.scalar(gone) is not None:
            wake(session, QUEUE)
            return
    raise NotFound


def minutes_words(minutes: int) -> str:
    """
    Minutes after midnight as they are read from a clock: "19:30".
    """
    hour, minute = divmod(minutes, 60)
    return f"{hour % 24:02}:{minute:02}"


def _span(start: str, end: str) -> tuple[int, int]:
    first, last = _minutes(start), _minutes(end)
    last += 24 * 60 if last <= first else 0
    if last - first > LONGEST:
        raise InvalidRequest("Een dienst duurt hooguit twaalf uur.")
    return first, last


def _minutes(words: str) -> int:
    found = TIME.fullmatch(words)
    if found is None:
        raise InvalidRequest("Schrijf een tijd als 19:30.")
    return int(found[1]) * 60 + int(found[2] or 0)
