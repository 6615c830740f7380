"""
Weight: what we do not understand is answered by what it weighs, never by an echo of a noun; and nothing cheers after a death.
"""

from typing import Any

import pytest

from actions.telling import circle
from actions.weight import AFTER_DEATH
from store.texts import texts
from tests.unit.actions.turns import telling, turn

DIED = ("mijn man is overleden in mei", "share_bereavement")
PLAIN = ("de klok hangt nog boven de kast daar", "share_alone")
CHEERFUL = {
    "utter_ask_wish",
    "utter_ask_good",
    "utter_ask_pleasure",
    "utter_hear_good_news",
    "utter_listen_good",
    "utter_ask_light",
}
NOUNS = [
    "de draaibank staat in de schuur", "ik heb een orgeltje staan", "Gerrit heeft een loods in Beilen", "de tulpen van vorig jaar",
    "mijn oude fiets staat buiten", "het ging over de heg", "ik keek naar de buren en de vuilniswagen", "er lag een brief op de mat",
    "de planning belde de hele dag", "mijn moeder haar servies", "een hond van de overkant", "de bakker op de hoek was dicht",
    "om vijf uur mag de koelkast open", "die kamer van mijn broer", "de trein naar Zwolle", "een kopje thee om tien uur",
    "de post ligt op tafel", "we hadden een volkstuin achter het spoor", "de televisie staat aan", "mijn collega heet Wiebe",
]  # fmt: skip


@pytest.mark.parametrize("text", NOUNS)
def test_no_noun_is_thrown_back_for_want_of_understanding(text: str) -> None:
    for action, slots in (
        ("action_not_understood", {}),
        ("action_not_understood", {"mode": "chat"}),
        ("action_reflect", {}),
    ):
        told = turn(action, text, "nlu_fallback", **slots)
        assert not any("thing" in facts or "Thing" in facts for facts in told.facts)
        for name in told.said:
            for line in texts().responses[name]:
                assert not line.text.startswith(("Je noemt {", "{Thing}", "En {")), line.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mijn broer is ziek en niemand komt langs", "utter_listen_heavy"),
        ("het was weer een rotdag, zo leeg en zo stil", "utter_listen_heavy"),
        ("mijn tante is ziek en het is zo koud en donker", "utter_listen_heavy"),
        ("gisteren was het zo gezellig in het koor", "utter_listen_good"),
        ("de kleinkinderen waren er, heerlijk was dat", "utter_listen_good"),
        ("het is niet meer zo gezellig in het koor", "utter_listen_heavy"),
        ("vroeger was het gezellig in het koor", "utter_listen_on"),
        ("de bus reed langs het kanaal naar huis", "utter_listen_on"),
    ],
)
def test_the_line_fits_the_weight(text: str, said: str) -> None:
    assert turn("action_not_understood", text, "nlu_fallback").said == [said]


def test_every_family_asks_or_does_not_as_its_name_says() -> None:
    for name in ("utter_listen_on", "utter_listen_heavy", "utter_listen_good"):
        assert all(line.text.endswith("?") for line in texts().responses[name])
    for name in ("utter_listen_near", "utter_listen_soft", "utter_listen_still"):
        assert not any("?" in line.text for line in texts().responses[name])


def test_never_three_questions_in_a_row_and_never_three_turns_without() -> None:
    slots: dict[str, Any] = {}
    asked: list[bool] = []
    for text in [noun for noun in NOUNS if len(noun.split()) >= 5]:
        told = turn("action_not_understood", text, "nlu_fallback", **slots)
        slots = told.slots
        asked.append(any("?" in line.text for line in texts().responses[told.said[-1]]))
    assert all(any(asked[n : n + 3]) and not all(asked[n : n + 3]) for n in range(len(asked) - 2)), asked


def test_after_a_death_nothing_cheers_or_wishes_for_a_while() -> None:
    slots = telling(DIED)[0].slots
    for number in range(AFTER_DEATH):
        told = turn(
            "action_reflect", f"ik heb vandaag soep nummer {number} gemaakt, dat was fijn", "share_good_news", **slots
        )
        slots = told.slots
        assert not CHEERFUL & set(told.said), told.said
    later = turn("action_reflect", "de kleinkinderen waren er, dat was zo fijn", "share_good_news", **slots)
    assert later.said == ["utter_hear_good_news"]


def test_who_lost_somebody_is_asked_for_comfort_and_never_for_a_wish() -> None:
    turns = telling(DIED, *[PLAIN] * 30)
    said = {name for told in turns for name in told.said}
    assert "utter_ask_comfort" in said
    assert not said & {"utter_ask_wish", "utter_ask_good", "utter_ask_pleasure", "utter_ask_always_liked"}
    assert "utter_ask_comfort" not in {name for told in telling(*[PLAIN] * 30) for name in told.said}


@pytest.mark.parametrize("grave", ["ik kan niet meer", "ik heb kanker en het is uitgezaaid", "ik zit hier te huilen"])
def test_after_something_grave_no_move_round_the_circle_comes_at_once(grave: str) -> None:
    slots = telling(*[PLAIN] * 2)[-1].slots
    moves = {move["say"] for move in circle()["moves"]} - {"utter_offer_human"}
    turns = telling((grave, "share_sadness"), PLAIN, PLAIN, **slots)
    assert not moves & {name for told in turns for name in told.said}


@pytest.mark.parametrize("longing", ["ik zou hem nog één keer willen vasthouden", "ik wil haar zo graag terug"])
def test_longing_for_who_died_is_no_wish_to_work_on(longing: str) -> None:
    slots = telling(DIED)[0].slots
    told = turn("action_wish", longing, "express_wish", **slots)
    assert told.said[0].startswith("utter_listen_")
    assert not told.slots.get("wish")


@pytest.mark.parametrize("word", ["school", "corrie", "in februari", "brood", "de klok", "mijn werk"])
def test_of_a_word_or_two_nothing_is_concluded(word: str) -> None:
    for intent in ("share_let_down_by_services", "share_bereavement", "share_alone", "share_shame"):
        assert turn("action_reflect", word, intent).said == ["utter_listen_on"]
    assert turn("action_reflect", "moe", "share_low_energy").said == ["utter_hear_low_energy"]


def test_a_word_or_two_in_a_story_is_read_and_not_called_unclear() -> None:
    for word in ("corrie", "in februari", "51 jaar"):
        assert turn("action_not_understood", word, "nlu_fallback", listened=2).said == ["utter_listen_on"]
        assert turn("action_not_understood", word, "nlu_fallback").said == ["utter_not_understood_1"]


def test_a_few_words_about_somebody_asleep_end_no_marriage() -> None:
    assert turn("action_reflect", "hij slaapt nu", "share_breakup").said == ["utter_listen_on"]


def test_who_misses_the_one_who_died_is_answered_about_them() -> None:
    mother = telling(
        ("mijn moeder is vorige week gestorven", "share_bereavement"), ("ik mis haar zo erg", "share_missing_someone")
    )
    assert mother[-1].said == ["utter_hear_bereavement"]


def test_good_news_is_no_subject_to_come_back_to() -> None:
    told = telling(
        ("de avonden zijn hier lang", "share_alone"), ("gisteren was zo gezellig, echt fijn", "share_good_news")
    )
    assert told[-1].slots["topic"] == "share_alone"


@pytest.mark.parametrize("text", ["ze deed altijd de tuin", "mijn man kon zo goed piano spelen"])
def test_what_somebody_else_could_do_is_no_talent_of_theirs(text: str) -> None:
    assert turn("action_talent", text, "express_talent").said[0].startswith("utter_listen_")
