"""
A house without engine, on each database, and browsers at its door.
"""

from collections.abc import Iterator

import pytest

from tests.access.browser import Browser
from tests.faults.conftest import NO_ENGINE
from tests.running import RunningHouse


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """
    A running app without its engine, on each database, for all tests of this folder.
    """
    settings = {"engine_url": NO_ENGINE}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
    running = RunningHouse(tmp_path_factory.mktemp(f"door_{request.param}") / "data", **settings).start()
    yield running
    assert running.stop() == 0


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """
    Every browser is closed after its test.
    """
    yield
    while Browser.opened:
        Browser.opened.pop().http.close()
