"""
Subjects: an answer that says no more than what it is about is taken up, with what was told of it before.
"""

from typing import Any

import pytest

from actions.memory import hear
from tests.unit.actions.turns import Turn, turn

TOLD = ["die gasten van mijn klas hebben een chat zonder mij", "ik mis mijn werk elke dag"]


def reply(text: str, **state: Any) -> Turn:
    """
    The answer to a message, after an open question.
    """
    state = {"question": "open", "quotes": TOLD, **state}
    return turn("action_reflect", text, "prefer_not_to_say", **(state | hear(state, text)))


@pytest.mark.parametrize(
    ("text", "response", "thing"),
    [
        ("over die chat", "utter_about_thing", "die chat"),
        ("gewoon over de chat dus", "utter_about_thing", "de chat"),
        ("ik wil het liever over mn werk hebben", "utter_about_thing", "je werk"),
        ("het gaat over dat van gisteren", "utter_about_new", "dat van gisteren"),
        ("dat van gisteren", "utter_about_new", "dat van gisteren"),
        ("over school", "utter_about_new", "school"),
        ("over de kerstdagen", "utter_about_new", "de kerstdagen"),
        ("over wat ik net zei", None, None),
        ("over de dood", "utter_about_this", None),
        ("over die kutchat", "utter_about_this", None),
    ],
)
def test_a_subject_is_taken_up(text: str, response: str | None, thing: str | None) -> None:
    told = reply(text)
    assert (told.said[0] == response) is (response is not None)
    assert told.facts[0].get("thing") == thing


def test_what_was_told_of_it_comes_back_and_never_to_who_does_not_like_that() -> None:
    assert reply("over mijn werk").facts[0]["words"] == TOLD[1]
    assert reply("over mijn werk", no_quotes=True).facts[0]["words"] is None


def test_him_or_her_is_whoever_was_spoken_of() -> None:
    state = hear({}, "mijn zus belt nooit")
    assert reply("over haar", **state).facts[0]["thing"] == "je zus"


@pytest.mark.parametrize(
    "text",
    [
        "over iets anders",
        "niet over mijn werk",
        "over mij",
        "liever over niets",
        "ik denk vaak na over de tijd met haar en dat doet zeer",
        "dat weet ik niet",
    ],
)
def test_what_is_no_subject_is_left(text: str) -> None:
    assert not (hear({"question": "open"}, text)["news"] or {}).get("topic")


def test_at_a_question_for_something_else_it_is_an_answer_to_that() -> None:
    assert not (hear({"question": "wish"}, "over mijn werk")["news"] or {}).get("topic")
