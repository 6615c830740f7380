"""
Rotation: another master key in the place of the one there is, for when somebody may have seen it.

The new key is written beside the old one; then, in one transaction, all data keys are wrapped anew, what the house sealed itself is
sealed anew, and every pseudonym is made anew. Last, the new file takes the place of the old one. When it is killed on the way, the
same command goes on: what the new key opens already is left as it is. Until the end both keys are there, and no house runs.
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import chats
from bot.opening import closed_store
from bot.settings import Settings
from handover.notices import addresses, vapid
from store.conversations import FOUR_WORDS, Vault
from store.database import Database
from store.errors import MasterKeyWrong
from store.keys import MasterKey
from store.schema import Address, Block, Conversation, TelegramChat
from store.sealed import HOUSE


@dataclass(frozen=True, slots=True)
class Keys:
    """
    The master key that there was, and the one that comes.
    """

    old: MasterKey
    new: MasterKey

    def rewrapped(self, wrapped: bytes, owner: str) -> tuple[bytes, bytes]:
        """
        A data key, and itself wrapped by the new key. Raises MasterKeyWrong when neither key opens it.
        """
        try:
            return self.new.unwrap(wrapped, owner), wrapped
        except MasterKeyWrong:
            key = self.old.unwrap(wrapped, owner)
            return key, self.new.wrap(key, owner)

    def resealed(self, sealed: bytes, place: str) -> bytes:
        """
        Something of the house, sealed with the new key. Raises MasterKeyWrong when neither key opens it.
        """
        try:
            self.new.unseal(sealed, place)
            return sealed
        except MasterKeyWrong:
            return self.new.seal(self.old.unseal(sealed, place), place)


Step = Callable[[AsyncSession, Keys], Awaitable[int]]


async def rotate(settings: Settings) -> int:
    """
    Replace the master key, or go on where that was broken off; returns how many rows changed hands.

    Raises HouseRunning, MasterKeyMissing, MasterKeyExposed, MasterKeyWrong, DataFolderClosed, and what opening a database does.
    """
    database = closed_store(settings)
    try:
        await database.open(alone=True)
        await database.migrate()
        old = MasterKey.read(settings.master_key, create=False)
        keys = Keys(old, MasterKey.read(settings.new_master_key, create=True))
        changed = await _change_or_leave(database, keys, settings.new_master_key)
        _change_file(settings.vapid_key, keys)
        os.replace(settings.new_master_key, settings.master_key)
        _sync(settings.data)
        await database.settle()
        return changed
    finally:
        await database.close()


async def _change(database: Database, keys: Keys) -> int:
    async with database.writing() as session:
        return sum([await step(session, keys) for step in STEPS])


async def _change_or_leave(database: Database, keys: Keys, new: Path) -> int:
    """
    When something opens with neither key, nothing has changed, and the old key stays.
    """
    try:
        return await _change(database, keys)
    except MasterKeyWrong:
        new.unlink()
        raise


async def talks(session: AsyncSession, keys: Keys) -> int:
    """
    Every talk: its data key, the mark by which its four words find it, and the one by which its Telegram chat does.
    """
    count = 0
    query = select(Conversation, TelegramChat).join(
        TelegramChat, TelegramChat.conversation_id == Conversation.id, isouter=True
    )
    rows = await session.stream(query.where(Conversation.wrapped_key.is_not(None)).execution_options(yield_per=200))
    async for talk, chat in rows:
        key, wrapped = keys.rewrapped(talk.wrapped_key or b"", talk.id)
        talk.wrapped_key = wrapped
        vault = Vault(talk, key, keys.new.pseudonym)
        if talk.words_hash:
            talk.words_hash = keys.new.pseudonym("words", vault.state()[FOUR_WORDS])
        if chat:
            before = chat.pseudonym
            chat.pseudonym = chats.pseudonym(keys.new, int(vault.unseal(chat.sealed_chat, "telegram")))
            await session.execute(update(Block).where(Block.pseudonym == before).values(pseudonym=chat.pseudonym))
        count += 1
    await session.flush()
    return count


async def house(session: AsyncSession, keys: Keys) -> int:
    """
    What is sealed with the master key itself.
    """
    count = 0
    for of in HOUSE:
        for row in await session.scalars(select(of.column.class_).where(of.column.is_not(None))):
            setattr(row, of.column.key, keys.resealed(getattr(row, of.column.key), of.place(row)))
            count += 1
    await session.flush()
    return count


async def marks(session: AsyncSession, keys: Keys) -> int:
    """
    The marks of addresses, and of blocked chats. What cannot be made anew is let go: an address whose code is still to be typed in is
    added again, and a block whose chat is gone holds for its talk alone.
    """
    chats_there = select(TelegramChat.pseudonym)
    await session.execute(update(Block).where(Block.pseudonym.not_in(chats_there)).values(pseudonym=None))
    await session.execute(delete(Address).where(Address.confirmed_at.is_(None)))
    found = list(await session.scalars(select(Address)))
    for address in found:
        address.mark = addresses.mark_of(keys.new, address.kind, addresses.where(keys.new, address).to)
    await session.flush()
    return len(found)


STEPS: list[Step] = [talks, house, marks]


def _change_file(path: Path, keys: Keys) -> None:
    """
    The key towards push services, which lies sealed beside the master key.
    """
    if path.exists():
        draft = path.with_name(f"{path.name}.new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(keys.resealed(path.read_bytes(), vapid.PLACE))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
