"""
Naming: whose name it is. Titles are nobody's, "hij" and "zij" are whoever was spoken of last, and what was only thought makes no friend.
"""

from typing import Any

import pytest

from actions.memory import hear, known
from tests.unit.actions.turns import turn


def said(*messages: str, **state: Any) -> dict[str, Any]:
    """
    The memory after some messages.
    """
    for message in messages:
        state |= hear(state, message)
    return state


def people(*messages: str) -> dict[str, str]:
    """
    Names and who they are, after some messages; nothing for whoever is not known.
    """
    return {person["name"]: person["who"] for person in said(*messages)["people"] or [] if person["name"]}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("mijn buurvrouw, Mevrouw, is lief", {}),
        ("mijn zus heet meneer", {}),
        ("ik zei: Meneer, mijn man is weg", {}),
        ("mijn buurvrouw mevrouw Peeters is heel lief", {"mevrouw Peeters": "buurvrouw"}),
        ("Mijn buurman heet Meneer van der Berg", {"meneer van der Berg": "buurman"}),
        ("mijn buurvrouw heet juffrouw jansen", {"juffrouw Jansen": "buurvrouw"}),
    ],
)
def test_a_title_is_no_name(message: str, found: dict[str, str]) -> None:
    assert people(message) == found


def test_a_title_is_not_ones_own_name_either() -> None:
    assert said("noem me maar meneer")["told"] is None
    assert known(said("ik heet mevrouw peeters")) == "je heet mevrouw Peeters"


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        (["mijn moeder is ziek", "mijn dochter komt nooit", "zij heet Els"], {"Els": "dochter"}),
        (["mijn dochter komt nooit", "mijn moeder is ziek", "zij heet Els"], {"Els": "moeder"}),
        (["mijn dochter komt nooit", "mijn moeder is ziek", "mijn dochter wel soms", "ze heet Els"], {"Els": "dochter"}),
        (["mijn moeder is ziek", "mijn zoon komt nooit", "zij heet Els"], {"Els": "moeder"}),
        (["mijn zus en mijn hond zijn hier, hij heet Max"], {"Max": "hond"}),
        (["hij heet Max, mijn hond"], {"Max": "hond"}),
        (["ik heb een hond", "de hond is oud", "hij heet Max"], {"Max": "hond"}),
        (["mijn buurman groet nooit", "zij heet Maria"], {"Maria": ""}),
        (["mijn broer belt nooit", "er is een nieuwe jongen op het werk", "hij heet Tom"], {"Tom": ""}),
        (["mijn broer belt nooit", "die dokter luistert niet, hij heet Tom"], {"Tom": ""}),
        (["mijn zus Bo belt nooit", "zij heet Els"], {"Bo": "zus", "Els": ""}),
        (["hij heet Tom"], {"Tom": ""}),
        (["hij heet Tom", "mijn buurman"], {"Tom": "buurman"}),
        (["hij heet Tom", "dat is een collega van mij"], {"Tom": "collega"}),
        (["hij heet Tom", "het regent", "mijn buurman belde"], {"Tom": ""}),
    ],
)  # fmt: skip
def test_he_or_she_is_whoever_was_spoken_of_last(messages: list[str], found: dict[str, str]) -> None:
    assert people(*messages) == found


def test_of_a_name_without_more_we_ask_softly_who_it_is() -> None:
    state = said("hij heet Tom")
    asked = turn("action_reflect", "hij heet Tom", "share_sadness", **state)
    assert (asked.said, asked.facts[0]["name"], asked.facts[0].get("relation")) == (["utter_listen_who"], "Tom", None)
    assert known(state) is None
    told = turn("action_reflect", "mijn buurman", "share_sadness", **(asked.slots | hear(asked.slots, "mijn buurman")))
    assert (told.said, told.facts[0]["relation"]) == (["utter_listen_new_person"], "je buurman")


@pytest.mark.parametrize(
    "message",
    [
        "ik dacht dat Sara mijn vriendin was",
        "ik dacht altijd dat sara mijn beste vriendin was",
        "het is niet zo dat Sara mijn vriendin is",
        "ik wou dat Sara mijn vriendin was",
        "ze zeggen dat Sara zogezegd mijn vriendin is",
        "Sara is mijn vriendin niet",
        "Sara was mijn vriendin",
        "Sara is nooit mijn vriendin geweest",
        "Sara is geen vriendin van mij",
        "alsof Sara mijn vriendin is",
    ],
)
def test_what_is_denied_past_or_doubted_is_not_concluded(message: str) -> None:
    assert people(message) == {}
    assert set(people("Sara is mijn vriendin", message).values()) <= {"", "vriendin"}


@pytest.mark.parametrize(
    "message",
    [
        "ik dacht dat Sara mijn vriendin was",
        "Sara is geen vriendin meer",
        "Sara is nooit mijn vriendin geweest",
        "Sara is mijn vriendin niet meer",
    ],
)
def test_who_is_a_friend_no_more_is_called_so_no_more(message: str) -> None:
    assert people("Sara is mijn vriendin", message) == {"Sara": ""}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Riet was mijn moeder", {"Riet": "moeder"}),
        ("Riet was mijn vrouw, ze is in mei overleden", {}),
        ("mijn vrouw is overleden. Riet was mijn vrouw", {"Riet": "vrouw"}),
        ("Sara, mijn vriendin, was er niet", {"Sara": "vriendin"}),
        ("niet waar, Bo is mijn hond", {"Bo": "hond"}),
    ],
)
def test_what_is_so_is_concluded(message: str, found: dict[str, str]) -> None:
    assert found.items() <= people(message).items()


@pytest.mark.parametrize(
    "message",
    [
        "over Lotte dus",
        "het gaat over Lotte",
        "Lotte dus",
        "die van school, Lotte",
        "nee over lotte",
        "'t is weer over lotte",
        "Lotte, die van school",
    ],
)
def test_whoever_says_whom_it_is_about_is_taken_at_their_word(message: str) -> None:
    state = said("ze heeft mij geblokkeerd", message)
    assert state["news"]["first"]
    taken = turn("action_reflect", message, "share_sadness", **state)
    assert (taken.said, taken.facts[0]["name"]) == (["utter_about_name"], "Lotte")
    again = turn("action_reflect", message, "share_sadness", **(taken.slots | hear(taken.slots, message)))
    assert [person["name"] for person in again.slots["people"]] == ["Lotte"]


@pytest.mark.parametrize(
    "message",
    ["over school dus", "het gaat over Gent", "over mijn werk", "weg dus", "morgen dus", "die van school, echt"],
)
def test_what_is_no_name_is_not_taken_for_one(message: str) -> None:
    assert people(message) == {}
    assert not (said(message)["news"] or {}).get("about")
