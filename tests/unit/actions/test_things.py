"""
Things: what a message names is given back plainly, or nothing is.
"""

import pytest

from actions.things import thing
from tests.unit.actions.turns import turn


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("vroeger had ik een hond. bo.", "hond"),
        ("Over hout. Ik heb een schuur met een draaibank.", "draaibank"),
        ("Zij heette Gerda. Zij hield van esdoorns", "Gerda"),
        ("ik wil het vragen aan Hodan, samen koffie", "Hodan"),
        ("m'n moeder vraagt elke dag of ik al werk heb", "je moeder"),
        ("mijn lieve zus belt niet", "je zus"),
        ("ik mis mijn oude fiets", "je fiets"),
        ("Het orgeltje moest weg", "het orgeltje"),
        ("de hele dag zit ik hier", None),
        ("Ik ben het zat", None),
        ("het is niet mijn schuld", None),
    ],
)
def test_a_name_or_a_plain_noun(text: str, named: str | None) -> None:
    assert thing(text) == named


def test_small_talk_gives_way_to_what_is_felt() -> None:
    assert turn("action_not_understood", "ik at rijst met kip vandaag", mode="chat").said == ["utter_hear_dinner"]
    assert turn("action_not_understood", "het was op dinsdag meen ik", mode="chat").said == ["utter_chat_on"]
    felt = turn("action_not_understood", "ik huil een beetje, ik mis mijn zus zo erg", mode="chat")
    assert felt.said == ["utter_listen_heavy"]


def test_a_neighbour_without_a_sign_of_life_gets_more_than_soup() -> None:
    for text in ("al tien dagen dicht en hij doet niet open", "de krant steekt al dagen uit de bus"):
        assert turn("action_concern", text, "concern_for_other").said == ["utter_concern_urgent"]
    assert turn("action_concern", "ze doet altijd haar gordijnen dicht", "concern_for_other").said == ["utter_concern"]


def test_a_thing_that_ended_is_no_wish_to_end() -> None:
    bowls = turn("action_reflect", "nu weet ik niet waarvoor ik die kommen maak", "share_meaninglessness")
    assert "ask_meaning" not in bowls.slots["moves"]
    life = turn("action_reflect", "ik doe er niet toe in deze wereld", "share_meaninglessness")
    assert "ask_meaning" in life.slots["moves"]
