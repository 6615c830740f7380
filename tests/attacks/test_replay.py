"""
Replay: what was sent once is not done twice, and an id or a button of one talk means nothing in another.
"""

import uuid

from tests.attacks.conftest import Scene, offered, tapped
from tests.conversations.people import Person
from tests.running import until


def test_a_message_that_comes_again_with_other_words_changes_nothing(scene: Scene) -> None:
    person, number = Person(scene.house), str(uuid.uuid4())
    first = person.send(message_id=number, text="Het eerste").json()
    again = person.send(message_id=number, text="Iets heel anders").json()
    assert first == again
    assert [m["text"] for m in person.read_all() if m["from"] == "you"] == ["Het eerste"]


def test_an_id_of_another_talk_is_just_an_id(scene: Scene) -> None:
    one, other, number = Person(scene.house), Person(scene.house), str(uuid.uuid4())
    one.send(message_id=number, text="Van de een")
    assert other.send(message_id=number, text="Van de ander").status_code == 202
    assert [m["text"] for m in other.read_all() if m["from"] == "you"] == ["Van de ander"]


def test_a_yes_that_is_replayed_after_a_no_sends_nothing(scene: Scene) -> None:
    person = Person(scene.house)
    person.says("Ik wil met een mens praten")
    yes = offered(person, "Ja, stuur maar")
    tapped(person, "Toch niet")
    before = {one["id"] for one in scene.sanne.waiting()}
    assert person.send(choice=yes).status_code == 202
    until(lambda: person.read_all()[-1]["from"] != "you", "an answer")
    assert {one["id"] for one in scene.sanne.waiting()} == before


def test_a_helpers_line_that_comes_again_stands_once(scene: Scene) -> None:
    line = {"id": "h-1", "text": "Nog even dit."}
    path = scene.fill("/conversations/{talk}/messages")
    first, again = (scene.sanne.call("POST", path, json=line).json() for _ in range(2))
    assert first == again
    assert [m["text"] for m in scene.mine.read_all()].count("Nog even dit.") == 1


def test_an_erased_talk_stays_erased_for_every_key(scene: Scene) -> None:
    person = Person(scene.house)
    person.says("Dit moet weg")
    receipt = scene.house.request("POST", "/chat/api/erase", person.token).json()["receipt"]
    assert receipt
    for method, path, body in (
        ("GET", "/messages", None),
        ("POST", "/messages", {"id": str(uuid.uuid4()), "text": "Hallo?"}),
        ("POST", "/erase", None),
        ("GET", "/stream", None),
        ("GET", "/messages/1/picture", None),
    ):
        answer = scene.house.request(method, f"/chat/api{path}", person.token, json=body)
        assert (answer.status_code, answer.json()["error"]) == (410, "erased"), path
