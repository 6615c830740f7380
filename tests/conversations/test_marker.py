"""
Nothing readable with the engine running: a word goes through understanding, rules, actions and cards, through a kill of engine and
app, and lies in no file afterwards.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.people import Person
from tests.faults.test_marker import holding, traces
from tests.running import ROOT, RunningHouse, until

MARKER = "roodborsttapuitavond"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[RunningHouse]:
    """
    A house with engine, and a temporary folder of its own for both.
    """
    running = RunningHouse(tmp_path / "data")
    (tmp_path / "temp").mkdir()
    running.environment["TMPDIR"] = str(tmp_path / "temp")
    running.start().until_engine()
    yield running
    assert running.stop() == 0


def touched(since: float, pieces: list[bytes]) -> list[str]:
    """
    The files of the checkout, written since a moment, in which any of these bytes is.
    """
    rooms = [path for path in ROOT.iterdir() if path.is_dir() and not path.is_symlink() and path.name != ".git"]
    files = [*ROOT.glob("*"), *(file for room in rooms for file in room.rglob("*"))]
    fresh = [file for file in files if file.is_file() and file.stat().st_mtime >= since]
    return [str(file) for file in fresh for piece in pieces if piece in file.read_bytes()]


def test_a_word_that_went_through_the_engine_lies_nowhere(own: RunningHouse, tmp_path: Path) -> None:
    began, pieces = time.time(), traces(MARKER)
    person = Person(own)
    person.hears("bot")
    for words in (
        "hoi",
        f"ik voel me alleen sinds {MARKER} weg is",
        "mijn netwerkkaart",
        f"mijn zus, {MARKER.capitalize()}",
        "niemand",
        "de buurvrouw",
        f"ik zou graag weer naar {MARKER} gaan",
        f"/{MARKER}",
    ):
        person.says(words)
        person.hears_turn(within=30.0)
    assert any(MARKER in message["text"].lower() for message in person.read_all() if message["from"] == "bot")
    assert holding(tmp_path, pieces) == []

    person.says(f"en dan nog {MARKER}")
    own.kill_engine()
    person.says(f"en weer {MARKER}")
    own.kill()
    assert holding(tmp_path, pieces) == []
    own.start().until_engine()
    until(lambda: person.read_all()[-1]["from"] == "bot", "an answer after all", 60.0)
    assert own.command("doctor", "--audit").returncode == 0

    assert own.request("POST", "/chat/api/erase", person.token).status_code == 200
    assert own.request("GET", "/chat/api/messages", person.token).status_code == 410
    assert holding(tmp_path, pieces) == []
    assert touched(began, pieces) == []
