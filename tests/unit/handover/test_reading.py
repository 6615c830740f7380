"""
The log of who read what: what was done to it is seen, whoever did it, and it forgets its oldest year without losing its hold.
"""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from handover import reading
from store.database import Database
from tests.unit.handover.scene import Clock, helper_of

DONE = [
    "UPDATE readings SET helper_id = 'somebody' WHERE number = 3",
    "UPDATE readings SET subject = 'else' WHERE number = 1",
    "UPDATE readings SET what = 'log' WHERE number = 6",
    "UPDATE readings SET at = (SELECT at FROM readings WHERE number = 5) WHERE number = 4",
    "UPDATE readings SET hash = (SELECT hash FROM readings WHERE number = 5) WHERE number = 4",
    "DELETE FROM readings WHERE number = 1",
    "DELETE FROM readings WHERE number = 4",
    "DELETE FROM readings WHERE number = 6",
    "DELETE FROM readings",
    "DELETE FROM reading_chain",
    "UPDATE reading_chain SET last = 7",
    "UPDATE reading_chain SET first = 2",
    "INSERT INTO readings SELECT 7, at, helper_id, what, subject, hash FROM readings WHERE number = 6",
    "INSERT INTO readings SELECT 0, at, helper_id, what, subject, hash FROM readings WHERE number = 6",
]


async def filled(database: Database, time: Clock) -> None:
    """
    Six rows, an hour apart.
    """
    noor = await helper_of(database, "Noor")
    for number in range(6):
        time.passes(minutes=61)
        await reading.note(database, noor, reading.TALK, [f"talk{number}"])


async def wrong(database: Database) -> list[str]:
    async with database.reading() as session:
        return await reading.verify(session)


@pytest.mark.parametrize("done", DONE)
async def test_what_is_done_to_a_row_is_seen(database: Database, time: Clock, done: str) -> None:
    await filled(database, time)
    assert await wrong(database) == []
    async with database.writing() as session:
        await session.execute(text(done))
    assert await wrong(database) != []


async def test_two_rows_that_change_places_are_seen(database: Database, time: Clock) -> None:
    await filled(database, time)
    async with database.writing() as session:
        for before, after in ((2, 99), (3, 2), (99, 3)):
            await session.execute(text(f"UPDATE readings SET number = {after} WHERE number = {before}"))
    assert await wrong(database) != []


async def test_the_same_thing_is_noted_once_an_hour_for_each(database: Database, time: Clock) -> None:
    noor, kim = await helper_of(database, "Noor"), await helper_of(database, "Kim")
    for who in (noor, noor, kim):
        await reading.note(database, who, reading.SUMMARY, ["a", "b", "a"])
    await reading.note(database, noor, reading.TALK, ["a"])
    time.passes(minutes=61)
    await reading.note(database, noor, reading.SUMMARY, ["a"])
    async with database.reading() as session:
        rows = (await reading.page(session))["rows"]
    assert [(row["helper"], row["what"], row["subject"]) for row in rows] == [
        ("Noor", "summary", "a"),
        ("Noor", "talk", "a"),
        ("Kim", "summary", "b"),
        ("Kim", "summary", "a"),
        ("Noor", "summary", "b"),
        ("Noor", "summary", "a"),
    ]


async def test_two_processes_make_one_chain(houses: list[Database]) -> None:
    helpers = [await helper_of(houses[0], f"Helper {number}") for number in range(8)]
    notes = [
        reading.note(houses[number % 2], helper, reading.TALK, [f"talk{talk}" for talk in range(4)])
        for number, helper in enumerate(helpers)
    ]
    await asyncio.gather(*notes)
    assert await wrong(houses[0]) == []
    async with houses[1].reading() as session:
        assert (await reading.page(session))["last"] == 32


async def test_after_a_year_a_row_goes_and_the_chain_still_holds(database: Database, time: Clock) -> None:
    await filled(database, time)
    time.passes(seconds=(reading.KEPT - timedelta(hours=3)).total_seconds())
    for _ in range(2):
        async with database.writing() as session:
            await reading.sweep(session)
        assert await wrong(database) == []
    async with database.reading() as session:
        assert [row["number"] for row in (await reading.page(session))["rows"]] == [6, 5, 4]
    time.passes(days=1)
    async with database.writing() as session:
        await reading.sweep(session)
    assert await wrong(database) == []
    async with database.writing() as session:
        await session.execute(text("UPDATE reading_chain SET before = ''"))
    await reading.note(database, await helper_of(database, "Kim"), reading.TALK, ["x"])
    assert await wrong(database) != []
