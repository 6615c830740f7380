"""
Backups: all tables of one moment in one file, sealed, the same for SQLite and PostgreSQL; and back, into an empty database only.

A file is lines. The first says in plain words of which moment and schema it is; each further one is a batch of rows, compressed and
sealed with a key of its own that the master key wraps. The master key is not in it. A line that was changed, moved or lost shows,
so a file is read to its end before anything is put back. What was erased since stays erased (`store.erasures`): its key and its
words are left out. Ways in for helpers and notices under way are left out too, for they may have been revoked or sent.
"""

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.database import Database
from store.errors import BackupBroken, BackupOfOtherKey, DataFolderClosed, FileExists, MasterKeyWrong
from store.keys import MasterKey, seal, unseal
from store.schema import Base

KIND, VERSION = "nachtlicht-backup", 1
BATCH = 200


@dataclass(frozen=True, slots=True)
class Header:
    """
    What a backup says of itself: its moment, its schema, and the list of erasures that goes with it.
    """

    at: datetime
    schema: str
    erasures: str

    def age(self) -> timedelta:
        """
        How old it is.
        """
        return clock.now() - self.at


async def write(database: Database, master: MasterKey, path: Path) -> dict[str, int]:
    """
    Write everything as it is at this moment to a new file; returns how many rows of each table. Raises FileExists, DataFolderClosed.
    """
    at = clock.now().isoformat()
    key, wrapped = master.new_data_key(f"backup:{at}")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists():
            raise FileExists
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            async with database.snapshot() as session:
                named = {
                    "kind": KIND,
                    "version": VERSION,
                    "at": at,
                    "schema": await database.schema(),
                    "erasures": database.erasures.id if database.erasures else "",
                    "key": base64.b64encode(wrapped).decode(),
                }
                head = json.dumps(named).encode()
                file.write(head + b"\n")
                counts: dict[str, int] = {}
                number = 0
                async for table, rows in _batches(session):
                    counts[table] = counts.get(table, 0) + len(rows)
                    file.write(_line(key, head, number, {"table": table, "rows": rows}))
                    number += 1
                file.write(_line(key, head, number, {"end": counts}))
            file.flush()
            os.fsync(file.fileno())
        # A link is made only where nothing is yet: of two backups to one name the first stays.
        os.link(draft, path)
    except FileExistsError as error:
        raise FileExists from error
    except OSError as error:
        raise DataFolderClosed("In deze map kan ik geen back-up schrijven.") from error
    finally:
        draft.unlink(missing_ok=True)
    return counts


async def _batches(session: AsyncSession) -> Any:
    for table in Base.metadata.sorted_tables:
        result = await session.stream(select(table).execution_options(yield_per=BATCH))
        async for rows in result.mappings().partitions(BATCH):
            yield table.name, [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _line(key: bytes, head: bytes, number: int, content: dict[str, Any]) -> bytes:
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return base64.b64encode(seal(key, packed, _place(head, number))) + b"\n"


def _place(head: bytes, number: int) -> str:
    return f"backup:{hashlib.sha256(head).hexdigest()}:{number}"


def header(path: Path) -> Header:
    """
    What a file says of itself. Raises BackupBroken.
    """
    named = _named(_lines(path)[0])
    return Header(datetime.fromisoformat(named["at"]), named["schema"], named["erasures"])


def batches(path: Path, master: MasterKey) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """
    The rows in a file, table by table. Raises BackupBroken, at the end too when something is missing, and BackupOfOtherKey.
    """
    head, *lines = _lines(path)
    named = _named(head)
    try:
        key = master.unwrap(base64.b64decode(named["key"]), f"backup:{named['at']}")
    except MasterKeyWrong as error:
        raise BackupOfOtherKey from error
    counts: dict[str, int] = {}
    content: dict[str, Any] = {}
    for number, line in enumerate(lines):
        try:
            content = json.loads(zlib.decompress(unseal(key, base64.b64decode(line), _place(head, number))))
        except (InvalidTag, ValueError, zlib.error) as error:
            raise BackupBroken from error
        if "table" in content:
            counts[content["table"]] = counts.get(content["table"], 0) + len(content["rows"])
            yield content["table"], content["rows"]
    if content.get("end") != counts:
        raise BackupBroken


def check(path: Path, master: MasterKey) -> dict[str, int]:
    """
    Read a file to its end; returns how many rows of each table. Raises BackupBroken, BackupOfOtherKey.
    """
    counts: dict[str, int] = {}
    for table, rows in batches(path, master):
        counts[table] = counts.get(table, 0) + len(rows)
    return counts


def _lines(path: Path) -> list[bytes]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BackupBroken("Deze back-up kan ik niet lezen.") from error
    return lines[:-1] or [b""]


def _named(head: bytes) -> dict[str, Any]:
    try:
        named = json.loads(head)
        if named["kind"] != KIND or named["version"] != VERSION:
            raise BackupBroken("Dit is geen back-up van Nachtlicht, of van een andere versie.")
        assert {"at", "schema", "erasures", "key"} <= named.keys()
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise BackupBroken("Dit is geen back-up van Nachtlicht.") from error
    return dict(named)
