"""
Server-sent events: the frames of an event stream, from several sources at once, with a heartbeat.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

HEARTBEAT_SECONDS = 15.0
_leaving: set[asyncio.Future[Any]] = set()
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def frame(data: Any, *, event: str | None = None, number: int | None = None) -> str:
    """
    One event. `number` becomes its `id:`.
    """
    lines = ([f"id: {number}"] if number is not None else []) + ([f"event: {event}"] if event else [])
    return "\n".join([*lines, f"data: {json.dumps(data, ensure_ascii=False)}"]) + "\n\n"


def stream(*sources: AsyncIterator[str]) -> StreamingResponse:
    """
    A response that sends the frames of all sources as they come, until the first source ends or the reader leaves.
    """
    return StreamingResponse(_merged(sources), media_type="text/event-stream", headers=HEADERS)


async def _merged(sources: tuple[AsyncIterator[str], ...]) -> AsyncIterator[str]:
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=100)

    async def pump(source: AsyncIterator[str]) -> None:
        with contextlib.suppress(Exception):  # whatever it was, the stream ends, and the browser comes back
            async for item in source:
                await queue.put(item)
        await queue.put(None)

    tasks = [asyncio.create_task(pump(source)) for source in sources]
    try:
        yield ": hallo\n\n"
        while True:
            try:
                item = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": er is niets nieuws\n\n"
                continue
            if item is None:
                return
            yield item
    finally:
        for task in tasks:
            task.cancel()
        # Who reads us may be cancelled again and again, but not the sources: that breaks off the closing of a connection to the database,
        # which then never ends.
        ending = asyncio.gather(*tasks, return_exceptions=True)
        _leaving.add(ending)
        ending.add_done_callback(_leaving.discard)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(ending)
