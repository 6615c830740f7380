"""
Fixtures for handovers: a clock that the test moves, and a database of each kind.
"""

from collections.abc import AsyncIterator

import pytest

from store import clock
from store.database import Database
from tests.unit.handover.scene import Clock


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """
    The clock of the house, which stands still until the test moves it.
    """
    own = Clock()
    monkeypatch.setattr(clock, "now", own.now)
    return own


@pytest.fixture
async def houses(address: str) -> AsyncIterator[list[Database]]:
    """
    The same database as two processes have it.
    """
    opened = [Database(address), Database(address)]
    for one in opened:
        await one.open()
    yield opened
    for one in opened:
        await one.close()
