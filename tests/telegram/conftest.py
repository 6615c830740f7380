"""
Fixtures: a Bot API server, someone who writes to the bot, and a house that listens.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.telegram.botapi import BotApi, serving
from tests.telegram.house import House
from tests.telegram.people import Person


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """
    A Bot API server on a free port.
    """
    async with serving() as running:
        yield running


@pytest_asyncio.fixture
async def person(api: BotApi) -> Person:
    """
    Someone who has not written yet.
    """
    return Person(api, 8_800_554_433)


@pytest_asyncio.fixture
async def home(api: BotApi, tmp_path: Path) -> AsyncIterator[House]:
    """
    An open house that polls.
    """
    opened = await House(api, tmp_path).open()
    yield opened
    await opened.close()
