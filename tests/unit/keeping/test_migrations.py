"""
Migrations forward: rows of every earlier schema are there afterwards, with what they held, and the tables are those of the code.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy.sql.type_api import TypeEngine

from store.database import MIGRATIONS, Database
from store.restore import BEGUN, Load
from store.schema import Base

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
# What a constraint asks for; all else is made from the type of the column.
FITTING: dict[str, dict[str, Any]] = {
    "handovers": {"state": "waiting", "helper_id": None, "lease_until": None, "over_at": None, "reason": None, "live_from_seq": None},
    "alarms": {"helper_id": None, "taken_at": None, "over_at": None, "reason": None},
    "checkins": {"state": "planned"},
    "promises": {"state": "open", "over_at": None, "lapses_at": AT.replace(hour=3)},
    "notices": {"state": "planned", "over_at": None},
    "debriefs": {"answer": None, "answered_at": None},
    "blocks": {"until": AT.replace(hour=3), "lifted_by": None, "lifted_at": None},
    "shifts": {"weekday": 2, "start_minute": 600, "end_minute": 700},
    "shift_changes": {"kind": "extra", "start_minute": 600, "end_minute": 700},
}  # fmt: skip


def revisions() -> list[str]:
    """
    Every schema there has been, oldest first.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def value(kind: TypeEngine[Any], name: str) -> Any:
    """
    Something that fits in a column.
    """
    made = {Boolean: True, Integer: 1, LargeBinary: b"\x01" * 40, DateTime: AT, Date: date(2026, 3, 4)}
    for known, example in made.items():
        if isinstance(kind, known):
            return example
    if "JSON" in type(kind).__name__.upper():
        return {"level": 1}
    return name[: getattr(kind, "length", None) or 8]


def row_of(table: Table) -> dict[str, Any]:
    """
    A row for a table; what refers to another table refers to the one row there.
    """
    row = {column.name: value(column.type, column.name) for column in table.columns}
    for key in table.foreign_keys:
        row[key.parent.name] = value(key.column.type, key.column.name)
    return row | {name: given for name, given in FITTING.get(table.name, {}).items() if name in row}


def fill(connection: Connection) -> dict[str, dict[str, Any]]:
    """
    One row in every table there is.
    """
    found = MetaData()
    found.reflect(connection)
    load, rows = Load({}, without_talks=False), {}
    load.begin(connection)
    for table in found.sorted_tables:
        if table.name != "alembic_version":
            rows[table.name] = row_of(table)
            if table.name in BEGUN:
                connection.execute(delete(table))
            connection.execute(insert(table), rows[table.name])
    load.end(connection)
    return rows


@pytest.mark.parametrize("revision", revisions())
async def test_rows_of_every_earlier_schema_come_along(empty: str, revision: str) -> None:
    database = Database(empty)
    await database.open(alone=True)
    await database.migrate(revision)
    async with database.writing() as session:
        rows = await (await session.connection()).run_sync(fill)
    assert rows.keys() >= {"conversations", "messages", "handovers"}
    await database.migrate()
    async with database.reading() as session:
        for name, row in rows.items():
            table = Base.metadata.tables[name]
            (kept,) = (await session.execute(select(table))).mappings().all()
            for column in row.keys() & kept.keys():
                assert kept[column] == row[column], (name, column)
        if revision == "0001":
            assert await session.scalar(text("SELECT fingerprint FROM conversation_tokens")) == "token_hash"
    await database.close()


async def test_the_newest_schema_is_that_of_the_code(empty: str) -> None:
    database = Database(empty)
    await database.open()
    async with database.reading() as session:
        different = await (await session.connection()).run_sync(
            lambda connection: compare_metadata(MigrationContext.configure(connection), Base.metadata)
        )
    assert different == []
    await database.close()
