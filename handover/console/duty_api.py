"""
Duty: the helpers' interface for when they are there and how they are. The roster, their own maximum, breaks and debriefs.
"""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from handover import access, care, people, reading, roster, sessions
from handover.console.door import Signed, shown
from handover.console.shapes import Done, Me
from handover.hours import is_holiday, moment
from store import clock
from store.errors import InvalidRequest
from store.ground import Ground, On
from store.schema import Helper

WEEK = 7
NOON = 12 * 60

api = APIRouter(prefix="/console/api", tags=["console"])

Whose = Annotated[str | None, Query(max_length=32)]


class Limits(BaseModel):
    """
    How many talks at once a helper wants; none is no maximum of their own.
    """

    max_talks: int | None


class Rest(BaseModel):
    """
    A break of so many minutes; 0 ends it.
    """

    minutes: int


class Answer(BaseModel):
    """
    How a helper is: fine, heavy or call_me.
    """

    answer: str = Field(max_length=16)


class ShownShift(BaseModel):
    """
    A shift of every week; `weekday` 0 is Monday.
    """

    id: str
    weekday: int
    start: str
    end: str


class ShownChange(BaseModel):
    """
    A day that is different: absent, or an extra shift.
    """

    id: str
    day: str
    kind: str
    start: str | None
    end: str | None


class Shifts(BaseModel):
    """
    Somebody's shifts, and the days from today on that are different.
    """

    shifts: list[ShownShift]
    changes: list[ShownChange]


class NewShift(BaseModel):
    """
    A shift of every week, on the Dutch clock; an end before the start is past midnight. `helper` when it is not one's own.
    """

    weekday: int
    start: str = Field(max_length=5)
    end: str = Field(max_length=5)
    helper: str | None = Field(None, max_length=32)


class NewChange(BaseModel):
    """
    One day that is different: `absent`, or `extra` with times.
    """

    day: date
    kind: str = Field(max_length=8)
    start: str | None = Field(None, max_length=5)
    end: str | None = Field(None, max_length=5)
    helper: str | None = Field(None, max_length=32)


class Made(BaseModel):
    """
    The id of what was made.
    """

    id: str


class ShownDuty(BaseModel):
    """
    When somebody is there.
    """

    helper: str
    name: str
    start: str
    end: str


class Week(BaseModel):
    """
    Who is there in a week, and on which days a holiday takes the weekly shifts away.
    """

    duties: list[ShownDuty]
    holidays: list[str]


@api.post("/me")
async def limit(limits: Limits, helper: Signed, on: On) -> Me:
    access.desk(helper)
    async with on.database.writing() as session:
        await care.set_most(session, helper, limits.max_talks)
    return await _now(on, helper)


@api.post("/me/break")
async def rest(rest: Rest, helper: Signed, on: On) -> Me:
    access.desk(helper)
    async with on.database.writing() as session:
        await care.rest(session, helper, rest.minutes)
    return await _now(on, helper)


async def _now(on: Ground, helper: Helper) -> Me:
    async with on.database.reading() as session:
        return shown(await sessions.again(session, helper))


@api.post("/debriefs/{debrief}")
async def answer(debrief: str, answer: Answer, helper: Signed, on: On) -> Done:
    access.desk(helper)
    async with on.database.writing() as session:
        await care.answer(session, helper, debrief, answer.answer)
    return Done()


@api.get("/roster")
async def see(signed: Signed, on: On, helper: Whose = None) -> Shifts:
    async with on.database.reading() as session:
        whose = await access.roster(session, signed, helper)
        shifts = await roster.shown(session, whose.id)
    if whose.id != signed.id:
        await reading.note(on.database, signed, reading.PERSON, [whose.id])
    return Shifts.model_validate(shifts)


@api.post("/roster/shifts")
async def add_shift(shift: NewShift, signed: Signed, on: On) -> Made:
    async with on.database.writing() as session:
        whose = await access.roster(session, signed, shift.helper)
        return Made(id=await roster.add_shift(session, whose.id, shift.weekday, shift.start, shift.end))


@api.post("/roster/changes")
async def add_change(change: NewChange, signed: Signed, on: On) -> Made:
    async with on.database.writing() as session:
        whose = await access.roster(session, signed, change.helper)
        made = await roster.add_change(session, whose.id, change.day, change.kind, change.start, change.end)
        return Made(id=made)


@api.delete("/roster/{item}")
async def remove(item: str, signed: Signed, on: On, helper: Whose = None) -> Done:
    async with on.database.writing() as session:
        whose = await access.roster(session, signed, helper)
        await roster.remove(session, whose.id, item)
    return Done()


@api.get("/roster/week")
async def week(signed: Signed, on: On, first: Annotated[date, Query(alias="from")]) -> Week:
    lanes = access.desk(signed)
    if abs(first - clock.local().date()) > roster.AHEAD * roster.DAY:
        raise InvalidRequest("Kies een week dichter bij vandaag.")
    days = [first + timedelta(days=number) for number in range(WEEK)]
    since = moment(first, 0, roster.COUNTRY)
    until = moment(first + timedelta(days=WEEK), 0, roster.COUNTRY)
    async with on.database.reading() as session:
        found = {duty for lane in lanes for duty in await roster.duties(session, lane, since, until)}
        names = await people.names(session, {duty.helper for duty in found})
    duties: list[dict[str, Any]] = [
        {
            "helper": duty.helper,
            "name": names[duty.helper],
            "start": clock.iso(duty.start),
            "end": clock.iso(duty.end),
        }
        for duty in sorted(found)
    ]
    holidays = [day.isoformat() for day in days if is_holiday(moment(day, NOON, roster.COUNTRY), roster.COUNTRY)]
    return Week.model_validate({"duties": duties, "holidays": holidays})
