"""
Promises: "morgen om 10 uur is er iemand". Made only inside shifts that are staffed, remembered, reminded, and never let go in silence.

A shift is cut into slots of `SLOT` on the clock; each helper on it can be promised once a slot. Who is not there though their shift
began a while ago is not counted on for the rest of it. An hour before, those on the shift are reminded.
When a promise is in danger (the shift is gone, nobody is there ten minutes before, nobody picked up ten minutes after) the
coordinator hears it while it can still be kept. At `lapses_at` it is broken: the person is told so, and gets a new one.
"""

import logging
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, figures, meanwhile, presence, roster, trail
from handover.hours import opening_words
from handover.notices import outbox
from handover.roster import Duty
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import ConversationErased, NotFound
from store.ground import Ground
from store.schema import Handover, Helper, Promise, PromiseState, State
from store.speech import say
from store.texts import texts
from store.wakeups import QUEUE

logger = logging.getLogger(__name__)

SLOT = timedelta(minutes=30)
SOONEST = timedelta(minutes=10)
HORIZON = timedelta(days=14)
REMIND = timedelta(minutes=60)
DANGER = timedelta(minutes=10)
TALK, STEP = "talk", "step"
MAKING = 7_232_018  # the lock of whoever makes a promise


async def open_promise(session: AsyncSession, handover: Handover) -> Promise | None:
    """
    The promise of a handover that is still to be kept, if there is one.
    """
    query = select(Promise).where(Promise.handover_id == handover.id, Promise.state == PromiseState.OPEN)
    return await session.scalar(query.execution_options(populate_existing=True))


async def next_slot(
    session: AsyncSession, lane: str, helper: str | None = None, after: datetime | None = None
) -> datetime | None:
    """
    The first moment that can be promised in a lane (of one helper, where given), from `after` on; None within `HORIZON` there is none.
    """
    after = max(after or clock.now(), clock.now()) + SOONEST
    duties, taken = await _staffed(session, lane, after), await _taken(session, lane)
    starts = sorted({start for duty in duties for start in _slots(duty) if start >= after})
    for start in starts:
        able = {duty.helper for duty in duties if duty.covers(start, start + SLOT)}
        wanted = helper is None or (helper in able and helper not in taken[start])
        if wanted and len(taken[start]) < len(able):
            return start
    return None


def _slots(duty: Duty) -> list[datetime]:
    """
    The whole slots in a duty. They begin on the half hours of the clock, so that no two overlap, whoever's shifts they lie in.
    """
    first = duty.start + (datetime.min.replace(tzinfo=UTC) - duty.start) % SLOT
    return [first + number * SLOT for number in range((duty.end - first) // SLOT)]


async def _staffed(session: AsyncSession, lane: str, after: datetime) -> list[Duty]:
    """
    The duty within `HORIZON` that can be counted on: not of those who are not there `DANGER` after their shift began.
    """
    late = clock.now() - DANGER
    there = set(await session.scalars(select(Helper.id).where(presence.seen(), Helper.on_duty)))
    duties = await roster.duties(session, lane, after, after + HORIZON)
    return [duty for duty in duties if duty.start > late or duty.helper in there]


async def _taken(session: AsyncSession, lane: str) -> dict[datetime, list[str | None]]:
    """
    By slot, for whom each open promise in it is: one helper's id, or None for whoever is there.
    """
    taken: dict[datetime, list[str | None]] = defaultdict(list)
    query = select(Promise.due_at, Promise.helper_id).join(Handover, Handover.id == Promise.handover_id)
    for due, helper in await session.execute(query.where(Promise.state == PromiseState.OPEN, Handover.kind == lane)):
        taken[due].append(helper)
    return taken


async def make(
    session: AsyncSession,
    handover: Handover,
    *,
    helper: str | None = None,
    after: datetime | None = None,
    kind: str = TALK,
) -> Promise | None:
    """
    Promise the next slot for a waiting handover (its conversation is locked); None when no shift is staffed.
    """
    if session.get_bind().dialect.name == "postgresql":
        # One at a time in all processes, so that nobody gives out the same place; SQLite writes one at a time anyway. Whoever locks
        # several conversations does so before this.
        await session.execute(select(func.pg_advisory_xact_lock(MAKING)))
    due = await next_slot(session, handover.kind, helper, after)
    if due is None:
        return None
    promise = Promise(
        id=uuid.uuid4().hex,
        handover_id=handover.id,
        conversation_id=handover.conversation_id,
        kind=kind,
        helper_id=helper,
        state=PromiseState.OPEN,
        made_at=clock.now(),
        due_at=due,
        lapses_at=due + SLOT,
    )
    session.add(promise)
    await session.flush()
    trail.note(session, handover, "promised")
    wake(session, QUEUE)
    return promise


async def end(session: AsyncSession, handover: Handover, state: PromiseState) -> None:
    """
    A handover's promise is kept (somebody is there), broken, or released by the person.
    """
    promise = await open_promise(session, handover)
    if promise is None:
        return
    promise.state, promise.over_at = state, clock.now()
    figures.note(session, figures.PROMISE, state.value, handover.kind, promise.made_at, handover.level)
    trail.note(session, handover, f"promise_{state.value}")
    await session.flush()


def when(promise: Promise) -> str:
    """
    The moment of a promise as it is told: "morgen om 10 uur".
    """
    return moment_words(promise.due_at)


def moment_words(at: datetime) -> str:
    """
    A moment to come, seen from now: "vandaag om 10 uur", "woensdag om 19.30 uur".
    """
    return opening_words(at, clock.now(), roster.COUNTRY).replace("vanaf", "om")


@dataclass(frozen=True, slots=True)
class Outlook:
    """
    How a lane stands: the duty to come, whether somebody is there at this moment, and the open promises, oldest first.
    """

    duties: list[Duty]
    there: bool
    promises: list[Promise]

    def able(self, promise: Promise) -> set[str]:
        """
        The helpers on the roster for all of its time; of a promise of one helper, that one.
        """
        able = {duty.helper for duty in self.duties if duty.covers(promise.due_at, promise.lapses_at)}
        return able & {promise.helper_id} if promise.helper_id else able

    def in_danger(self, promise: Promise) -> bool:
        """
        Whether it may not be kept: too few have that time on the roster by now, nobody is there just before, or nobody picked up.
        """
        now = clock.now()
        if now >= promise.due_at + DANGER:
            return True
        if now >= promise.due_at - DANGER:
            return not self.there
        return len(self.able(promise)) <= self._before(promise)

    def _before(self, promise: Promise) -> int:
        """
        How many others have a place in its slot before it does: those of one helper, and those made earlier.
        """
        if promise.helper_id:
            return 0
        others = [other for other in self.promises if other.due_at == promise.due_at]
        older = others.index(promise)
        return sum(1 for at, other in enumerate(others) if other.helper_id or at < older)

    def asks(self, promise: Promise) -> bool:
        """
        Whether anything is to be done about it now.
        """
        now = clock.now()
        remind = promise.reminded_at is None and now >= promise.due_at - REMIND
        warn = promise.warned_at is None and self.in_danger(promise)
        return remind or warn or now >= promise.lapses_at


async def outlook(session: AsyncSession, lane: str) -> Outlook:
    """
    How a lane stands now.
    """
    query = select(Promise).join(Handover, Handover.id == Promise.handover_id)
    mine = query.where(Promise.state == PromiseState.OPEN, Handover.kind == lane, Handover.state == State.WAITING)
    found = list(await session.scalars(mine.order_by(Promise.made_at, Promise.id)))
    last = max((promise.lapses_at for promise in found), default=clock.now())
    duties = await roster.duties(session, lane, clock.now(), last) if found else []
    return Outlook(duties, bool(await presence.on_duty(session, lane)), found)


async def go_round(ground: Ground) -> int:
    """
    See to all open promises whose time comes near; returns how many changed.
    """
    changed = 0
    for lane in access.ALL_LANES:
        async with ground.database.reading() as session:
            now = await outlook(session, lane)
        for promise in filter(now.asks, sorted(now.promises, key=lambda promise: promise.due_at)):
            changed += await _visit(ground, lane, promise.id, promise.conversation_id)
    return changed


async def _visit(ground: Ground, lane: str, promise_id: str, conversation: str) -> bool:
    try:
        async with ground.database.writing() as session:
            vault = await conversations.open_by_id(session, ground.master, conversation, lock=True)
            now = await outlook(session, lane)
            promise = next((promise for promise in now.promises if promise.id == promise_id), None)
            # Another process may have seen to it while this one waited for the lock.
            if promise is None or not now.asks(promise):
                return False
            await _see_to(session, vault, now, promise)
            return True
    except (ConversationErased, NotFound):
        return False


async def _see_to(session: AsyncSession, vault: Vault, outlook: Outlook, promise: Promise) -> None:
    now = clock.now()
    handover = await session.get_one(Handover, promise.handover_id, populate_existing=True)
    if promise.warned_at is None and outlook.in_danger(promise):
        promise.warned_at = now
        handover.escalated_at = handover.escalated_at or now
        await outbox.plan(session, "promise_danger", promise.id, await outbox.coordinators(session))
        trail.note(session, handover, "promise_danger")
    if promise.reminded_at is None and now >= promise.due_at - REMIND:
        promise.reminded_at = now
        await outbox.plan(session, "promise_soon", promise.id, outlook.able(promise))
    if now >= promise.lapses_at:
        await _break(session, vault, handover, promise)
    wake(session, QUEUE)


async def _break(session: AsyncSession, vault: Vault, handover: Handover, promise: Promise) -> None:
    """
    Nobody came. Say so, say sorry, and promise anew where that is possible.
    """
    told = moment_words(promise.due_at)
    await end(session, handover, PromiseState.BROKEN)
    await outbox.plan(session, "promise_broken", promise.id, await outbox.coordinators(session))
    new = await make(session, handover, kind=promise.kind)
    handover.told_until = new.lapses_at if new else None
    if new:
        line = texts().record("promise_broken", told=told, when=when(new))
    else:
        line = texts().record("promise_broken_open", told=told, open_now=meanwhile.open_now(vault))
    await say(session, vault, line)
