"""
The outbox: which notice goes to whom, written in the transaction of the event itself, and sent from there.

A notice is an event and a subject, never a text of a talk; the same event about the same subject goes to an address once. Helpers
who are not on duty and whose shift it is not are left in peace, but for what was promised in their name; so are those on a break,
but for an alarm. Whoever sends takes a notice by a conditional change of its row, so that several processes send each once.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, roster
from store import clock
from store.schema import Address, Helper, Notice, NoticeState, Role

EVENTS = (
    "alarm", "waiting", "overdue", "promise_soon", "promise_danger", "promise_broken", "escalated", "overleg", "transfer",
    "shift_ends", "debrief",
)  # fmt: skip
CONFIRM = "confirm"  # the question whether an address is theirs; not for `plan`
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
KEPT = timedelta(days=2)
UNSEEN = {"synchronize_session": False}


async def plan(
    session: AsyncSession, event: str, subject: str, helpers: Iterable[str], due_at: datetime | None = None
) -> int:
    """
    Put a notice in the outbox for every confirmed address of these helpers (ids), to go out at `due_at` (default: now). Returns how
    many are new.
    """
    assert event in EVENTS, event
    fresh = await untold(session, event, subject, helpers)
    for address in fresh:
        _put(session, address, event, subject, due_at)
    await session.flush()
    return len(fresh)


async def untold(session: AsyncSession, event: str, subject: str, helpers: Iterable[str]) -> list[str]:
    """
    The confirmed addresses (ids) of these helpers to which this was not planned before.
    """
    known = select(Notice.address_id).where(Notice.event == event, Notice.subject == subject)
    query = select(Address.id).where(Address.helper_id.in_(set(helpers)), Address.confirmed_at.is_not(None))
    return list(await session.scalars(query.where(Address.id.not_in(known))))


async def ask(session: AsyncSession, address: str) -> None:
    """
    Put the question into the outbox whether an address is theirs.
    """
    _put(session, address, CONFIRM, address, None)
    await session.flush()


def _put(session: AsyncSession, address: str, event: str, subject: str, due_at: datetime | None) -> None:
    session.add(
        Notice(id=uuid.uuid4().hex, address_id=address, event=event, subject=subject, due_at=due_at or clock.now())
    )


async def due(session: AsyncSession, kind: str, busy: Collection[str]) -> list[Notice]:
    """
    What is to go out now to addresses of a kind, but for those where something is on its way: one an address, longest due first.
    """
    query = (
        select(Notice)
        .join(Address, Address.id == Notice.address_id)
        .where(Notice.state == NoticeState.PLANNED, Notice.due_at <= clock.now(), Address.kind == kind)
        .where(Address.id.not_in(busy))
        .order_by(Notice.due_at, Notice.id)
    )
    first: dict[str, Notice] = {}
    for notice in await session.scalars(query):
        first.setdefault(notice.address_id, notice)
    return list(first.values())


async def take(session: AsyncSession, notice: Notice) -> bool:
    """
    Take a notice that is due, to try and send it; False when another process has it. Unless the try is told to be the last one, it is
    due again after a pause.
    """
    pause = PAUSES[min(notice.tries, len(PAUSES) - 1)]
    mine = update(Notice).where(
        Notice.id == notice.id,
        Notice.state == NoticeState.PLANNED,
        Notice.tries == notice.tries,
        Notice.due_at <= clock.now(),
    )
    tried = mine.values(tries=notice.tries + 1, due_at=clock.now() + pause).returning(Notice.id)
    return await session.scalar(tried.execution_options(**UNSEEN)) is not None


async def end(session: AsyncSession, notice: str, state: NoticeState) -> None:
    """
    A notice went out, or will not any more.
    """
    planned = update(Notice).where(Notice.id == notice, Notice.state == NoticeState.PLANNED)
    await session.execute(planned.values(state=state, over_at=clock.now()), execution_options=UNSEEN)


async def forget(session: AsyncSession) -> None:
    """
    Delete what is long over, and what nobody could send.
    """
    before = clock.now() - KEPT
    await session.execute(delete(Notice).where(or_(Notice.over_at < before, Notice.due_at < before)))


async def at_work(session: AsyncSession, lane: str, *, resting_too: bool = False) -> set[str]:
    """
    The helpers of a lane who are on duty or whose shift it is now; those on a break only with `resting_too`.
    """
    query = select(Helper.id).where(Helper.active, Helper.on_duty, Helper.role.in_(access.roles_of(lane)))
    found = {*await session.scalars(query), *await roster.on_shift(session, lane)}
    return found if resting_too else found - await resting(session, found)


async def coordinators(session: AsyncSession) -> set[str]:
    """
    Everyone who coordinates.
    """
    return set(await session.scalars(select(Helper.id).where(Helper.active, Helper.role == Role.COORDINATOR)))


async def resting(session: AsyncSession, helpers: Iterable[str]) -> set[str]:
    """
    Those of some helpers who are on a break.
    """
    now = clock.now()
    query = select(Helper.id).where(Helper.id.in_(set(helpers)), or_(~Helper.active, Helper.break_until > now))
    return set(await session.scalars(query))
