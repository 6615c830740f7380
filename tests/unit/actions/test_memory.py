"""
Memory: who somebody is, what they told of themselves, and what an idea may not ask of them.
"""

from typing import Any

import pytest

from actions.memory import hear, known
from tests.unit.actions.turns import Turn, turn


def said(*messages: str, **state: Any) -> dict[str, Any]:
    """
    The memory after some messages.
    """
    for message in messages:
        state |= hear(state, message)
    return state


def people(*messages: str) -> dict[str, str]:
    """
    Names and who they are, after some messages.
    """
    return {person["name"]: person["who"] for person in said(*messages)["people"] or [] if person["name"]}


def reply(action: str, text: str, intent: str = "", **state: Any) -> Turn:
    """
    A turn of an action with the memory of its message.
    """
    return turn(action, text, intent, **(state | hear(state, text)))


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        (["mijn zus heet Bo"], {"Bo": "zus"}),
        (["mijn zus heet bo"], {"Bo": "zus"}),
        (["Ik ging met mijn broer Kees naar zee"], {"Kees": "broer"}),
        (["Bo is mijn hond"], {"Bo": "hond"}),
        (["ik heb mijn hond nog", "hij heet Max"], {"Max": "hond"}),
        (["mijn zus Bo is ziek", "nee, Bo is mijn hond"], {"Bo": "hond"}),
        (["mijn zus Bo", "nee bo is niet mijn zus maar mijn hond"], {"Bo": "hond"}),
        (["mijn hond heet Bo", "hij heet niet Bo maar Beau"], {"Beau": "hond"}),
        (["mijn zus Bo en mijn zus Lies"], {"Bo": "zus", "Lies": "zus"}),
        (["mijn man is overleden in mei"], {}),
        (["mijn vader heet niet zo"], {}),
        (["mijn buurman is op Maandag jarig"], {}),
    ],
)
def test_people_are_known_by_the_name_that_was_given(messages: list[str], found: dict[str, str]) -> None:
    assert people(*messages) == found


def test_somebody_put_right_is_taken_over_and_said_back() -> None:
    told = reply("action_declined", "nee, Bo is mijn hond", "deny", **said("mijn zus Bo belt nooit"))
    assert told.said == ["utter_mended"]
    assert (told.facts[0]["name"], told.facts[0]["relation"]) == ("Bo", "je hond")


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("ik werk 's nachts in de zorg", "nights"),
        ("ik draai nachten", "nights"),
        ("ik woon helemaal alleen", "lives_alone"),
        ("ik heb geen auto", "no_car"),
        ("ik ben 72", "age_72"),
        ("ik ben al 81 jaar", "age_81"),
        ("ik ben met pensioen", "retired"),
    ],
)
def test_a_fact_is_kept(message: str, fact: str) -> None:
    assert said(message, "de avonden zijn lang")["told"] == [fact]


@pytest.mark.parametrize(
    "message",
    [
        "ik woon niet alleen",
        "mijn zus heeft geen kinderen",
        "ik ben 3 keer gevallen",
        "ik werk niet meer in nachtdienst",
    ],
)
def test_what_was_not_said_is_no_fact(message: str) -> None:
    assert said(message)["told"] is None


def test_a_fact_is_taken_back() -> None:
    assert said("ik woon alleen", "ik woon samen met Jan")["told"] is None


@pytest.mark.parametrize(
    ("message", "limit"),
    [
        ("niet met mensen", "people"),
        ("liever geen groepen", "groups"),
        ("ik wil niet schrijven", "write"),
        ("ik wil niet bellen", "call"),
        ("bellen durf ik niet", "call"),
        ("ik kan niet lopen", "walk"),
        ("het mag niks kosten", "money"),
        ("iets wat niks kost", "money"),
        ("ik kom niet buiten", "outside"),
    ],
)
def test_a_limit_is_kept(message: str, limit: str) -> None:
    assert limit in said(message)["limits"]


@pytest.mark.parametrize(
    "message",
    [
        "mijn kinderen bellen niet",
        "ik zie geen mensen meer",
        "mensen snappen het niet",
        "ik weet niet wat ik moet schrijven",
        "ze zou bellen en dat deed ze niet",
        "mijn zoon schrijft niet meer",
        "ik heb geen mensen om me heen",
    ],
)
def test_what_is_missed_is_no_limit(message: str) -> None:
    assert said(message)["limits"] is None


def test_a_limit_is_taken_back() -> None:
    assert said("niet bellen", "bellen mag wel hoor")["limits"] is None


def test_what_is_known_is_one_sentence() -> None:
    state = said("mijn zus heet Bo", "ik werk 's nachts", "ik wil niet bellen")
    assert known(state) == "Bo is je zus en je werkt 's nachts. En voor ideeën geldt: niet bellen"
    assert known({}) is None


def test_a_message_taken_twice_is_remembered_once() -> None:
    once = said("mijn zus heet Bo, ik werk 's nachts en bel niet graag")
    again = once | hear(once, "mijn zus heet Bo, ik werk 's nachts en bel niet graag")
    assert (again["people"], again["told"]) == (once["people"], once["told"])


def test_somebody_named_is_come_back_to_by_name() -> None:
    first = reply("action_not_understood", "mijn zus heet Bo en dat was het weekend", "nlu_fallback")
    later = reply(
        "action_not_understood",
        "gisteren kwam Bo nog even langs hier",
        "nlu_fallback",
        **(first.slots | {"things": None}),
    )
    assert (first.said, later.said) == (["utter_listen_new_person"], ["utter_listen_person"])
    assert later.facts[0]["name"] == "Bo"


def test_who_comes_back_is_told_of_whom_they_spoke() -> None:
    state = said("mijn zus heet Bo") | {"away": 600, "quotes": ["ik mis mijn zus zo erg"]}
    back = turn("action_greet", "hoi", "greet", **state)
    assert (back.said, back.facts[0]["people_named"]) == (["utter_back_talk"], "Bo")


def test_asked_what_we_know_we_say_it() -> None:
    told = turn("action_fact", "wie is Bo", "ask_fact", fact="recall", **said("Bo is mijn hond"))
    assert told.facts[0]["known"] == "Bo is je hond"


def test_who_lives_is_not_mourned() -> None:
    state = said("mijn vrouw Riet is overleden", "mijn zoon heet Peter") | {
        "losses": ["share_bereavement:vrouw"],
        "topic": "share_bereavement",
    }
    told = reply("action_reflect", "Peter heeft het druk met zijn werk", "share_bereavement", **state)
    assert told.said[0].startswith("utter_listen_")
    missed = reply("action_reflect", "ik mis Riet vooral aan tafel", "share_bereavement", **state)
    assert (missed.said, missed.facts[0]["name"]) == (["utter_hear_bereavement"], "Riet")


def test_who_does_not_want_to_call_gets_no_list_of_numbers() -> None:
    assert reply("action_helplines", "en bellen doe ik ook niet", "ask_helplines").said == ["utter_limit_on"]


def test_asked_who_somebody_is_we_say_that_and_no_more() -> None:
    state = said("mijn dochtertje Noor is overleden", "ik werk 's nachts", "weet je nog hoe mijn dochtertje heet")
    assert (
        turn("action_fact", "weet je nog hoe mijn dochtertje heet", fact="recall", **state).facts[0]["known"]
        == "Noor was je dochtertje"
    )


def test_what_is_told_of_somebody_who_died_is_about_them() -> None:
    state = said("mijn dochtertje Noor is overleden") | {"listened": 8, "losses": ["share_bereavement:dochtertje"]}
    told = reply("action_reflect", "niemand durft over Noor te praten", "share_alone", **state)
    assert (told.said, told.facts[0]["name"]) == (["utter_hear_bereavement"], "Noor")


def test_what_somebody_else_does_is_no_wish() -> None:
    told = reply(
        "action_wish",
        "Wout zit in Leuven",
        "answer",
        question="wish",
        listened=4,
        **said("mijn beste vriend heet Wout"),
    )
    assert told.said[0].startswith("utter_listen_")
