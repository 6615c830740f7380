"""
Rounds: the house goes round with the check-ins that are due (`bot.checkins`), by day only, and each is sent once.

Sending is one transaction: the row goes from planned to sent and the line into the log, so neither is there without the other,
also after a crash and with several processes. It waits while a talk is going on, while a person is or will be there, and for a
day after it was hard. One that was not answered is the last: nothing follows it, of any kind.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.checkins import OFFER, WEEK, is_minor, moment
from handover import consent
from handover.hours import Hours
from store import clock, conversations
from store.conversations import Vault
from store.database import TROUBLE
from store.errors import ConversationErased, NotFound
from store.ground import Ground
from store.schema import Checkin, CheckinKind, CheckinState, Conversation, Holder, State
from store.speech import say
from store.texts import Line, texts

logger = logging.getLogger(__name__)

BATCH = 200
TALKING = timedelta(hours=3)  # after the last message a talk may still be going on
HARD = timedelta(hours=24)
QUIET_WEEK = timedelta(days=WEEK - 1)  # a hello is for whoever was not here; from evening to evening it is a week


async def go(ground: Ground, awake: Hours) -> int:
    """
    Send what is due, unless people sleep (`awake`: when they do not); returns how many were sent.
    """
    now = clock.now()
    async with ground.database.writing() as session:
        await _answered_hellos(session)
    if not awake.is_open(now, "NL"):
        return 0
    due = select(Checkin.id, Checkin.conversation_id).where(
        Checkin.state == CheckinState.PLANNED, Checkin.due_at <= now
    )
    async with ground.database.reading() as session:
        found = list(await session.execute(due.order_by(Checkin.due_at).limit(BATCH)))
    return sum([await _visit(ground, checkin, conversation) for checkin, conversation in found])


async def _answered_hellos(session: AsyncSession) -> None:
    """
    Plan the next hello wherever the last one was answered.
    """
    answered = and_(Conversation.id == Checkin.conversation_id, Conversation.said_seq > Checkin.sent_seq)
    hellos = and_(Checkin.kind == CheckinKind.HELLO, Checkin.state == CheckinState.SENT)
    again = update(Checkin).where(hellos, exists().where(answered))
    await session.execute(
        again.values(state=CheckinState.PLANNED, due_at=moment(WEEK), sent_at=None, sent_seq=None),
        execution_options={"synchronize_session": False},
    )


async def _visit(ground: Ground, checkin: str, conversation: str) -> bool:
    """
    See to one check-in; whether it was sent. What fails stays planned, and the others get their turn.
    """
    try:
        async with ground.database.writing() as session:
            vault = await conversations.open_by_id(session, ground.master, conversation, lock=True)
            return await _see_to(session, vault, await session.get_one(Checkin, checkin))
    except (ConversationErased, NotFound):
        return False
    except TROUBLE:
        raise
    except Exception as error:
        logger.error("rounds.failed kind=%s", type(error).__name__)
        return False


async def _see_to(session: AsyncSession, vault: Vault, checkin: Checkin) -> bool:
    now = clock.now()
    if checkin.state != CheckinState.PLANNED or checkin.due_at > now:
        return False
    if await _needless(session, vault, checkin):
        checkin.state = CheckinState.OFF
        return False
    checkin.due_at = max(checkin.due_at, await _not_before(session, vault, checkin))
    return checkin.due_at <= now and await _send(session, vault, checkin)


async def _needless(session: AsyncSession, vault: Vault, checkin: Checkin) -> bool:
    """
    Whether it is better never sent: they told already how it was, they are a child, or an earlier one was not answered.
    """
    if checkin.kind == CheckinKind.STEP and vault.state().get("looked_back"):
        return True
    if checkin.kind != CheckinKind.STEP and is_minor(vault):
        return True
    return bool(await session.scalar(select(exists().where(_unanswered(vault)))))


def _unanswered(vault: Vault) -> ColumnElement[bool]:
    sent = and_(Checkin.conversation_id == vault.id, Checkin.sent_seq.is_not(None))
    return and_(sent, Checkin.sent_seq > vault.row.said_seq)


async def _not_before(session: AsyncSession, vault: Vault, checkin: Checkin) -> datetime:
    """
    The moment before which it would not be kind.
    """
    rest = HARD if vault.row.watch.get("level", 0) else TALKING
    rest = QUIET_WEEK if checkin.kind == CheckinKind.HELLO else rest
    handover = await consent.open_handover(session, vault)
    expected = handover and (handover.state != State.ASKED or handover.editing)
    someone = vault.row.holder == Holder.HUMAN or expected
    return max(vault.row.last_at + rest, clock.now() + TALKING if someone else vault.row.last_at)


async def _send(session: AsyncSession, vault: Vault, checkin: Checkin) -> bool:
    """
    From planned to sent, and into the log. Whoever comes second finds nothing planned.
    """
    mine = update(Checkin).where(Checkin.id == checkin.id, Checkin.state == CheckinState.PLANNED)
    sent = {"state": CheckinState.SENT, "sent_at": clock.now(), "sent_seq": vault.row.last_seq + 1}
    if await session.scalar(mine.values(**sent).returning(Checkin.id)) is None:
        return False
    state = vault.state()
    # They wanted this one, so after a next step it may be offered again.
    vault.remember(state | {"moves": [move for move in state.get("moves") or [] if move != OFFER]})
    await say(session, vault, _line(vault, checkin))
    return True


def _line(vault: Vault, checkin: Checkin) -> Line:
    hard = vault.row.watch.get("level", 0)
    return texts().record("checkin_hard" if hard else f"checkin_{checkin.kind}")
