"""
While the engine is down only what is there is offered.
"""

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import outage
from handover import presence
from store import conversations
from store.database import Database
from store.keys import MasterKey
from store.unsaid import NO_HUMAN


@pytest.mark.parametrize(
    ("there", "declined", "name"),
    [(["Sam"], [], "engine_down"), ([], [], "engine_down_nobody"), (["Sam"], [NO_HUMAN], "engine_down_wait")],
)
async def test_in_an_outage_only_what_is_there_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: list[str], declined: list[str], name: str
) -> None:
    async def on_duty(session: AsyncSession, lane: str = "volunteer") -> list[str]:
        return there

    monkeypatch.setattr(presence, "on_duty", on_duty)
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.open()
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MasterKey(bytes(32)), "web")
        vault.remember(vault.state() | {"declined": declined})
        told = await outage.told(session, vault)
    await database.close()
    assert told.name == name
    assert bool(told.choices) == (name == "engine_down")
    assert "mens" not in told.text or name == "engine_down"
    assert name != "engine_down_nobody" or any(letter.isdigit() for letter in told.text)
