"""
The audit: a house that adds up says nothing; whatever is taken away, added or changed behind its back is found and named.
"""

import json

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.audit import CHECKS, recount
from handover import queue
from handover.notices import addresses, outbox
from store import clock, conversations, log
from store.database import Database
from store.schema import Base, Helper, Sender
from store.sealed import HOUSE, TALKS
from store.speech import say
from store.texts import texts
from tests.unit.handover.scene import MASTER, claims, shift, there, waits, within
from tests.unit.keeping.home import Home

OLD = "2020-01-01 00:00:00+00:00"
MARKER = "de zwaluw zingt vannacht"

# By name: the statement that breaks something (all rows of a kind at once), and the checks that find it.
BROKEN = {
    "a message is gone": ("DELETE FROM messages WHERE seq = 1", {"berichten"}),
    "the last message is gone": ("DELETE FROM messages WHERE sender = 'you'", {"berichten"}),
    "a number was skipped": ("UPDATE messages SET seq = 1000 WHERE sender = 'you'", {"berichten", "zegels"}),
    "a body was changed": (
        "UPDATE messages SET sealed_body = sealed_state FROM conversations WHERE holder = 'waiting'",
        {"zegels"},
    ),
    "answered beyond the end": ("UPDATE conversations SET handled_seq = 1000", {"wijzers"}),
    "nobody answered": (f"UPDATE messages SET at = '{OLD}'; UPDATE conversations SET handled_seq = 0", {"antwoorden"}),
    "the key is gone": ("UPDATE conversations SET wrapped_key = NULL", {"gewist", "zegels", "toestemming"}),
    "erased, with messages left": (f"UPDATE conversations SET erased_at = '{OLD}'", {"gewist"}),
    "held by nobody": ("UPDATE conversations SET holder = 'bot'", {"wie heeft het"}),
    "a claim without trail": ("DELETE FROM handover_events WHERE what = 'claimed'", {"eigenaar en reden"}),
    "a helper who is gone": (f"UPDATE handovers SET lease_until = '{OLD}' WHERE state = 'live'", {"eigenaar en reden"}),
    "a reason that is none": ("UPDATE handovers SET reason = 'zomaar' WHERE state = 'closed'", {"eigenaar en reden"}),
    "closed by nobody": ("DELETE FROM handover_events WHERE what = 'closed'", {"eigenaar en reden"}),
    "claimed twice": (
        "INSERT INTO handover_events (handover_id, what, at) SELECT handover_id, what, at FROM handover_events "
        "WHERE what = 'claimed'",
        {"aannemen", "eigenaar en reden"},
    ),
    "a promise that lapsed": (f"UPDATE promises SET due_at = '{OLD}', lapses_at = '2020-01-02'", {"beloftes"}),
    "a promise kept by nobody": (f"UPDATE promises SET state = 'kept', over_at = '{OLD}'", {"beloftes"}),
    "waiting in silence": (f"UPDATE handovers SET told_until = '{OLD}' WHERE state = 'waiting'", {"wachten"}),
    "a notice that stays": (f"UPDATE notices SET due_at = '{OLD}'", {"meldingen"}),
    "a notice to a stranger": ("UPDATE addresses SET confirmed_at = NULL", {"meldingen"}),
    "an alarm that fell silent": (
        "INSERT INTO alarms (id, conversation_id, topic, rule, raised_at, rung_at, rings) "
        f"SELECT id, id, 'suicide', 'r', '{OLD}', '{OLD}', 1 FROM conversations WHERE holder = 'bot'",
        {"alarmen"},
    ),
    "an address of another": (
        "UPDATE addresses SET sealed_where = wrapped_key FROM conversations WHERE holder = 'waiting'",
        {"zegels"},
    ),
}


async def lived_in(database: Database) -> None:
    """
    A night: somebody talked and ended it, somebody is live, somebody waits, somebody was promised a moment, and one is erased.
    """
    noor, sam = await there(database, "Noor"), await there(database, "Sam")
    await shift(database, sam, (clock.local().weekday() + 1) % 7, "10:00", "12:00")
    async with database.writing() as session:
        await addresses.add_push(
            session, MASTER, await session.get_one(Helper, noor.id), "https://push.test/1", "Chroom"
        )
    done, live, waiting, erased = [await waits(database) for _ in range(4)]
    await claims(database, noor, done)
    async with database.writing() as session:
        await queue.close(session, MASTER, await session.get_one(Helper, noor.id), done.handover, "good_end", MARKER)
        await session.flush()
        helper = await session.get_one(Helper, noor.id)
        helper.break_until = None
    await claims(database, noor, live)
    async with database.writing() as session:
        await outbox.plan(session, "waiting", waiting.handover, {noor.id})
        await conversations.erase(session, erased.conversation)
    for one in (done, live, waiting):
        await within(database, one, lambda session, vault: log.append(session, vault, Sender.YOU, {"text": MARKER}))
        await within(database, one, answered)
    await promised(database)


async def answered(session: object, vault: conversations.Vault) -> None:
    """
    The house answered all there is.
    """
    await say(session, vault, texts().record("still"))  # type: ignore[arg-type]
    vault.row.handled_seq = vault.row.said_seq


async def promised(database: Database) -> None:
    """
    Somebody asks when nobody is there, and gets a moment.
    """
    async with database.writing() as session:
        for helper in await session.scalars(select(Helper)):
            helper.on_duty = False
    await waits(database)


async def test_a_house_that_adds_up_says_nothing(home: Home) -> None:
    await lived_in(home.database)
    done = home.nachtlicht("doctor", "--audit")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = json.loads(home.nachtlicht("doctor", "--audit", "--json").stdout)
    assert told == {"ok": True, "checks": [name for name, _ in CHECKS], "doubts": {}}


async def test_what_does_not_add_up_is_printed_without_a_word_of_the_talk(home: Home) -> None:
    await lived_in(home.database)
    async with home.database.writing() as session:
        await change(session, BROKEN["a number was skipped"][0], home.database.on_sqlite)
    done = home.nachtlicht("doctor", "--audit", "--json")
    assert done.returncode == 1
    assert set(json.loads(done.stdout)["doubts"]) >= BROKEN["a number was skipped"][1]
    assert "het log telt" in done.stderr
    assert MARKER not in done.stdout + done.stderr


async def test_whatever_is_broken_is_found(database: Database) -> None:
    await lived_in(database)
    for name, (statements, checks) in BROKEN.items():
        async with database.writing() as session:
            await change(session, statements, database.on_sqlite)
            found = {check for check, look in CHECKS if await look(session, MASTER)}
            await session.rollback()
        assert checks <= found, name
    assert not any((await recount(database, MASTER)).values())


async def change(session: AsyncSession, statements: str, on_sqlite: bool) -> None:
    """
    Somebody with the database's own tools changes something, guards and checks or not.
    """
    if on_sqlite:
        await session.execute(text("PRAGMA ignore_check_constraints=ON"))
        for (guard,) in (await session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))).all():
            await session.execute(text(f"DROP TRIGGER {guard}"))
    else:
        await session.execute(text("ALTER TABLE handovers DISABLE TRIGGER USER"))
    for statement in statements.split("; "):
        changed = await session.execute(text(statement))
        assert changed.rowcount > 0, statement  # type: ignore[attr-defined]


def test_everything_sealed_is_on_the_list() -> None:
    sealed = {column for table in Base.metadata.sorted_tables for column in table.c if column.name.startswith("sealed")}
    listed = {of.column.property.columns[0] for of in TALKS} | {of.column.property.columns[0] for of in HOUSE}
    assert {str(column) for column in sealed} == {str(column) for column in listed}
