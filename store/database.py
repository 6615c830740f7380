"""
The database: one SQLite file by default, PostgreSQL when one machine is outgrown. Same tables, same transactions.

`reading()` and `writing()` are the only two ways in. On SQLite a writing transaction takes its lock at the start. It commits at
the end, and then rings the wake-ups noted with `wake()`; on PostgreSQL these travel by NOTIFY too, inside the transaction.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from store.errors import BrokenSettings, DatabaseNewer, DatabaseUnreachable, DiskFull
from store.wakeups import CHANNEL, Wakeups

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_232_017


class Database:
    """
    Connections, transactions and migrations of one database.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        try:
            self.url = _async_url(url)
            self.on_sqlite = self.url.get_backend_name() == "sqlite"
            options: dict[str, Any] = {} if self.on_sqlite else {"pool_size": pool_size, "pool_pre_ping": True}
            self._engine = create_async_engine(self.url, hide_parameters=True, **options)
        except (ArgumentError, ValueError, ImportError) as error:
            raise BrokenSettings(
                "NACHTLICHT_DATABASE_URL is geen adres van een SQLite- of PostgreSQL-database."
            ) from error
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)
        self._write_lock = asyncio.Lock() if self.on_sqlite else contextlib.nullcontext()
        self.wakeups = Wakeups()
        self._listener: asyncio.Task[None] | None = None
        if self.on_sqlite:
            event.listen(self._engine.sync_engine, "connect", _sqlite_connect)
            event.listen(self._engine.sync_engine, "begin", _sqlite_begin)

    async def open(self) -> None:
        """
        Migrate to the newest schema and start to hear other processes.

        Raises DatabaseUnreachable, DatabaseNewer, DiskFull.
        """
        try:
            async with self._engine.connect() as connection:
                if self.on_sqlite:
                    await connection.execution_options(nachtlicht_migrate=True)
                else:
                    await connection.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
                try:
                    await connection.run_sync(_migrate)
                    await connection.commit()
                finally:
                    if self.on_sqlite:
                        await connection.invalidate()
                    else:
                        await connection.execute(text(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
                        await connection.commit()
        except DBAPIError as error:
            raise (DiskFull if "full" in str(error.orig) else DatabaseUnreachable) from error
        except OSError as error:
            raise DatabaseUnreachable from error
        if not self.on_sqlite:
            dsn = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._listener = asyncio.create_task(self.wakeups.follow_postgresql(dsn))

    async def close(self) -> None:
        """
        Let go of every connection.
        """
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await self._engine.dispose()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """
        A session to look; nothing it changes is kept.
        """
        async with self._session() as session:
            yield session

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """
        A transaction: all of it is kept, or nothing. Afterwards its wake-ups ring.
        """
        async with self._write_lock, self._session() as session:
            session.info["wakes"] = set()
            session.info["writing"] = True
            if self.on_sqlite:
                await session.connection(execution_options={"nachtlicht_write": True})
            yield session
            wakes: set[str] = session.info["wakes"]
            if not self.on_sqlite:
                for topic in sorted(wakes):
                    await session.execute(select(func.pg_notify(CHANNEL, topic)))
            await session.commit()
        for topic in wakes:
            self.wakeups.wake(topic)

    async def ring(self, topic: str) -> None:
        """
        Ring a bell that belongs to no change: someone is typing, say. Best effort, in all processes.
        """
        self.wakeups.wake(topic)
        if not self.on_sqlite:
            with contextlib.suppress(DBAPIError, OSError):
                async with self._engine.begin() as connection:
                    await connection.execute(select(func.pg_notify(CHANNEL, topic)))

    async def alive(self) -> bool:
        """
        Whether the database answers.
        """
        try:
            async with self.reading() as session:
                await session.execute(select(1))
        except (DBAPIError, OSError):
            return False
        return True


def wake(session: AsyncSession, topic: str) -> None:
    """
    Note a wake-up, to be rung once the transaction is committed.
    """
    session.info["wakes"].add(topic)


def _async_url(url: str) -> Any:
    parsed = make_url(url)
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    name = parsed.drivername.partition("+")[0]
    if name not in drivers:
        raise ArgumentError("only sqlite and postgresql")
    return parsed.set(drivername=drivers[name])


def _sqlite_connect(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if migrating := options.get("nachtlicht_migrate"):
        # A changed table is made anew, and dropping the old one would take along all rows that refer to it.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if migrating or options.get("nachtlicht_write") else "BEGIN")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current and current not in known:
        raise DatabaseNewer
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseNewer from error
