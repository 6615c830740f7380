"""
Coming back over HTTP: four words, a second token, guessing, and erasing by words; on both databases.
"""

import itertools
import uuid

import httpx
import pytest

from bot.returning import TRIES
from store.texts import texts
from tests.conversations.people import Person, fits
from tests.running import RunningHouse

OTHER_WORDS = "aalbes aanrecht aardbol abrikoos"
PEERS = itertools.count(1)


@pytest.fixture
def peer() -> str:
    """
    The address of somebody behind a proxy, another one for each test.
    """
    return f"203.0.113.{next(PEERS)}"


@pytest.fixture
def person(house: RunningHouse) -> Person:
    """
    Someone who said something and asked for their words.
    """
    someone = Person(house)
    someone.hears("bot")
    someone.says("Mijn vier woorden")
    assert fits(someone.hears("bot"), "words")
    return someone


def words_of(person: Person) -> str:
    """
    The four words, as they were told.
    """
    return next(str(m["text"]).split("\n\n")[1] for m in person.read_all() if fits(m, "words"))


def come_back(house: RunningHouse, peer: str, typed: str) -> httpx.Response:
    return house.http.post("/chat/api/return", json={"words": typed}, headers={"X-Forwarded-For": peer})


def read(house: RunningHouse, token: str) -> httpx.Response:
    return house.request("GET", "/chat/api/messages", token, params={"after": 0})


def send(house: RunningHouse, token: str, text: str) -> httpx.Response:
    return house.request("POST", "/chat/api/messages", token, json={"id": str(uuid.uuid4()), "text": text})


def test_four_words_give_a_second_key_to_the_whole_talk(house: RunningHouse, person: Person, peer: str) -> None:
    before = person.read_all()
    answer = come_back(house, peer, words_of(person).upper().replace(" ", ", "))
    assert answer.status_code == 200
    token, cursor = answer.json()["token"], answer.json()["cursor"]
    assert token != person.token
    assert cursor == 0
    told = read(house, token).json()["messages"]
    assert told[: len(before)] == before
    assert fits(told[len(before)], "returned_web")
    assert fits(person.hears("bot"), "returned_web"), "the first device sees that another one is there"
    assert send(house, token, "toch niet bewaren").status_code == 202
    assert fits(person.hears("bot"), "keep_not")
    assert send(house, person.token, "mijn woorden").status_code == 202
    assert words_of(person) in person.hears("bot")["text"]


def test_after_erasing_every_key_says_gone(house: RunningHouse, person: Person, peer: str) -> None:
    words = words_of(person)
    tokens = [person.token, *(come_back(house, peer, words).json()["token"] for _ in range(2))]
    assert house.request("POST", "/chat/api/erase", tokens[1]).status_code == 200
    for token in tokens:
        for answer in (read(house, token), send(house, token, "hoi"), house.request("GET", "/chat/api/stream", token)):
            assert (answer.status_code, answer.json()["error"]) == (410, "erased")
    gone = come_back(house, peer, words)
    assert (gone.status_code, gone.json()["error"]) == (404, "unknown_words")


def test_erasing_by_words_at_the_command_line(house: RunningHouse, person: Person) -> None:
    words = words_of(person)
    done = house.command("erase", "--words", words.replace(" ", "-"))
    assert done.returncode == 0, done.stderr
    assert "Bewijs: " in done.stdout
    assert read(house, person.token).status_code == 410
    again = house.command("erase", "--words", words)
    assert again.returncode == 1
    assert "Deze vier woorden ken ik niet." in again.stderr
    assert not any(word in again.stderr for word in words.split())


def test_guessing_is_slowed_down_for_one_and_not_for_another(house: RunningHouse, person: Person, peer: str) -> None:
    for _ in range(TRIES):
        wrong = come_back(house, peer, OTHER_WORDS)
        assert (wrong.status_code, wrong.json()["error"]) == (404, "unknown_words")
    for typed in (OTHER_WORDS, words_of(person)):
        slow = come_back(house, peer, typed)
        assert (slow.status_code, slow.json()["error"]) == (429, "too_many_tries")
        assert slow.json()["detail"] == "Even rustig aan. Probeer het over een minuut nog eens."
    assert come_back(house, "198.51.100.7", words_of(person)).status_code == 200


@pytest.mark.parametrize("typed", ["", "hoi", "\u0000", "😀 😀 😀 😀", "aalbes " * 400])
def test_what_is_no_four_words_is_unknown(house: RunningHouse, peer: str, typed: str) -> None:
    answer = come_back(house, peer, typed)
    assert (answer.status_code, answer.json()["error"]) == (404, "unknown_words")
    assert typed.strip() == "" or typed.strip() not in answer.text


def test_no_address_and_no_words_are_kept(house: RunningHouse, person: Person, peer: str) -> None:
    words = words_of(person)
    come_back(house, peer, words)
    come_back(house, peer, OTHER_WORDS)
    files = [path for path in house.data.parent.rglob("*") if path.is_file() and path.is_relative_to(house.data)]
    kept = b"".join(path.read_bytes() for path in [*files, house.output])
    assert kept
    for marker in (peer, words, words.replace(" ", "")):
        assert marker.encode() not in kept


def test_kept_longer_only_after_a_yes(house: RunningHouse, person: Person) -> None:
    person.chooses("Bewaar 30 dagen")
    told = person.hears("bot")
    assert told["text"] == texts().record("keep", days=30).text
    person.chooses("Toch alleen vandaag")
    assert fits(person.hears("bot"), "keep_not")
