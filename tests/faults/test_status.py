"""
What anybody may see of how the house keeps its word, who reads along, and the console's way to erase the talk of somebody who asks.
"""

import re
import uuid

import pytest

from handover import figures
from tests.conversations.people import Person, Volunteer
from tests.running import RunningHouse, until

PAGES = {"/status": "<h1>Houden we ons woord?</h1>", "/wie-leest-mee": "<h1>Wie leest mee?</h1>"}


@pytest.mark.parametrize("path", PAGES)
def test_pages_for_anybody_are_plain_and_linked(bare: RunningHouse, path: str) -> None:
    page = bare.http.get(path)
    assert page.status_code == 200
    assert PAGES[path] in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|onclick=", page.text)
    for name in re.findall(r'"(/static/[^"]+)"', page.text):
        assert bare.http.get(name).status_code == 200


def test_who_reads_along_is_told_in_five_sentences_from_the_menu(bare: RunningHouse) -> None:
    assert 'href="/wie-leest-mee"' in bare.http.get("/").text
    told = re.findall(r"<li>([^<]+)</li>", bare.http.get("/wie-leest-mee").text)
    assert len(told) == 5
    assert all(sentence.endswith(".") and sentence.count(".") == 1 for sentence in told)


def test_the_counters_hide_small_counts_and_hold_nobody(bare: RunningHouse) -> None:
    answer = bare.http.get("/status.json")
    assert answer.status_code == 200
    assert set(answer.json()) == {"days", "doubled", "unanswered", "promises", "longest"}
    assert (answer.json()["doubled"], answer.json()["unanswered"]) == (0, 0)
    assert [figures.blurred(count) for count in (0, 1, 9, 10, 25)] == [0, None, None, 10, 25]
    assert "/status.json" in bare.http.get("/openapi.json").json()["paths"]


def four_words(person: Person) -> str:
    """
    The words that somebody gets to come back with.
    """
    person.says("vier woorden")

    def given() -> str:
        found = [re.search(r":\n\n([a-z]+(?: [a-z]+){3})\n\n", message["text"]) for message in person.read_all()]
        return next((match[1] for match in reversed(found) if match), "")

    return str(until(given, "four words"))


def test_a_coordinator_erases_a_talk_by_its_four_words_and_a_volunteer_does_not(bare: RunningHouse) -> None:
    coordinator = Volunteer(bare, f"Kim {uuid.uuid4().hex[:4]}", "coordinator")
    volunteer = Volunteer(bare, f"Sam {uuid.uuid4().hex[:4]}")
    person = Person(bare)
    words = four_words(person)
    assert volunteer.call("POST", "/erase", json={"words": words}).status_code == 403
    assert coordinator.call("POST", "/erase", json={"words": "boom roos vis maan"}).status_code in (404, 422)
    erased = coordinator.call("POST", "/erase", json={"words": words})
    assert erased.status_code == 200, erased.text
    assert re.fullmatch(r"[0-9a-f]{16}", erased.json()["receipt"])
    assert bare.request("GET", "/chat/api/messages", person.token).status_code == 410
    assert coordinator.call("POST", "/erase", json={"words": words}).json()["error"] == "unknown_words"
    tries = [coordinator.call("POST", "/erase", json={"words": words}).status_code for _ in range(5)]
    assert tries[-1] == 429
