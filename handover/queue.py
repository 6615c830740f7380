"""
The queue: who waits, and the claim that gives a conversation to exactly one helper for as long as they are there.

A claim is one conditional UPDATE under the conversation's lock; a lease with heartbeat ends it when a helper vanishes, and the
question then returns to its old place. Every change says itself aloud in the chat.
"""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, alarms, blocks, bonds, care, figures, leases, promises, proof, waits
from handover.consent import note, summary_of, topic_of
from handover.notices import outbox
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import (
    AlreadyClaimed,
    ForColleague,
    HandoverOver,
    HandsFull,
    ReasonMissing,
)
from store.keys import MasterKey
from store.schema import (
    OVER_STATES,
    Handover,
    HandoverEvent,
    Helper,
    Holder,
    Promise,
    PromiseState,
    Role,
    Sender,
    State,
)
from store.speech import say
from store.texts import texts
from store.wakeups import QUEUE

LEVELS = ("green", "orange", "red")
RED = LEVELS.index("red")
REASONS = ("good_end", "person_left", "referred", "other_help", "not_fitting")
REMARK_LENGTH = 4000


def public(vault: Vault, handover: Handover, promise: Promise | None = None) -> dict[str, Any]:
    """
    A handover as a helper sees it. `since` is when the person began to wait, `promised` the moment that they were promised, `phase` where
    in the circle their talk is, `wanted` the helper whom it waits for.
    """
    since = handover.waiting_since or handover.asked_at
    wanted = handover.wanted_id if handover.wanted_until and handover.wanted_until > clock.now() else None
    return {
        "id": handover.id,
        "conversation": handover.conversation_id,
        "kind": handover.kind,
        "level": LEVELS[handover.level],
        "topic": topic_of(vault),
        "since": clock.iso(since),
        "summary": summary_of(vault, handover) if proof.holds(vault, handover) else texts().record("no_proof").text,
        "shares": handover.shares,
        "escalated": handover.escalated_at is not None,
        "live_from": handover.live_from_seq,
        "phase": vault.state().get("phase"),
        "promised": clock.iso(promise.due_at) if promise else None,
        "walk": bool(promise and promise.kind == promises.STEP),
        "wanted": wanted,
        "handing": str(vault.unseal(handover.sealed_handing, "handing")) if handover.sealed_handing else "",
    }


async def overview(session: AsyncSession, master: MasterKey, helper: Helper) -> dict[str, list[dict[str, Any]]]:
    """
    What waits in the helper's lanes, most urgent first and then longest waiting, and what is theirs.

    For a coordinator also `asking`: live talks whose helper asks for help, with the helper's name and no summary.
    """
    lanes = access.desk(helper)
    waiting = select(Handover).where(Handover.state == State.WAITING, Handover.kind.in_(lanes))
    mine = select(Handover).where(Handover.state == State.LIVE, Handover.helper_id == helper.id)
    return {
        "waiting": await _shown(
            session, master, await session.scalars(waiting.order_by(Handover.level.desc(), Handover.waiting_since))
        ),
        "mine": await _shown(session, master, await session.scalars(mine.order_by(Handover.waiting_since))),
    }


async def asking(session: AsyncSession, helper: Helper) -> list[dict[str, str]]:
    """
    The live talks of others in which a coordinator was asked for, longest asking first; none for other roles.
    """
    if helper.role != Role.COORDINATOR:
        return []
    query = (
        select(Handover.id, Handover.level, Handover.escalated_at, Helper.name)
        .join(Helper, Helper.id == Handover.helper_id)
        .where(Handover.state == State.LIVE, Handover.escalated_at.is_not(None), Handover.helper_id != helper.id)
    )
    rows = (await session.execute(query.order_by(Handover.escalated_at))).all()
    return [
        {
            "id": row.id,
            "level": LEVELS[row.level],
            "since": clock.iso(row.escalated_at),
            "helper": row.name,
        }
        for row in rows
    ]


async def _shown(session: AsyncSession, master: MasterKey, handovers: Any) -> list[dict[str, Any]]:
    return [
        public(
            await conversations.open_by_id(session, master, h.conversation_id),
            h,
            await promises.open_promise(session, h),
        )
        for h in handovers
    ]


async def claim(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> dict[str, Any]:
    """
    Take a waiting conversation. Raises AlreadyClaimed for everyone but the first, ForColleague while it waits for one helper,
    HandsFull beyond one's own maximum (never for a red one), HandoverOver, NotFound.
    """
    vault, handover = await locked(session, master, helper, handover_id)
    waits_for = handover.wanted_id if handover.wanted_until and handover.wanted_until > clock.now() else None
    other = waits_for not in (None, helper.id) and helper.role != Role.COORDINATOR
    if handover.state == State.WAITING and other and handover.level < RED:
        raise ForColleague
    if handover.state == State.WAITING and helper.max_talks and handover.level < RED:
        await _has_room(session, helper, helper.max_talks)
    return await begin(session, vault, handover, helper)


async def _has_room(session: AsyncSession, helper: Helper, most: int) -> None:
    mine = select(func.count()).where(Handover.state == State.LIVE, Handover.helper_id == helper.id)
    if int(await session.scalar(mine) or 0) >= most:
        raise HandsFull


async def begin(session: AsyncSession, vault: Vault, handover: Handover, helper: Helper) -> dict[str, Any]:
    """
    A waiting conversation (its vault is locked) goes live with a helper. Raises AlreadyClaimed, HandoverOver.
    """
    now, seq = clock.now(), 1 if proof.shares_talk(vault, handover) else vault.row.last_seq + 1
    taken = await session.scalar(
        update(Handover)
        .where(Handover.id == handover.id, Handover.state == State.WAITING)
        .values(
            state=State.LIVE,
            helper_id=helper.id,
            claimed_at=now,
            escalated_at=None,
            lease_until=now + leases.LEASE,
            live_from_seq=seq,
            wanted_id=None,
            wanted_until=None,
        )
        .returning(Handover.id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(handover)
    if taken is None:
        raise HandoverOver if handover.state in OVER_STATES else AlreadyClaimed
    vault.row.holder = Holder.HUMAN
    note(session, handover, "claimed", helper)
    await _met(session, handover, helper)
    await alarms.hold(session, vault.id, helper)
    wake(session, QUEUE)
    line = texts().record("switch_to_human", name=helper.name)
    await say(session, vault, line, Sender.SYSTEM, name=helper.name, handover=handover.id)
    return public(vault, handover)


async def _met(session: AsyncSession, handover: Handover, helper: Helper) -> None:
    """
    The wait is over: the promise is kept, and what is to be learned from it stays as figures.
    """
    await promises.end(session, handover, PromiseState.KEPT)
    claims = select(func.count()).where(HandoverEvent.handover_id == handover.id, HandoverEvent.what == "claimed")
    if int(await session.scalar(claims) or 0) > 1:
        return  # picked up again after it was given back: the wait was over before
    figures.note_wait(session, handover, "met")
    last = await session.scalar(select(func.max(Handover.over_at)).where(Handover.helper_id == helper.id))
    free = max(moment for moment in (handover.waiting_since, helper.duty_since, last) if moment)
    figures.note(session, waits.PICKUP, "met", handover.kind, free, handover.level)


async def give_back(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> None:
    """
    Return a live conversation to its old place in the queue.
    """
    vault, handover = await own(session, master, helper, handover_id)
    await leases.to_queue(session, vault, handover, "returned", helper)


async def escalate(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> None:
    """
    Ask the coordinator to look: the handover is marked and rings, also outside the console; who holds it keeps it.
    """
    _, handover = await locked(session, master, helper, handover_id)
    if handover.state in OVER_STATES:
        raise HandoverOver
    handover.escalated_at = handover.escalated_at or clock.now()
    note(session, handover, "escalated", helper)
    await outbox.plan(session, "escalated", handover.id, await outbox.coordinators(session) - {helper.id})
    wake(session, QUEUE)


async def close(
    session: AsyncSession,
    master: MasterKey,
    helper: Helper,
    handover_id: str,
    reason: str,
    remark: str,
    again: bonds.Term | None = None,
) -> None:
    """
    End a live conversation with a reason (one of `REASONS`) and an optional remark; the bot is back and says so. With `again` the helper
    would like to be there a next time too, and the person is asked. With the reason of `blocks` it went too far. Raises InDanger for that.
    """
    if reason not in (*REASONS, blocks.REASON):
        raise ReasonMissing
    vault, handover = await own(session, master, helper, handover_id)
    if reason == blocks.REASON:
        block = await blocks.put(session, vault, helper)
        await finish(session, vault, handover, helper, reason, remark)
        await say(session, vault, blocks.told(vault, block, helper.name), Sender.SYSTEM)
        return
    await finish(session, vault, handover, helper, reason, remark)
    await say(session, vault, texts().record("switch_to_bot", name=helper.name), Sender.SYSTEM)
    if again:
        await bonds.wish(session, vault, handover, helper, again)


async def finish(
    session: AsyncSession, vault: Vault, handover: Handover, helper: Helper, reason: str, remark: str
) -> None:
    """
    A live talk is over, whoever ends it; `helper` is who did. The words to the person are the caller's.
    """
    holder = await session.get_one(Helper, handover.helper_id)
    handover.state, handover.reason = State.CLOSED, reason
    handover.over_at, handover.lease_until = clock.now(), None
    handover.sealed_note = vault.seal(remark[:REMARK_LENGTH], "note") if remark.strip() else None
    vault.row.holder = Holder.BOT
    await session.flush()
    note(session, handover, "closed", helper)
    if handover.claimed_at:
        figures.note(session, figures.TALK, "over", handover.kind, handover.claimed_at, handover.level)
    await care.after(session, holder, handover)
    await alarms.finish(session, vault.id, "talked")
    wake(session, QUEUE)


async def locked(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> tuple[Vault, Handover]:
    """
    A handover in one of the helper's lanes, with its conversation locked for a change. Raises Forbidden, NotFound.
    """
    handover = await access.handover(session, helper, handover_id)
    vault = await conversations.open_by_id(session, master, handover.conversation_id, lock=True)
    await session.refresh(handover)
    return vault, handover


async def own(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> tuple[Vault, Handover]:
    """
    A live handover in this helper's hands, with its conversation locked. Raises HandoverOver, NotYours, Forbidden, NotFound.
    """
    vault, handover = await locked(session, master, helper, handover_id)
    return vault, access.own(helper, handover)
