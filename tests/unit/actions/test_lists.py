"""
Lists as people write them, and changes to them in as many words.
"""

import pytest

from actions.lists import Change, changed, listed, put

WORDS = {"close": ["dichtbij"], "sometimes": ["af en toe"], "face": ["van gezicht", "gezicht"]}
LISTS = {"close": ["mijn zus", "Anneke"], "sometimes": ["de buurvrouw"], "face": ["de buurvrouw van boven"]}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("mijn zus, Anneke en de buurvrouw", ["mijn zus", "Anneke", "de buurvrouw"]),
        ("Nou, eigenlijk alleen mijn zus denk ik.", ["mijn zus"]),
        ("- oma\n- opa\n- Bas en Stef", ["oma", "opa", "Bas", "Stef"]),
        ("mijn zus en haar man, en mijn broer", ["mijn zus", "haar man", "mijn broer"]),
        ("ja, Jan & Piet", ["Jan", "Piet"]),
        ("Jan-Willem, Ayşe; O'Neill", ["Jan-Willem", "Ayşe", "O'Neill"]),
        ("ik kan goed koken en luisteren", ["koken", "luisteren"]),
        (
            "luisteren naar wat mensen zeggen en dan samen lachen",
            ["luisteren naar wat mensen zeggen en dan samen lachen"],
        ),
        ("ik zou willen zingen in een koor", ["zingen in een koor"]),
        ("Anneke, anneke", ["Anneke"]),
    ],
)
def test_items_stay_in_the_persons_own_words(text: str, items: list[str]) -> None:
    assert listed(text) == items


@pytest.mark.parametrize(
    "text", ["niemand", "Niemand eigenlijk", "nee", "weet ik niet", "Sla over", "liever niet", " ,; ", ""]
)
def test_nobody_is_an_answer_too(text: str) -> None:
    assert listed(text) == []


def test_a_list_and_a_name_have_an_end() -> None:
    assert len(listed(", ".join(f"naam {n}" for n in range(90)))) == 20
    (name,) = listed("de mevrouw van de bakker op de hoek die altijd zo vriendelijk zwaait naar iedereen")
    assert len(name) <= 62
    assert name.endswith(" …")


def test_an_item_stands_in_one_list_only() -> None:
    assert put({"close": ["Jan"], "face": ["jan", "Piet"]}, "close", ["JAN"]) == {"close": ["JAN"], "face": ["Piet"]}


@pytest.mark.parametrize("text", ["haal Anneke weg", "Anneke mag eraf", "streep anneke maar door", "zonder Anneke"])
def test_away(text: str) -> None:
    assert changed(LISTS, text, WORDS).lists == LISTS | {"close": ["mijn zus"]}


def test_the_longest_name_is_the_one_meant() -> None:
    assert changed(LISTS, "haal de buurvrouw van boven weg", WORDS).lists == LISTS | {"face": []}
    assert changed(LISTS, "haal de buurvrouw weg", WORDS).lists == LISTS | {"sometimes": []}


def test_to_another_list() -> None:
    assert changed(LISTS, "zet Anneke bij af en toe", WORDS).lists == {
        "close": ["mijn zus"],
        "sometimes": ["de buurvrouw", "Anneke"],
        "face": ["de buurvrouw van boven"],
    }


def test_added_where_it_was_told_and_else_asked() -> None:
    told = changed(LISTS, "voeg Jan en Piet toe aan dichtbij", WORDS)
    assert told.lists == LISTS | {"close": ["mijn zus", "Anneke", "Jan", "Piet"]}
    assert changed(LISTS, "mijn broer erbij", WORDS) == Change(homeless=["mijn broer"])


@pytest.mark.parametrize("text", ["haal Kees weg", "Anneke", "dichtbij", ""])
def test_what_is_not_understood_changes_nothing(text: str) -> None:
    assert changed(LISTS, text, WORDS) == Change()
