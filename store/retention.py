"""
Retention: how long things stay, as a table, and the job that keeps it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock, conversations, erasures
from store.database import Database
from store.schema import (
    OPEN_STATES,
    Alarm,
    Challenge,
    Checkin,
    CheckinState,
    Conversation,
    Debrief,
    Handover,
    HelperKey,
    Invitation,
    Renewal,
    ShiftChange,
    TelegramUpdate,
)

BATCH = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """
    How long each kind of thing stays.
    """

    conversation: timedelta = timedelta(
        hours=24
    )  # after the last message, and never while a handover or alarm is open;
    # where the person said yes to longer, `keep_days` of that conversation counts instead
    checkin: timedelta = timedelta(hours=24)  # after the moment of a planned check-in; till then its conversation stays
    receipt: timedelta = timedelta(days=30)  # the empty shell of an erased conversation
    telegram_update: timedelta = timedelta(days=2)  # Telegram repeats an update for at most 24 hours
    debrief: timedelta = timedelta(days=90)  # after the question to a helper how they are
    invitation: timedelta = timedelta(days=30)  # after its last day, used or not
    shift_change: timedelta = timedelta(days=90)  # after the day that was different


async def sweep(database: Database, terms: Terms | None = None) -> int:
    """
    Erase what is past its term; returns how many conversations were erased.
    """
    terms = terms or Terms()
    now = clock.now()
    open_ones = select(Handover.conversation_id).where(Handover.state.in_(OPEN_STATES))
    async with database.reading() as session:
        past = await _past(session, terms, now)
    awaited = select(Checkin.conversation_id).where(
        Checkin.state == CheckinState.PLANNED, Checkin.due_at >= now - terms.checkin
    )
    alarmed = select(Alarm.conversation_id).where(Alarm.over_at.is_(None))
    kept = or_(*(Conversation.id.in_(ones) for ones in (open_ones, awaited, alarmed)))
    due = select(Conversation.id).where(past, Conversation.erased_at.is_(None), not_(kept))
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
        await session.execute(delete(Challenge).where(Challenge.expires_at < now))
        await session.execute(delete(Renewal).where(Renewal.expires_at < now))
        await session.execute(delete(Debrief).where(Debrief.asked_at < now - terms.debrief))
        await session.execute(delete(Invitation).where(Invitation.expires_at < now - terms.invitation))
        await session.execute(delete(ShiftChange).where(ShiftChange.day < (now - terms.shift_change).date()))
    await database.settle()
    if database.erasures:
        async with database.reading() as session:
            await erasures.complete(session, database.erasures)
        database.erasures.forget()
    return erased


async def _past(session: AsyncSession, terms: Terms, now: datetime) -> ColumnElement[bool]:
    """
    Whether a conversation is past its term: the standard one, or the number of days that its person chose.
    """
    chosen = select(Conversation.keep_days).where(Conversation.keep_days.is_not(None)).distinct()
    standard = and_(Conversation.keep_days.is_(None), Conversation.last_at < now - terms.conversation)
    longer = [
        and_(Conversation.keep_days == days, Conversation.last_at < now - timedelta(days=days or 0))
        for days in await session.scalars(chosen)
    ]
    return or_(standard, *longer)
