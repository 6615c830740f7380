"""
What the log, the claims and the safety net promise, over HTTP, also while things break.
"""

import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.conversations.people import Message, Person, Volunteer, fits
from tests.conversations.script import listens
from tests.running import RunningHouse, until


def queued(house: RunningHouse) -> Person:
    """
    A person who waits for a volunteer.
    """
    person = Person(house)
    person.says("ik wil een mens spreken")
    assert fits(person.hears("bot"), "welcome")
    card = person.hears("bot")
    if fits(card, "nobody_on_duty"):
        person.says("ja")
        card = person.hears("bot")
    assert any(fits(card, name) for name in ("card", "card_more", "card_later")), card
    person.says("ja, stuur maar")
    waiting = person.hears("bot")
    assert any(fits(waiting, name) for name in ("waiting", "waiting_first", "waiting_nobody")), waiting
    return person


def down(message: Message) -> bool:
    """
    Whether a message says that the engine is away, with what there is instead.
    """
    return any(fits(message, name) for name in ("engine_down", "engine_down_nobody", "engine_down_wait"))


def test_the_same_message_twice_is_one_message_and_one_answer(house: RunningHouse) -> None:
    person = Person(house)
    message_id = str(uuid.uuid4())
    first = person.send(message_id=message_id, text="hoi")
    second = person.send(message_id=message_id, text="hoi")
    assert first.json() == second.json()
    assert fits(person.hears("bot"), "welcome")
    assert fits(person.hears("bot"), "utter_greet")
    person.says("doei")
    person.hears("bot")
    assert [m["text"] for m in person.read_all() if m["from"] == "you"] == ["hoi", "doei"]


def test_many_messages_at_once_are_kept_in_order_without_gaps(house: RunningHouse) -> None:
    person = Person(house)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: person.send(text=f"bericht {n}").json()["seq"], range(24)))
    assert len(set(numbers)) == 24

    def all_answered() -> bool:
        seen = person.read_all()
        return len([m for m in seen if m["from"] == "bot"]) >= 25

    until(all_answered, "an answer to each", 60)
    assert [m["seq"] for m in person.seen] == list(range(1, len(person.seen) + 1))
    assert sorted(m["seq"] for m in person.seen if m["from"] == "you") == sorted(numbers)


def test_of_many_claims_exactly_one_wins_and_the_others_cannot_read_on(house: RunningHouse) -> None:
    volunteers = [Volunteer(house, f"Claim {n}") for n in range(2)]
    for volunteer in volunteers:
        volunteer.on_duty()
    person = queued(house)
    handover = until(volunteers[0].waiting, "somebody waiting")[0]
    start = threading.Barrier(20)

    def claim(n: int) -> tuple[int, int]:
        start.wait()
        answer = volunteers[n % 2].call("POST", f"/handovers/{handover['id']}/claim")
        assert answer.status_code in (200, 409), answer.text
        if answer.status_code == 409:
            assert answer.json()["error"] == "already_claimed"
        return answer.status_code, n % 2

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(claim, range(20)))
    assert Counter(code for code, _ in results) == {200: 1, 409: 19}
    winner = next(n for code, n in results if code == 200)
    assert fits(person.hears("system"), "switch_to_human")
    loser = volunteers[1 - winner]
    assert loser.call("GET", f"/conversations/{handover['conversation']}/messages").status_code == 403
    said = {"id": str(uuid.uuid4()), "text": "hoi"}
    assert loser.call("POST", f"/conversations/{handover['conversation']}/messages", json=said).status_code == 403
    volunteers[winner].handover = handover
    volunteers[winner].closes()


def test_a_helper_sees_the_summary_and_the_live_talk_and_nothing_before(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Lezer")
    volunteer.on_duty()
    person = Person(house)
    person.says("mijn geheim is vuurtoren, ik ben verdrietig")
    person.hears("bot")
    person.hears("bot")
    person.says("ik wil een mens spreken")
    until(lambda: fits(person.hears("bot"), "card"), "the card")
    person.chooses("Pas aan")
    person.hears("bot")
    person.says("Ik wil even praten.")
    person.hears("bot")
    assert all("praten" not in shown["summary"] for shown in volunteer.waiting())
    person.chooses("Ja, stuur maar")
    person.hears("bot")
    handover = volunteer.claims()
    assert handover["summary"] == "Ik wil even praten."
    person.says("daar ben je")
    person.read(wait=2)
    texts = [m["text"] for m in volunteer.reads()]
    assert "daar ben je" in texts
    assert not any("vuurtoren" in text for text in texts)
    everything = str(volunteer.call("GET", f"{volunteer.talk}/messages").json()) + str(
        volunteer.call("GET", "/queue").json()
    )
    assert "vuurtoren" not in everything
    volunteer.closes()
    assert volunteer.call("GET", f"{volunteer.talk}/messages").status_code == 403


def test_erasing_takes_the_talk_the_queue_and_the_token(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Wisser")
    volunteer.on_duty()
    person = queued(house)
    receipt = house.request("POST", "/chat/api/erase", person.token)
    assert receipt.status_code == 200
    assert len(receipt.json()["receipt"]) == 16
    for method, path in (("GET", "/chat/api/messages"), ("GET", "/chat/api/stream"), ("POST", "/chat/api/erase")):
        assert house.request(method, path, person.token).status_code == 410
    assert person.send(text="hoi").status_code == 410
    assert volunteer.waiting() == []


def test_wis_alles_in_as_many_words_erases_at_once(house: RunningHouse) -> None:
    person = Person(house)
    answer = person.send(text="Wis alles!")
    assert answer.status_code == 202
    assert answer.json()["receipt"]
    assert house.request("GET", "/chat/api/messages", person.token).json()["error"] == "erased"


def test_a_button_of_another_talk_or_an_invented_one_is_refused(house: RunningHouse) -> None:
    person = Person(house)
    for choice in ("1-99", "999-0", "x", "1-0; drop table", "-1-0", "1-٣", "²-0"):
        answer = person.send(choice=choice)
        assert (answer.status_code, answer.json()["error"]) == (422, "unknown_choice")
    person.says("hoi")
    assert person.send(choice="2-0").status_code == 422


def test_errors_are_clear_and_lose_nothing(house: RunningHouse) -> None:
    person = Person(house)
    assert person.send(text="x" * 4001).json()["error"] == "too_long"
    assert person.send(text="   ").json()["error"] == "empty_message"
    wrong = house.request("POST", "/chat/api/messages", person.token, json={"id": "geen uuid", "text": "geheim"})
    assert (wrong.status_code, wrong.json()["error"]) == (422, "invalid_request")
    assert "geheim" not in wrong.text
    assert house.request("GET", "/chat/api/messages", "verzonnen").status_code == 401
    assert house.request("GET", "/console/api/queue", person.token).status_code == 401
    assert house.request("POST", "/chat/api/return", json={"words": "een twee drie vier"}).status_code == 404
    assert house.request("GET", "/bestaat/niet").json()["error"] == "not_found"
    assert [m["from"] for m in person.read_all()] == ["bot"]
    half = b'{"id": "%s", "text": "half \\ud83d teken"}' % str(uuid.uuid4()).encode()
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    assert house.http.post("/chat/api/messages", headers=headers, content=half).status_code == 202
    assert [m["text"] for m in person.read_all() if m["from"] == "you"] == ["half ? teken"]


def test_the_event_stream_gives_what_the_poll_gives(house: RunningHouse) -> None:
    person = Person(house)
    person.says("hoi")
    person.hears("bot")
    person.hears("bot")
    headers = {"Authorization": f"Bearer {person.token}"}
    numbers: list[int] = []
    with house.http.stream("GET", "/chat/api/stream", params={"after": 1}, headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("id: "):
                numbers.append(int(line[4:]))
            if numbers and numbers[-1] == person.cursor:
                break
    assert numbers == list(range(2, person.cursor + 1))


def test_the_engine_dies_in_the_middle_and_comes_back(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Storing")
    person = Person(house)
    person.says("ik voel me alleen")
    person.hears("bot")
    person.hears("bot")
    house.kill_engine()
    person.says("niemand belt mij")
    assert down(person.hears("bot", within=5))
    person.says("ik wil dood")
    assert fits(person.hears("bot", within=5), "safety_suicide_orange")
    person.says("ik ga het nu doen, ik heb de pillen al ingenomen")
    assert "112" in person.hears("bot", within=5)["text"]
    volunteer.on_duty()
    person.says("ik wil een mens spreken")
    assert fits(person.hears("bot", within=5), "card")
    house.until_engine()
    late = person.hears("bot", within=30)
    assert listens(late), late


def test_a_person_and_a_helper_can_be_reached_while_the_engine_is_down(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Zonder engine")
    volunteer.on_duty()
    house.kill_engine()
    person = queued(house)
    volunteer.claims()
    assert fits(person.hears("system"), "switch_to_human")
    volunteer.says("Ik ben er, ook zonder computer.")
    assert person.hears("human")["text"] == "Ik ben er, ook zonder computer."
    volunteer.closes()
    house.until_engine()


def test_asking_for_the_coordinator_reaches_a_coordinator_and_shows_no_summary(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Vrager")
    coordinator = Volunteer(house, "Coördinator", role="coordinator")
    volunteer.on_duty()
    queued(house)
    volunteer.claims()
    assert coordinator.call("GET", "/queue").json()["asking"] == []
    assert volunteer.call("POST", f"/handovers/{volunteer.handover['id']}/escalate").status_code == 200
    asking = coordinator.call("GET", "/queue").json()["asking"]
    assert [(a["helper"], set(a)) for a in asking] == [(volunteer.name, {"id", "level", "since", "helper"})]
    assert volunteer.call("GET", "/queue").json()["asking"] == []
    volunteer.closes()
    assert coordinator.call("GET", "/queue").json()["asking"] == []


def test_roles_see_only_their_own_lane(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Baan")
    meldpunt = Volunteer(house, "Meldpunt", role="meldpunt")
    editor = Volunteer(house, "Redactie", role="editor")
    volunteer.on_duty()
    queued(house)
    handover = volunteer.waiting()[0]["id"]
    assert meldpunt.waiting() == []
    assert meldpunt.call("POST", f"/handovers/{handover}/claim").status_code == 404
    assert editor.call("GET", "/queue").status_code == 403
    assert editor.call("POST", f"/handovers/{handover}/claim").status_code == 403
    volunteer.claims()
    volunteer.closes("other_help")
    assert volunteer.call("POST", f"/handovers/{handover}/close", json={"reason": "good_end"}).status_code == 409


def test_a_hanging_engine_is_told_within_five_seconds_and_answers_when_it_moves_again(house: RunningHouse) -> None:
    person = Person(house)
    person.says("ik voel me alleen")
    person.hears("bot")
    person.hears("bot")
    engine = house.engine()
    engine.suspend()
    try:
        began = time.monotonic()
        person.says("niemand belt mij")
        assert down(person.hears("bot", within=6))
        assert time.monotonic() - began < 5
        person.says("ik wil dood")
        assert fits(person.hears("bot", within=2), "safety_suicide_orange")
    finally:
        engine.resume()
    late = person.hears("bot", within=30)
    assert listens(late), late


def test_a_killed_app_loses_nothing_and_answers_after_the_start(house: RunningHouse) -> None:
    volunteer = Volunteer(house, "Herstart")
    volunteer.on_duty()
    waiting = queued(house)
    person = Person(house)
    person.says("hoi")
    person.hears("bot")
    person.hears("bot")
    house.engine().suspend()
    seq = person.says("ik lig weer wakker")
    house.kill()
    house.start()
    assert [m["seq"] for m in person.read_all() if m["text"] == "ik lig weer wakker"] == [seq]
    house.until_engine()
    answer = person.hears("bot", within=30)
    assert down(answer) or listens(answer), answer
    if down(answer):
        assert listens(person.hears("bot", within=30))
    volunteer.on_duty()
    volunteer.claims()
    assert fits(waiting.hears("system"), "switch_to_human")
    volunteer.closes()


def test_nothing_that_was_written_is_readable_at_rest(house: RunningHouse) -> None:
    marker = f"vuurtoren{uuid.uuid4().hex[:8]}"
    volunteer = Volunteer(house, "Rust")
    volunteer.on_duty()
    person = Person(house)
    person.says(f"ik ben verdrietig om {marker}")
    person.hears("bot")
    person.hears("bot")
    person.says(f"{marker} " * 3 + "ik wil dood")
    person.hears("bot")
    person.says("ik wil een mens spreken")
    assert fits(person.hears("bot"), "card")
    person.chooses("Pas aan")
    person.hears("bot")
    person.says(f"Mijn woord is {marker}.")
    person.hears("bot")
    person.chooses("Ja, stuur maar")
    person.hears("bot")
    assert marker in volunteer.claims()["summary"]
    volunteer.says(f"Ik las {marker}.")
    note = {"reason": "good_end", "note": f"ging over {marker}"}
    assert volunteer.call("POST", f"/handovers/{volunteer.handover['id']}/close", json=note).status_code == 200
    assert (
        house.request("POST", "/chat/api/messages", person.token, json={"id": marker, "text": marker}).status_code
        == 422
    )
    files = [path for path in house.data.rglob("*") if path.is_file()] + [house.output]
    assert len(files) >= 3
    assert [path.name for path in files if marker.encode() in path.read_bytes()] == []
