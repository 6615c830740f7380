"""
Another master key: everything opens with it and nothing with the old one, who comes back is still found, and a kill on the way loses
nothing.
"""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot import rotation
from bot.audit import recount
from bot.channels.telegram import chats
from bot.rotation import rotate
from bot.settings import load
from handover import lines
from handover.notices import addresses
from handover.notices.vapid import Vapid
from store import conversations
from store.database import Database
from store.errors import HouseRunning, MasterKeyWrong
from store.keys import MasterKey
from store.schema import Address, Conversation, Helper
from store.sealed import everything
from tests.unit.handover.scene import KEY, MASTER, helper_of
from tests.unit.keeping.home import Home
from tests.unit.keeping.test_audit import lived_in

CHAT = 8_800_554_433
LINE = "Fijn dat je er bent."
PLACE = "https://push.test/1"


class Lived:
    """
    An installation with a night behind it, and what somebody keeps to come back: four words, a Telegram chat.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.settings = load(_env_file=None, data=home.data, database_url=home.address)
        self.words = self.talk = ""

    async def begin(self) -> "Lived":
        """
        Let it be a while, and stop.
        """
        await lived_in(self.home.database)
        async with self.home.database.writing() as session:
            vault = await chats.begin(session, MASTER, CHAT, "NL")
            self.words, self.talk = await conversations.four_words(session, vault), vault.id
        helper = await helper_of(self.home.database, "Kim")
        async with self.home.database.writing() as session:
            await lines.add(session, MASTER, helper, LINE)
            await addresses.add_push(session, MASTER, helper, PLACE, "Chroom")
            await addresses.add_mail(session, MASTER, helper, "kim@voorbeeld.nl")
        self.push = Vapid.read(self.settings.vapid_key, MASTER).public
        await self.home.database.close()
        return self

    async def check(self) -> None:
        """
        All is as it was, with another key; the old one opens nothing.
        """
        assert (self.home.data / "master.key").read_bytes() != KEY
        assert not (self.home.data / "master.key.new").exists()
        master = MasterKey.read(self.settings.master_key, create=False)
        database = Database(self.home.address)
        await database.open()
        assert not any((await recount(database, master)).values())
        async with database.reading() as session:
            assert (await conversations.open_by_words(session, master, self.words)).id == self.talk
            assert await chats.conversation_of(session, master, CHAT) == self.talk
            assert await chats.address(session, master, self.talk) == CHAT
            kim = (await session.scalars(select(Helper).where(Helper.name == "Kim"))).one()
            assert [line["text"] for line in await lines.shown(session, master, kim)] == [LINE]
            old = [found async for found in everything(session, MASTER)]
            assert {found.plain for found in old} == {None}
            assert await chats.conversation_of(session, MASTER, CHAT) is None
        async with database.writing() as session:
            assert await addresses.add_push(session, master, kim, PLACE, "Chroom") in set(
                await session.scalars(select(Address.id).where(Address.helper_id == kim.id))
            )
            assert [shown["kind"] for shown in await addresses.shown(session, master, kim)] == ["push"]
        assert Vapid.read(self.settings.vapid_key, master).public == self.push
        with pytest.raises(MasterKeyWrong):
            Vapid.read(self.settings.vapid_key, MASTER)
        await database.close()


@pytest.fixture
async def lived(home: Home) -> Lived:
    """
    An installation with a night behind it, stopped.
    """
    return await Lived(home).begin()


async def test_everything_opens_with_the_new_key_only(lived: Lived) -> None:
    assert await rotate(lived.settings) > 5
    await lived.check()


@pytest.mark.parametrize("station", ["_change", "_change_file", "_sync"])
async def test_a_kill_on_the_way_loses_nothing(lived: Lived, station: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = getattr(rotation, station)

    def killed(*arguments: object) -> object:
        raise KeyboardInterrupt

    async def killed_midway(database: Database, keys: rotation.Keys) -> int:
        async with database.writing() as session:
            await rotation.talks(session, keys)
            raise KeyboardInterrupt

    with monkeypatch.context() as kill:
        kill.setattr(rotation, station, killed_midway if station == "_change" else killed)
        with pytest.raises(KeyboardInterrupt):
            await rotate(lived.settings)
    assert getattr(rotation, station) is real
    await rotate(lived.settings)
    await lived.check()


async def test_where_something_opens_with_neither_key_all_stays_as_it_is(lived: Lived) -> None:
    broken = Database(lived.home.address)
    await broken.open()
    async with broken.writing() as session:
        rows = select(Conversation.id).where(Conversation.wrapped_key.is_not(None)).limit(1)
        talk = await session.scalar(rows)
        await session.execute(
            text("UPDATE conversations SET wrapped_key = sealed_state WHERE id = :talk"), {"talk": talk}
        )
    with pytest.raises(HouseRunning):
        await rotate(lived.settings)
    await broken.close()
    with pytest.raises(MasterKeyWrong):
        await rotate(lived.settings)
    assert (lived.home.data / "master.key").read_bytes() == KEY
    assert not (lived.home.data / "master.key.new").exists()


async def test_by_command(lived: Lived) -> None:
    new: Path = lived.settings.new_master_key
    MasterKey.read(new, create=True)
    refused = lived.home.nachtlicht("doctor", "--audit")
    assert (refused.returncode, "rotate-key" in refused.stderr) == (1, True)
    done = lived.home.nachtlicht("rotate-key")
    assert done.returncode == 0, done.stderr
    await lived.check()
