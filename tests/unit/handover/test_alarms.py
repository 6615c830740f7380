"""
Alarms by the clock, on both databases: they ring until somebody goes, are counted when nobody does, and outlive whoever vanishes.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handover import alarms, offers, people, presence
from store import clock, conversations, retention
from store.conversations import Vault
from store.database import Database
from store.errors import ReasonMissing
from store.keys import MasterKey
from store.schema import Alarm, Conversation, Helper, Role

MASTER = MasterKey(bytes(range(32)))


class Clock:
    """
    The time of a test.
    """

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """
        The present of this test.
        """
        return self.at

    def passes(self, **time: float) -> None:
        """
        Let time pass.
        """
        self.at += timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    own = Clock()
    monkeypatch.setattr(clock, "now", own.now)
    return own


async def red(database: Database) -> str:
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
        await alarms.sound(session, vault.id, "suicide", "suicide.place")
        return vault.id


async def helper_there(database: Database, name: str) -> Helper:
    async with database.writing() as session:
        helper = await people.join(session, name, Role.VOLUNTEER)
        await presence.set_duty(session, helper, True)
    return helper


async def alarm_of(session: AsyncSession, conversation: str) -> Alarm:
    found = await alarms.open_alarm(session, conversation)
    assert found
    return found


async def round_at(database: Database) -> int:
    async with database.writing() as session:
        return await alarms.go_round(session)


async def test_it_rings_every_minute_until_somebody_goes(database: Database, time: Clock) -> None:
    conversation = await red(database)
    assert await round_at(database) == 0
    for _ in range(3):
        time.passes(seconds=61)
        assert await round_at(database) == 1
        assert await round_at(database) == 0
    helper = await helper_there(database, "Noor")
    async with database.writing() as session:
        alarm = await alarm_of(session, conversation)
        assert (alarm.rings, alarm.missed_at) == (4, None)
        await offers.take(session, MASTER, helper, alarm.id)
    time.passes(seconds=61)
    assert await round_at(database) == 0


async def test_one_that_nobody_takes_is_counted_and_goes_on_ringing(database: Database, time: Clock) -> None:
    await red(database)
    time.passes(minutes=5, seconds=1)
    assert await round_at(database) == 1
    async with database.reading() as session:
        assert await alarms.counts(session) == {"ringing": 1, "missed": 1}
    time.passes(hours=9)
    assert await round_at(database) == 1


async def test_it_rings_again_when_whoever_took_it_is_gone(database: Database, time: Clock) -> None:
    conversation = await red(database)
    helper = await helper_there(database, "Noor")
    async with database.writing() as session:
        await offers.take(session, MASTER, helper, (await alarm_of(session, conversation)).id)
    time.passes(seconds=100)
    assert await round_at(database) == 0
    time.passes(seconds=30)
    assert await round_at(database) == 1
    async with database.reading() as session:
        assert (await alarm_of(session, conversation)).helper_id is None


async def test_a_yes_to_somebody_who_left_asks_for_another(database: Database, time: Clock) -> None:
    conversation = await red(database)
    helper = await helper_there(database, "Noor")
    async with database.writing() as session:
        await offers.take(session, MASTER, helper, (await alarm_of(session, conversation)).id)
    time.passes(minutes=3)
    async with database.writing() as session:
        vault: Vault = await conversations.open_by_id(session, MASTER, conversation, lock=True)
        await offers.meet(session, vault)
        assert vault.state()["question"] == "keep_question"


async def test_a_talk_with_an_open_alarm_is_not_erased_by_the_clock(database: Database, time: Clock) -> None:
    conversation = await red(database)
    time.passes(days=3)
    assert await retention.sweep(database) == 0
    helper = await helper_there(database, "Noor")
    async with database.writing() as session:
        alarm = await alarm_of(session, conversation)
        await offers.take(session, MASTER, helper, alarm.id)
        with pytest.raises(ReasonMissing):
            await alarms.close(session, MASTER, helper, alarm.id, "weg")
        await alarms.close(session, MASTER, helper, alarm.id, "safe")
    time.passes(days=2)
    assert await retention.sweep(database) == 1
    async with database.reading() as session:
        assert (await session.get_one(Conversation, conversation)).erased_at


@pytest.mark.parametrize(
    "values", [{"over_at": datetime(2026, 3, 4, tzinfo=UTC)}, {"taken_at": datetime(2026, 3, 4, tzinfo=UTC)}]
)
async def test_the_database_refuses_an_end_without_reason_and_a_taker_without_name(
    database: Database, time: Clock, values: dict[str, datetime]
) -> None:
    await red(database)
    with pytest.raises(IntegrityError):
        async with database.writing() as session:
            await session.execute(update(Alarm).values(**values))
