"""
The router with an engine that does as the test says: what is never lost, never doubled, and never holds up the rest.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import router
from bot.dialogue import Dialogue
from bot.engine import Engine, Turn
from bot.router import Incoming, Router
from bot.safety.guard import Guard
from bot.safety.net import SafetyNet
from handover import consent
from store import clock, conversations, feed, log
from store.conversations import Vault
from store.database import Database
from store.errors import EngineConfused, EngineDown
from store.keys import MasterKey
from store.log import Entry
from store.schema import Conversation, Holder


class Obedient(Engine):
    """
    An engine that repeats what it hears; `orders` are exceptions or rubbish to give first.
    """

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", "")
        self.orders: list[Exception | Turn] = []
        self.heard: list[str] = []
        self.away = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def alive(self) -> bool:
        """
        Whether it is there.
        """
        return not self.away

    async def turn(self, conversation: str, text: str, slots: dict[str, Any], *, choice: bool) -> Turn:
        """
        Carry out the next order, or repeat the text.
        """
        self.heard.append(text)
        await self.gate.wait()
        if self.away:
            raise EngineDown
        order = self.orders.pop(0) if self.orders else Turn([{"text": f"Je zei: {text}"}], slots)
        if isinstance(order, Exception):
            raise order
        return order


class Talk:
    """
    One conversation with a router.
    """

    def __init__(self, database: Database, master: MasterKey, router: Router, conversation: str) -> None:
        self.database, self.master, self.router, self.conversation = database, master, router, conversation

    async def says(self, text: str, external_id: str | None = None) -> int:
        """
        Send a message as a channel does.
        """

        async def find(session: AsyncSession) -> Vault:
            return await conversations.open_by_id(session, self.master, self.conversation, lock=True)

        return (await self.router.receive(find, Incoming(external_id or uuid.uuid4().hex, text))).seq

    async def reads(self, count: int) -> list[Entry]:
        """
        The whole log once it has so many entries.
        """

        async def read(session: AsyncSession, after: int) -> list[Entry]:
            return await log.after(
                session, await conversations.open_by_id(session, self.master, self.conversation), after
            )

        entries: list[Entry] = []
        while len(entries) < count:
            more = await feed.wait(self.database, self.conversation, read, entries[-1].seq if entries else 0, 15)
            assert more, [entry.text for entry in entries]
            entries += more
        return entries


@pytest.fixture
def engine() -> Obedient:
    return Obedient()


@pytest.fixture
async def talk(tmp_path: Path, engine: Obedient) -> AsyncIterator[Talk]:
    database, master = Database(f"sqlite:///{tmp_path / 'test.db'}"), MasterKey(bytes(32))
    await database.open()
    router = Router(database, master, Guard(SafetyNet.load()), Dialogue(engine, "NL"))
    router.start()
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, master, "web")
    yield Talk(database, master, router, vault.id)
    await router.stop()
    await database.close()


async def test_messages_are_answered_one_at_a_time_and_in_order(talk: Talk, engine: Obedient) -> None:
    await asyncio.gather(*(talk.says(f"bericht {n}") for n in range(5)))
    entries = await talk.reads(10)
    asked = [entry.text for entry in entries if entry.sender == "you"]
    assert [entry.text for entry in entries if entry.sender == "bot"] == [f"Je zei: {text}" for text in asked]
    assert engine.heard == asked


async def test_while_the_engine_is_away_no_talk_asks_until_it_is_seen(
    talk: Talk, engine: Obedient, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, sweeps, due = 20, list[int](), Router._due
    monkeypatch.setattr(router, "SWEEP_SECONDS", 0.1)

    async def counted(self: Router, waiting: list[str]) -> list[str]:
        sweeps.append(len(waiting))
        return await due(self, waiting)

    monkeypatch.setattr(Router, "_due", counted)
    async with talk.database.writing() as session:
        begun = [(await conversations.begin(session, talk.master, "web"))[0].id for _ in range(many)]
    others = [Talk(talk.database, talk.master, talk.router, conversation) for conversation in begun]
    engine.away = True
    await asyncio.gather(*(other.says("hoi daar") for other in others))
    for other in others:
        await other.reads(2)
    async with asyncio.timeout(60):
        while engine.heard:  # until ten sweeps on end saw all who wait, and asked nothing
            engine.heard.clear()
            sweeps.clear()
            while len(sweeps) < 10:
                await asyncio.sleep(router.SWEEP_SECONDS)
    assert min(sweeps) == many
    engine.away = False
    for other in others:
        assert [entry.text for entry in await other.reads(3)][-1] == "Je zei: hoi daar"


async def test_an_outage_is_told_once_and_the_answer_comes_later(talk: Talk, engine: Obedient) -> None:
    engine.orders = [EngineDown(), EngineDown(), EngineDown()]
    await talk.says("fijne dag gehad")
    entries = await talk.reads(3)
    assert [entry.sender for entry in entries] == ["you", "bot", "bot"]
    assert entries[1].text.startswith("Ik heb je bericht.")
    assert entries[2].text == "Je zei: fijne dag gehad"


async def test_a_message_that_always_fails_does_not_hold_up_the_next(talk: Talk, engine: Obedient) -> None:
    engine.orders = [ValueError("boom"), ValueError("boom"), ValueError("boom")]
    await talk.says("dit gaat mis")
    await talk.says("dit gaat goed")
    texts = [entry.text for entry in await talk.reads(4)]
    assert "Daar heb ik even geen woorden voor. Vertel gerust verder." in texts
    assert "Je zei: dit gaat goed" in texts


async def test_an_engine_without_a_word_is_no_silence(talk: Talk, engine: Obedient) -> None:
    engine.orders = [Turn([], {})]
    await talk.says("hoi daar")
    assert (await talk.reads(2))[1].text.startswith("Daar heb ik even geen woorden voor.")


async def test_the_bot_gives_way_to_a_human_who_came_in_between(talk: Talk, engine: Obedient) -> None:
    engine.gate.clear()
    await talk.says("een bericht")
    while not engine.heard:
        await asyncio.sleep(0)
    async with talk.database.writing() as session:
        await session.execute(update(Conversation).values(holder=Holder.HUMAN))
    engine.gate.set()
    await talk.router.stop()
    assert [entry.sender for entry in await talk.reads(1)] == ["you"]


async def test_another_worker_takes_over_when_a_lease_has_run_out(talk: Talk, engine: Obedient) -> None:
    async with talk.database.writing() as session:
        await session.execute(update(Conversation).values(worker="gone", worker_until=clock.now()))
    await talk.says("is daar iemand")
    assert (await talk.reads(2))[1].text == "Je zei: is daar iemand"


async def test_a_summary_that_worries_is_answered_and_kept(talk: Talk) -> None:
    async with talk.database.writing() as session:
        vault = await conversations.open_by_id(session, talk.master, talk.conversation, lock=True)
        await consent.show_card(session, vault)
        await consent.begin_editing(session, vault)
    await talk.says("Ik wil niet meer leven. Ik wil daar met een mens over praten.")
    texts = [entry.text for entry in await talk.reads(5)]
    assert "0800-0113" in texts[3]
    assert "Ik wil niet meer leven. Ik wil daar met een mens over praten." in texts[4]
    assert texts[4].endswith("Klopt het zo?")


async def test_an_engine_that_never_understands_a_message_is_borne_with_for_a_while(
    talk: Talk, engine: Obedient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router, "PATIENCE", 3)
    engine.orders = [EngineConfused()] * 3
    await talk.says("dit begrijpt niemand")
    await talk.says("dit wel")
    texts = [entry.text for entry in await talk.reads(5)]
    assert [text for text in texts if text.startswith("Ik heb je bericht.")] == texts[2:3]
    assert "Daar heb ik even geen woorden voor. Vertel gerust verder." in texts
    assert texts[-1] == "Je zei: dit wel"


async def test_a_lease_of_a_clock_that_was_wrong_holds_nothing_up(talk: Talk) -> None:
    async with talk.database.writing() as session:
        far = clock.now() + timedelta(hours=1)
        await session.execute(update(Conversation).values(worker="gone", worker_until=far))
    await talk.says("is daar iemand")
    assert (await talk.reads(2))[1].text == "Je zei: is daar iemand"
