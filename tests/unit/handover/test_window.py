"""
The window: what anybody may see is counted once in a while, however many look.
"""

import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handover.window import SECONDS, Pane, Window
from store import clock
from store.database import Database
from tests.unit.handover.scene import helper_of


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """
    Seconds that the test counts.
    """
    own = [0.0]
    monkeypatch.setattr(clock, "ticks", lambda: own[0])
    return own


async def test_many_who_look_are_counted_for_once(database: Database, ticks: list[float]) -> None:
    counted = 0

    async def count(session: AsyncSession) -> dict[str, Any]:
        nonlocal counted
        counted += 1
        await asyncio.sleep(0)
        return {"counted": counted}

    pane = Pane(database, count)
    assert await asyncio.gather(*(pane.look() for _ in range(20))) == [{"counted": 1}] * 20
    ticks[0] += SECONDS - 0.1
    assert await pane.look() == {"counted": 1}
    ticks[0] += 0.2
    assert await pane.look() == {"counted": 2}


async def test_a_count_that_fails_is_not_kept(database: Database, ticks: list[float]) -> None:
    tries = iter((ConnectionError(), None))

    async def count(session: AsyncSession) -> dict[str, Any]:
        if trouble := next(tries):
            raise trouble
        return {"fine": True}

    pane = Pane(database, count)
    with pytest.raises(ConnectionError):
        await pane.look()
    assert await pane.look() == {"fine": True}


async def test_the_panes_show_the_house(database: Database) -> None:
    await helper_of(database, "Sam")
    window = Window(database)
    assert (await window.figures.look())["promises"] is None
    assert (await window.status.look())["doubled"] == 0
