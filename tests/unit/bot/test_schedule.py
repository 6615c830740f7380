"""
What happens by the clock goes on, whatever one of its jobs runs into, and nothing is erased by a clock that was set a moment ago.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import schedule
from bot.schedule import STEADY_SECONDS, Schedule
from bot.settings import waking
from handover import alarms
from store import clock, conversations
from store.database import Database
from store.ground import Ground
from store.keys import MasterKey
from store.rates import FORGET_SECONDS, Rate
from store.schema import Conversation

MASTER = MasterKey(bytes(32))


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.open()
    async with database.writing() as session:
        await conversations.begin(session, MASTER, "web")
    yield Ground(database, MASTER, secure=False)
    await database.close()


async def test_a_job_that_fails_in_a_way_unheard_of_has_its_next_turn(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, again = 0, asyncio.Event()

    async def stumbles(session: AsyncSession) -> None:
        nonlocal turns
        turns += 1
        if turns > 1:
            again.set()
        raise RuntimeError("unheard of")

    monkeypatch.setattr(alarms, "go_round", stumbles)
    monkeypatch.setattr(schedule, "ALARM_SECONDS", 0.01)
    jobs = Schedule(ground, waking(""))
    jobs.start()
    await asyncio.wait_for(again.wait(), 10)
    await jobs.stop()


async def test_who_asked_how_much_is_forgotten_within_the_hour_though_nobody_asks(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, ticks = 0.0, clock.ticks
    monkeypatch.setattr(clock, "ticks", lambda: ticks() + passed)
    monkeypatch.setattr(schedule, "RATES_SECONDS", 0.01)
    rate = Rate(5)
    rate.check("a")
    jobs = Schedule(ground, waking(""))
    jobs.start()
    passed = FORGET_SECONDS
    async with asyncio.timeout(20):
        while len(rate):
            await asyncio.sleep(0.01)
    await jobs.stop()


async def test_a_clock_that_jumped_erases_nothing_until_it_was_steady_for_a_while(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, jumped = 0.0, 0.0
    rounds = asyncio.Semaphore(0)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(seconds=passed + jumped))
    monkeypatch.setattr(clock, "ticks", lambda: passed)
    monkeypatch.setattr(schedule, "RETENTION_SECONDS", 0.01)

    class Watched(Schedule):
        async def _retention(self) -> None:
            await super()._retention()
            rounds.release()

    async def erased() -> bool:
        for _ in range(2):
            await asyncio.wait_for(rounds.acquire(), 10)
        async with ground.database.reading() as session:
            return (await session.scalar(select(Conversation.erased_at))) is not None

    jobs = Watched(ground, waking(""))
    jobs.start()
    assert not await erased()
    passed = STEADY_SECONDS + 1
    jumped = timedelta(hours=30).total_seconds()
    assert not await erased(), "set wrong"
    jumped = 0.0
    assert not await erased(), "set right"
    passed += timedelta(hours=25).total_seconds()
    rounds = asyncio.Semaphore(0)
    assert await erased(), "a day later"
    await jobs.stop()
