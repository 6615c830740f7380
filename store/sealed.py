"""
What is sealed: every column of the tables that holds a ciphertext, with which key, and for which place.

Who recounts, changes the master key or looks for what may still be read goes through this one list; a test holds it complete.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from store.errors import MasterKeyWrong
from store.keys import MasterKey, unseal
from store.schema import Address, Challenge, Conversation, Factor, Handover, Message, OwnLine, TelegramChat, Whisper

PAGE = 500


@dataclass(frozen=True, slots=True)
class OfTalk:
    """
    A column sealed with the key of a talk. `talk` is how a row leads to that talk, `place` what it is bound to.
    """

    column: InstrumentedAttribute[Any]
    talk: ColumnElement[str] | InstrumentedAttribute[str]
    place: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class OfHouse:
    """
    A column sealed with the master key itself.
    """

    column: InstrumentedAttribute[Any]
    place: Callable[[Any], str]


WHISPERED = select(Handover.conversation_id).where(Handover.id == Whisper.handover_id).scalar_subquery()

TALKS = [
    OfTalk(Conversation.sealed_state, Conversation.id, lambda row: "state"),
    OfTalk(Message.sealed_body, Message.conversation_id, lambda row: f"message:{row.seq}"),
    OfTalk(TelegramChat.sealed_chat, TelegramChat.conversation_id, lambda row: "telegram"),
    OfTalk(Handover.sealed_summary, Handover.conversation_id, lambda row: "summary"),
    OfTalk(Handover.sealed_consent, Handover.conversation_id, lambda row: f"consent:{row.id}"),
    OfTalk(Handover.sealed_note, Handover.conversation_id, lambda row: "note"),
    OfTalk(Handover.sealed_handing, Handover.conversation_id, lambda row: "handing"),
    OfTalk(Whisper.sealed_words, WHISPERED, lambda row: f"whisper:{row.handover_id}:{row.external_id}"),
]
HOUSE = [
    OfHouse(Address.sealed_where, lambda row: f"address:{row.id}"),
    OfHouse(OwnLine.sealed_words, lambda row: f"line:{row.id}"),
    OfHouse(Factor.sealed_secret, lambda row: f"factor:{row.helper_id}"),
    OfHouse(Challenge.sealed_rest, lambda row: f"challenge:{row.fingerprint}"),
]


@dataclass(frozen=True, slots=True)
class Found:
    """
    One ciphertext: the name of its column, the row, the talk it belongs to if any, and what it says; None when no key of ours opens it.
    """

    column: str
    row: str
    talk: str | None
    plain: bytes | None


async def everything(session: AsyncSession, master: MasterKey) -> AsyncIterator[Found]:
    """
    Every ciphertext in the database, opened where that can be.
    """
    keys = await _keys(session, master)
    for of in TALKS:
        entity = of.column.class_
        rows = await session.stream(
            select(entity, of.talk).where(of.column.is_not(None)).execution_options(yield_per=PAGE)
        )
        async for row, talk in rows:
            place = f"{talk}:{of.place(row)}"
            yield Found(_column(of), _name(row), talk, _opened(keys.get(talk), getattr(row, of.column.key), place))
    for house in HOUSE:
        for row in await session.scalars(select(house.column.class_).where(house.column.is_not(None))):
            try:
                plain = master.unseal(getattr(row, house.column.key), house.place(row)).encode()
            except MasterKeyWrong:
                plain = None
            yield Found(_column(house), _name(row), None, plain)


async def _keys(session: AsyncSession, master: MasterKey) -> dict[str, bytes]:
    keys = {}
    query = select(Conversation.id, Conversation.wrapped_key).where(Conversation.wrapped_key.is_not(None))
    for talk, wrapped in await session.execute(query):
        try:
            keys[talk] = master.unwrap(wrapped or b"", talk)
        except MasterKeyWrong:
            continue
    return keys


def _opened(key: bytes | None, sealed: bytes, place: str) -> bytes | None:
    try:
        return unseal(key, sealed, place) if key else None
    except (InvalidTag, ValueError):
        return None


def _name(row: Any) -> str:
    return ":".join(str(part) for part in inspect(row).identity)


def _column(of: OfTalk | OfHouse) -> str:
    return str(of.column.property.columns[0])
