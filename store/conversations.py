"""
Conversations: begin one, find it again, read and keep its sealed state, erase it.

`Vault` is the pair of a conversation and its data key: whoever holds one can read and write that talk, and no other.
"""

import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock, words
from store.database import gone, wake
from store.errors import ConversationErased, NotFound, Unauthorized, WordsUnknown
from store.keys import MasterKey, fingerprint, seal, unseal
from store.schema import (
    Alarm,
    Bond,
    Checkin,
    Conversation,
    ConversationToken,
    Handover,
    Holder,
    Message,
    Notice,
    Promise,
    Reader,
    TelegramChat,
)
from store.wakeups import QUEUE

FOUR_WORDS = "four_words"
ID_LENGTH = 32  # what a notice is about begins with the id of a row


@dataclass(frozen=True, slots=True)
class Vault:
    """
    A conversation's row together with its data key, and the installation's way to make pseudonyms.
    """

    row: Conversation
    key: bytes
    pseudonym: Callable[[str, str], str]

    @property
    def id(self) -> str:
        """
        The conversation's id.
        """
        return self.row.id

    def seal(self, value: Any, place: str) -> bytes:
        """
        Seal a JSON value for a place in this conversation.
        """
        return seal(self.key, json.dumps(value, ensure_ascii=False).encode(), f"{self.id}:{place}")

    def unseal(self, sealed: bytes, place: str) -> Any:
        """
        What `seal` sealed for that place.
        """
        return json.loads(unseal(self.key, sealed, f"{self.id}:{place}"))

    def state(self) -> dict[str, Any]:
        """
        What the dialogue remembers of this talk: slots by name.
        """
        return dict(self.unseal(self.row.sealed_state, "state")) if self.row.sealed_state else {}

    def remember(self, state: dict[str, Any]) -> None:
        """
        Keep the dialogue's memory, sealed, with the transaction at hand.
        """
        self.row.sealed_state = self.seal(state, "state")


async def begin(session: AsyncSession, master: MasterKey, channel: str, country: str = "NL") -> tuple[Vault, str]:
    """
    A new conversation of somebody in a country (NL or BE): its vault, and the token that is its only key from outside.
    """
    conversation = uuid.uuid4().hex
    key, wrapped = master.new_data_key(conversation)
    row = Conversation(
        id=conversation,
        channel=channel,
        country=country,
        wrapped_key=wrapped,
        holder=Holder.BOT,
        last_seq=0,
        said_seq=0,
        handled_seq=0,
        watch={},
        started_at=clock.now(),
        last_at=clock.now(),
    )
    session.add(row)
    await session.flush()
    vault = Vault(row, key, master.pseudonym)
    return vault, await new_token(session, vault)


async def new_token(session: AsyncSession, vault: Vault) -> str:
    """
    One more key to a conversation, for one more device.
    """
    token = secrets.token_urlsafe(32)
    session.add(ConversationToken(fingerprint=fingerprint(token), conversation_id=vault.id))
    await session.flush()
    return token


async def open_by_token(session: AsyncSession, master: MasterKey, token: str, *, lock: bool = False) -> Vault:
    """
    The conversation of a token; `lock` it for a change. Raises Unauthorized, ConversationErased.
    """
    owner = select(ConversationToken.conversation_id).where(ConversationToken.fingerprint == fingerprint(token))
    row = await _row(session, Conversation.id == owner.scalar_subquery(), lock)
    if row is None:
        raise Unauthorized
    return _vault(row, master)


async def open_by_words(session: AsyncSession, master: MasterKey, text: str, *, lock: bool = False) -> Vault:
    """
    The conversation of four words, as somebody wrote them; `lock` it for a change. Raises WordsUnknown.
    """
    meant = words.read(text)
    row = None
    if meant is not None:
        row = await _row(session, Conversation.words_hash == master.pseudonym("words", meant), lock)
    if row is None or row.wrapped_key is None:
        raise WordsUnknown
    return _vault(row, master)


async def open_by_id(session: AsyncSession, master: MasterKey, conversation: str, *, lock: bool = False) -> Vault:
    """
    A conversation by its id, for the house's own use; `lock` it for a change. Raises NotFound, ConversationErased.
    """
    row = await _row(session, Conversation.id == conversation, lock)
    if row is None:
        raise NotFound
    return _vault(row, master)


async def _row(session: AsyncSession, which: ColumnElement[bool], lock: bool) -> Conversation | None:
    # Every change locks the conversation before anything else, so no two of them can wait for each other in a circle.
    query = select(Conversation).where(which).execution_options(populate_existing=True)
    return await session.scalar(query.with_for_update() if lock else query)


def _vault(row: Conversation, master: MasterKey) -> Vault:
    if row.wrapped_key is None:
        raise ConversationErased
    return Vault(row, master.unwrap(row.wrapped_key, row.id), master.pseudonym)


async def four_words(session: AsyncSession, vault: Vault) -> str:
    """
    The four words of a locked conversation, drawn when they are first asked for.
    """
    state = vault.state()
    if FOUR_WORDS not in state:
        mark = None
        while mark is None or await session.scalar(select(Conversation.id).where(Conversation.words_hash == mark)):
            state[FOUR_WORDS] = words.draw()
            mark = vault.pseudonym("words", state[FOUR_WORDS])
        vault.row.words_hash = mark
        vault.remember(state)
    return str(state[FOUR_WORDS])


async def erase(session: AsyncSession, conversation: str) -> str:
    """
    Destroy a conversation's key, its texts, handovers, check-ins and notices about it, and return the receipt that stays. Twice is once.
    """
    row = await _row(session, Conversation.id == conversation, lock=True)
    if row is None:
        raise NotFound
    if row.receipt:
        return row.receipt
    await _unsaid(session, conversation)
    for table in (Bond, Checkin, Handover, Message, TelegramChat):
        await session.execute(delete(table).where(table.conversation_id == conversation))
    ringing = update(Alarm).where(Alarm.conversation_id == conversation, Alarm.over_at.is_(None))
    await session.execute(ringing.values(over_at=clock.now(), reason="erased"))
    receipt = secrets.token_hex(8)
    gone(session, conversation, receipt)
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation)
        .values(
            wrapped_key=None,
            sealed_state=None,
            words_hash=None,
            keep_days=None,
            watch={},
            holder=Holder.ENDED,
            handled_seq=Conversation.last_seq,
            said_seq=Conversation.last_seq,
            erased_at=clock.now(),
            receipt=receipt,
        )
    )
    wake(session, conversation)
    wake(session, QUEUE)
    return receipt


async def _unsaid(session: AsyncSession, conversation: str) -> None:
    """
    Take back every notice about a talk, sent or still to come.
    """
    subjects = [
        select(Alarm.id).where(Alarm.conversation_id == conversation),
        select(Handover.id).where(Handover.conversation_id == conversation),
        select(Promise.id).where(Promise.conversation_id == conversation),
        select(Reader.id)
        .join(Handover, Handover.id == Reader.handover_id)
        .where(Handover.conversation_id == conversation),
    ]
    about = func.substr(Notice.subject, 1, ID_LENGTH).in_(union_all(*subjects))
    await session.execute(delete(Notice).where(about), execution_options={"synchronize_session": False})
