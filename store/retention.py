"""
Retention: how long things stay, as a table, and the job that keeps it.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from store import clock, conversations
from store.database import Database
from store.schema import OPEN_STATES, Conversation, Handover, HelperKey, TelegramUpdate

BATCH = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """
    How long each kind of thing stays.
    """

    conversation: timedelta = timedelta(hours=24)  # after the last message, and never while a handover is open
    receipt: timedelta = timedelta(days=30)  # the empty shell of an erased conversation
    telegram_update: timedelta = timedelta(days=2)  # Telegram repeats an update for at most 24 hours


async def sweep(database: Database, terms: Terms | None = None) -> int:
    """
    Erase what is past its term; returns how many conversations were erased.
    """
    terms = terms or Terms()
    now = clock.now()
    open_ones = select(Handover.conversation_id).where(Handover.state.in_(OPEN_STATES))
    due = select(Conversation.id).where(
        Conversation.last_at < now - terms.conversation,
        Conversation.erased_at.is_(None),
        Conversation.id.not_in(open_ones),
    )
    erased = 0
    while True:
        async with database.reading() as session:
            batch = list(await session.scalars(due.limit(BATCH)))
        for conversation in batch:
            async with database.writing() as session:
                await conversations.erase(session, conversation)
                erased += 1
        if len(batch) < BATCH:
            break
    async with database.writing() as session:
        await session.execute(delete(Conversation).where(Conversation.erased_at < now - terms.receipt))
        await session.execute(delete(TelegramUpdate).where(TelegramUpdate.at < now - terms.telegram_update))
        await session.execute(delete(HelperKey).where(HelperKey.expires_at < now))
    return erased
