"""
The log: numbered without gaps, stored once, sealed, and heard of by whoever waits; on both databases.
"""

import asyncio

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from store import clock, conversations, feed, log
from store.database import Database
from store.errors import ChoiceUnknown, ConversationErased
from store.keys import MasterKey
from store.log import Entry
from store.schema import Conversation, Handover, Message, Sender, State

MARKER = "vuurtoren-in-de-mist"


@pytest.fixture
def master() -> MasterKey:
    return MasterKey(bytes(range(32)))


async def begun(database: Database, master: MasterKey) -> tuple[str, str]:
    """
    A fresh conversation: its id and token.
    """
    async with database.writing() as session:
        vault, token = await conversations.begin(session, master, "web")
        return vault.id, token


async def said(
    database: Database, master: MasterKey, conversation: str, words: str, external: str | None = None
) -> int:
    """
    One message of the person.
    """
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, master, conversation, lock=True)
        return await log.append(session, vault, Sender.YOU, {"text": words}, external)


async def test_fifty_writers_at_once_make_fifty_numbers_without_gaps(database: Database, master: MasterKey) -> None:
    conversation, _ = await begun(database, master)
    numbers = await asyncio.gather(*(said(database, master, conversation, str(n), f"m{n}") for n in range(50)))
    assert sorted(numbers) == list(range(1, 51))


async def test_the_same_message_at_once_is_stored_once(database: Database, master: MasterKey) -> None:
    conversation, _ = await begun(database, master)
    numbers = await asyncio.gather(*(said(database, master, conversation, "hoi", "same") for _ in range(20)))
    assert set(numbers) == {1}
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Message)))) == 1


async def test_what_was_said_is_sealed_and_bound_to_its_place(database: Database, master: MasterKey) -> None:
    conversation, _ = await begun(database, master)
    await said(database, master, conversation, MARKER)
    async with database.reading() as session:
        row = (await session.scalars(select(Message))).one()
        vault = await conversations.open_by_id(session, master, conversation)
    assert MARKER.encode() not in row.sealed_body
    assert vault.unseal(row.sealed_body, "message:1") == {"text": MARKER}
    with pytest.raises(InvalidTag):
        vault.unseal(row.sealed_body, "message:2")


async def test_erasing_destroys_the_key_and_leaves_a_receipt(database: Database, master: MasterKey) -> None:
    conversation, token = await begun(database, master)
    await said(database, master, conversation, MARKER)
    async with database.writing() as session:
        receipt = await conversations.erase(session, conversation)
    async with database.writing() as session:
        assert await conversations.erase(session, conversation) == receipt
    async with database.reading() as session:
        row = (await session.scalars(select(Conversation))).one()
        assert (row.wrapped_key, row.sealed_state, row.watch) == (None, None, {})
        assert list(await session.scalars(select(Message))) == []
        with pytest.raises(ConversationErased):
            await conversations.open_by_token(session, master, token)


async def test_a_message_wakes_whoever_waits_and_also_in_another_process(database: Database, master: MasterKey) -> None:
    conversation, _ = await begun(database, master)
    other = database if database.on_sqlite else Database(database.url.render_as_string(hide_password=False))
    if other is not database:
        await other.open()

    async def read(session: object, after: int) -> list[Entry]:
        return await log.after(session, await conversations.open_by_id(session, master, conversation), after)  # type: ignore[arg-type]

    waiting = asyncio.create_task(feed.wait(other, conversation, read, 0, 30))
    await asyncio.sleep(0)
    await said(database, master, conversation, "hoi")
    entries = await asyncio.wait_for(waiting, 10)
    assert [entry.text for entry in entries] == ["hoi"]
    if other is not database:
        await other.close()


async def test_only_a_button_that_was_offered_is_known(database: Database, master: MasterKey) -> None:
    conversation, _ = await begun(database, master)
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, master, conversation, lock=True)
        await log.append(session, vault, Sender.BOT, {"text": "?", "choices": [{"label": "Ja", "payload": "/affirm"}]})
        assert await log.choice(session, vault, "1-0") == {"label": "Ja", "payload": "/affirm"}
        for forged in ("1-1", "2-0", "0-0", "1", "", "1-0-0", "١-0", "1-00000000000000000000"):
            with pytest.raises(ChoiceUnknown):
                await log.choice(session, vault, forged)


def waiting_without_consent(conversation: str, state: State) -> Handover:
    """
    A handover with a summary and no yes.
    """
    now = clock.now()
    return Handover(
        id=f"h-{state}",
        conversation_id=conversation,
        kind="volunteer",
        state=state,
        level=0,
        sealed_summary=b"x",
        editing=False,
        asked_at=now,
        waiting_since=now,
    )


async def test_the_database_itself_refuses_a_summary_without_consent(database: Database, master: MasterKey) -> None:
    conversation, _ = await begun(database, master)
    for state in (State.WAITING, State.LIVE):
        with pytest.raises(IntegrityError):
            async with database.writing() as session:
                session.add(waiting_without_consent(conversation, state))


async def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from store.schema import Base

    async with database.reading() as session:
        connection = await session.connection()
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), Base.metadata)
        )
    assert differences == []


async def test_a_newer_database_is_refused_with_a_clear_word(database: Database) -> None:
    from store.errors import DatabaseNewer

    async with database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    again = Database(database.url.render_as_string(hide_password=False))
    with pytest.raises(DatabaseNewer):
        await again.open()
    await again.close()
