"""
The audit of the log: recounts what was said, and tells what does not add up.

A check looks and changes nothing; what it finds names a row by its id and never holds a word of a talk. Rooms above add their own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock, sealed
from store.keys import MasterKey
from store.schema import Conversation, Holder, Message, Sender, TelegramChat

PATIENCE = timedelta(minutes=1)  # what may be under way


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    One thing that does not add up: the id of the row, and what is wrong with it.
    """

    row: str
    told: str


Check = Callable[[AsyncSession, MasterKey], Awaitable[list[Doubt]]]


async def log(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    The numbers of every log run from 1 to its last without a gap, and the person's latest is where the cursor says.
    """
    said = func.max(Message.seq).filter(Message.sender == Sender.YOU)
    counted = (
        select(
            Message.conversation_id.label("talk"),
            func.count().label("n"),
            func.min(Message.seq).label("first"),
            func.max(Message.seq).label("last"),
            func.coalesce(said, 0).label("said"),
        )
        .group_by(Message.conversation_id)
        .subquery()
    )
    c, none = counted.c, func.coalesce
    found = (
        Conversation.id,
        Conversation.last_seq,
        Conversation.said_seq,
        none(c.n, 0),
        none(c.first, 1),
        none(c.last, 0),
    )
    query = select(*found, none(c.said, 0)).join(counted, c.talk == Conversation.id, isouter=True)
    doubts = []
    rows = await session.execute(query.where(Conversation.erased_at.is_(None)))
    for talk, last_seq, said_seq, n, first, last, told in rows:
        if (n, first, last) != (last_seq, 1, last_seq):
            doubts.append(
                Doubt(talk, f"het log telt {n} berichten tot en met {last}, en hoort er {last_seq} te tellen")
            )
        if told != said_seq:
            doubts.append(Doubt(talk, f"het laatste bericht van de persoon is {told}, en volgens de teller {said_seq}"))
    return doubts


async def cursors(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    No cursor stands beyond the end of its log.
    """
    ends = select(Conversation.id).where(
        or_(Conversation.handled_seq > Conversation.last_seq, Conversation.said_seq > Conversation.last_seq)
    )
    delivered = (
        select(TelegramChat.conversation_id)
        .join(Conversation, Conversation.id == TelegramChat.conversation_id)
        .where(TelegramChat.delivered_seq > Conversation.last_seq)
    )
    return [
        *(Doubt(talk, "beantwoord staat verder dan het laatste bericht") for talk in await session.scalars(ends)),
        *(Doubt(talk, "bezorgd staat verder dan het laatste bericht") for talk in await session.scalars(delivered)),
    ]


def unanswered() -> ColumnElement[bool]:
    """
    Whether a message of a person is neither answered nor anybody's: no human holds the talk, and for longer than it takes nothing came.
    """
    late = Message.at < clock.now() - PATIENCE
    ours = Conversation.holder.in_((Holder.BOT, Holder.WAITING, Holder.ENDED))
    return and_(Message.sender == Sender.YOU, Message.seq > Conversation.handled_seq, late, ours)


async def unowned(session: AsyncSession) -> list[tuple[str, int]]:
    """
    The messages of persons, by talk and number, that are neither answered nor owned. Whoever was told that the computer is silent, or
    was answered out of turn, is not among them.
    """
    query = select(Conversation.id, Message.seq, Conversation.watch).join(
        Message, Message.conversation_id == Conversation.id
    )
    rows = await session.execute(query.where(unanswered()))
    return [
        (talk, seq) for talk, seq, watch in rows if not watch.get("outage") and seq not in (watch.get("answered") or [])
    ]


async def answers(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    Every message of a person is answered, or somebody has it.
    """
    return [Doubt(talk, f"op bericht {seq} kwam geen antwoord") for talk, seq in await unowned(session)]


async def seals(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    All that is sealed opens with its own key and at its own place.
    """
    return [
        Doubt(found.row, f"{found.column} gaat niet open")
        async for found in sealed.everything(session, master)
        if found.plain is None
    ]


async def erased(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    Of what is erased nothing is left but the receipt, and only what is erased has no key.
    """
    left = or_(
        Conversation.wrapped_key.is_not(None),
        Conversation.sealed_state.is_not(None),
        Conversation.words_hash.is_not(None),
        Conversation.receipt.is_(None),
        select(Message.seq).where(Message.conversation_id == Conversation.id).exists(),
    )
    gone = select(Conversation.id).where(Conversation.erased_at.is_not(None), left)
    keyless = select(Conversation.id).where(Conversation.erased_at.is_(None), Conversation.wrapped_key.is_(None))
    return [
        *(Doubt(talk, "gewist, en toch is er iets van over") for talk in await session.scalars(gone)),
        *(Doubt(talk, "niet gewist, en toch is de sleutel weg") for talk in await session.scalars(keyless)),
    ]


CHECKS: list[tuple[str, Check]] = [
    ("berichten", log),
    ("wijzers", cursors),
    ("antwoorden", answers),
    ("zegels", seals),
    ("gewist", erased),
]
