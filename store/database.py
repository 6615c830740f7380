"""
The database: one SQLite file by default, PostgreSQL when one machine is outgrown. Same tables, same transactions.

`reading()` and `writing()` are the only two ways in. On SQLite a writing transaction takes its lock at the start. It commits at
the end, and then rings the wake-ups noted with `wake()`; on PostgreSQL these travel by NOTIFY too, inside the transaction.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from store.alone import AWAY, FileLock, ServerLock
from store.erasures import Erasures
from store.errors import BrokenSettings, DatabaseNewer, DatabaseUnreachable, DiskFull, NachtlichtError
from store.wakeups import CHANNEL, Wakeups

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_232_017

# How a database that is away, locked, full or starting shows itself. What was asked of it may be asked again.
TROUBLE = (DBAPIError, NoneFree, OSError)


class Database:
    """
    Connections, transactions and migrations of one database.
    """

    def __init__(self, url: str, *, pool_size: int = 10, erasures: Erasures | None = None) -> None:
        try:
            self.url = _async_url(url)
            self.on_sqlite = self.url.get_backend_name() == "sqlite"
            options: dict[str, Any] = (
                {}
                if self.on_sqlite
                else {"pool_size": pool_size, "pool_pre_ping": True, "connect_args": {"async_creator_fn": _reach}}
            )
            self._engine = create_async_engine(self.url, hide_parameters=True, **options)
        except (ArgumentError, ValueError, ImportError) as error:
            raise BrokenSettings(
                "NACHTLICHT_DATABASE_URL is geen adres van een SQLite- of PostgreSQL-database."
            ) from error
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)
        self._write_lock = asyncio.Lock() if self.on_sqlite else contextlib.nullcontext()
        self.wakeups = Wakeups()
        self._listener: asyncio.Task[None] | None = None
        self._file = FileLock(Path(self.url.database or "")) if self.on_sqlite else None
        self._lock: ServerLock | None = None
        self._keeper: asyncio.Task[None] | None = None
        # On PostgreSQL the lock of the house goes with its connection. We take it again, if `must_hold` still does; else we are out.
        self.must_hold: Callable[[], Awaitable[None]] | None = None
        self.out = asyncio.Event()
        self.why: NachtlichtError | None = None
        self.erasures = erasures
        if self.on_sqlite:
            event.listen(self._engine.sync_engine, "connect", _sqlite_connect)
            event.listen(self._engine.sync_engine, "begin", _sqlite_begin)

    async def open(self, *, alone: bool = False) -> None:
        """
        Migrate to the newest schema and start to hear other processes. Who wants to be `alone` gets neither before asking for it.

        Raises DatabaseUnreachable, DatabaseNewer, DiskFull, HouseRunning, HouseBusy.
        """
        try:
            if self._file:
                self._file.take(alone=alone)
            else:
                self._lock = ServerLock(self._plain_url())
                await self._lock.take(alone=alone)
        except AWAY as error:
            raise DatabaseUnreachable from error
        if alone:
            return
        await self.migrate()
        if self._lock:
            self._listener = asyncio.create_task(self.wakeups.follow_postgresql(self._plain_url()))
            self._keeper = asyncio.create_task(self._keep(self._lock))

    def _plain_url(self) -> str:
        return str(self.url.set(drivername="postgresql").render_as_string(hide_password=False))

    async def _keep(self, lock: ServerLock) -> None:
        self.why = await lock.keep(self._fits)
        self.out.set()

    async def _fits(self) -> None:
        if self.must_hold:
            await self.must_hold()

    async def migrate(self, revision: str = "head") -> None:
        """
        Bring all tables to a schema. Raises DatabaseUnreachable, DatabaseNewer, DiskFull.
        """
        try:
            async with self._engine.connect() as connection:
                if self.on_sqlite:
                    await connection.execution_options(nachtlicht_migrate=True)
                else:
                    await connection.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
                try:
                    await connection.run_sync(_migrate, revision)
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

    async def schema(self) -> str:
        """
        The revision of the schema that the tables have.
        """
        async with self._engine.connect() as connection:
            return str(await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision()))

    async def close(self) -> None:
        """
        Let go of every connection.
        """
        for task in filter(None, (self._listener, self._keeper)):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if self._lock:
            await self._lock.release()
        await self._engine.dispose()
        if self._file:
            self._file.release()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """
        A session to look; nothing it changes is kept.
        """
        async with self._session() as session:
            yield session

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """
        A session to look at all tables as they are at one moment, whatever others write meanwhile.
        """
        async with self._session() as session:
            if not self.on_sqlite:  # on SQLite every transaction is one look
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """
        A transaction: all of it is kept, or nothing. Afterwards its wake-ups ring. Without the lock of the house nothing is written.
        """
        if self._lock and not self._lock.held:
            raise ConnectionError("no lock")
        async with self._write_lock, self._session() as session:
            session.info["wakes"], session.info["erased"] = set(), {}
            session.info["writing"] = True
            if self.on_sqlite:
                await session.connection(execution_options={"nachtlicht_write": True})
            yield session
            wakes: set[str] = session.info["wakes"]
            if not self.on_sqlite:
                for topic in sorted(wakes):
                    await session.execute(select(func.pg_notify(CHANNEL, topic)))
            erased: dict[str, str] = session.info["erased"]
            if erased and self.erasures:
                self.erasures.add(erased)
            await session.commit()
        for topic in wakes:
            self.wakeups.wake(topic)
        if erased:
            await self.settle()

    async def settle(self) -> None:
        """
        Leave nothing of what was before in SQLite's journal, as far as nobody is reading at this moment.
        """
        if self.on_sqlite:
            with contextlib.suppress(DBAPIError, sqlite3.Error):
                async with self._engine.connect() as connection:
                    bare: Any = (await connection.get_raw_connection()).driver_connection
                    for pragma in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)", "busy_timeout=10000"):
                        await bare.execute_fetchall(f"PRAGMA {pragma}")

    async def ring(self, topic: str) -> None:
        """
        Ring a bell that belongs to no change: someone is typing, say. Best effort, in all processes.
        """
        self.wakeups.wake(topic)
        if not self.on_sqlite:
            with contextlib.suppress(*TROUBLE):
                async with self._engine.begin() as connection:
                    await connection.execute(select(func.pg_notify(CHANNEL, topic)))

    async def alive(self) -> bool:
        """
        Whether the database answers.
        """
        try:
            async with self.reading() as session:
                await session.execute(select(1))
        except TROUBLE:
            return False
        return True


def wake(session: AsyncSession, topic: str) -> None:
    """
    Note a wake-up, to be rung once the transaction is committed.
    """
    session.info["wakes"].add(topic)


async def _reach(*where: Any, **how: Any) -> asyncpg.Connection:
    """
    A connection to PostgreSQL. A server that starts or stops says so in an error that SQLAlchemy does not take for one of the database.
    """
    try:
        return await asyncpg.connect(*where, **how)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise ConnectionError(type(error).__name__) from error


def gone(session: AsyncSession, conversation: str, receipt: str) -> None:
    """
    Note that a talk is erased with this transaction.
    """
    session.info["erased"][conversation] = receipt


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


def newest() -> str | None:
    """
    The revision of the schema that this code knows last.
    """
    return ScriptDirectory.from_config(_alembic()).get_current_head()


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _migrate(connection: Connection, revision: str) -> None:
    config = _alembic()
    config.attributes["connection"] = connection
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current and current not in known:
        raise DatabaseNewer
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseNewer from error
