"""
Restoring: a backup goes into an empty database at the schema it was made with, and is migrated from there.

All of it or nothing, in one transaction. A talk that was erased since keeps its receipt and its tokens, which say that it is gone.
"""

import base64
from collections.abc import Container, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, delete, insert, select, text

from store import backup, clock
from store.database import Database
from store.erasures import TERM, Erasures
from store.errors import BackupTooOld, DatabaseNotEmpty, ErasuresMissing
from store.keys import MasterKey, fingerprint
from store.schema import Base, Holder

LEFT_OUT = {"helper_keys", "invitations", "notices", "challenges", "passkeys", "recovery_codes", "renewals"}
BEGUN = {"reading_chain"}  # has its one row from the migration on
TALKS, TOKENS = "conversations", "conversation_tokens"
VERSION = "alembic_version"


async def restore(
    database: Database, master: MasterKey, path: Path, erasures: Erasures, *, without_talks: bool = False
) -> dict[str, int]:
    """
    Put a backup back (the database is opened `alone`); returns how many rows of each table went in. `without_talks`: only the house and
    its helpers.

    Raises BackupBroken, BackupOfOtherKey, BackupTooOld, ErasuresMissing, DatabaseNotEmpty.
    """
    head = backup.header(path)
    backup.check(path, master)
    if not without_talks:
        if head.age() > TERM:
            raise BackupTooOld
        if not erasures.exists() or erasures.id != head.erasures:
            raise ErasuresMissing
    async with database.writing() as session:
        await (await session.connection()).run_sync(_clear)
    await database.migrate(head.schema)
    async with database.writing() as session:
        load = Load(erasures.known(), without_talks)
        connection = await session.connection()
        await connection.run_sync(load.begin)
        for table, rows in backup.batches(path, master):
            await connection.run_sync(load.take, table, rows)
        await connection.run_sync(load.end)
    await database.migrate()
    return load.counts


def _clear(connection: Connection) -> None:
    """
    Take away tables of ours that have no rows, of whatever schema. Raises DatabaseNotEmpty.
    """
    found = _reflected(connection)
    for table in found.sorted_tables:
        if table.name not in (VERSION, *BEGUN) and connection.execute(select(1).select_from(table).limit(1)).first():
            raise DatabaseNotEmpty
    found.drop_all(connection)


def _reflected(connection: Connection) -> MetaData:
    ours = {*Base.metadata.tables, VERSION}
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in ours)
    return found


class Load:
    """
    Rows on their way in: `erased` are receipts by fingerprint, for talks that stay gone.
    """

    def __init__(self, erased: Mapping[str, str], without_talks: bool) -> None:
        self.counts: dict[str, int] = {}
        self._erased, self._without_talks = erased, without_talks
        self._tables: dict[str, Table] = {}
        self._dropped: dict[str, set[Any]] = {}
        self._guards: list[str] = []

    def begin(self, connection: Connection) -> None:
        """
        Look at the tables, and lift the guards: they watch over what happens, and this has happened.
        """
        self._tables = dict(_reflected(connection).tables)
        if connection.dialect.name == "postgresql":
            for name in self._tables:
                connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
            return
        for name, sql in connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all():
            self._guards.append(sql)
            connection.execute(text(f"DROP TRIGGER {name}"))

    def take(self, connection: Connection, name: str, rows: Iterable[dict[str, Any]]) -> None:
        """
        Put in the rows of a table, but for what is left out.
        """
        table = self._tables[name]
        kept = [] if name in LEFT_OUT else [row for row in rows if self._stays(table, row)]
        made = [self._row(table, row) for row in kept]
        if made and name in BEGUN:
            connection.execute(delete(table))
        if made:
            connection.execute(insert(table), made)
        self.counts[name] = self.counts.get(name, 0) + len(made)

    def end(self, connection: Connection) -> None:
        """
        Put the guards back, and let numbers go on where they were.
        """
        for sql in self._guards:
            connection.exec_driver_sql(sql)
        if connection.dialect.name == "postgresql":
            for table in self._tables.values():
                connection.execute(text(f"ALTER TABLE {table.name} ENABLE TRIGGER USER"))
                self._go_on(connection, table)

    def _go_on(self, connection: Connection, table: Table) -> None:
        keys = list(table.primary_key.columns)
        if len(keys) != 1 or not isinstance(keys[0].type, Integer):
            return
        counter = f"pg_get_serial_sequence('{table.name}', '{keys[0].name}')"
        highest = f"(SELECT max({keys[0].name}) FROM {table.name})"
        connection.execute(text(f"SELECT setval({counter}, {highest}) WHERE {counter} IS NOT NULL"))

    def _stays(self, table: Table, row: dict[str, Any]) -> bool:
        """
        Whether a row goes in: nothing that hangs on a talk that is gone does, but the tokens that say so.
        """
        gone = table.name == TALKS and self._without_talks
        for key in table.foreign_keys:
            gone = gone or row[key.parent.name] in self._without(key.column.table.name, table.name)
        if table.name == TALKS and (gone or fingerprint(row["id"]) in self._erased):
            self._dropped.setdefault(TALKS, set()).add(row["id"])
        elif gone and len(table.primary_key.columns) == 1:
            own = next(iter(table.primary_key.columns)).name
            self._dropped.setdefault(table.name, set()).add(row[own])
        return not gone

    def _without(self, target: str, table: str) -> Container[Any]:
        if table == TOKENS and not self._without_talks:
            return ()
        return self._dropped.get(target, ())

    def _row(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        made = {name: _typed(table, name, value) for name, value in row.items()}
        if table.name == TALKS and row["wrapped_key"] and (receipt := self._erased.get(fingerprint(row["id"]))):
            empty: dict[str, Any] = {
                "wrapped_key": None,
                "sealed_state": None,
                "words_hash": None,
                "keep_days": None,
                "watch": {},
            }
            over = {"holder": Holder.ENDED, "handled_seq": row["last_seq"], "said_seq": row["last_seq"]}
            made |= empty | over | {"erased_at": clock.now(), "receipt": receipt}
            made = {name: value for name, value in made.items() if name in table.columns}
        return made


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).astimezone(UTC)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
