"""
Alone: who changes the whole of a database at once (a backup put back, another master key) does so while no house runs on it.

On SQLite it is a lock on a file beside the database, on PostgreSQL an advisory lock. Both are gone when the process is, however it went.
That of PostgreSQL is gone with its connection too, when the server starts anew, say; a house that lost it writes nothing until it has it
again.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
from sqlalchemy.exc import DBAPIError

from store.errors import HouseBusy, HouseRunning, NachtlichtError

LOCK = 7_232_019
LOOK_SECONDS, ANSWER_SECONDS, AGAIN_SECONDS = 5.0, 5.0, 0.5

# How a PostgreSQL that is away shows itself on a bare connection.
AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

logger = logging.getLogger(__name__)


class FileLock:
    """
    The lock beside an SQLite file: shared by all who use it, or held by one alone.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._handle: int | None = None

    def take(self, *, alone: bool) -> None:
        """
        Take it, or raise HouseRunning (for who wants to be alone) or HouseBusy.
        """
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.release()
            raise (HouseRunning if alone else HouseBusy) from error

    def release(self) -> None:
        """
        Let go of it.
        """
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class ServerLock:
    """
    The same lock in PostgreSQL, on a connection of its own. Whoever loses that connection has lost the lock.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: asyncpg.Connection | None = None
        self._ended, self._sure = asyncio.Event(), False

    @property
    def held(self) -> bool:
        """
        Whether we have it, as far as anybody can know.
        """
        return self._sure and self._connected()

    async def take(self, *, alone: bool) -> None:
        """
        Take it, or raise HouseRunning (for who wants to be alone), HouseBusy, or what is in `AWAY`.
        """
        await self._take("pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared", alone=alone)
        self._sure = True

    async def keep(self, fits: Callable[[], Awaitable[None]]) -> NachtlichtError:
        """
        Take it again whenever it is lost, until somebody else is alone by then, or the house is not what it was (`fits` raises a
        NachtlichtError): why we are out.
        """
        while True:
            await self._lost()
            self._sure = False
            logger.warning("house.lock lost")
            while not self._sure:
                try:
                    await self._take("pg_try_advisory_lock_shared", alone=False)
                    await fits()
                    self._sure = True
                except NachtlichtError as error:
                    return error
                except (DBAPIError, *AWAY):
                    await asyncio.sleep(AGAIN_SECONDS)
            logger.warning("house.lock held again")

    async def release(self) -> None:
        """
        Let go of it. Who comes next finds it free at once.
        """
        self._sure = False
        if self._connection and self._connected():
            with contextlib.suppress(*AWAY):
                await self._connection.execute("SELECT pg_advisory_unlock_all()", timeout=ANSWER_SECONDS)
            self._connection.terminate()

    def _connected(self) -> bool:
        return self._connection is not None and not self._connection.is_closed()

    async def _take(self, how: str, *, alone: bool) -> None:
        if self._connection:
            self._connection.terminate()
        self._connection = await asyncpg.connect(self._address, timeout=ANSWER_SECONDS)
        self._ended = ended = asyncio.Event()
        self._connection.add_termination_listener(lambda _: ended.set())
        if not await self._connection.fetchval(f"SELECT {how}($1)", LOCK, timeout=ANSWER_SECONDS):
            self._connection.terminate()
            raise HouseRunning if alone else HouseBusy

    async def _lost(self) -> None:
        """
        Wait until the server ends our connection, or does not answer on it.
        """
        while self._connection and self._connected():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), LOOK_SECONDS)
            try:
                await self._connection.execute("SELECT 1", timeout=ANSWER_SECONDS)
            except AWAY:
                self._connection.terminate()
