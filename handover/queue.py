"""
The queue: who waits, and the claim that gives a conversation to exactly one helper for as long as they are there.

A claim is one conditional UPDATE under the conversation's lock; a lease with heartbeat ends it when a helper vanishes, and the
question then returns to its old place. Every change says itself aloud in the chat.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import alarms, people
from handover.consent import note, summary_of, topic_of
from store import clock, conversations, log
from store.conversations import Vault
from store.database import wake
from store.errors import AlreadyClaimed, HandoverOver, MessageEmpty, MessageTooLong, NotFound, NotYours, ReasonMissing
from store.keys import MasterKey
from store.schema import OVER_STATES, Handover, Helper, Holder, Role, Sender, State
from store.speech import say
from store.texts import texts
from store.wakeups import QUEUE

LEASE = timedelta(seconds=90)
LEVELS = ("green", "orange", "red")
REASONS = ("good_end", "person_left", "referred", "other_help", "not_fitting")
MESSAGE_LENGTH = 4000


def public(vault: Vault, handover: Handover) -> dict[str, Any]:
    """
    A handover as a helper sees it; `since` is when the person began to wait.
    """
    since = handover.waiting_since or handover.asked_at
    return {
        "id": handover.id,
        "conversation": handover.conversation_id,
        "kind": handover.kind,
        "level": LEVELS[handover.level],
        "topic": topic_of(vault),
        "since": since.isoformat().replace("+00:00", "Z"),
        "summary": summary_of(vault, handover),
        "escalated": handover.escalated_at is not None,
        "live_from": handover.live_from_seq,
    }


async def overview(session: AsyncSession, master: MasterKey, helper: Helper) -> dict[str, list[dict[str, Any]]]:
    """
    What waits in the helper's lanes, most urgent first and then longest waiting, and what is theirs.

    For a coordinator also `asking`: live talks whose helper asks for help, with the helper's name and no summary.
    """
    lanes = people.access_desk(helper)
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
            "since": row.escalated_at.isoformat().replace("+00:00", "Z"),
            "helper": row.name,
        }
        for row in rows
    ]


async def _shown(session: AsyncSession, master: MasterKey, handovers: Any) -> list[dict[str, Any]]:
    return [public(await conversations.open_by_id(session, master, h.conversation_id), h) for h in handovers]


async def claim(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> dict[str, Any]:
    """
    Take a waiting conversation. Raises AlreadyClaimed for everyone but the first, HandoverOver, NotFound.
    """
    vault, handover = await _locked(session, master, helper, handover_id)
    return await begin(session, vault, handover, helper)


async def begin(session: AsyncSession, vault: Vault, handover: Handover, helper: Helper) -> dict[str, Any]:
    """
    A waiting conversation (its vault is locked) goes live with a helper. Raises AlreadyClaimed, HandoverOver.
    """
    seq = vault.row.last_seq + 1
    taken = await session.scalar(
        update(Handover)
        .where(Handover.id == handover.id, Handover.state == State.WAITING)
        .values(state=State.LIVE, helper_id=helper.id, lease_until=clock.now() + LEASE, live_from_seq=seq)
        .returning(Handover.id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(handover)
    if taken is None:
        raise HandoverOver if handover.state in OVER_STATES else AlreadyClaimed
    vault.row.holder = Holder.HUMAN
    note(session, handover, "claimed", helper)
    await alarms.hold(session, vault.id, helper)
    wake(session, QUEUE)
    await say(session, vault, texts().record("switch_to_human", name=helper.name), Sender.SYSTEM, name=helper.name)
    return public(vault, handover)


async def heartbeat(session: AsyncSession, helper: Helper, handover_id: str) -> datetime:
    """
    Keep a claim; returns until when. Raises NotYours, HandoverOver, NotFound.
    """
    handover = people.access_own(helper, await people.access_handover(session, helper, handover_id))
    until = clock.now() + LEASE
    kept = await session.scalar(
        update(Handover)
        .where(Handover.id == handover.id, Handover.state == State.LIVE, Handover.helper_id == helper.id)
        .values(lease_until=until)
        .returning(Handover.id)
        .execution_options(synchronize_session=False)
    )
    if kept is None:
        raise NotYours
    return until


async def give_back(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> None:
    """
    Return a live conversation to its old place in the queue.
    """
    vault, handover = await _own(session, master, helper, handover_id)
    await _to_queue(session, vault, handover, "returned", helper)


async def escalate(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> None:
    """
    Ask the coordinator to look: the handover is marked and rings; who holds it keeps it.
    """
    _, handover = await _locked(session, master, helper, handover_id)
    if handover.state in OVER_STATES:
        raise HandoverOver
    handover.escalated_at = handover.escalated_at or clock.now()
    note(session, handover, "escalated", helper)
    wake(session, QUEUE)


async def close(
    session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, reason: str, remark: str
) -> None:
    """
    End a live conversation with a reason (one of `REASONS`) and an optional remark; the bot is back and says so.
    """
    if reason not in REASONS:
        raise ReasonMissing
    vault, handover = await _own(session, master, helper, handover_id)
    handover.state, handover.reason = State.CLOSED, reason
    handover.over_at, handover.lease_until = clock.now(), None
    handover.sealed_note = vault.seal(remark[:MESSAGE_LENGTH], "note") if remark.strip() else None
    vault.row.holder = Holder.BOT
    await session.flush()
    note(session, handover, "closed", helper)
    await alarms.finish(session, vault.id, "talked")
    wake(session, QUEUE)
    await say(session, vault, texts().record("switch_to_bot", name=helper.name), Sender.SYSTEM)


async def expire_leases(session: AsyncSession, master: MasterKey) -> int:
    """
    Return every conversation whose helper has vanished to the queue; returns how many.
    """
    query = select(Handover.id, Handover.conversation_id)
    expired = (
        await session.execute(query.where(Handover.state == State.LIVE, Handover.lease_until < clock.now()))
    ).all()
    returned = 0
    for handover_id, conversation in sorted(expired, key=lambda row: row.conversation_id):
        vault = await conversations.open_by_id(session, master, conversation, lock=True)
        handover = await session.get(Handover, handover_id, populate_existing=True)
        if handover and handover.state == State.LIVE and handover.lease_until and handover.lease_until < clock.now():
            await _to_queue(session, vault, handover, "expired", None)
            returned += 1
    return returned


async def read_talk(
    session: AsyncSession, master: MasterKey, helper: Helper, conversation: str, after: int
) -> tuple[Vault, list[log.Entry]]:
    """
    The live talk of one's own conversation after a number, never from before the claim.
    """
    handover = await _own_by_conversation(session, helper, conversation)
    vault = await conversations.open_by_id(session, master, conversation)
    start = max(after, (handover.live_from_seq or 1) - 1)
    return vault, await log.after(session, vault, start)


async def write(
    session: AsyncSession, master: MasterKey, helper: Helper, conversation: str, words: str, external_id: str
) -> int:
    """
    Say something in one's own conversation; the same `external_id` again is the same message.
    """
    if not words.strip():
        raise MessageEmpty
    if len(words) > MESSAGE_LENGTH:
        raise MessageTooLong
    vault = await conversations.open_by_id(session, master, conversation, lock=True)
    await _own_by_conversation(session, helper, conversation)
    body = {"text": words.strip().encode("utf-8", "replace").decode(), "name": helper.name}
    return await log.append(session, vault, Sender.HUMAN, body, f"h:{helper.id[:8]}:{external_id}")


async def _to_queue(session: AsyncSession, vault: Vault, handover: Handover, what: str, helper: Helper | None) -> None:
    name = str(await session.scalar(select(Helper.name).where(Helper.id == handover.helper_id)))
    handover.state, handover.helper_id, handover.lease_until, handover.live_from_seq = State.WAITING, None, None, None
    vault.row.holder = Holder.WAITING
    await session.flush()
    note(session, handover, what, helper)
    await alarms.release(session, vault.id)
    wake(session, QUEUE)
    await say(session, vault, texts().record("back_in_queue", name=name), Sender.SYSTEM)


async def _locked(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> tuple[Vault, Handover]:
    handover = await people.access_handover(session, helper, handover_id)
    vault = await conversations.open_by_id(session, master, handover.conversation_id, lock=True)
    await session.refresh(handover)
    return vault, handover


async def _own(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> tuple[Vault, Handover]:
    vault, handover = await _locked(session, master, helper, handover_id)
    return vault, people.access_own(helper, handover)


async def _own_by_conversation(session: AsyncSession, helper: Helper, conversation: str) -> Handover:
    lanes = people.access_desk(helper)
    query = select(Handover).where(
        Handover.conversation_id == conversation,
        Handover.state == State.LIVE,
        Handover.helper_id == helper.id,
        Handover.kind.in_(lanes),
    )
    handover = await session.scalar(query.execution_options(populate_existing=True))
    if handover is None:
        known = await session.scalar(select(Handover.id).where(Handover.conversation_id == conversation))
        raise NotYours if known else NotFound
    return handover
