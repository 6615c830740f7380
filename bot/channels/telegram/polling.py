"""
Polling: fetches updates when no public address is known, and acknowledges them only after they are taken in.

Telegram counts an update as delivered when a higher offset is asked for. So the offset moves behind what is in the log, and what
fails comes again.
"""

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.telegram.client import TROUBLE, Client
from bot.channels.telegram.heard import chat_of
from bot.channels.telegram.post import PAUSES
from store.errors import DatabaseUnreachable
from store.wakeups import heard

logger = logging.getLogger(__name__)

WAIT_SECONDS = 30
BREATH_SECONDS = 0.5
TRIES = 5

Take = Callable[[dict[str, Any]], Awaitable[None]]


class Poller:
    """
    One long poll after another. `closing` ends it.
    """

    def __init__(self, client: Client, take: Take, closing: asyncio.Event) -> None:
        self._client, self._take, self._closing = client, take, closing
        self._offset: int | None = None
        self._tries: Counter[int] = Counter()

    async def run(self) -> None:
        """
        Fetch and take in, until the house closes.
        """
        failures = 0
        while not self._closing.is_set():
            started = time.monotonic()
            try:
                found = await self._ask()
                whole = await self._take_all(found)
            except TROUBLE as error:
                logger.warning("telegram.poll kind=%s", type(error).__name__)
                whole, found = False, []
            failures = 0 if whole else failures + 1
            if failures:
                await heard(self._closing, PAUSES[min(failures, len(PAUSES)) - 1])
            elif not found and time.monotonic() - started < BREATH_SECONDS:
                await heard(self._closing, BREATH_SECONDS)

    async def _ask(self) -> list[dict[str, Any]]:
        asking = asyncio.create_task(self._client.updates(self._offset, WAIT_SECONDS))
        closing = asyncio.create_task(self._closing.wait())
        try:
            await asyncio.wait({asking, closing}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else []
        finally:
            for task in (asking, closing):
                task.cancel()
            await asyncio.gather(asking, closing, return_exceptions=True)

    async def _take_all(self, found: list[dict[str, Any]]) -> bool:
        """
        Take in a batch, different chats side by side, and move the offset behind all that came before the first failure.
        """
        chats: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
        for update in sorted(found, key=lambda update: int(update["update_id"])):
            chats[chat_of(update)].append(update)
        failed = [n for n in await asyncio.gather(*map(self._take_in_turn, chats.values())) if n is not None]
        if found:
            self._offset = min(failed, default=max(int(update["update_id"]) for update in found) + 1)
        if not failed:
            self._tries.clear()
        return not failed

    async def _take_in_turn(self, updates: list[dict[str, Any]]) -> int | None:
        """
        Take in what one chat sent; returns the number of the first that is to come again, and leaves those behind it.
        """
        for update in updates:
            try:
                await self._take(update)
            except Exception as error:
                if self._again(int(update["update_id"]), error):
                    return int(update["update_id"])
        return None

    def _again(self, update: int, error: Exception) -> bool:
        """
        Whether to fetch an update again. A database that is away comes back; a fault of ours must not stop everybody for ever.
        """
        logger.error("telegram.take kind=%s", type(error).__name__)
        if not isinstance(error, DatabaseUnreachable):
            self._tries[update] += 1
        return self._tries[update] < TRIES
