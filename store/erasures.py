"""
The list of what was erased, kept outside the database, so that an older backup cannot bring it back.

A line holds the fingerprint of a talk's random id and the receipt, nothing else. There is one file a day in a folder beside the master
key, only ever appended to, written before the erasing itself is committed. What is older than any backup may be is forgotten.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.errors import DataFolderClosed
from store.keys import fingerprint
from store.schema import Conversation

TERM = timedelta(days=35)  # more than any talk is kept; an older backup is not restored


class Erasures:
    """
    The list in one data folder. Its `id` is in every backup, so that it is known whether a list goes with it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def id(self) -> str:
        """
        The name of this list, drawn when it is begun. Raises DataFolderClosed.
        """
        path = self._folder / "id"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                _append(path, secrets.token_hex(16))
            return path.read_text(encoding="ascii").split()[0]
        except OSError as error:
            raise DataFolderClosed from error

    def exists(self) -> bool:
        """
        Whether there is a list here.
        """
        return (self._folder / "id").exists()

    def add(self, receipts: Mapping[str, str]) -> None:
        """
        Note that talks (ids) were erased, with their receipts; what is noted is on the disk. Raises DataFolderClosed.
        """
        assert self.id
        lines = "\n".join(f"{fingerprint(talk)} {receipt}" for talk, receipt in receipts.items())
        try:
            _append(self._folder / clock.now().date().isoformat(), lines)
        except OSError as error:
            raise DataFolderClosed from error

    def known(self) -> dict[str, str]:
        """
        The receipts by fingerprint.
        """
        found: dict[str, str] = {}
        for path in self._days():
            lines = path.read_text(encoding="ascii").splitlines()
            found |= dict(line.split(" ") for line in lines if line.count(" ") == 1)
        return found

    def forget(self) -> None:
        """
        Forget what is older than `TERM`.
        """
        for path in self._days():
            if date.fromisoformat(path.name) < (clock.now() - TERM).date():
                path.unlink(missing_ok=True)

    def _days(self) -> list[Path]:
        return sorted(self._folder.glob("????-??-??"))


async def complete(session: AsyncSession, erasures: Erasures) -> None:
    """
    Note what this database knows as erased and the list does not: another machine erased it.
    """
    known = erasures.known()
    rows = await session.execute(
        select(Conversation.id, Conversation.receipt).where(Conversation.erased_at.is_not(None))
    )
    if missing := {talk: receipt or "" for talk, receipt in rows if fingerprint(talk) not in known}:
        erasures.add(missing)


def _append(path: Path, line: str) -> None:
    """
    One write at the end of a file: two processes at once do not mix their lines.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{line}\n".encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
