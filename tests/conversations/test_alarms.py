"""
Alarms over HTTP: red rings without a word of the talk, is taken once, asks the person, and is ended by a helper only.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conversations.people import Person, Volunteer, fits
from tests.running import RunningHouse, until

RED = "ik sta op het dak en ik ga nu springen"


@pytest.fixture
def sam(house: RunningHouse) -> Any:
    volunteer = Volunteer(house, f"Sam {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    yield volunteer
    volunteer.on_duty(False)


def alarms(helper: Volunteer) -> list[dict[str, Any]]:
    return list(helper.call("GET", "/queue").json()["alarms"])


def in_danger(house: RunningHouse, helper: Volunteer) -> tuple[Person, dict[str, Any]]:
    known = {alarm["id"] for alarm in alarms(helper)}
    person = Person(house)
    person.hears("bot")
    person.says(RED)
    assert fits(person.hears("bot", within=1), "safety_suicide_red")
    return person, next(alarm for alarm in alarms(helper) if alarm["id"] not in known)


def end(helper: Volunteer, alarm: dict[str, Any], reason: str = "safe") -> int:
    return helper.call("POST", f"/alarms/{alarm['id']}/close", json={"reason": reason}).status_code


def test_red_rings_without_consent_and_without_a_word(house: RunningHouse, sam: Volunteer) -> None:
    _, alarm = in_danger(house, sam)
    assert (alarm["topic"], alarm["state"], alarm["helper"], alarm["rings"]) == ("suicide", "bot", None, 1)
    assert "dak" not in sam.call("GET", "/queue").text
    assert sam.waiting() == []
    assert sam.call("POST", f"/alarms/{alarm['id']}/take").json() == {"handover": None}
    assert end(sam, alarm) == 200
    assert alarm["id"] not in {one["id"] for one in alarms(sam)}


def test_who_takes_it_is_offered_by_name_and_a_yes_opens_the_talk(house: RunningHouse, sam: Volunteer) -> None:
    person, alarm = in_danger(house, sam)
    sam.call("POST", f"/alarms/{alarm['id']}/take")
    offer = person.hears("system")
    assert fits(offer, "alarm_offer")
    assert sam.name in offer["text"]
    person.chooses("Ja, graag")
    assert fits(person.hears("system"), "switch_to_human")
    sam.handover = until(lambda: sam.call("GET", "/queue").json()["mine"], "the talk")[0]
    assert "dak" not in sam.handover["summary"]
    assert (sam.handover["level"], sam.handover["topic"]) == ("red", "suicide")
    sam.says("Ik ben er. Ben je veilig?")
    assert person.hears("human")["text"] == "Ik ben er. Ben je veilig?"
    sam.closes()
    assert alarms(sam) == []


def test_a_no_is_taken_and_the_offer_stays_open(house: RunningHouse, sam: Volunteer) -> None:
    person, alarm = in_danger(house, sam)
    sam.call("POST", f"/alarms/{alarm['id']}/take")
    person.hears("system")
    person.says("nee")
    assert fits(person.hears("bot"), "alarm_declined")
    assert [one["answer"] for one in alarms(sam)] == ["no"]
    person.chooses("Toch met een mens praten")
    assert fits(person.hears("system"), "switch_to_human")
    sam.handover = until(lambda: sam.call("GET", "/queue").json()["mine"], "the talk")[0]
    sam.closes()


def test_two_who_go_at_once_are_one(house: RunningHouse, sam: Volunteer) -> None:
    others = [Volunteer(house, f"Ook {uuid.uuid4().hex[:6]}") for _ in range(3)]
    person, alarm = in_danger(house, sam)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda v: v.call("POST", f"/alarms/{alarm['id']}/take").status_code, [sam, *others]))
    assert sorted(answers) == [200, 409, 409, 409]
    taker = [sam, *others][answers.index(200)]
    assert [one["id"] for other in [sam, *others] if other is not taker for one in alarms(other)] == []
    assert [m["from"] for m in person.read_all()].count("system") == 1
    assert end(taker, alarm, "no_reply") == 200


def test_taking_the_alarm_of_someone_who_waits_is_picking_up(house: RunningHouse, sam: Volunteer) -> None:
    person = Person(house)
    person.says("ik wil een mens spreken")
    person.hears("bot")
    person.hears("bot")
    person.chooses("Ja, stuur maar")
    person.hears("bot")
    person.says(RED)
    person.hears("bot", within=1)
    alarm = alarms(sam)[0]
    assert alarm["state"] == "waiting"
    taken = sam.call("POST", f"/alarms/{alarm['id']}/take").json()["handover"]
    assert taken["id"] == alarm["handover"]
    assert fits(person.hears("system"), "switch_to_human")
    sam.handover = taken
    sam.closes()
    assert alarms(sam) == []


def test_red_beside_a_volunteer_reaches_both_and_interrupts_once(house: RunningHouse, sam: Volunteer) -> None:
    coordinator = Volunteer(house, f"Co {uuid.uuid4().hex[:6]}", role="coordinator")
    person = Person(house)
    person.says("ik wil een mens spreken")
    person.hears("bot")
    person.hears("bot")
    person.chooses("Ja, stuur maar")
    until(sam.waiting, "somebody waiting")
    sam.claims()
    person.hears("system")
    person.says(RED)
    assert fits(person.hears("system", within=1), "safety_beside_red")
    person.says("ik spring nu echt")
    person.says("ik heb ook alle pillen al ingenomen")
    said = [m for m in sam.reads() if m["from"] == "you"]
    assert said[0]["signal"]["level"] == "red"
    assert said[0]["signal"]["words"]
    assert [one["mine"] for one in alarms(sam)] == [True]
    assert [(one["helper"], one["state"]) for one in alarms(coordinator)] == [(sam.name, "live")]
    assert [fits(m, "safety_beside_red") for m in person.read_all() if m["from"] == "system"].count(True) == 1
    person.chooses(f"Stop het gesprek met {sam.name}")
    until(lambda: alarms(sam) and alarms(sam)[0]["helper"] is None, "the alarm to ring again")
    taken = alarms(sam)[0]
    sam.call("POST", f"/alarms/{taken['id']}/take")
    assert end(sam, taken) == 200


def test_only_helpers_end_an_alarm_and_with_a_reason(house: RunningHouse, sam: Volunteer) -> None:
    meldpunt = Volunteer(house, f"Desk {uuid.uuid4().hex[:6]}", role="meldpunt")
    person, alarm = in_danger(house, sam)
    assert alarms(meldpunt) == []
    assert meldpunt.call("POST", f"/alarms/{alarm['id']}/take").status_code == 403
    assert end(sam, alarm) == 403
    sam.call("POST", f"/alarms/{alarm['id']}/take")
    assert end(sam, alarm, "zomaar") == 422
    person.says("nee hoor")
    person.says("grapje")
    assert [one["id"] for one in alarms(sam)] == [alarm["id"]]
    assert end(sam, alarm, "false_alarm") == 200
    assert end(sam, alarm, "false_alarm") == 409
    assert sam.call("POST", f"/alarms/{uuid.uuid4().hex}/take").status_code == 404


def test_wiping_everything_ends_the_alarm_too(house: RunningHouse, sam: Volunteer) -> None:
    person, alarm = in_danger(house, sam)
    assert house.request("POST", "/chat/api/erase", person.token).status_code == 200
    assert alarm["id"] not in {one["id"] for one in alarms(sam)}
