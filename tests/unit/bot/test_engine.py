"""
The client of the engine, before an engine that misbehaves in every way there is.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot import engine
from bot.engine import Engine
from store.errors import EngineConfused, EngineDown
from tests.faults.moody import HEARD, RUBBISH, MoodyEngine

SAYS_NOTHING = "wrong: silence"


@pytest.fixture
async def moody() -> AsyncIterator[MoodyEngine]:
    """
    An engine that is well.
    """
    opened = await MoodyEngine().open()
    yield opened
    await opened.close()


@pytest.fixture
async def client(moody: MoodyEngine, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Engine]:
    """
    A client with little patience.
    """
    monkeypatch.setattr(engine, "ANSWER_SECONDS", 0.5)
    opened = Engine(moody.url, "sleutel")
    yield opened
    await opened.close()


@pytest.mark.parametrize("mood", [mood for mood in RUBBISH if mood != SAYS_NOTHING])
async def test_rubbish_of_any_kind_is_an_engine_that_is_down_and_it_is_known_in_time(
    moody: MoodyEngine, client: Engine, mood: str
) -> None:
    moody.feels(mood)
    async with asyncio.timeout(5):
        with pytest.raises(EngineDown) as raised:
            await client.turn("gesprek", "hoi", {}, choice=False)
    answered = mood in ("fails", "garbles") or mood.startswith("wrong")
    assert isinstance(raised.value, EngineConfused) == answered
    moody.feels("well")
    assert (await client.turn("gesprek", "hoi", {"naam": 1}, choice=False)).messages == [{"text": f"{HEARD}hoi"}]


async def test_an_engine_that_says_nothing_has_answered(moody: MoodyEngine, client: Engine) -> None:
    moody.feels(SAYS_NOTHING)
    assert (await client.turn("gesprek", "hoi", {}, choice=False)).messages == []


@pytest.mark.parametrize("mood", ["well", *RUBBISH])
async def test_a_rehearsal_ends_in_time_whatever_the_engine_does(
    moody: MoodyEngine, client: Engine, monkeypatch: pytest.MonkeyPatch, mood: str
) -> None:
    monkeypatch.setattr(engine, "REHEARSAL_SECONDS", 0.5)
    moody.feels(mood)
    async with asyncio.timeout(5):
        await client.rehearse()
    moody.feels("well")
    assert (await client.turn("gesprek", "hoi", {}, choice=False)).messages == [{"text": f"{HEARD}hoi"}]
