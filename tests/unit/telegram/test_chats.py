"""
Chats in the database: updates known, conversations found, and one deliverer at a time, on both databases.
"""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.telegram import chats
from store import clock, conversations, log
from store.conversations import Vault
from store.database import Database
from store.errors import NotFound
from store.keys import MasterKey
from store.schema import Sender, TelegramChat, TelegramUpdate

MASTER = MasterKey(bytes(32))
CHAT = 8_800_554_433


async def begin(database: Database, *said: tuple[Sender, str]) -> str:
    async with database.writing() as session:
        vault = await chats.begin(session, MASTER, CHAT, "NL")
        for sender, text in said:
            await log.append(session, vault, sender, {"text": text})
    return vault.id


async def claim(database: Database, conversation: str, worker: str) -> int | None:
    async with database.writing() as session:
        return await chats.claim(session, conversation, worker)


async def undelivered(database: Database, conversation: str, worker: str) -> list[str]:
    async with database.reading() as session:
        return [entry.text for entry in await chats.undelivered(session, MASTER, conversation, worker)]


async def pending(database: Database) -> list[str]:
    async with database.reading() as session:
        return await chats.pending(session)


async def row(database: Database, conversation: str) -> TelegramChat:
    async with database.reading() as session:
        return await session.get_one(TelegramChat, conversation)


async def test_an_update_is_recorded_once_and_only_with_its_work(database: Database) -> None:
    async def take(chat: int) -> None:
        async with database.writing() as session:
            await chats.begin(session, MASTER, chat, "NL")
            await chats.record(session, 5)

    await take(CHAT)
    with pytest.raises(chats.Known):
        await take(CHAT + 1)
    async with database.reading() as session:
        assert list(await session.scalars(select(TelegramUpdate.update_id))) == [5]
        assert len(list(await session.scalars(select(TelegramChat.conversation_id)))) == 1


async def test_of_the_same_update_twice_at_once_one_is_known(database: Database) -> None:
    async def take() -> bool:
        try:
            async with database.writing() as session:
                await chats.record(session, 6)
        except chats.Known:
            return False
        return True

    assert sorted(await asyncio.gather(*(take() for _ in range(6)))) == [False] * 5 + [True]


async def test_a_chat_is_found_again_by_pseudonym_until_it_is_erased(database: Database) -> None:
    conversation = await begin(database)
    stored = await row(database, conversation)
    assert str(CHAT) not in stored.pseudonym
    assert str(CHAT).encode() not in stored.sealed_chat
    async with database.writing() as session:
        found = await chats.find(session, MASTER, CHAT)
        assert isinstance(found, Vault)
        assert found.id == conversation
        assert await chats.address(session, MASTER, conversation) == CHAT
        assert await chats.find(session, MASTER, CHAT + 1) is None
    async with database.writing() as session:
        await conversations.erase(session, conversation)
    async with database.writing() as session:
        assert await chats.find(session, MASTER, CHAT) is None


async def test_what_the_person_said_is_not_delivered(database: Database) -> None:
    said = [(Sender.YOU, f"{n}") for n in range(log.PAGE + 5)]
    conversation = await begin(database, (Sender.BOT, "hoi"), *said, (Sender.SYSTEM, "even"), (Sender.HUMAN, "dag"))
    assert await undelivered(database, conversation, "a") == ["hoi"]
    await claim(database, conversation, "a")
    async with database.writing() as session:
        await chats.release(session, conversation, "a", 1)
    assert await undelivered(database, conversation, "a") == ["even", "dag"]


async def test_one_holds_a_chat_and_the_others_wait(database: Database) -> None:
    conversation = await begin(database, (Sender.BOT, "hoi"))
    claims = await asyncio.gather(*(claim(database, conversation, f"worker {n}") for n in range(8)))
    assert sorted(claims, key=str) == [0] + [None] * 7
    holder = f"worker {claims.index(0)}"
    assert await claim(database, conversation, holder) == 0
    assert await undelivered(database, conversation, holder) == ["hoi"]
    assert await undelivered(database, conversation, "another") == []
    assert await pending(database) == []


async def test_a_lease_that_ran_out_is_free_for_others_and_lost_for_its_holder(database: Database) -> None:
    conversation = await begin(database, (Sender.BOT, "hoi"))
    await claim(database, conversation, "a")
    async with database.writing() as session:
        await session.execute(update(TelegramChat).values(worker_until=clock.now() - timedelta(seconds=1)))
    assert await pending(database) == [conversation]
    assert await undelivered(database, conversation, "b") == ["hoi"]
    assert await claim(database, conversation, "b") == 0
    async with database.writing() as session:
        assert not await chats.advance(session, conversation, "a", 1)
        assert not await chats.hold(session, conversation, "a")
        await chats.release(session, conversation, "a", 1)
        await chats.block(session, conversation, "a", await chats.newest(session, conversation))
        assert await chats.advance(session, conversation, "b", 1)
    kept = await row(database, conversation)
    assert (kept.worker, kept.delivered_seq, kept.blocked_at) == ("b", 1, None)


async def test_holding_on_makes_the_lease_longer(database: Database) -> None:
    conversation = await begin(database)
    await claim(database, conversation, "a")
    almost = clock.now() + timedelta(seconds=1)
    async with database.writing() as session:
        await session.execute(update(TelegramChat).values(worker_until=almost))
    async with database.writing() as session:
        assert await chats.hold(session, conversation, "a")
    kept = await row(database, conversation)
    assert kept.worker_until
    assert kept.worker_until > almost + timedelta(seconds=20)


async def test_a_blocked_chat_waits_until_the_person_is_back(database: Database) -> None:
    conversation = await begin(database, (Sender.BOT, "hoi"))
    await claim(database, conversation, "a")
    async with database.writing() as session:
        await chats.block(session, conversation, "a", await chats.newest(session, conversation))
    assert await pending(database) == []
    with pytest.raises(chats.Blocked):
        await undelivered(database, conversation, "a")
    async with database.writing() as session:
        await chats.find(session, MASTER, CHAT)
    assert await pending(database) == [conversation]
    assert await undelivered(database, conversation, "b") == ["hoi"]


async def test_who_writes_while_telegram_still_says_that_they_are_gone_is_back(database: Database) -> None:
    conversation = await begin(database, (Sender.BOT, "ben je daar"), (Sender.YOU, "terug"))
    await claim(database, conversation, "a")
    async with database.writing() as session:
        await chats.block(session, conversation, "a", 1)
    assert await pending(database) == [conversation]
    assert await undelivered(database, conversation, "a") == ["ben je daar"]


async def test_only_what_is_said_is_pending(database: Database) -> None:
    conversation = await begin(database, (Sender.YOU, "hoi"))
    assert await pending(database) == []
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, conversation, lock=True)
        await log.append(session, vault, Sender.BOT, {"text": "dag"})
    assert await pending(database) == [conversation]


async def test_an_erased_conversation_is_held_by_nobody(database: Database) -> None:
    conversation = await begin(database, (Sender.BOT, "hoi"))
    await claim(database, conversation, "a")
    async with database.writing() as session:
        await conversations.erase(session, conversation)
    async with database.writing() as session:
        assert not await chats.hold(session, conversation, "a")
    assert await claim(database, conversation, "a") is None
    with pytest.raises(NotFound):
        async with database.reading() as session:
            await chats.address(session, MASTER, "unknown")


async def test_buttons_are_marked_per_conversation_and_key(database: Database) -> None:
    tags = {chats.tag(MASTER, "a"), chats.tag(MASTER, "b"), chats.tag(MasterKey(bytes([1]) * 32), "a")}
    assert len(tags) == 3
    assert all(len(tag) == 12 for tag in tags)
