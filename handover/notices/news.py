"""
News: whether a notice still is. What somebody else saw to in the meantime, or what is said anew anyway, goes out to nobody.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover.notices import outbox
from store import clock
from store.schema import Alarm, Debrief, Handover, Promise, PromiseState, Reader, State

Check = Callable[[AsyncSession, str, str], Awaitable[bool]]


async def still(session: AsyncSession, event: str, subject: str, helper: str) -> bool:
    """
    Whether an event about a subject is still worth telling to a helper (an id).
    """
    check = CHECKS.get(event)
    return check is None or await check(session, subject, helper)


async def _alarm(session: AsyncSession, subject: str, helper: str) -> bool:
    alarm_id, _, ring = subject.partition(":")
    alarm = await session.get(Alarm, alarm_id, populate_existing=True)
    return bool(alarm and alarm.over_at is None and alarm.helper_id is None and str(alarm.rings) == ring)


async def _waiting(session: AsyncSession, subject: str, helper: str) -> bool:
    handover = await session.get(Handover, subject.partition(":")[0], populate_existing=True)
    if handover is None or handover.state != State.WAITING or _wanted(handover) not in (None, helper):
        return False
    return helper in await outbox.at_work(session, handover.kind)


async def _transfer(session: AsyncSession, subject: str, helper: str) -> bool:
    handover = await session.get(Handover, subject.partition(":")[0], populate_existing=True)
    return bool(handover and handover.state == State.WAITING and _wanted(handover) == helper)


async def _overleg(session: AsyncSession, subject: str, helper: str) -> bool:
    reader = await session.get(Reader, subject, populate_existing=True)
    return bool(reader and reader.since is None and reader.until is None)


async def _overdue(session: AsyncSession, subject: str, helper: str) -> bool:
    handover = await session.get(Handover, subject.partition(":")[0], populate_existing=True)
    return bool(handover and handover.state == State.WAITING)


async def _promise(session: AsyncSession, subject: str, helper: str) -> bool:
    promise = await session.get(Promise, subject, populate_existing=True)
    return bool(promise and promise.state == PromiseState.OPEN)


async def _escalated(session: AsyncSession, subject: str, helper: str) -> bool:
    handover = await session.get(Handover, subject.partition(":")[0], populate_existing=True)
    return bool(handover and handover.state in (State.WAITING, State.LIVE))


async def _shift_ends(session: AsyncSession, subject: str, helper: str) -> bool:
    holding = exists().where(Handover.state == State.LIVE, Handover.helper_id == helper)
    return bool(await session.scalar(select(holding)))


async def _debrief(session: AsyncSession, subject: str, helper: str) -> bool:
    debrief = await session.get(Debrief, subject, populate_existing=True)
    return bool(debrief and debrief.answer == "call_me" and debrief.seen_at is None)


def _wanted(handover: Handover) -> str | None:
    """
    Whom a question waits for at this moment.
    """
    return handover.wanted_id if handover.wanted_until and handover.wanted_until > clock.now() else None


CHECKS: dict[str, Check] = {
    "alarm": _alarm,
    "waiting": _waiting,
    "overdue": _overdue,
    "promise_soon": _promise,
    "promise_danger": _promise,
    "escalated": _escalated,
    "overleg": _overleg,
    "transfer": _transfer,
    "shift_ends": _shift_ends,
    "debrief": _debrief,
}
