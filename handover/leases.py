"""
Leases: a helper has a talk for as long as their heartbeat says that they are there. When it stops, or they let go, the talk waits
again at its old place, and the person is told.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, alarms, waiting
from handover.consent import note
from handover.notices import outbox
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import NotYours
from store.keys import MasterKey
from store.schema import Handover, Helper, Holder, Sender, State
from store.speech import say
from store.texts import texts
from store.wakeups import QUEUE

LEASE = timedelta(seconds=90)


async def heartbeat(session: AsyncSession, helper: Helper, handover_id: str) -> datetime:
    """
    Keep a claim; returns until when. Raises NotYours, HandoverOver, NotFound.
    """
    handover = access.own(helper, await access.handover(session, helper, handover_id))
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


async def renew(session: AsyncSession) -> None:
    """
    Give every helper in a talk the time to show that they are there: the clock jumped, or the house was away, and nobody could.
    """
    live = update(Handover).where(Handover.state == State.LIVE, Handover.lease_until.is_not(None))
    await session.execute(live.values(lease_until=clock.now() + LEASE).execution_options(synchronize_session=False))


async def expire(session: AsyncSession, master: MasterKey) -> int:
    """
    Return every conversation whose helper has vanished to the queue; returns how many.
    """
    query = select(Handover.id, Handover.conversation_id)
    expired = (
        await session.execute(query.where(Handover.state == State.LIVE, Handover.lease_until < clock.now()))
    ).all()
    # All locks first, in one order: what follows may wait for the one lock of promises.
    for conversation in sorted({row.conversation_id for row in expired}):
        await conversations.open_by_id(session, master, conversation, lock=True)
    returned = 0
    for handover_id, conversation in expired:
        vault = await conversations.open_by_id(session, master, conversation)
        handover = await session.get(Handover, handover_id, populate_existing=True)
        if handover and handover.state == State.LIVE and handover.lease_until and handover.lease_until < clock.now():
            await to_queue(session, vault, handover, "expired", None)
            returned += 1
    return returned


async def to_queue(session: AsyncSession, vault: Vault, handover: Handover, what: str, helper: Helper | None) -> None:
    """
    A live talk waits again, at its old place, and the person hears so.
    """
    name = str(await session.scalar(select(Helper.name).where(Helper.id == handover.helper_id)))
    await let_go(session, vault, handover, what, helper)
    await say(session, vault, texts().record("back_in_queue", name=name), Sender.SYSTEM)
    await say(session, vault, await waiting.told(session, vault, handover))


async def let_go(session: AsyncSession, vault: Vault, handover: Handover, what: str, helper: Helper | None) -> None:
    """
    A live talk waits again, at its old place; the words to the person are the caller's, and so is the notice when it waits for one
    helper (`wanted_id`).
    """
    handover.state, handover.helper_id, handover.lease_until, handover.live_from_seq = State.WAITING, None, None, None
    handover.claimed_at = None
    vault.row.holder = Holder.WAITING
    await session.flush()
    note(session, handover, what, helper)
    await alarms.release(session, vault.id)
    if handover.wanted_id is None:
        ready = await outbox.at_work(session, handover.kind)
        await outbox.plan(session, "waiting", f"{handover.id}:{vault.row.last_seq}", ready)
    wake(session, QUEUE)
