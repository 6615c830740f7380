"""
Small steps: smaller until nothing is left, joy before more, and a relapse is expected.
"""

from typing import Any

from store.texts import texts
from tests.unit.actions.turns import turn


def test_a_step_gets_smaller_until_nothing_has_to_be() -> None:
    slots: dict[str, Any] = {}
    said = []
    for _ in range(4):
        smaller = turn("action_smaller", "kleiner graag", "smaller_step", **slots)
        said += smaller.said
        slots = smaller.slots
    assert said == ["utter_smaller_1", "utter_smaller_2", "utter_smaller_3", "utter_smaller_3"]


def test_an_idea_has_a_smaller_form_of_its_own() -> None:
    assert turn("action_smaller", "kleiner", "smaller_step", question="tip", offer="hello").said == [
        "utter_idea_hello_small"
    ]


def test_a_step_asks_for_a_moment_then_for_help_with_a_plan_b() -> None:
    step = turn("action_step", "ik wil mijn zus bellen", "set_goal")
    assert step.said == ["utter_step_when"]
    when = turn("action_step_when", "zaterdag na het eten", "set_goal", **step.slots)
    assert when.said == ["utter_step_planned", "utter_ask_who_helps"]
    assert (when.slots["step"], when.slots["step_when"]) == ("ik wil mijn zus bellen", "zaterdag na het eten")
    for helper in ("self", "unsaid"):
        assert all("niet" in line.text for line in texts().responses[f"utter_who_helps_{helper}"])


def test_a_step_that_worked_is_asked_whether_it_was_pleasant_and_only_then_for_more() -> None:
    done = turn("action_goal_done", "het is gelukt", "goal_done", step="mijn zus bellen")
    assert done.said == ["utter_goal_done"]
    assert (done.slots["done"], done.slots["step"]) == (["mijn zus bellen"], None)
    assert {line.question for line in texts().responses["utter_goal_done"]} == {"pleasant"}
    assert "more_steps" in {line.question for line in texts().responses["utter_pleasant_yes"]}


def test_a_step_that_failed_after_one_that_worked_is_a_relapse_and_expected() -> None:
    assert turn("action_goal_not_done", "het lukte niet", "goal_not_done").said == ["utter_goal_not_done"]
    relapse = turn("action_goal_not_done", "het lukte niet", "goal_not_done", done=["mijn zus bellen"])
    assert relapse.said == ["utter_relapse"]
    assert relapse.slots["done"] == ["mijn zus bellen"]
