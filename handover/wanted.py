"""
Wanted: a question that waits for one helper first, because a colleague handed it over or because both wanted each other again.

It never waits for long: when they say no, when the person would rather have anyone, or when the time is up, it is for everybody in the
lane, and the person hears so.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import presence, waiting
from handover.notices import outbox
from handover.trail import note
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import ConversationErased, NotFound
from store.ground import Ground
from store.schema import Handover, Helper, State
from store.speech import aside
from store.texts import texts
from store.wakeups import QUEUE


async def can_come(session: AsyncSession, helper: Helper) -> bool:
    """
    Whether a helper can pick up at this moment.
    """
    there = select(Helper.id).where(Helper.id == helper.id, presence.there())
    return await session.scalar(there) is not None


def want(handover: Handover, helper: Helper, patience: timedelta) -> None:
    """
    It waits for this helper first, for so long; by then the person hears more.
    """
    handover.wanted_id = helper.id
    handover.wanted_until = handover.told_until = clock.now() + patience


async def free(
    session: AsyncSession, vault: Vault, handover: Handover, what: str, helper: Helper | None = None
) -> None:
    """
    It is for everybody from now on; the words to the person are the caller's.
    """
    handover.wanted_id = handover.wanted_until = None
    await session.flush()
    note(session, handover, what, helper)
    ready = await outbox.at_work(session, handover.kind)
    await outbox.plan(session, "waiting", f"{handover.id}:{vault.row.last_seq}", ready)
    wake(session, QUEUE)


async def not_coming(
    session: AsyncSession, vault: Vault, handover: Handover, what: str, helper: Helper | None = None
) -> None:
    """
    Whom it waited for does not come: say so, and how it stands now.
    """
    name = str(await session.scalar(select(Helper.name).where(Helper.id == handover.wanted_id)))
    await free(session, vault, handover, what, helper)
    await aside(session, vault, texts().record("wanted_away", name=name))
    await aside(session, vault, await waiting.told(session, vault, handover))


async def go_round(ground: Ground) -> int:
    """
    Free what has waited for one helper long enough; returns how many.
    """
    late = Handover.wanted_until <= clock.now()
    query = select(Handover.id, Handover.conversation_id).where(Handover.state == State.WAITING, late)
    async with ground.database.reading() as session:
        found = list(await session.execute(query.order_by(Handover.wanted_until)))
    return sum([await _visit(ground, handover, conversation) for handover, conversation in found])


async def _visit(ground: Ground, handover_id: str, conversation: str) -> bool:
    try:
        async with ground.database.writing() as session:
            vault = await conversations.open_by_id(session, ground.master, conversation, lock=True)
            handover = await session.get(Handover, handover_id, populate_existing=True)
            if handover is None or handover.state != State.WAITING:
                return False
            if handover.wanted_until is None or handover.wanted_until > clock.now():
                return False
            await not_coming(session, vault, handover, "wanted_lapsed")
            return True
    except (ConversationErased, NotFound):
        return False
