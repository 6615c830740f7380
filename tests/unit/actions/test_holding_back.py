"""
Weerstand: understanding, then once where it comes from, then leaving it; and less from us when there is little to say.
"""

from typing import Any

import pytest

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
