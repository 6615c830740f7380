"""
Coming back: several tokens, four words, a longer term with a yes, and a database of before all that; on both databases.
"""

import asyncio
from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from store import clock, conversations, log, retention
from store.database import MIGRATIONS, Database
from store.errors import ConversationErased, Unauthorized, WordsUnknown
from store.keys import MasterKey, fingerprint
from store.schema import Conversation, ConversationToken, Handover, Message, Sender, State, TelegramChat

MASTER = MasterKey(bytes(range(32)))


async def begun(database: Database) -> tuple[str, str, str]:
    """
    A conversation with words: its id, token and words.
    """
    async with database.writing() as session:
        vault, token = await conversations.begin(session, MASTER, "web")
        return vault.id, token, await conversations.four_words(session, vault)


async def found(database: Database, typed: str) -> str:
    async with database.reading() as session:
        return (await conversations.open_by_words(session, MASTER, typed)).id


async def count(database: Database, table: type) -> int:
    async with database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_words_are_given_once_and_repeated_and_find_the_talk(database: Database) -> None:
    conversation, _, words = await begun(database)
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, conversation, lock=True)
        assert await conversations.four_words(session, vault) == words
    assert await found(database, words.upper().replace(" ", "-")) == conversation
    with pytest.raises(WordsUnknown):
        await found(database, " ".join(words.split()[::-1]))
    with pytest.raises(WordsUnknown):
        await found(database, "geen vier woorden")


async def test_a_talk_without_words_is_found_by_none(database: Database) -> None:
    async with database.writing() as session:
        for _ in range(2):
            vault, _ = await conversations.begin(session, MASTER, "web")
            assert vault.row.words_hash is None
    with pytest.raises(WordsUnknown):
        await found(database, "aalbes aanrecht aardbol abrikoos")


async def test_the_words_are_nowhere_readable(database: Database) -> None:
    conversation, _, words = await begun(database)
    async with database.reading() as session:
        row = await session.get_one(Conversation, conversation)
    assert row.words_hash == MASTER.pseudonym("words", words)
    for word in words.split():
        assert word.encode() not in (row.sealed_state or b"")


async def test_the_same_words_cannot_belong_to_two_talks(database: Database) -> None:
    one, _, _ = await begun(database)
    two, _, _ = await begun(database)
    async with database.reading() as session:
        mark = (await session.get_one(Conversation, one)).words_hash
    with pytest.raises(IntegrityError):
        async with database.writing() as session:
            await session.execute(update(Conversation).where(Conversation.id == two).values(words_hash=mark))


async def test_every_token_of_an_erased_talk_says_so_while_the_shell_stays(database: Database) -> None:
    conversation, token, words = await begun(database)
    async with database.writing() as session:
        vault = await conversations.open_by_words(session, MASTER, words, lock=True)
        other = await conversations.new_token(session, vault)
    async with database.reading() as session:
        for one in (token, other):
            assert (await conversations.open_by_token(session, MASTER, one)).id == conversation
        with pytest.raises(Unauthorized):
            await conversations.open_by_token(session, MASTER, "another")
    async with database.writing() as session:
        await conversations.erase(session, conversation)
    async with database.reading() as session:
        for one in (token, other):
            with pytest.raises(ConversationErased):
                await conversations.open_by_token(session, MASTER, one)
    with pytest.raises(WordsUnknown):
        await found(database, words)
    later = update(Conversation).values(erased_at=clock.now() - timedelta(days=31))
    async with database.writing() as session:
        await session.execute(later)
    await retention.sweep(database)
    assert await count(database, ConversationToken) == 0
    async with database.reading() as session:
        with pytest.raises(Unauthorized):
            await conversations.open_by_token(session, MASTER, token)


async def aged(database: Database, hours: float, keep_days: int | None, *, waits: bool = False) -> str:
    """
    A conversation whose last message was some hours ago.
    """
    conversation, _, _ = await begun(database)
    then = clock.now() - timedelta(hours=hours)
    async with database.writing() as session:
        change = update(Conversation).where(Conversation.id == conversation)
        await session.execute(change.values(last_at=then, keep_days=keep_days))
        if waits:
            asked = Handover(
                id=conversation, conversation_id=conversation, state=State.ASKED, editing=False, asked_at=then
            )
            session.add(asked)
    return conversation


@pytest.mark.parametrize(
    ("hours", "keep_days", "waits", "stays"),
    [
        (23.9, None, False, True),
        (24.1, None, False, False),
        (24.1, 30, False, True),
        (30 * 24 - 0.1, 30, False, True),
        (30 * 24 + 0.1, 30, False, False),
        (7 * 24 + 0.1, 7, False, False),
        (30 * 24 + 0.1, 30, True, True),
    ],
)
async def test_a_talk_stays_its_term(
    database: Database, hours: float, keep_days: int | None, waits: bool, stays: bool
) -> None:
    await aged(database, 100, 5)
    conversation = await aged(database, hours, keep_days, waits=waits)
    assert await retention.sweep(database) == (0 if stays else 1)
    async with database.reading() as session:
        assert ((await session.get_one(Conversation, conversation)).wrapped_key is not None) is stays


def to_first(connection: Connection) -> None:
    """
    The tables of the first migration, and nothing later.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


OLD = """
INSERT INTO conversations (id, channel, token_hash, wrapped_key, holder, last_seq, said_seq, handled_seq, watch, started_at, last_at)
    VALUES (:id, 'web', :mark, :wrapped, 'bot', 1, 1, 1, '{}', :at, :at);
INSERT INTO messages (conversation_id, seq, sender, sealed_body, at) VALUES (:id, 1, 'you', :body, :at);
INSERT INTO telegram_chats (conversation_id, pseudonym, sealed_chat, delivered_seq) VALUES (:id, :id, :body, 1);
INSERT INTO handovers (id, conversation_id, kind, state, level, editing, asked_at)
    VALUES (:id, :id, 'volunteer', 'asked', 0, false, :at);
INSERT INTO handover_events (handover_id, what, at) VALUES (:id, 'asked', :at)
"""


async def of_before(empty: str, talks: dict[str, str]) -> None:
    """
    A database as the first version left it, with talks (by token) in which something was said.
    """
    engine = create_async_engine(Database(empty).url)
    async with engine.begin() as connection:
        await connection.run_sync(to_first)
        for conversation, token in talks.items():
            key, wrapped = MASTER.new_data_key(conversation)
            vault = conversations.Vault(Conversation(id=conversation), key, MASTER.pseudonym)
            body = vault.seal({"text": f"van {conversation}"}, "message:1")
            at = clock.now() if engine.name == "postgresql" else clock.now().isoformat(" ")
            facts = {"id": conversation, "mark": fingerprint(token), "wrapped": wrapped, "body": body, "at": at}
            for line in OLD.split(";\n"):
                used = {name: value for name, value in facts.items() if f":{name}" in line}
                await connection.execute(text(line), used)
    await engine.dispose()


async def test_a_database_of_before_keeps_everything(empty: str) -> None:
    talks = {"een": "sleutel-een", "twee": "sleutel-twee"}
    await of_before(empty, talks)
    database = Database(empty)
    await database.open()
    for conversation, token in talks.items():
        async with database.writing() as session:
            vault = await conversations.open_by_token(session, MASTER, token, lock=True)
            assert vault.id == conversation
            assert [entry.text for entry in await log.after(session, vault, 0)] == [f"van {conversation}"]
            assert (vault.row.words_hash, vault.row.keep_days) == (None, None)
            assert await log.append(session, vault, Sender.YOU, {"text": "en verder"}) == 2
            words = await conversations.four_words(session, vault)
        assert await found(database, words) == conversation
    kept: list[tuple[type, int]] = [(Message, 4), (Handover, 2), (TelegramChat, 2)]
    for table, number in kept:
        assert await count(database, table) == number
    async with database.writing() as session:
        await session.execute(delete(Conversation).where(Conversation.id == "een"))
    left: list[tuple[type, int]] = [(Message, 2), (Handover, 1), (TelegramChat, 1), (ConversationToken, 1)]
    for table, number in left:
        assert await count(database, table) == number, "what belongs to a conversation goes with it, also afterwards"
    await database.close()


async def test_opening_at_once_migrates_once(empty: str) -> None:
    await of_before(empty, {"een": "sleutel"})
    several = [Database(empty) for _ in range(3)]
    await asyncio.gather(*(database.open() for database in several))
    assert [await count(database, ConversationToken) for database in several] == [1, 1, 1]
    for database in several:
        await database.close()
