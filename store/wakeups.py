"""
Wake-ups: bells that say "look again". They carry no data and may be lost; whoever waits also looks by itself after a while.

In one process a bell is an `asyncio.Event`; with PostgreSQL every bell is rung in the other processes too, by NOTIFY.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator

import asyncpg

CHANNEL = "nachtlicht"
QUEUE = "queue"
RECONNECT_SECONDS = 1.0


class Wakeups:
    """
    Bells by topic: a conversation's id, or `QUEUE` for everything helpers look at.
    """

    def __init__(self) -> None:
        self._bells: dict[str, set[asyncio.Event]] = defaultdict(set)

    def wake(self, topic: str) -> None:
        """
        Ring all bells of a topic in this process.
        """
        for bell in self._bells.get(topic, ()):
            bell.set()

    @contextlib.contextmanager
    def listening(self, *topics: str) -> Iterator[asyncio.Event]:
        """
        A bell for some topics. Take it *before* looking, clear it before each look, and no wake-up is missed.
        """
        bell = asyncio.Event()
        for topic in topics:
            self._bells[topic].add(bell)
        try:
            yield bell
        finally:
            for topic in topics:
                self._bells[topic].discard(bell)
                if not self._bells[topic]:
                    del self._bells[topic]

    async def follow_postgresql(self, dsn: str) -> None:
        """
        Ring here what other processes NOTIFY, until cancelled; reconnects by itself.
        """
        while True:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._hear(await asyncpg.connect(dsn))
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _hear(self, connection: asyncpg.Connection) -> None:
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _: closed.set())
        try:
            await connection.add_listener(CHANNEL, lambda *event: self.wake(str(event[3])))
            await closed.wait()
        finally:
            await connection.close(timeout=RECONNECT_SECONDS)


async def heard(bell: asyncio.Event, seconds: float) -> bool:
    """
    Wait until the bell rings, at most some seconds; True when it rang.
    """
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True
