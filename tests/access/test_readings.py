"""
Who read what, over HTTP: opening a talk, a summary, whispers and somebody's roster leaves a line, and a coordinator reads it.
"""

import uuid
from typing import Any

import pytest

from tests.conversations.people import Person, Volunteer
from tests.running import RunningHouse, until


class Coordinator(Volunteer):
    """
    Who may read the log.
    """

    def reads_log(self) -> dict[str, Any]:
        """
        The newest page of it.
        """
        answer = self.call("GET", "/readings")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def lines_of(self, name: str) -> set[tuple[str, str]]:
        """
        What somebody opened.
        """
        return {(row["what"], row["subject"]) for row in self.reads_log()["rows"] if row["helper"] == name}


@pytest.fixture
def coordinator(bare: RunningHouse) -> Coordinator:
    """
    A coordinator, who is not on duty.
    """
    return Coordinator(bare, "Coby leest", "coordinator")


def waits(house: RunningHouse, words: str) -> None:
    """
    Somebody waits for a human.
    """
    person = Person(house)
    person.says(words)
    person.chooses("Liever een mens")
    until(lambda: any(c["label"] == "Ja, stuur maar" for m in person.read_all() for c in m["choices"]), "the card")
    person.chooses("Ja, stuur maar")


def test_what_is_opened_leaves_a_line_without_a_word(bare: RunningHouse, coordinator: Coordinator) -> None:
    marker = f"vuurtoren{uuid.uuid4().hex[:8]}"
    sam, kim = Volunteer(bare, f"Sam {marker[-4:]}"), Volunteer(bare, f"Kim {marker[-4:]}")
    sam.on_duty()
    waits(bare, f"ik ben verdrietig om {marker}")
    until(sam.waiting, "the card in the queue")
    talk = sam.claims()["conversation"]
    assert coordinator.lines_of(sam.name) == {("summary", talk)}
    sam.reads(wait=0)
    assert coordinator.lines_of(sam.name) == {("summary", talk), ("talk", talk)}
    sam.reads(wait=0)
    sam.call("GET", f"/handovers/{sam.handover['id']}/whispers")
    assert coordinator.lines_of(sam.name) == {("summary", talk), ("talk", talk), ("whispers", talk)}
    # Who was refused read nothing.
    assert kim.call("GET", f"/conversations/{talk}/messages").status_code == 403
    assert coordinator.lines_of(kim.name) == set()
    log = coordinator.reads_log()
    assert log["wrong"] == []
    assert marker not in str(log)
    sam.closes()
    sam.on_duty(False)


def test_a_coordinator_who_looks_is_seen_too(bare: RunningHouse, coordinator: Coordinator) -> None:
    sam = Volunteer(bare, "Sam wordt bekeken")
    (mine,) = [one["id"] for one in coordinator.call("GET", "/people").json()["people"] if one["name"] == sam.name]
    assert coordinator.call("GET", "/roster", params={"helper": mine}).status_code == 200
    assert coordinator.call("GET", "/roster").status_code == 200
    assert {("person", sam.name), ("log", "all")} <= coordinator.lines_of(coordinator.name)
    assert not [line for line in coordinator.lines_of(coordinator.name) if line[0] == "person" and line[1] != sam.name]
