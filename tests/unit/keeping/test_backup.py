"""
Backups: everything comes back on either database, what is not whole is refused, nothing is overwritten, and what was erased stays so.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.audit import recount
from store import backup, clock, conversations
from store.database import Database
from store.erasures import TERM, Erasures
from store.errors import (
    BackupBroken,
    BackupOfOtherKey,
    BackupTooOld,
    ConversationErased,
    DatabaseNotEmpty,
    ErasuresMissing,
    FileExists,
    HouseRunning,
)
from store.keys import MasterKey
from store.restore import LEFT_OUT, restore
from store.schema import Base, Conversation, Handover, Helper
from store.sealed import everything
from tests.unit.bot.test_command_line import nachtlicht
from tests.unit.handover.scene import KEY, MASTER, handover_of, said, waits, within
from tests.unit.keeping.home import Home
from tests.unit.keeping.test_audit import MARKER, lived_in


async def put_back(address: str, path: Path, erasures: Erasures, master: MasterKey = MASTER, **how: bool) -> Database:
    """
    A backup put back, and its database opened as a house does.
    """
    alone = Database(address)
    await alone.open(alone=True)
    try:
        await restore(alone, master, path, erasures, **how)
    finally:
        await alone.close()
    opened = Database(address, erasures=erasures)
    await opened.open()
    return opened


async def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """
    All rows of all tables that a backup keeps.
    """
    async with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in await session.execute(select(table))), key=str)
            for table in Base.metadata.sorted_tables
            if table.name not in LEFT_OUT
        }


async def wishes(session: object, vault: conversations.Vault) -> None:
    """
    Somebody's talk has a wish in it.
    """
    vault.remember(vault.state() | {"wish": MARKER})


async def test_everything_comes_back_on_either_database(home: Home, empty: str, tmp_path: Path) -> None:
    await lived_in(home.database)
    counts = await backup.write(home.database, MASTER, tmp_path / "nacht.backup")
    assert counts["messages"] > 10
    assert (tmp_path / "nacht.backup").stat().st_mode & 0o777 == 0o600
    restored = await put_back(empty, tmp_path / "nacht.backup", home.erasures)
    assert await rows(restored) == await rows(home.database)
    assert not any((await recount(restored, MASTER)).values())
    # Guards and counters are as they were: nothing goes without a yes, and new rows get new numbers.
    with pytest.raises(Exception, match="guard"):
        async with restored.writing() as session:
            await session.execute(text("UPDATE handovers SET sealed_summary = sealed_consent"))
    assert (await handover_of(restored, await waits(restored))).state == "waiting"
    await restored.close()


async def test_what_was_erased_since_stays_erased(home: Home, empty: str, tmp_path: Path) -> None:
    stays, goes = await waits(home.database), await waits(home.database)
    for one in (stays, goes):
        await within(home.database, one, wishes)
    await backup.write(home.database, MASTER, tmp_path / "oud.backup")
    async with home.database.writing() as session:
        receipt = await conversations.erase(session, goes.conversation)
    restored = await put_back(empty, tmp_path / "oud.backup", home.erasures)
    async with restored.reading() as session:
        shell = await session.get_one(Conversation, goes.conversation)
        assert (shell.receipt, shell.wrapped_key, shell.sealed_state) == (receipt, None, None)
        assert await session.get(Handover, goes.handover) is None
        with pytest.raises(ConversationErased):
            await conversations.open_by_id(session, MASTER, goes.conversation)
        found = [one async for one in everything(session, MASTER)]
        assert {one.talk for one in found if one.talk and MARKER.encode() in (one.plain or b"")} == {stays.conversation}
    assert await said(restored, stays)
    await restored.close()


async def test_what_is_not_whole_is_refused_before_anything_is_put_back(home: Home, tmp_path: Path) -> None:
    await waits(home.database)
    path = tmp_path / "nacht.backup"
    await backup.write(home.database, MASTER, path)
    good = path.read_bytes()
    lines = good.splitlines(keepends=True)
    broken = {
        "a letter": good[:-40] + (b"A" if good[-40:-39] != b"A" else b"B") + good[-39:],
        "the end is gone": b"".join(lines[:-1]),
        "half a line": good[:-10],
        "two lines changed places": b"".join([lines[0], lines[2], lines[1], *lines[3:]]),
        "another moment": good.replace(b'"at": "2', b'"at": "3', 1),
        "a line twice": b"".join([*lines[:2], *lines[1:]]),
        "something else": b"hallo\n",
        "nothing": b"",
    }
    for name, content in broken.items():
        (tmp_path / "stuk").write_bytes(content)
        with pytest.raises((BackupBroken, BackupOfOtherKey)):
            await put_back(f"sqlite:///{tmp_path / name}.db", tmp_path / "stuk", home.erasures)
    with pytest.raises(BackupOfOtherKey):
        await put_back(f"sqlite:///{tmp_path / 'key.db'}", path, home.erasures, MasterKey(bytes(32)))
    assert KEY not in good


async def test_nothing_is_overwritten(home: Home, tmp_path: Path) -> None:
    await waits(home.database)
    path = tmp_path / "nacht.backup"
    await backup.write(home.database, MASTER, path)
    before, files = path.read_bytes(), {file.name for file in tmp_path.iterdir()}
    with pytest.raises(FileExists):
        await backup.write(home.database, MASTER, path)
    assert (path.read_bytes(), {file.name for file in tmp_path.iterdir()}) == (before, files)
    with pytest.raises(HouseRunning):
        await put_back(home.address, path, home.erasures)
    await home.database.close()
    with pytest.raises(DatabaseNotEmpty):
        await put_back(home.address, path, home.erasures)


async def test_without_the_list_of_what_was_erased_no_talk_comes_back(
    home: Home, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived_in(home.database)
    path = tmp_path / "nacht.backup"
    await backup.write(home.database, MASTER, path)
    other = Erasures(tmp_path / "other")
    for erasures in (Erasures(tmp_path / "none"), other):
        with pytest.raises(ErasuresMissing):
            await put_back(empty, path, erasures)
        assert other.id
    late = clock.now() + TERM + timedelta(days=1)
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: late)
        with pytest.raises(BackupTooOld):
            await put_back(empty, path, home.erasures)
    restored = await put_back(empty, path, other, without_talks=True)
    async with restored.reading() as session:
        assert [one async for one in everything(session, MASTER) if one.talk] == []
        assert await session.scalar(select(Conversation.id)) is None
        assert len(list(await session.scalars(select(Helper)))) == 2
    await restored.close()


async def test_by_command(home: Home, tmp_path: Path) -> None:
    await lived_in(home.database)
    path = tmp_path / "nacht.backup"
    done = home.nachtlicht("backup", str(path))
    assert done.returncode == 0, done.stderr
    again = home.nachtlicht("backup", str(path))
    assert (again.returncode, again.stdout) == (1, "")
    assert "bestaat al" in again.stderr
    await home.database.close()
    full = home.nachtlicht("restore", str(path))
    assert (full.returncode, "niet leeg" in full.stderr) == (1, True), full.stderr
    settings = {"data": str(home.data), "database_url": f"sqlite:///{tmp_path / 'nieuw.db'}"}
    back = nachtlicht("restore", str(path), **settings)
    assert back.returncode == 0, back.stderr
    assert nachtlicht("doctor", "--audit", **settings).returncode == 0
