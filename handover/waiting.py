"""
Honest waiting: what somebody who waits is told, when, and told again when it turns out otherwise.

Somebody is there: the place in the line, and the time within which nine in ten are met (`waits`). Nobody is there: a dated promise,
or plainly that there is none, and a line that is open now; then the coordinators hear that somebody waits for nobody. Whoever waits
longer than we said, or for helpers who left meanwhile, hears so before they have to ask.
"""

import logging
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, presence, promises, waits
from handover.meanwhile import open_now
from handover.notices import outbox
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import ConversationErased, NotFound
from store.ground import Ground
from store.schema import Handover, Promise, PromiseState, State
from store.speech import aside
from store.texts import Line, texts
from store.wakeups import QUEUE

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)  # after the told time, before it is told again


async def place(session: AsyncSession, handover: Handover) -> int:
    """
    How many wait before this one: the more urgent, and of the same level those who wait longer.
    """
    ahead = (Handover.level > handover.level) | (
        (Handover.level == handover.level) & (Handover.waiting_since < handover.waiting_since)
    )
    query = select(func.count()).where(Handover.state == State.WAITING, Handover.kind == handover.kind, ahead)
    return int(await session.scalar(query) or 0)


async def told(session: AsyncSession, vault: Vault, handover: Handover) -> Line:
    """
    How a waiting question stands, as it is told now; a promise is made when nobody is there. The conversation is locked.
    """
    ahead = await place(session, handover)
    expected = await waits.expected(session, handover, ahead)
    if expected is None or not await waits.in_shift(session, handover.kind, clock.now() + expected):
        promise = await promises.open_promise(session, handover) or await promises.make(session, handover)
        if promise:
            handover.told_until = promise.lapses_at
            return texts().record("waiting_promised", when=promises.when(promise), open_now=open_now(vault))
    if expected is None:
        handover.told_until = None
        await _alert(session, handover)
        return texts().record("waiting_nobody", open_now=open_now(vault))
    minutes = waits.rounded(expected)
    handover.told_until = clock.now() + timedelta(minutes=minutes)
    name = "waiting" if ahead else "waiting_first"
    return texts().record(name, ahead=ahead, wait=waits.words(minutes), open_now=open_now(vault))


async def nobody(session: AsyncSession, vault: Vault, lane: str = "volunteer") -> str:
    """
    When somebody will be there, as a sentence: a moment that can be promised, or that we do not know.
    """
    slot = await promises.next_slot(session, lane)
    known = texts().record("somebody_later", when=promises.moment_words(slot)) if slot else None
    return (known or texts().record("somebody_unknown")).text


async def go_round(ground: Ground) -> int:
    """
    Tell those anew for whom it goes otherwise than we said; returns how many were told.
    """
    async with ground.database.reading() as session:
        query = select(Handover.id, Handover.conversation_id).where(await _otherwise(session))
        found = list(await session.execute(query.order_by(Handover.waiting_since)))
    return sum([await _visit(ground, handover, conversation) for handover, conversation in found])


async def _otherwise(session: AsyncSession) -> ColumnElement[bool]:
    """
    Those who wait without a promise: longer than we said, without knowing how long, or for helpers of whom none is there any more.
    """
    promised = select(Promise.handover_id).where(Promise.state == PromiseState.OPEN)
    late = or_(Handover.told_until.is_(None), Handover.told_until < clock.now() - PATIENCE)
    deserted = [lane for lane in access.ALL_LANES if not await presence.on_duty(session, lane)]
    return and_(Handover.state == State.WAITING, Handover.id.not_in(promised), or_(late, Handover.kind.in_(deserted)))


async def _visit(ground: Ground, handover_id: str, conversation: str) -> bool:
    try:
        async with ground.database.writing() as session:
            vault = await conversations.open_by_id(session, ground.master, conversation, lock=True)
            # Another process may have told them while this one waited for the lock.
            query = select(Handover).where(Handover.id == handover_id, await _otherwise(session))
            handover = await session.scalar(query.execution_options(populate_existing=True))
            return await _tell(session, vault, handover) if handover else False
    except (ConversationErased, NotFound):
        return False


async def _tell(session: AsyncSession, vault: Vault, handover: Handover) -> bool:
    """
    Nobody is there any more: a promise, once. Somebody is, but it takes longer: the new time, and the coordinator hears it too.
    """
    before, there = handover.told_until, await presence.on_duty(session, handover.kind)
    if not there and before is None and await promises.next_slot(session, handover.kind) is None:
        return False
    line = await told(session, vault, handover)
    if before and before < clock.now() - PATIENCE:
        await _alert(session, handover)
    if before and handover.told_until and await promises.open_promise(session, handover) is None:
        minutes = waits.rounded(handover.told_until - clock.now())
        line = texts().record("waiting_longer", wait=waits.words(minutes), open_now=open_now(vault))
    await aside(session, vault, line)
    return True


async def _alert(session: AsyncSession, handover: Handover) -> None:
    """
    The coordinators hear that somebody waits too long, or for nobody.
    """
    handover.escalated_at = handover.escalated_at or clock.now()
    await outbox.plan(session, "overdue", handover.id, await outbox.coordinators(session))
    wake(session, QUEUE)
