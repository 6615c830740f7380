"""
Chats: which conversation goes with which Telegram chat, which updates were taken in, and who delivers how far.

A chat is found by a pseudonym, and its number is sealed with the conversation's own key; both go when the conversation is
erased. Delivery is at least once: one process holds a chat by a lease on its row (one conditional UPDATE), sends, and then
moves the cursor. Only a crash between those two, an answer of Telegram that got lost, or a lease that ran out on a process that
still lives, sends a message twice.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock, conversations, log
from store.conversations import Vault
from store.errors import ConversationErased, NotFound
from store.keys import MasterKey
from store.schema import Conversation, Message, Sender, TelegramChat, TelegramUpdate

LEASE = timedelta(seconds=30)
BEYOND = (
    2 * LEASE
)  # clocks of two processes differ a little; a lease that ends later than this is of one that was wrong
PENDING_LIMIT = 500


class Known(Exception):
    """
    This update was taken in before.
    """


class Blocked(Exception):
    """
    The person does not want messages from us, or has left Telegram.
    """


async def record(session: AsyncSession, update_id: int) -> None:
    """
    Note that an update is taken in with this transaction. Raises Known.
    """
    session.add(TelegramUpdate(update_id=update_id, at=clock.now()))
    try:
        await session.flush()
    except IntegrityError:
        raise Known from None


async def find(session: AsyncSession, master: MasterKey, chat: int) -> Vault | None:
    """
    The conversation of a chat, locked; None when there is none (any more). Whoever writes is no longer blocking us.
    """
    conversation = await conversation_of(session, master, chat)
    if conversation is None:
        return None
    try:
        vault = await conversations.open_by_id(session, master, conversation, lock=True)
    except (ConversationErased, NotFound):
        return None
    blocked = update(TelegramChat).where(TelegramChat.conversation_id == vault.id, TelegramChat.blocked_at.is_not(None))
    await session.execute(blocked.values(blocked_at=None))
    return vault


async def conversation_of(session: AsyncSession, master: MasterKey, chat: int) -> str | None:
    """
    The id of the conversation of a chat; None when there is none.
    """
    query = select(TelegramChat.conversation_id).where(TelegramChat.pseudonym == pseudonym(master, chat))
    return await session.scalar(query)


async def begin(session: AsyncSession, master: MasterKey, chat: int, country: str) -> Vault:
    """
    A new conversation for a chat, of an installation in a country.
    """
    vault, _ = await conversations.begin(session, master, "telegram", country)
    await move(session, master, chat, vault)
    return vault


async def move(session: AsyncSession, master: MasterKey, chat: int, vault: Vault) -> None:
    """
    Let a locked conversation go out to a chat from now on: to this one only, and nothing old is repeated.
    """
    mark = pseudonym(master, chat)
    either = or_(TelegramChat.conversation_id == vault.id, TelegramChat.pseudonym == mark)
    await session.execute(delete(TelegramChat).where(either))
    session.add(
        TelegramChat(
            conversation_id=vault.id,
            pseudonym=mark,
            sealed_chat=vault.seal(chat, "telegram"),
            delivered_seq=vault.row.last_seq,
        )
    )
    await session.flush()


def tag(master: MasterKey, conversation: str) -> str:
    """
    What marks the buttons of one conversation, so that those of an erased one are known as such.
    """
    return master.pseudonym("telegram-buttons", conversation)[:12]


async def address(session: AsyncSession, master: MasterKey, conversation: str) -> int:
    """
    The number of the chat to deliver to. Raises NotFound, ConversationErased.
    """
    vault = await conversations.open_by_id(session, master, conversation)
    chat = await session.get(TelegramChat, conversation)
    if chat is None:
        raise NotFound
    return int(vault.unseal(chat.sealed_chat, "telegram"))


async def undelivered(session: AsyncSession, master: MasterKey, conversation: str, worker: str) -> list[log.Entry]:
    """
    What `worker` may deliver now, in order; nothing while another holds the chat. Raises Blocked, NotFound, ConversationErased.

    The person's own messages are passed over: the cursor stands behind what was sent, or before.
    """
    vault = await conversations.open_by_id(session, master, conversation)
    chat = await session.get(TelegramChat, conversation)
    if chat is None:
        raise NotFound
    if chat.blocked_at:
        raise Blocked
    now = clock.now()
    if chat.worker not in (None, worker) and chat.worker_until and now < chat.worker_until <= now + BEYOND:
        return []
    seen = chat.delivered_seq
    while page := await log.after(session, vault, seen):
        if said := [entry for entry in page if entry.sender is not Sender.YOU]:
            return said
        seen = page[-1].seq
    return []


async def claim(session: AsyncSession, conversation: str, worker: str) -> int | None:
    """
    Take the lease on a chat; returns how far it was delivered, or None when another holds it or it is gone.
    """
    now = clock.now()
    free = or_(TelegramChat.worker == worker, _free(now))
    query = update(TelegramChat).where(TelegramChat.conversation_id == conversation, free)
    lease = query.values(worker=worker, worker_until=now + LEASE)
    return await session.scalar(lease.returning(TelegramChat.delivered_seq))


async def hold(session: AsyncSession, conversation: str, worker: str) -> bool:
    """
    Keep the lease a while longer; False when it is lost, or the conversation erased.
    """
    return await _keep(session, conversation, worker, worker_until=clock.now() + LEASE)


async def advance(session: AsyncSession, conversation: str, worker: str, seq: int) -> bool:
    """
    Move the cursor behind what was sent, keeping the lease; False when it is lost, or the conversation erased.
    """
    return await _keep(session, conversation, worker, delivered_seq=seq, worker_until=clock.now() + LEASE)


async def release(session: AsyncSession, conversation: str, worker: str, seq: int) -> None:
    """
    Move the cursor behind what was sent, and let go of the chat.
    """
    await _keep(session, conversation, worker, delivered_seq=seq, worker=None, worker_until=None)


async def newest(session: AsyncSession, conversation: str) -> int:
    """
    The number of the last message of a conversation at this moment.
    """
    query = select(Conversation.last_seq).where(Conversation.id == conversation)
    return int(await session.scalar(query) or 0)


async def block(session: AsyncSession, conversation: str, worker: str, known: int) -> None:
    """
    Mark a chat as blocked, and let go of it: what is undelivered waits until the person writes again. Who wrote after `known`, while
    Telegram was still saying that they are gone, is back already.
    """
    wrote = Message.conversation_id == conversation, Message.sender == Sender.YOU, Message.seq > known
    back = await session.scalar(select(Message.seq).where(*wrote).limit(1)) is not None
    await _keep(session, conversation, worker, blocked_at=None if back else clock.now(), worker=None, worker_until=None)


async def release_all(session: AsyncSession) -> None:
    """
    Let go of all chats, where no other process can be: what a crash left held is free at once.
    """
    await session.execute(update(TelegramChat).values(worker=None, worker_until=None))


async def pending(session: AsyncSession) -> list[str]:
    """
    Conversations with something undelivered that nobody holds, longest waiting first.
    """
    free = _free(clock.now())
    said = select(Message.seq).where(
        Message.conversation_id == TelegramChat.conversation_id,
        Message.seq > TelegramChat.delivered_seq,
        Message.sender != Sender.YOU,
    )
    query = (
        select(TelegramChat.conversation_id)
        .join(Conversation, Conversation.id == TelegramChat.conversation_id)
        .where(TelegramChat.delivered_seq < Conversation.last_seq, TelegramChat.blocked_at.is_(None), free)
        .where(said.exists())
        .order_by(Conversation.last_at)
        .limit(PENDING_LIMIT)
    )
    return list(await session.scalars(query))


def _free(now: datetime) -> ColumnElement[bool]:
    """
    The chats that nobody holds. A lease that ends later than one can is of a clock that was wrong.
    """
    until = TelegramChat.worker_until
    return or_(TelegramChat.worker.is_(None), until < now, until > now + BEYOND)


async def _keep(session: AsyncSession, conversation: str, worker: str, /, **values: object) -> bool:
    query = update(TelegramChat).where(TelegramChat.conversation_id == conversation, TelegramChat.worker == worker)
    kept = await session.scalar(query.values(**values).returning(TelegramChat.conversation_id))
    return kept is not None


def pseudonym(master: MasterKey, chat: int) -> str:
    """
    What finds a chat again.
    """
    return master.pseudonym("telegram", str(chat))
