"""
Killed in the middle: a real process of the house, its end by SIGKILL, and what the person sees after the next start.
"""

import asyncio
from pathlib import Path

from tests.running import RunningHouse
from tests.telegram.botapi import BotApi
from tests.telegram.people import Person

NOWHERE = "http://127.0.0.1:9"


async def test_what_was_not_delivered_comes_after_a_crash(api: BotApi, tmp_path: Path, person: Person) -> None:
    settings = {"telegram_token": api.token, "telegram_api": api.url, "engine_url": NOWHERE}
    house = RunningHouse(tmp_path / "data", **settings)
    await asyncio.to_thread(house.start)
    await person.says("/start")
    await person.sees()
    api.breaks("sendMessage", retry_after=600)
    await person.says("/help")
    await api.called("sendMessage", 2)
    await asyncio.to_thread(house.kill)
    await asyncio.to_thread(house.start)
    told = await person.sees()
    assert "0800-0113" in told.text
    await person.says("/help")
    assert (await person.sees()).text == told.text
    assert await asyncio.to_thread(house.stop) == 0
