"""
Event streams: a reader who leaves in the middle of whatever is going on leaves nothing behind that is never ended.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot import quiet
from store.database import Database
from store.events import frame, stream

READERS = 40


async def looks(database: Database) -> AsyncIterator[str]:
    """
    A source that is nearly always at the database.
    """
    while True:
        async with database.reading() as session:
            await session.execute(text("SELECT count(*) FROM helpers"))
        yield frame({})


async def reads(database: Database, frames: int) -> None:
    """
    A browser that leaves after so many frames.
    """
    gone, seen = asyncio.Event(), 0

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal seen
        seen += len(message.get("body", b"")) > 0
        if seen >= frames:
            gone.set()

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "asgi": {"spec_version": "2.3"}}
    await stream(looks(database), looks(database))(scope, receive, send)


async def test_a_reader_who_leaves_leaves_nothing_that_never_ends(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.open()
    for number in range(READERS):
        await reads(database, 2 + number % 5)
        gc.collect()
    await database.close()
    gc.collect()
    assert [quiet.doing(context) for context in told] == []


async def test_a_source_that_fails_ends_the_stream(tmp_path: Path) -> None:
    async def fails() -> AsyncIterator[str]:
        yield frame({"n": 1})
        raise ValueError

    got = [str(chunk) async for chunk in stream(fails()).body_iterator]
    assert got == [": hallo\n\n", frame({"n": 1})]
