"""
The circle: coming back to where it was, going back a phase, and measuring softly on the way.
"""

from itertools import pairwise
from typing import Any

import pytest

from actions.answers import questions
from actions.circle import AWAY_MINUTES
from actions.measuring import ITEMS
from actions.memory import hear
from actions.telling import circle
from store.texts import texts
from tests.unit.actions.turns import turn

ASKING = {name for name, asked in questions().items() if asked.get("measured")}


def test_who_comes_back_is_asked_how_the_step_was_and_only_once() -> None:
    back = turn(
        "action_greet", "hoi", "greet", away=AWAY_MINUTES, step="ik wil mijn zus bellen", quotes=["ik mis haar"]
    )
    assert back.said == ["utter_back_step"]
    assert back.facts[0]["step"] == "mijn zus bellen"
    assert turn("action_greet", "hoi", "greet", **back.slots).said == ["utter_back_talk"]


def test_who_was_not_away_is_simply_greeted() -> None:
    assert turn("action_greet", "hoi", "greet", away=5, quotes=["ik mis haar"]).said == ["utter_greet"]


@pytest.mark.parametrize(
    "text",
    [
        "hoi, ik zit hier al weken alleen en niemand belt",
        "goedenavond mijn dochter is gisteren verhuisd naar Groningen en het is stil",
        "hallo daar ben ik, het was vandaag weer eens een rare dag op mijn werk",
    ],
)
def test_who_says_more_than_hello_is_listened_to(text: str) -> None:
    told = turn("action_greet", text, "greet", **hear({}, text))
    assert told.said
    assert "utter_greet" not in told.said
    assert told.slots["listened"] == 1
    assert told.slots.get("topic") != "greet"


@pytest.mark.parametrize("text", ["hoi", "goedenavond allemaal", "hallo is daar iemand die met me praat", ""])
def test_a_bare_hello_is_greeted(text: str) -> None:
    assert turn("action_greet", text, "greet").said == ["utter_greet"]


def test_there_are_six_phases_and_back_goes_to_the_one_before() -> None:
    phases = list(circle()["phases"])
    assert len(phases) == 6
    for earlier, now in pairwise(phases):
        back = turn("action_back", "ik wil terug", "go_back", phases=[earlier, now])
        assert back.said == [circle()["phases"][earlier]["enter"]]
    assert turn("action_back", "ik wil terug", "go_back").said == ["utter_go_back"]


@pytest.mark.parametrize("item", ITEMS)
def test_no_answer_to_a_measure_is_without_a_next_move_and_a_low_one_leads_to_something_small(item: str) -> None:
    low = turn("action_answer", "weinig", "answer", "low", question=item)
    assert low.said == [f"utter_{item}_low"]
    assert low.slots["measures"] == {item: "low"}
    assert {line.question for line in texts().responses[f"utter_{item}_low"]} == {"wish"}
    for option in questions()[item]["options"]:
        assert all(line.question for line in texts().responses[f"utter_{item}_{option}"])
        assert not any(char.isdigit() for line in texts().responses[f"utter_{item}_{option}"] for char in line.text)


def test_every_measure_can_be_skipped() -> None:
    assert set(ITEMS) <= ASKING
    for name in ASKING:
        assert "Overslaan" in {c["label"] for line in texts().responses[f"utter_ask_{name}"] for c in line.choices}
        assert not turn("action_answer", "overslaan", "answer", "skip", question=name).slots.get("measures")


@pytest.mark.parametrize(
    ("slots", "may"),
    [
        ({"listened": 4}, True),
        ({"listened": 1}, False),
        ({"listened": 4, "level": 1}, False),
        ({"listened": 4, "minor": True}, False),
        ({"listened": 4, "measured": "heard"}, False),
    ],
)
def test_measuring_is_for_calm_grown_ups_once_after_listening(slots: dict[str, Any], may: bool) -> None:
    said = turn("action_goodbye", "tot later", "goodbye", quotes=["niemand belt mij ooit"], **slots).said
    assert ("utter_ask_heard" in said) is may
