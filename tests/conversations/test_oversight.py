"""
The coordinator, the roster and care, over HTTP: seeing everything and no word of it, taking over, asking a colleague, ending kindly,
letting people in and out.
"""

import datetime
import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from store.clock import AMSTERDAM
from tests.conversations.people import Person, Volunteer, fits
from tests.running import RunningHouse, until

type Json = dict[str, Any]
REASONS = ("good_end", "person_left", "referred", "other_help", "not_fitting")


class Coordinator(Volunteer):
    """
    Someone who sees it all.
    """

    def __init__(self, house: RunningHouse, name: str = "Coby") -> None:
        super().__init__(house, name, "coordinator")

    def sees(self) -> Json:
        """
        Everything at a glance.
        """
        answer = self.call("GET", "/oversight")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def finds(self, where: str, handover: str) -> Json:
        """
        One line of it, by the handover's id; empty when it is not there.
        """
        return next((one for one in self.sees()[where] if one["id"] == handover), {})

    def id_of(self, name: str) -> str:
        """
        The id of a helper.
        """
        return next(str(one["id"]) for one in self.call("GET", "/people").json()["people"] if one["name"] == name)


def asks(house: RunningHouse, coordinator: Coordinator, first: str = "") -> tuple[Person, str]:
    """
    A person who said yes to the card, and the id of their handover.
    """
    before = {one["id"] for one in coordinator.sees()["waiting"]}
    person = Person(house)
    if first:
        answered(person, person.says(first))
    person.says("ik wil een mens spreken")
    until(lambda: any(c["label"] == "Ja, stuur maar" for m in person.read_all() for c in m["choices"]), "the card")
    person.chooses("Ja, stuur maar")
    (new,) = until(lambda: [o["id"] for o in coordinator.sees()["waiting"] if o["id"] not in before], "the question")
    person._heard = person.read_all()[-1]["seq"]
    return person, new


def answered(person: Person, seq: int) -> None:
    """
    Wait for the bot's answer to a message.
    """
    until(lambda: [m for m in person.read_all() if m["from"] == "bot" and m["seq"] > seq], "an answer")


def claimed(volunteer: Volunteer, handover: str) -> Json:
    answer = volunteer.call("POST", f"/handovers/{handover}/claim")
    assert answer.status_code == 200, answer.text
    volunteer.handover, volunteer.cursor = answer.json(), 0
    return volunteer.handover


def told(person: Person, name: str) -> Json:
    """
    Wait until somebody hears a text of record.
    """
    return until(lambda: next((m for m in person.read_all() if fits(m, name)), None) or {}, name)


@pytest.fixture
def coordinator(house: RunningHouse) -> Coordinator:
    """
    A coordinator at their screen.
    """
    one = Coordinator(house)
    one.on_duty()
    return one


@pytest.fixture
def rostered(house: RunningHouse, coordinator: Coordinator) -> Iterator[Volunteer]:
    """
    A volunteer whose shifts are gone after the test.
    """
    one = Volunteer(house, "Rooster")
    one.on_duty()
    yield one
    mine = one.call("GET", "/roster").json()
    for item in [*mine["shifts"], *mine["changes"]]:
        assert one.call("DELETE", f"/roster/{item['id']}").status_code == 200


def test_a_coordinator_sees_everything_and_no_word_of_it(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer = Volunteer(house, "Zicht")
    volunteer.on_duty()
    marker = f"vuurtoren{uuid.uuid4().hex[:8]}"
    _, waiting = asks(house, coordinator, f"ik ben verdrietig om {marker}")
    _, live = asks(house, coordinator)
    claimed(volunteer, live)
    seen = coordinator.sees()
    one = coordinator.finds("waiting", waiting)
    assert set(one) == {"id", "kind", "level", "since", "promised", "overdue", "wanted"}
    assert (one["kind"], one["level"], one["overdue"], one["wanted"]) == ("volunteer", "green", False, None)
    held = coordinator.finds("live", live)
    assert (held["helper"], held["escalated"]) == ("Zicht", False)
    mine = next(person for person in seen["people"] if person["name"] == "Zicht")
    assert (mine["live"], mine["on_duty"], mine["there"], mine["resting"]) == (1, True, True, False)
    assert set(seen["figures"]) == {"kept", "broken", "released", "half", "most", "today"}
    assert seen["figures"]["today"]["met"] >= 1
    assert marker not in str(seen)
    volunteer.call("POST", f"/handovers/{live}/escalate")
    assert coordinator.finds("live", live)["escalated"]
    volunteer.closes()
    assert coordinator.call("POST", f"/handovers/{waiting}/end", json={"reason": "person_left"}).status_code == 200


def test_who_is_no_coordinator_sees_and_does_none_of_it(house: RunningHouse, coordinator: Coordinator) -> None:
    person, handover = asks(house, coordinator)
    for role in ("volunteer", "meldpunt", "editor"):
        other = Volunteer(house, f"Geen {role}", role)
        assert other.call("GET", "/oversight").status_code == 403
        assert other.call("GET", "/people").status_code == 403
        new = {"name": "Nieuw", "role": "volunteer"}
        assert other.call("POST", "/people", json=new).status_code == 403
        assert other.call("POST", f"/people/{coordinator.id_of('Coby')}", json={"active": False}).status_code == 403
        for deed, body in (("take-over", {}), ("reassign", {"helper": "x"}), ("end", {"reason": "referred"})):
            assert other.call("POST", f"/handovers/{handover}/{deed}", json=body).status_code == 403
        assert other.call("GET", f"/roster?helper={coordinator.id_of('Coby')}").status_code == 403
        assert other.call("POST", "/debriefs/x/seen").status_code == 403
    assert coordinator.finds("waiting", handover)
    person.send(text="stop")


def test_a_live_talk_is_taken_over_and_the_person_hears_it(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer = Volunteer(house, "Wisselaar")
    volunteer.on_duty()
    person, handover = asks(house, coordinator)
    claimed(volunteer, handover)
    volunteer.says("Hoi, ik ben er.")
    answer = coordinator.call("POST", f"/handovers/{handover}/take-over")
    assert answer.status_code == 200, answer.text
    coordinator.handover = answer.json()
    heard = told(person, "taken_over")
    assert heard["from"] == "system"
    assert heard["name"] == "Coby"
    assert "Wisselaar" in heard["text"]
    assert "Hoi, ik ben er." in [m["text"] for m in coordinator.reads()]
    coordinator.says("Ik neem het over.")
    assert person.hears("human")["name"] == "Wisselaar"
    assert person.hears("human")["name"] == "Coby"
    assert volunteer.call("GET", f"{volunteer.talk}/messages").status_code == 403
    said = {"id": str(uuid.uuid4()), "text": "nog iets"}
    assert volunteer.call("POST", f"{volunteer.talk}/messages", json=said).status_code == 403
    assert volunteer.call("POST", f"/handovers/{handover}/heartbeat").status_code == 403
    assert coordinator.call("POST", f"/handovers/{handover}/take-over").status_code == 200, "twice is once"
    coordinator.closes()
    assert coordinator.call("POST", f"/handovers/{handover}/take-over").status_code == 409


def test_what_waits_is_taken_over_for_whomever_it_waits(house: RunningHouse, coordinator: Coordinator) -> None:
    colleague, other = Volunteer(house, "Gevraagd"), Volunteer(house, "Ander")
    for helper in (colleague, other):
        helper.on_duty()
    person, handover = asks(house, coordinator)
    body = {"helper": coordinator.id_of("Gevraagd")}
    assert coordinator.call("POST", f"/handovers/{handover}/reassign", json=body).json() == {"ok": True}
    assert "Gevraagd" in told(person, "reassigned")["text"]
    assert coordinator.finds("waiting", handover)["wanted"] == body["helper"]
    assert other.call("POST", f"/handovers/{handover}/claim").json()["error"] == "for_colleague"
    answer = coordinator.call("POST", f"/handovers/{handover}/take-over")
    assert answer.status_code == 200
    assert fits(person.hears("system"), "switch_to_human") or told(person, "switch_to_human")
    coordinator.handover = answer.json()
    coordinator.closes()


def test_a_live_talk_is_given_to_a_colleague_who_is_there(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer, colleague, away = (Volunteer(house, name) for name in ("Gever", "Nemer", "Afwezig"))
    volunteer.on_duty()
    colleague.on_duty()
    away.on_duty(False)
    person, handover = asks(house, coordinator)
    claimed(volunteer, handover)
    path = f"/handovers/{handover}/reassign"
    assert coordinator.call("POST", path, json={"helper": "niemand"}).status_code == 404
    absent = coordinator.call("POST", path, json={"helper": coordinator.id_of("Afwezig")})
    assert (absent.status_code, absent.json()["error"]) == (409, "colleague_away")
    same = coordinator.call("POST", path, json={"helper": coordinator.id_of("Gever")})
    assert (same.status_code, same.json()["error"]) == (409, "already_claimed")
    assert coordinator.call("POST", path, json={"helper": coordinator.id_of("Nemer")}).status_code == 200
    heard = told(person, "reassigned_live")["text"]
    assert "Gever" in heard
    assert "Nemer" in heard
    assert volunteer.call("GET", f"{volunteer.talk}/messages").status_code == 403
    assert volunteer.call("POST", f"/handovers/{handover}/claim").json()["error"] == "for_colleague"
    claimed(colleague, handover)
    colleague.closes()


@pytest.mark.parametrize("reason", REASONS)
def test_what_waits_ends_with_a_reason_and_kind_words(
    house: RunningHouse, coordinator: Coordinator, reason: str
) -> None:
    person, handover = asks(house, coordinator)
    path = f"/handovers/{handover}/end"
    assert coordinator.call("POST", path, json={"reason": "geen zin"}).json()["error"] == "reason_missing"
    assert coordinator.call("POST", path, json={"reason": reason, "note": "voor ons"}).json() == {"ok": True}
    heard = told(person, f"ended_{reason}")
    assert heard["from"] == "system"
    assert "Liever een mens" in [c["label"] for c in heard["choices"]]
    assert not coordinator.finds("waiting", handover)
    again = coordinator.call("POST", path, json={"reason": reason})
    assert (again.status_code, again.json()["error"]) == (409, "handover_over")
    assert coordinator.call("POST", f"/handovers/{handover}/claim").status_code == 409
    person.chooses("Liever een mens")
    assert fits(person.hears_turn()[0], "card")


def test_a_live_talk_is_ended_and_the_computer_is_back(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer = Volunteer(house, "Einder")
    volunteer.on_duty()
    person, handover = asks(house, coordinator)
    claimed(volunteer, handover)
    assert coordinator.call("POST", f"/handovers/{handover}/end", json={"reason": "not_fitting"}).status_code == 200
    assert "Einder" in told(person, "switch_to_bot")["text"]
    assert told(person, "ended_not_fitting")
    assert volunteer.call("GET", f"{volunteer.talk}/messages").status_code == 403
    assert volunteer.call("POST", f"/handovers/{handover}/close", json={"reason": "good_end"}).status_code == 409


def test_a_card_without_a_yes_is_on_no_screen(house: RunningHouse, coordinator: Coordinator) -> None:
    marker = f"vuurtoren{uuid.uuid4().hex[:8]}"
    person = Person(house)
    answered(person, person.says(f"ik ben verdrietig om {marker}"))
    person.says("ik wil een mens spreken")
    assert marker in str(until(lambda: [m for m in person.read_all() if fits(m, "card")], "the card"))
    paths = house.http.get("/openapi.json").json()["paths"]
    asked = [path for path, does in paths.items() if "get" in does and "/stream" not in path and "{" not in path]
    assert {"/console/api/queue", "/console/api/oversight", "/console/api/people", "/figures"} <= set(asked)
    for path in asked:
        assert marker not in house.request("GET", path, coordinator.token).text, path
    with house.http.stream(
        "GET", "/console/api/stream", headers={"Authorization": f"Bearer {coordinator.token}"}
    ) as stream:
        assert marker not in next(line for line in stream.iter_lines() if line.startswith("data:"))


def test_an_invitation_works_once_and_lets_somebody_in(house: RunningHouse, coordinator: Coordinator) -> None:
    name = f"Nieuw {uuid.uuid4().hex[:6]}"
    answer = coordinator.call("POST", "/people", json={"name": f"  {name} ", "role": "volunteer"})
    assert answer.status_code == 200, answer.text
    link = answer.json()["link"]
    assert link.startswith(f"{house.url}/console#welkom=")
    token = link.partition("=")[2]
    invited = coordinator.call("GET", "/people").json()["invited"]
    assert [(one["name"], one["role"]) for one in invited if one["name"] == name] == [(name, "volunteer")]
    assert token not in str(invited)
    with httpx.Client(base_url=house.url) as browser:

        def welcome(password: str, key: str = token) -> httpx.Response:
            return browser.post("/console/api/welcome", json={"token": key, "password": password})

        assert welcome("te kort").status_code == 422
        assert welcome("lang genoeg wachtwoord", "verzonnen").json()["error"] == "invitation_gone"
        entered = welcome("lang genoeg wachtwoord")
        assert (entered.status_code, entered.json()["name"], entered.json()["role"]) == (200, name, "volunteer")
        assert browser.get("/console/api/session").json()["name"] == name
        assert browser.post("/console/api/presence", json={"on_duty": False}).json() == {"on_duty": False}
        assert welcome("lang genoeg wachtwoord").status_code == 410
        login = {"name": name, "password": "lang genoeg wachtwoord"}
        assert browser.post("/console/api/session", json=login).status_code == 200
    assert name not in str(coordinator.call("GET", "/people").json()["invited"])
    taken = coordinator.call("POST", "/people", json={"name": name, "role": "volunteer"})
    assert taken.status_code == 422
    for role, status in (("coordinator", 200), ("meldpunt", 200), ("editor", 403), ("admin", 403), ("baas", 422)):
        new = {"name": f"{role} {uuid.uuid4().hex[:6]}", "role": role}
        assert coordinator.call("POST", "/people", json=new).status_code == status


def test_who_is_put_out_is_out_at_once_and_drops_nobody(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer = Volunteer(house, f"Vertrekt {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    monday = _monday()
    shift = {"weekday": 6, "start": "22:00", "end": "2:00"}
    assert volunteer.call("POST", "/roster/shifts", json=shift).status_code == 200
    week = coordinator.call("GET", f"/roster/week?from={monday}").json()
    assert volunteer.name in [duty["name"] for duty in week["duties"]]
    person, handover = asks(house, coordinator)
    claimed(volunteer, handover)
    mine = coordinator.id_of(volunteer.name)
    with house.http.stream(
        "GET", "/console/api/stream", headers={"Authorization": f"Bearer {volunteer.token}"}
    ) as stream:
        lines = stream.iter_lines()
        next(line for line in lines if line.startswith("data:"))
        assert coordinator.call("POST", f"/people/{mine}", json={"active": False}).json() == {"ok": True}
        assert not any(volunteer.name in line for line in lines), "the stream of who is out says no more and ends"
    assert volunteer.call("GET", "/queue").status_code == 401
    assert volunteer.call("POST", f"/handovers/{handover}/heartbeat").status_code == 401
    assert volunteer.name in told(person, "back_in_queue")["text"]
    assert coordinator.finds("waiting", handover)
    week = coordinator.call("GET", f"/roster/week?from={monday}").json()
    assert volunteer.name not in [duty["name"] for duty in week["duties"]]
    seen = next(one for one in coordinator.sees()["people"] if one["id"] == mine)
    assert (seen["active"], seen["on_duty"], seen["live"]) == (False, False, 0)
    assert coordinator.call("POST", f"/people/{mine}", json={"active": True}).status_code == 200
    assert volunteer.call("GET", "/queue").status_code == 401, "a key that died stays dead"
    assert coordinator.call("POST", f"/people/{mine}", json={"active": False}).status_code == 200
    self = coordinator.call("POST", f"/people/{coordinator.id_of('Coby')}", json={"active": False})
    assert self.status_code == 422
    assert coordinator.call("POST", "/people/niemand", json={"active": False}).status_code == 404
    coordinator.call("POST", f"/handovers/{handover}/end", json={"reason": "person_left"})


def test_the_roster_is_one_s_own_and_the_coordinator_s(
    house: RunningHouse, coordinator: Coordinator, rostered: Volunteer
) -> None:
    new = rostered.call("POST", "/roster/shifts", json={"weekday": 2, "start": "19:30", "end": "22:00"}).json()["id"]
    me = coordinator.id_of("Rooster")
    day = _monday() + datetime.timedelta(days=14 + 2)
    extra = {"day": day.isoformat(), "kind": "extra", "start": "8:00", "end": "9:00", "helper": me}
    change = coordinator.call("POST", "/roster/changes", json=extra).json()["id"]
    own = rostered.call("GET", "/roster").json()
    assert own["shifts"] == [{"id": new, "weekday": 2, "start": "19:30", "end": "22:00"}]
    assert own["changes"] == [{"id": change, "day": day.isoformat(), "kind": "extra", "start": "08:00", "end": "09:00"}]
    assert coordinator.call("GET", f"/roster?helper={me}").json() == own
    week = rostered.call("GET", f"/roster/week?from={day - datetime.timedelta(days=2)}").json()
    mine = [duty for duty in week["duties"] if duty["helper"] == me]
    assert [(duty["name"], _local(duty["start"]), _local(duty["end"])) for duty in mine][:1] == [
        ("Rooster", f"{day} 08:00", f"{day} 09:00")
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", holiday) for holiday in week["holidays"])
    other = Volunteer(house, "Ander rooster")
    assert other.call("DELETE", f"/roster/{new}").status_code == 404
    assert other.call("DELETE", f"/roster/{new}?helper={me}").status_code == 403
    theirs = {"weekday": 1, "start": "9:00", "end": "10:00", "helper": me}
    assert other.call("POST", "/roster/shifts", json=theirs).status_code == 403
    assert coordinator.call("DELETE", f"/roster/{change}?helper={me}").json() == {"ok": True}
    assert rostered.call("DELETE", f"/roster/{new}").json() == {"ok": True}
    assert rostered.call("GET", "/roster").json() == {"shifts": [], "changes": []}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/roster/shifts", {"weekday": 7, "start": "9:00", "end": "10:00"}),
        ("/roster/shifts", {"weekday": 1, "start": "9:00", "end": "22:00"}),
        ("/roster/shifts", {"weekday": 1, "start": "9:²", "end": "22:00"}),
        ("/roster/changes", {"day": "2001-01-01", "kind": "absent"}),
        ("/roster/changes", {"day": "morgen", "kind": "absent"}),
        ("/me", {"max_talks": 0}),
        ("/me", {"max_talks": 99}),
        ("/me/break", {"minutes": -1}),
        ("/me/break", {"minutes": 999}),
        ("/debriefs/x", {"answer": "moe"}),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(rostered: Volunteer, path: str, body: Json) -> None:
    answer = rostered.call("POST", path, json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-31", "gisteren", ""])
def test_a_week_that_is_too_far_or_none_is_refused(rostered: Volunteer, first: str) -> None:
    assert rostered.call("GET", "/roster/week", params={"from": first}).status_code == 422


def test_the_end_of_a_shift_is_seen_coming_and_cuts_no_talk(
    house: RunningHouse, coordinator: Coordinator, rostered: Volunteer
) -> None:
    assert rostered.call("GET", "/queue").json()["shift_ends"] is None
    now = datetime.datetime.now(AMSTERDAM)
    start = "00:00" if now.hour == 0 else f"{now - datetime.timedelta(minutes=30):%H:%M}"
    end = now + datetime.timedelta(minutes=10)
    extra = {"day": now.date().isoformat(), "kind": "extra", "start": start, "end": f"{end:%H:%M}"}
    assert rostered.call("POST", "/roster/changes", json=extra).status_code == 200
    seen = rostered.call("GET", "/queue").json()["shift_ends"]
    assert _local(seen) == f"{end:%Y-%m-%d %H:%M}"
    person, handover = asks(house, coordinator)
    claimed(rostered, handover)
    rostered.says("Ik ben er nog.")
    assert person.hears("human")["text"] == "Ik ben er nog."
    rostered.closes()
    rostered.on_duty(False)
    assert rostered.call("GET", "/queue").json()["shift_ends"] is None


def test_own_maximum_and_a_break(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer = Volunteer(house, f"Grens {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    me = volunteer.call("GET", "/session").json()
    assert (me["max_talks"], me["break_until"]) == (None, None)
    assert volunteer.call("POST", "/me", json={"max_talks": 1}).json()["max_talks"] == 1
    first, second = asks(house, coordinator), asks(house, coordinator)
    claimed(volunteer, first[1])
    full = volunteer.call("POST", f"/handovers/{second[1]}/claim")
    assert (full.status_code, full.json()["error"]) == (409, "hands_full")
    assert volunteer.call("POST", "/me", json={"max_talks": None}).json()["max_talks"] is None
    volunteer.closes()
    claimed(volunteer, second[1])
    volunteer.closes()
    resting = volunteer.call("POST", "/me/break", json={"minutes": 20}).json()
    assert resting["break_until"] == volunteer.call("GET", "/queue").json()["break_until"]
    assert volunteer.name not in volunteer.call("GET", "/queue").json()["on_duty"]
    assert next(one for one in coordinator.sees()["people"] if one["name"] == volunteer.name)["resting"]
    assert volunteer.call("POST", "/me/break", json={"minutes": 0}).json()["break_until"] is None
    assert volunteer.name in volunteer.call("GET", "/queue").json()["on_duty"]


def test_after_a_hard_talk_a_breather_a_question_and_a_call_back(house: RunningHouse, coordinator: Coordinator) -> None:
    volunteer = Volunteer(house, f"Zorg {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    assert volunteer.call("GET", "/queue").json()["debriefs"] == []
    _, handover = asks(house, coordinator, "ik wil dood")
    claimed(volunteer, handover)
    volunteer.closes()
    queue = volunteer.call("GET", "/queue").json()
    (debrief,) = queue["debriefs"]
    assert queue["break_until"]
    assert volunteer.name not in queue["on_duty"]
    other = Volunteer(house, "Niet gevraagd")
    assert other.call("POST", f"/debriefs/{debrief}", json={"answer": "fine"}).status_code == 404
    assert volunteer.call("POST", f"/debriefs/{debrief}", json={"answer": "call_me"}).json() == {"ok": True}
    assert volunteer.call("GET", "/queue").json()["debriefs"] == []
    (call,) = [one for one in coordinator.sees()["calls"] if one["id"] == debrief]
    assert call["helper"] == volunteer.name
    assert coordinator.call("POST", f"/debriefs/{debrief}/seen").json() == {"ok": True}
    assert debrief not in str(coordinator.sees()["calls"])


def test_anybody_may_see_the_figures_and_nobody_is_in_them(house: RunningHouse) -> None:
    answer = house.http.get("/figures")
    assert answer.status_code == 200
    assert set(answer.json()) == {"days", "promises", "waits"}
    page = house.http.get("/cijfers")
    assert page.status_code == 200
    assert "<h1>Onze cijfers</h1>" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|onclick=", page.text)
    for name in ("cijfers.js", "cijfers.css"):
        assert house.http.get(f"/static/{name}").status_code == 200
    assert 'href="/cijfers"' in house.http.get("/").text


def _monday() -> datetime.date:
    today = datetime.datetime.now(AMSTERDAM).date()
    return today - datetime.timedelta(days=today.weekday())


def _local(moment: str) -> str:
    return f"{datetime.datetime.fromisoformat(moment).astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
