"""
Figures: what stays of handovers after the talks are gone. How long people waited, how long talks took, which promises were kept.

A row says what ended, how, in which lane and after how many seconds; nothing in it leads to a person, a talk or a helper. What is
shown to the public counts at least `FEW`, so that nobody can be found among them.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.schema import Handover, Outcome

FEW = 10
MONTH = timedelta(days=30)
KEPT = timedelta(days=400)
WAIT, TALK, PROMISE = "wait", "talk", "promise"


def note(session: AsyncSession, what: str, result: str, lane: str, since: datetime, level: int = 0) -> None:
    """
    Something that began at `since` ended now.
    """
    seconds = max(0, int((clock.now() - since).total_seconds()))
    session.add(Outcome(what=what, result=result, lane=lane, level=level, seconds=seconds, at=clock.now()))


def note_wait(session: AsyncSession, handover: Handover, result: str) -> None:
    """
    Somebody's wait is over: `met`, or `left` when they took it back.
    """
    if handover.waiting_since:
        note(session, WAIT, result, handover.kind, handover.waiting_since, handover.level)


async def lengths(session: AsyncSession, what: str, result: str, lane: str, limit: int) -> list[int]:
    """
    The latest durations of a kind, in seconds, newest first.
    """
    query = select(Outcome.seconds).where(Outcome.what == what, Outcome.result == result, Outcome.lane == lane)
    return list(await session.scalars(query.order_by(Outcome.id.desc()).limit(limit)))


async def kept_rate(session: AsyncSession, since: datetime | None = None) -> dict[str, int]:
    """
    How many promises were `kept`, `broken` and `released` (taken back by the person) since a moment (default: a month ago).
    """
    since = since or clock.now() - MONTH
    query = select(Outcome.result, func.count()).where(Outcome.what == PROMISE, Outcome.at >= since)
    found: Counter[str] = Counter(
        {result: int(n) for result, n in await session.execute(query.group_by(Outcome.result))}
    )
    return {result: found[result] for result in ("kept", "broken", "released")}


async def waits(session: AsyncSession, since: datetime) -> list[int]:
    """
    How long those waited who were met since a moment, in seconds, shortest first.
    """
    met = select(Outcome.seconds).where(Outcome.what == WAIT, Outcome.result == "met", Outcome.at >= since)
    return sorted(await session.scalars(met))


async def public(session: AsyncSession) -> dict[str, Any]:
    """
    The figures of the last month that anybody may see: `promises` (kept and broken) and `waits` (median and nine-tenths, in minutes);
    each is None while it counts fewer than `FEW`.
    """
    rate, waited = await kept_rate(session), await waits(session, clock.now() - MONTH)
    return {
        "days": MONTH.days,
        "promises": {"kept": rate["kept"], "broken": rate["broken"]} if rate["kept"] + rate["broken"] >= FEW else None,
        "waits": {"half": _minutes(waited, 0.5), "most": _minutes(waited, 0.9)} if len(waited) >= FEW else None,
    }


async def status(session: AsyncSession, doubled: int, unanswered: int) -> dict[str, Any]:
    """
    What anybody may see of how the house keeps its word: claims `doubled` and messages `unanswered` now, and of the last month the
    `promises`, and the `longest` wait in minutes. A count from one to below `FEW` is None, and so is what counts too few.
    """
    shown, waited = await public(session), await waits(session, clock.now() - MONTH)
    return {
        "days": shown["days"],
        "doubled": blurred(doubled),
        "unanswered": blurred(unanswered),
        "promises": shown["promises"],
        "longest": _minutes(waited, 1.0) if shown["waits"] else None,
    }


def blurred(count: int) -> int | None:
    """
    A count as the public sees it: none, or at least `FEW`; None in between.
    """
    return count if count == 0 or count >= FEW else None


async def inside(session: AsyncSession) -> dict[str, Any]:
    """
    The figures for coordinators: those of the last month, and how many were `met` and how many `left` the queue since midnight.
    """
    waited = await waits(session, clock.now() - MONTH)
    midnight = clock.local().replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(Outcome.result, func.count()).where(Outcome.what == WAIT, Outcome.at >= midnight)
    today = {result: int(n) for result, n in await session.execute(query.group_by(Outcome.result))}
    return {
        **await kept_rate(session),
        "half": _minutes(waited, 0.5) if waited else None,
        "most": _minutes(waited, 0.9) if waited else None,
        "today": {"met": today.get("met", 0), "left": today.get("left", 0)},
    }


def _minutes(ordered: list[int], share: float) -> int:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] / 60)


async def sweep(session: AsyncSession) -> None:
    """
    Forget figures that are older than `KEPT`.
    """
    await session.execute(delete(Outcome).where(Outcome.at < clock.now() - KEPT))
