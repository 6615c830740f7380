"""
What anybody may see of the figures: only what counts enough, of the last month; and what coordinators see besides.
"""

from datetime import timedelta
from typing import Any

from handover import consent, figures, oversight
from store import clock
from store.database import Database
from store.schema import Role
from tests.unit.handover.scene import MASTER, Clock, helper_of, shift, waits, within

WEDNESDAY = 2


async def noted(database: Database, what: str, result: str, count: int, minutes: int = 5) -> None:
    """
    So many things that ended now, after so many minutes.
    """
    async with database.writing() as session:
        for _ in range(count):
            figures.note(session, what, result, "volunteer", clock.now() - timedelta(minutes=minutes))


async def public(database: Database) -> dict[str, Any]:
    async with database.reading() as session:
        return await figures.public(session)


async def test_few_are_not_shown(database: Database, time: Clock) -> None:
    await noted(database, figures.PROMISE, "kept", 8)
    await noted(database, figures.PROMISE, "broken", 1)
    await noted(database, figures.WAIT, "met", 9)
    assert await public(database) == {"days": 30, "promises": None, "waits": None}
    await noted(database, figures.PROMISE, "broken", 1)
    await noted(database, figures.WAIT, "met", 1, minutes=60)
    assert await public(database) == {
        "days": 30, "promises": {"kept": 8, "broken": 2}, "waits": {"half": 5, "most": 60},
    }  # fmt: skip


async def test_what_is_older_than_a_month_is_no_longer_shown_and_later_no_longer_kept(
    database: Database, time: Clock
) -> None:
    await noted(database, figures.PROMISE, "kept", 20)
    time.passes(days=31)
    assert (await public(database))["promises"] is None
    time.passes(days=400)
    async with database.writing() as session:
        await figures.sweep(session)
        assert await figures.lengths(session, figures.PROMISE, "kept", "volunteer", 99) == []


async def test_a_promise_that_we_end_ourselves_counts_as_broken_and_one_taken_back_does_not(
    database: Database, time: Clock
) -> None:
    coordinator, helper = await helper_of(database, "Cor", Role.COORDINATOR), await helper_of(database, "Noor")
    await shift(database, helper, WEDNESDAY, "10:00", "11:00")
    ended, taken_back = await waits(database), await waits(database)
    await within(database, taken_back, consent.withdraw)
    async with database.writing() as session:
        await oversight.end(session, MASTER, coordinator, ended.handover, "person_left", "")
    async with database.reading() as session:
        seen = await figures.inside(session)
    assert (seen["kept"], seen["broken"], seen["released"]) == (0, 1, 1)
    assert seen["today"] == {"met": 0, "left": 1}
