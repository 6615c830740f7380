"""
A weak guess: what the classifier alone and faintly takes for danger gets leave to tell, and the talk goes on where it was.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
import pytest_asyncio

from bot.safety.guard import Guard, answered
from bot.safety.net import SafetyNet
from bot.safety.record import ASKS
from bot.safety.signal import Level, Signal, Topic
from store import conversations, log
from store.database import Database
from store.keys import KEY_BYTES, MasterKey
from store.schema import Sender
from store.texts import texts

MASTER = MasterKey(bytes(KEY_BYTES))


class Faint:
    """
    A net that thinks the same of everything.
    """

    def __init__(self, topic: Topic, hint: float) -> None:
        self.signal = Signal(Level.ORANGE, topic, "classifier", (), hint)

    def assess(self, text: str, earlier: object = None) -> Signal:
        return self.signal


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'leave.db'}")
    await database.open()
    yield database
    await database.close()


async def hears(database: Database, net: Faint, times: int) -> tuple[list[str], str, bool]:
    """
    What is said to somebody who was asked for a step and wrote some lines; the question that is open then; whether the last line
    counts as answered.
    """
    guard = Guard(cast(SafetyNet, net))
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web", "NL")
        vault.remember({"question": "step"})
        for number in range(times):
            seq = await log.append(session, vault, Sender.YOU, {"text": "een gewone zin"}, f"y:{number}")
            await guard.look(session, vault, seq, "een gewone zin")
        said = [str(e.body["text"]) for e in await log.after(session, vault, 0) if e.sender is Sender.BOT]
        return said, str(vault.state()["question"]), answered(vault, seq)


@pytest.mark.parametrize(
    ("topic", "name"),
    [(Topic.SUICIDE, "safety_suicide_leave"), (Topic.CHILD_ABUSE, "safety_leave"), (Topic.THREAT, "safety_leave")],
)
async def test_a_weak_guess_gives_leave_and_the_talk_goes_on(database: Database, topic: Topic, name: str) -> None:
    said, question, done = await hears(database, Faint(topic, ASKS - 0.1), 1)
    assert said == [texts().record(name).text]
    assert "?" not in said[0]
    assert (question, done) == ("step", False)


async def test_a_second_weak_guess_asks(database: Database) -> None:
    said, question, done = await hears(database, Faint(Topic.SUICIDE, ASKS - 0.1), 2)
    assert said[1] == texts().record("safety_suicide_doubt").text
    assert (question, done) == ("suicide", True)


async def test_a_surer_guess_asks_at_once(database: Database) -> None:
    said, question, done = await hears(database, Faint(Topic.SUICIDE, ASKS), 1)
    assert said == [texts().record("safety_suicide_doubt").text]
    assert (question, done) == ("suicide", True)
