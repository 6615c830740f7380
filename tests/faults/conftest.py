"""
Houses without engine: what a handover needs does not live there.
"""

from collections.abc import Iterator

import pytest

from tests.running import RunningHouse

NO_ENGINE = "http://127.0.0.1:9"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """
    A running app without its engine, on SQLite and on PostgreSQL.
    """
    settings = {"engine_url": NO_ENGINE}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
    running = RunningHouse(tmp_path_factory.mktemp(f"bare_{request.param}") / "data", **settings).start()
    yield running
    assert running.stop() == 0
