"""
The lock of the house on PostgreSQL: it goes when its connection does, and then it is taken again or the house stops.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import select

from store.alone import LOCK
from store.database import TROUBLE, Database
from store.errors import DatabaseNewer, HouseBusy, HouseRunning
from store.schema import Helper
from tests.conftest import Postgres
from tests.faults.conftest import NO_ENGINE
from tests.running import RunningHouse, until
from tests.unit.handover.scene import helper_of

OURS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted = $2"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
SECONDS = 20


@pytest.fixture
def url(postgresql: Postgres) -> str:
    """
    Where an empty PostgreSQL database is.
    """
    return postgresql.new_database()


@pytest.fixture
async def operator(url: str) -> AsyncIterator[asyncpg.Connection]:
    """
    Whoever keeps that database server.
    """
    connection = await asyncpg.connect(url)
    yield connection
    connection.terminate()


async def pids(operator: asyncpg.Connection, *, granted: bool = True) -> set[int]:
    """
    Who holds the lock of the house, or waits for it.
    """
    return {row["pid"] for row in await operator.fetch(OURS, LOCK, granted)}


async def cut(operator: asyncpg.Connection) -> set[int]:
    """
    End the connections that hold the lock of the house: which they were.
    """
    found = await pids(operator)
    assert found
    for pid in found:
        assert await operator.fetchval("SELECT pg_terminate_backend($1)", pid)
    return found


async def held_again(operator: asyncpg.Connection, before: set[int]) -> None:
    """
    Wait until the lock is held by others than before.
    """
    async with asyncio.timeout(SECONDS):
        while not (await pids(operator)) - before:
            await asyncio.sleep(0.02)


async def may_be_alone(url: str) -> bool:
    """
    Whether somebody else could change everything at this moment.
    """
    other = Database(url)
    try:
        await other.open(alone=True)
    except HouseRunning:
        return False
    finally:
        await other.close()
    return True


async def written(database: Database, name: str) -> None:
    """
    Add a helper; whoever is told "not now" comes again.
    """
    async with asyncio.timeout(SECONDS):
        while True:
            with contextlib.suppress(*TROUBLE):
                await helper_of(database, name)
                return
            await asyncio.sleep(0.02)


async def test_a_lost_lock_is_taken_again(url: str, operator: asyncpg.Connection) -> None:
    database = Database(url)
    await database.open()
    for name in ("Sam", "Noor"):
        await held_again(operator, await cut(operator))
        assert not await may_be_alone(url)
        await written(database, name)
    async with database.reading() as session:
        assert set(await session.scalars(select(Helper.name))) == {"Sam", "Noor"}
    assert not database.out.is_set()
    await database.close()
    assert await may_be_alone(url)


async def test_whoever_is_alone_by_then_puts_the_house_out_which_writes_no_more(
    url: str, operator: asyncpg.Connection
) -> None:
    database = Database(url)
    await database.open()
    other = await asyncpg.connect(url)
    waits = asyncio.create_task(other.execute("SELECT pg_advisory_lock($1)", LOCK))
    async with asyncio.timeout(SECONDS):
        while not await pids(operator, granted=False):
            await asyncio.sleep(0.02)
        await cut(operator)
        await waits
        await database.out.wait()
    assert isinstance(database.why, HouseBusy)
    with pytest.raises(TROUBLE):
        await helper_of(database, "Sam")
    other.terminate()
    await database.close()


async def test_a_house_that_is_another_by_then_is_left(url: str, operator: asyncpg.Connection) -> None:
    database = Database(url)

    async def different() -> None:
        raise DatabaseNewer

    database.must_hold = different
    await database.open()
    await cut(operator)
    async with asyncio.timeout(SECONDS):
        await database.out.wait()
    assert isinstance(database.why, DatabaseNewer)
    with pytest.raises(TROUBLE):
        await helper_of(database, "Sam")
    await database.close()


async def test_a_running_house_goes_on_or_says_why_it_stops(
    url: str, operator: asyncpg.Connection, tmp_path: Path
) -> None:
    house = RunningHouse(tmp_path / "data", engine_url=NO_ENGINE, database_url=url).start()

    def begun() -> bool:
        return house.request("POST", "/chat/api/conversations", json={}).status_code == 201

    assert begun()
    await held_again(operator, await cut(operator))
    until(begun, "a house that goes on")
    assert house.command("rotate-key").returncode == 1
    # Somebody began to replace the key meanwhile, and did not end it.
    (house.data / "master.key.new").write_bytes(bytes(32))
    (house.data / "master.key.new").chmod(0o600)
    await cut(operator)
    assert house.process
    assert house.process.wait(30) == 1
    assert "Het vervangen van de hoofdsleutel is niet afgemaakt." in house.output.read_text(encoding="utf-8")
    house.http.close()
