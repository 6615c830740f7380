"""
One house without engine for all attacks, on SQLite and on PostgreSQL, with somebody of every role and talks to get at.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest

from bot.channels.telegram.channel import WEBHOOK
from store.keys import MasterKey
from tests.conftest import Postgres
from tests.conversations.people import Person, Volunteer
from tests.running import RunningHouse

NO_ENGINE = "http://127.0.0.1:9"
PER_MINUTE = 60
MARKER = "zeldzaamwoord"


@pytest.fixture(scope="session")
def besieged(postgresql: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], "Scene"]]:
    """
    The houses under attack, each with its scene, up from the first attack to the last; afterwards nothing that was typed is in a log.
    """

    @cache
    def on(kind: str) -> Scene:
        settings = {"engine_url": NO_ENGINE, "messages_per_minute": str(PER_MINUTE)}
        if kind == "postgresql":
            settings["database_url"] = postgresql.new_database()
        started.append(RunningHouse(tmp_path_factory.mktemp(f"attacks_{kind}") / "data", **settings))
        return peopled(started[-1].start())

    started: list[RunningHouse] = []
    yield on
    for running in started:
        assert running.stop() == 0
        printed = running.output.read_text(encoding="utf-8")
        assert MARKER not in printed
        assert "Traceback" not in printed


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, besieged: Callable[[str], "Scene"]) -> "Scene":
    """
    The scene, on SQLite and on PostgreSQL.
    """
    return besieged(request.param)


@pytest.fixture(scope="session")
def house(stage: "Scene") -> RunningHouse:
    """
    The house under attack.
    """
    return stage.house


@dataclass
class Scene:
    """
    A live talk of one person with one volunteer, a second person whose talk nobody holds, and helpers of the other roles.
    """

    house: RunningHouse
    mine: Person
    other: Person
    sanne: Volunteer
    bram: Volunteer
    editor: Volunteer
    admin: Volunteer
    desk: Volunteer
    chief: Volunteer
    names: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """
        A path with `{handover}`, `{talk}` and the like filled in.
        """
        for name, value in self.names.items():
            text = text.replace("{" + name + "}", value)
        return text

    def token(self, who: str) -> str:
        """
        The bearer token of somebody on the scene; nobody's is empty.
        """
        return "" if who == "nobody" else str(getattr(self, who).token)


@pytest.fixture
def scene(stage: Scene) -> Scene:
    """
    Sanne is on duty and holds the first person's talk; nobody else has any right to it.
    """
    stage.sanne.on_duty()
    if stage.sanne.call("POST", stage.fill("/handovers/{handover}/heartbeat")).status_code != 200:
        # The lease ran out between two tests: it waits again, and she takes it again.
        assert stage.sanne.call("POST", stage.fill("/handovers/{handover}/claim")).status_code == 200
    return stage


def peopled(house: RunningHouse) -> Scene:
    """
    A house with everybody in it.
    """
    sanne = Volunteer(house, "Sanne")
    sanne.on_duty()
    mine, other = Person(house), Person(house)
    other.says(f"Dit is van een ander, {MARKER}.")
    hand_over(mine, sanne)
    handover, talk = str(sanne.handover["id"]), str(sanne.handover["conversation"])
    return Scene(
        house, mine, other, sanne,
        bram=Volunteer(house, "Bram"),
        editor=Volunteer(house, "Els", "editor"),
        admin=Volunteer(house, "Ada", "admin"),
        desk=Volunteer(house, "Mo", "meldpunt"),
        chief=Volunteer(house, "Coor", "coordinator"),
        names={"handover": handover, "talk": talk, "nothing": uuid.uuid4().hex, "token": mine.token},
    )  # fmt: skip


def hand_over(person: Person, helper: Volunteer) -> None:
    """
    A person asks for a human, agrees to the card, and the helper takes just them.
    """
    person.says("Ik wil met een mens praten")
    tapped(person, "Ja, stuur maar")
    known = {one["id"] for one in helper.call("GET", "/queue").json()["mine"]}
    end = time.monotonic() + 10
    while not (waiting := helper.waiting()):
        assert time.monotonic() < end
    helper.handover = helper.call("POST", f"/handovers/{waiting[-1]['id']}/claim").json()
    assert helper.handover["id"] not in known


def offered(person: Person, label: str) -> str:
    """
    Wait for a button; returns the id of the latest one.
    """
    end = time.monotonic() + 10
    while not (found := [c["id"] for m in person.read_all() for c in m["choices"] if c["label"] == label]):
        assert time.monotonic() < end, [message["text"] for message in person.seen]
        person.read(wait=1)
    return str(found[-1])


def tapped(person: Person, label: str) -> None:
    """
    Wait for a button, and tap it.
    """
    offered(person, label)
    person.chooses(label)


def webhook(house: RunningHouse) -> tuple[str, str]:
    """
    Where Telegram brings updates to a house, and the secret that it shows.
    """
    master = MasterKey((house.data / "master.key").read_bytes())
    return WEBHOOK, master.pseudonym("telegram-webhook", "")
