"""
Weerstand: understanding, then once where it comes from, then leaving it; and less from us when there is little to say.
"""

from typing import Any

import pytest

from actions.curt import curt
from store.texts import texts
from tests.unit.actions.turns import turn


def test_first_understanding_then_once_the_question_where_it_comes_from_then_no_more() -> None:
    slots: dict[str, Any] = {}
    said = []
    for intent in ("resist_fine", "resist_useless", "resist_fine", "resist_useless"):
        held = turn("action_resist", "ik red me wel hoor", intent, **slots)
        said += held.said
        slots = held.slots
    assert said == ["utter_resist_fine", "utter_ask_source", "utter_leave_it", "utter_leave_it"]


@pytest.mark.parametrize("option", ["unsure", "useless", "before", "leave"])
def test_each_source_of_resistance_has_an_answer_and_is_not_asked_again(option: str) -> None:
    told = turn("action_answer", "zo is het", "answer", option, question="source", resisted=2)
    assert told.said == [f"utter_source_{option}"]
    again = turn("action_resist", "laat me maar", "resist_fine", **(told.slots | {"resisted": 1}))
    assert again.said == ["utter_leave_it"]


@pytest.mark.parametrize("question", ["wish", "step", "good", "offer_human", "chat"])
def test_what_was_held_off_is_not_offered_again(question: str) -> None:
    held = turn("action_resist", "dat helpt toch niet", "resist_useless", question=question)
    assert len(held.slots["declined"]) == 1


@pytest.mark.parametrize(("action", "intent"), [("action_unsure", "unsure"), ("action_declined", "deny")])
def test_three_answers_of_a_word_get_less_from_us(action: str, intent: str) -> None:
    assert turn(action, "mwah", intent, short=2).said != ["utter_ease_off"]
    eased = turn(action, "mwah", intent, short=3)
    assert eased.said == ["utter_ease_off"]
    assert eased.slots["short"] == 0


def test_the_parking_list_comes_back_when_asked_for() -> None:
    parked = turn("action_park", "laat maar liggen", "park_it", words="de brief aan mijn zus")
    assert parked.slots["parked"] == ["de brief aan mijn zus"]
    shown = turn("action_parked", intent="show_parked", **parked.slots)
    assert shown.said == ["utter_parked_list"]
    assert shown.facts[0]["parked"] == "“de brief aan mijn zus”"
    assert turn("action_parked", intent="show_parked").said == ["utter_parked_nothing"]


@pytest.mark.parametrize("kind", ["dunno", "whatever", "leave", "nothing", "word"])
def test_each_shrug_has_lines_of_its_own_that_ask_nothing(kind: str) -> None:
    told = turn("action_shrug", "…", "shrug", kind)
    assert told.said == [f"utter_shrug_{kind}"]
    assert not any("?" in line.text for line in texts().responses[f"utter_shrug_{kind}"])


@pytest.mark.parametrize("action", ["action_shrug", "action_unsure", "action_declined", "action_not_understood"])
def test_the_third_short_answer_offers_just_to_be_here_and_then_there_are_no_questions(action: str) -> None:
    eased = turn(action, "hm", "nlu_fallback", "word", short=3)
    assert eased.said == ["utter_ease_off"]
    assert (eased.slots["short"], eased.slots["quiet"]) == (0, 3)
    ways = {choice["payload"] for line in texts().responses["utter_ease_off"] for choice in line.choices}
    assert {"/hush", "/stop"} <= ways
    after = turn("action_reflect", "de klok tikt hier maar door", "nlu_fallback", **eased.slots)
    assert not any("?" in line.text for name in after.said for line in texts().responses[name])


@pytest.mark.parametrize(
    ("text", "short"),
    [("maakt me niet uit", True), ("laat maar zitten", True), ("ja hoor", True), ("ik zat te eten", False)],
)
def test_a_shrug_is_short_however_many_words_it_takes(text: str, short: bool) -> None:
    assert curt(text) is short
