"""
Fixtures: an installation in a folder of its own, on a database of each kind.
"""

from collections.abc import AsyncIterator

import pytest

from store.database import Database
from tests.unit.keeping.home import Home


@pytest.fixture
async def home(address: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """
    An installation with all tables, its master key in its data folder.
    """
    made = Home(tmp_path_factory.mktemp("home") / "data", address)
    await made.database.open()
    yield made
    await made.database.close()


@pytest.fixture
def database(home: Home) -> Database:
    """
    The database of that installation.
    """
    return home.database
