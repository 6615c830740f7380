"""
Colleagues beside a talk, over HTTP: reading along, whispers, giving a talk on, the same helper again, own lines and practice.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.conversations.people import Person, Volunteer, fits
from tests.conversations.test_promises import queued
from tests.running import RunningHouse, until

Trio = tuple[Volunteer, Volunteer, Volunteer]


@pytest.fixture
def trio(house: RunningHouse) -> Trio:
    """
    Three volunteers on duty whom no other test knows.
    """
    mark = uuid.uuid4().hex[:6]
    sam, noor, bo = [Volunteer(house, f"{name} {mark}") for name in ("Sam", "Noor", "Bo")]
    for volunteer in (sam, noor, bo):
        volunteer.on_duty()
    return sam, noor, bo


def id_of(asker: Volunteer, colleague: Volunteer) -> str:
    """
    The id of a colleague, as the console knows it.
    """
    found = asker.call("GET", "/colleagues").json()["colleagues"]
    assert asker.name not in [one["name"] for one in found]
    one = next(one for one in found if one["name"] == colleague.name)
    assert (one["role"], one["there"]) == ("volunteer", True)
    return str(one["id"])


def live(house: RunningHouse, helper: Volunteer) -> Person:
    """
    A person whose talk a helper holds.
    """
    person = queued(house)
    helper.claims()
    assert fits(person.hears("system"), "switch_to_human")
    return person


def post(who: Volunteer, path: str, /, **body: Any) -> httpx.Response:
    """
    A deed at the handover that a helper has in mind.
    """
    return who.call("POST", f"/handovers/{who.handover['id']}/{path}", json=body)


def whispers(helper: Volunteer) -> list[dict[str, Any]]:
    answer = helper.call("GET", f"/handovers/{helper.handover['id']}/whispers")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["whispers"])


def whisper(helper: Volunteer, text: str) -> int:
    answer = post(helper, "whispers", id=str(uuid.uuid4()), text=text)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["id"])


def streamed(house: RunningHouse, helper: Volunteer) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    The events of a helper's live talk as they come: the kind, and what it says.
    """
    headers, kind = {"Authorization": f"Bearer {helper.token}"}, "message"
    with (
        httpx.Client(base_url=house.url, timeout=30.0) as own,
        own.stream("GET", f"/console/api{helper.talk}/stream", headers=headers) as stream,
    ):
        for line in stream.iter_lines():
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            if line.startswith("data: "):
                yield kind, json.loads(line.removeprefix("data: "))
                kind = "message"


def reading_along(sam: Volunteer, noor: Volunteer) -> None:
    """
    One asks, the other comes.
    """
    assert post(sam, "readers", helper=id_of(sam, noor)).json() == {"ok": True}
    noor.handover = sam.handover
    joined = post(noor, "readers/join")
    assert joined.status_code == 200, joined.text
    assert (joined.json()["id"], joined.json()["live_from"]) == (sam.handover["id"], sam.handover["live_from"])


def test_a_reader_reads_what_the_helper_reads_and_can_do_nothing_else(house: RunningHouse, trio: Trio) -> None:
    sam, noor, bo = trio
    person = live(house, sam)
    noor.handover = bo.handover = sam.handover
    assert noor.call("GET", f"{noor.talk}/messages").status_code == 403
    reading_along(sam, noor)
    told = person.hears("system")
    assert fits(told, "reader_joins")
    assert told["text"].startswith(f"{noor.name} leest mee om {sam.name} te helpen.")
    post(noor, "readers/join")
    person.says("mijn verhaal")
    until(lambda: any(m["text"] == "mijn verhaal" for m in noor.reads(1)), "the person's words")
    assert noor.call("GET", f"{noor.talk}/messages").json() == sam.call("GET", f"{sam.talk}/messages").json()
    said = {"id": str(uuid.uuid4()), "text": "ik schrijf toch"}
    assert noor.call("POST", f"{noor.talk}/messages", json=said).json()["error"] == "not_yours"
    assert noor.call("POST", f"{noor.talk}/typing", json={}).status_code == 403
    for deed in ("heartbeat", "return", "close", "transfer"):
        assert post(noor, deed, reason="good_end", note="").status_code == 403, deed
    for path in ("messages", "stream"):
        assert bo.call("GET", f"{bo.talk}/{path}").status_code == 403
    assert post(bo, "readers/join").status_code == 403
    assert bo.call("GET", f"/handovers/{sam.handover['id']}/whispers").status_code == 403
    assert post(bo, "whispers", id="1", text="hoi").status_code == 403
    sam.closes()
    assert noor.call("GET", f"{noor.talk}/messages").status_code == 403
    assert [m for m in person.read_all() if "leest mee" in m["text"]] == [told]


def test_whispers_are_for_colleagues_and_gone_with_the_talk(house: RunningHouse, trio: Trio) -> None:
    sam, noor, _ = trio
    person = live(house, sam)
    secret = f"fluister{uuid.uuid4().hex[:8]}"
    first = whisper(sam, f"{secret} een")
    reading_along(sam, noor)
    second = whisper(noor, f"{secret} twee")
    assert [(w["id"], w["helper"], w["mine"]) for w in whispers(noor)] == [
        (first, sam.name, False),
        (second, noor.name, True),
    ]
    assert secret not in str(person.read_all())
    assert secret not in sam.call("GET", f"{sam.talk}/messages").text
    for name in ("data", "log"):
        files = [house.output] if name == "log" else [path for path in house.data.rglob("*") if path.is_file()]
        assert [path.name for path in files if secret.encode() in path.read_bytes()] == []
    assert house.request("POST", "/chat/api/erase", person.token).status_code == 200
    for helper in (sam, noor):
        assert helper.call("GET", f"/handovers/{sam.handover['id']}/whispers").status_code == 404


def test_the_stream_brings_readers_and_whispers_as_they_come(house: RunningHouse, trio: Trio) -> None:
    sam, noor, _ = trio
    live(house, sam)
    whisper(sam, "eerder")
    events: list[tuple[str, dict[str, Any]]] = []
    for kind, data in streamed(house, sam):
        events.append((kind, data))
        if data.get("text") == "eerder":
            reading_along(sam, noor)
        if data.get("readers") == [noor.name]:
            whisper(noor, "ik lees mee")
        if data.get("text") == "ik lees mee":
            break
    beside = [(kind, data) for kind, data in events if kind in ("readers", "whisper")]
    assert [kind for kind, _ in beside] == ["readers", "whisper", "readers", "whisper"]
    assert beside[0][1] == {"readers": []}
    assert set(beside[3][1]) == {"id", "helper", "mine", "text", "at"}
    sam.closes()


def test_a_talk_given_on_waits_for_the_colleague(house: RunningHouse, trio: Trio) -> None:
    sam, noor, bo = trio
    person = live(house, sam)
    bo.handover = noor.handover = sam.handover
    assert post(bo, "transfer", helper=None, note="").status_code == 403
    assert post(sam, "transfer", helper=id_of(sam, noor), note="Ze houdt van tuinen.").json() == {"ok": True}
    told = person.hears("system")
    assert fits(told, "transfer_to")
    assert sam.name in told["text"]
    assert noor.name in told["text"]
    refused = post(bo, "claim")
    assert (refused.status_code, refused.json()["error"]) == (409, "for_colleague")
    assert post(bo, "decline").status_code == 403
    claimed = post(noor, "claim")
    assert (claimed.status_code, claimed.json()["handing"]) == (200, "Ze houdt van tuinen.")
    assert "tuinen" not in str(person.read_all())
    assert post(noor, "transfer", helper=id_of(noor, bo), note="").status_code == 200
    person.read_all()
    assert post(bo, "decline").json() == {"ok": True}
    assert any(fits(m, "wanted_away") for m in person.read_all())
    assert post(sam, "claim").status_code == 200
    assert post(sam, "transfer", helper=None, note="").status_code == 200
    assert any(fits(m, "transfer_any") for m in person.read_all())
    assert post(bo, "claim").status_code == 200
    bo.closes()


def test_both_want_each_other_again_and_the_next_talk_leads_back(house: RunningHouse, trio: Trio) -> None:
    sam, noor, _ = trio
    person = live(house, sam)
    assert post(sam, "close", reason="good_end", note="", again="altijd").status_code == 422
    assert post(sam, "close", reason="good_end", note="", again="weeks").status_code == 200
    assert fits(person.hears("system"), "switch_to_bot")
    assert fits(person.hears("bot"), "bond_question")
    person.says("ja")
    assert fits(person.hears("bot"), "bond_kept")
    assert fits(person.hears("bot"), "bond_keep")
    person.chooses("Nee, liever niet")
    person.hears("bot")
    person.says("ik wil een mens spreken")
    card = person.hears("bot")
    assert fits(card, "card_more")
    assert sam.name in card["text"]
    assert noor.name in card["text"]
    person.chooses("Ja, stuur maar")
    waiting = person.hears("bot")
    assert fits(waiting, "bond_waiting")
    assert sam.name in waiting["text"]
    noor.handover = noor.waiting()[0]
    assert noor.handover["wanted"] == id_of(noor, sam)
    assert post(noor, "claim").json()["error"] == "for_colleague"
    sam.claims()
    assert fits(person.hears("system"), "switch_to_human")
    sam.closes()
    assert fits(person.hears("system"), "switch_to_bot")
    person.chooses("Toch liever niet")
    assert fits(person.hears("bot"), "bond_not")


def test_somebody_may_rather_have_whoever_comes_first(house: RunningHouse, trio: Trio) -> None:
    sam, noor, bo = trio
    person = live(house, sam)
    assert post(sam, "transfer", helper=id_of(sam, noor), note="").status_code == 200
    assert fits(person.hears("system"), "transfer_to")
    person.chooses("Liever wie het eerst kan")
    assert fits(person.hears("bot"), "waiting_first")
    bo.claims()
    bo.closes()


def test_own_lines_are_ones_own(house: RunningHouse, trio: Trio) -> None:
    sam, noor, _ = trio
    secret = f"zin{uuid.uuid4().hex[:8]}"
    kept = sam.call("POST", "/lines", json={"text": f" Neem je tijd, {secret}. "}).json()["id"]
    assert sam.call("GET", "/lines").json() == {"lines": [{"id": kept, "text": f"Neem je tijd, {secret}."}]}
    assert noor.call("GET", "/lines").json() == {"lines": []}
    assert noor.call("DELETE", f"/lines/{kept}").status_code == 404
    files = [path for path in house.data.rglob("*") if path.is_file()]
    assert [path.name for path in files if secret.encode() in path.read_bytes()] == []
    assert sam.call("POST", "/lines", json={"text": "  "}).json()["error"] == "empty_message"
    assert sam.call("POST", "/lines", json={"text": "x" * 501}).status_code == 422
    assert sam.call("DELETE", f"/lines/{kept}").status_code == 204
    assert sam.call("GET", "/lines").json() == {"lines": []}


def test_practice_is_for_the_desk(house: RunningHouse, trio: Trio) -> None:
    talks = trio[0].call("GET", "/practice").json()["talks"]
    assert len(talks) == 5
    assert {turn["from"] for talk in talks for turn in talk["turns"]} == {"person", "choice"}
    editor = Volunteer(house, "Redactie samen", role="editor")
    for path in ("/practice", "/lines", "/colleagues"):
        assert editor.call("GET", path).status_code == 403
    assert house.request("GET", "/console/api/practice").status_code == 401
