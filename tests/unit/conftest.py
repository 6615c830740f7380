"""
A database of each kind: without tables, or with all of them and no rows.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store.database import Database
from tests.conftest import Postgres, filled


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A file of SQLite with all tables, to copy.
    """
    path = tmp_path_factory.mktemp("tables") / "tables.db"
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, filled(f"sqlite:///{path}")).result()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """
    Where a database without tables is.
    """
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: Postgres = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tables: Path, tmp_path: Path) -> str:
    """
    Where a database without rows is, for as many processes as a test wants.
    """
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(tables, tmp_path / 'test.db')}"
    server: Postgres = request.getfixturevalue("postgresql")
    return server.with_tables()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """
    A database of each kind, open.
    """
    opened = Database(address)
    await opened.open()
    yield opened
    await opened.close()
