"""
Waits: how long it will take until somebody is there, judged by how it really went.

Not an average, for half of the people wait longer than that: what is said is the time within which nine in ten are met. It is
drawn many times over (Monte Carlo) from how long the latest talks took and how soon helpers picked up when they were free; those
under way have the time that is left of theirs. While there is little history, `TALKS` and `PICKUPS` stand in for it. The draws are
the same ones for everybody, so that one more helper never makes it longer, and one more person ahead never shorter.
"""

import heapq
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import add

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, figures, presence, roster
from store import clock
from store.schema import Handover, Helper, State

DRAWS = 400
SHARE = 0.9
HISTORY = 200
ENOUGH = 20
USUAL = 2  # talks at once, for who did not say
TALKS = (600, 900, 1200, 1500, 1800, 2100, 2700, 3600)  # seconds; stands in until there is history
PICKUPS = (10, 20, 30, 60, 90, 180)
PICKUP = "pickup"


@dataclass(frozen=True, slots=True)
class Line:
    """
    How things stand: how many wait ahead, how many talks the helpers who are there can hold, and how long each talk under way has
    lasted (seconds).
    """

    ahead: int
    room: int
    under_way: Sequence[float]


async def expected(session: AsyncSession, handover: Handover, ahead: int) -> timedelta | None:
    """
    Within what time nine in ten people in this place are met; None when nobody is there.
    """
    line = await standing(session, handover.kind, ahead)
    if line.room == 0:
        return None
    talks = await figures.lengths(session, figures.TALK, "over", handover.kind, HISTORY)
    pickups = await figures.lengths(session, PICKUP, "met", handover.kind, HISTORY)
    seconds = estimate(line, talks if len(talks) >= ENOUGH else TALKS, pickups if len(pickups) >= ENOUGH else PICKUPS)
    return timedelta(seconds=seconds)


async def in_shift(session: AsyncSession, lane: str, until: datetime) -> bool:
    """
    Whether somebody of those who are there now is still there at a moment: by the roster, or because they came without a shift.
    """
    there = set(
        await session.scalars(select(Helper.id).where(presence.there(), Helper.role.in_(access.roles_of(lane))))
    )
    now = clock.now()
    shifts = [duty for duty in await roster.duties(session, lane, now, until) if duty.start <= now]
    ends = {duty.helper: duty.end for duty in sorted(shifts, key=lambda duty: duty.end)}
    return any(ends.get(helper, until) >= until for helper in there)


async def standing(session: AsyncSession, lane: str, ahead: int) -> Line:
    """
    How things stand in a lane, for somebody with so many people ahead.
    """
    there = select(Helper.id, Helper.max_talks).where(presence.there(), Helper.role.in_(access.roles_of(lane)))
    room = {helper: most or USUAL for helper, most in await session.execute(there)}
    claims = select(Handover.helper_id, Handover.claimed_at).where(Handover.state == State.LIVE)
    now, live = clock.now(), list(await session.execute(claims.where(Handover.helper_id.in_(room))))
    busy = Counter(helper for helper, _ in live)
    under_way = [(now - (claimed or now)).total_seconds() for _, claimed in live]
    return Line(ahead, sum(max(most, busy[helper]) for helper, most in room.items()), under_way)


def estimate(line: Line, talks: Sequence[int], pickups: Sequence[int]) -> float:
    """
    The seconds within which `SHARE` of the draws meet somebody.
    """
    own, ahead, begun = (random.Random(stream) for stream in ("own", "ahead", "begun"))
    mine = own.choices(pickups, k=DRAWS)
    left = [_left(talks, lasted, begun) for lasted in line.under_way]
    holds = [list(map(add, ahead.choices(pickups, k=DRAWS), ahead.choices(talks, k=DRAWS))) for _ in range(line.ahead)]
    none = [0.0] * (line.room - len(line.under_way))
    waits = sorted(
        _begin([*none, *(one[n] for one in left)], [one[n] for one in holds]) + mine[n] for n in range(DRAWS)
    )
    return waits[int(DRAWS * SHARE)]


def _begin(free: list[float], holds: Sequence[float]) -> float:
    """
    When a place is free for whoever comes after those who hold one for so long: each in turn takes the first that is.
    """
    heapq.heapify(free)
    for hold in holds:
        heapq.heapreplace(free, free[0] + hold)
    return free[0]


def _left(talks: Sequence[int], lasted: float, draw: random.Random) -> list[float]:
    """
    What is left of a talk that has lasted so long, drawn many times: the rest of one of the talks that lasted longer.
    """
    rests = [talk - lasted for talk in talks if talk > lasted] or [talk / 4 for talk in talks]
    return draw.choices(rests, k=DRAWS)


def rounded(wait: timedelta) -> int:
    """
    A wait in minutes as one says it: exactly up to ten, then by fives, from an hour on by half hours.
    """
    minutes = max(1, -int(-wait.total_seconds() // 60))
    step = 1 if minutes <= 10 else 5 if minutes <= 60 else 30
    return step * ((minutes + step // 2) // step)


def words(minutes: int) -> str:
    """
    A rounded wait in Dutch: "een minuut", "25 minuten", "een uur", "anderhalf uur", "2,5 uur".
    """
    if minutes < 60:
        return "een minuut" if minutes == 1 else f"{minutes} minuten"
    return {60: "een uur", 90: "anderhalf uur"}.get(minutes, f"{minutes / 60:g} uur".replace(".", ","))
