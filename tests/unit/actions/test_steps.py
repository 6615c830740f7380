"""
Small steps: smaller until nothing is left, joy before more, and a relapse is expected.
"""

from typing import Any

import pytest

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
    step = turn("action_step", "ik wil naar het zwembad", "set_goal")
    assert step.said == ["utter_step_when"]
    when = turn("action_step_when", "zaterdag na het eten", "set_goal", **step.slots)
    assert when.said == ["utter_step_planned", "utter_ask_who_helps"]
    assert (when.slots["step"], when.slots["step_when"]) == ("ik wil naar het zwembad", "zaterdag na het eten")
    for helper in ("self", "unsaid"):
        assert all("niet" in line.text for line in texts().responses[f"utter_who_helps_{helper}"])


def test_a_step_that_worked_is_asked_whether_it_was_pleasant_and_only_then_for_more() -> None:
    done = turn("action_goal_done", "het is gelukt", "goal_done", step="mijn zus bellen")
    assert done.said == ["utter_goal_done"]
    assert (done.slots["done"], done.slots["step"]) == (["mijn zus bellen"], None)
    assert {line.question for line in texts().responses["utter_goal_done"]} == {"pleasant"}
    assert "more_steps" in {line.question for line in texts().responses["utter_pleasant_yes"]}


def test_a_step_that_failed_after_one_that_worked_is_a_relapse_and_expected() -> None:
    stands = {"step": "mijn broer bellen"}
    assert turn("action_goal_not_done", "het lukte niet", "goal_not_done", **stands).said == ["utter_goal_not_done"]
    relapse = turn("action_goal_not_done", "het lukte niet", "goal_not_done", done=["mijn zus bellen"], **stands)
    assert relapse.said == ["utter_relapse"]
    assert relapse.slots["done"] == ["mijn zus bellen"]


def test_what_did_not_work_and_was_no_step_is_listened_to() -> None:
    told = turn("action_goal_not_done", "het lukte niet vandaag", "goal_not_done")
    assert told.said[0].startswith("utter_listen_")
    assert turn("action_goal_not_done", "", "goal_not_done").said == ["utter_goal_not_done"]  # the button


@pytest.mark.parametrize(
    ("text", "slots", "done"),
    [
        ("ik heb hem al gestuurd", {"step": "een kaart sturen"}, "een kaart sturen"),
        ("ben net geweest", {"step": "naar het koor", "question": "story"}, "naar het koor"),
        ("heb haar gebeld!", {}, "heb haar gebeld"),
    ],
)
def test_a_step_told_by_the_way_is_cheered_softly_and_kept_as_done(text: str, slots: dict[str, Any], done: str) -> None:
    told = turn("action_goal_done", text, "goal_done", **slots)
    assert told.said == ["utter_goal_done_told"]
    assert (told.slots["done"], told.slots["step"]) == ([done], None)
    assert not any(line.question or line.choices for line in texts().responses["utter_goal_done_told"])


@pytest.mark.parametrize("question", ["step", "step_when"])
@pytest.mark.parametrize("text", ["hoe laat begint dat?", "is dat ver", "op zaterdag ook?"])
def test_a_question_back_is_owned_up_to_and_ours_stays_open(text: str, question: str) -> None:
    slots = {"question": question, "step": "zingen in een koor"}
    for action, intent, fact in (("action_step", "set_goal", ""), ("action_fact", "ask_fact", "unknown")):
        asked = turn(action, text, intent, fact=fact, **slots)
        assert (asked.said, asked.did) == (["utter_fact_unknown_step"], ["ask_again"])
        assert asked.slots["step"] == "zingen in een koor"


@pytest.mark.parametrize(
    "text",
    ["na t eten", "moeilijk", "de kat slaapt", "ik ben moe", "het regent hier", "ik heb geen zin", "mooi weer vandaag"],
)
def test_what_is_no_activity_is_no_step(text: str) -> None:
    assert not turn("action_step", text, "set_goal", question="step").slots.get("step")


def test_a_moment_alone_is_when_and_not_what() -> None:
    when = turn("action_step", "na t eten", "set_goal", step="mijn zus bellen")
    assert (when.slots["step"], when.slots["step_when"]) == ("mijn zus bellen", "na t eten")
    assert turn("action_step", "na t eten", "set_goal", **WISH).said == ["utter_step_what"]


@pytest.mark.parametrize("text", ["een vriendelijk gezicht", "oké dan de groene"])
def test_what_is_no_moment_is_not_when(text: str) -> None:
    when = turn("action_step_when", text, "set_goal", question="step_when", step="mijn zus bellen")
    assert when.slots.get("step_when") != text


def test_which_step_is_explained_and_a_step_can_be_let_go() -> None:
    own = turn(
        "action_fact", "welke stap?", "ask_fact", fact="which_step", question="step_when", step="ik wil mijn zus bellen"
    )
    assert (own.said, own.did) == (["utter_fact_which_step"], ["ask_again"])
    assert own.facts[0]["own_step"] == "mijn zus bellen"
    gone = turn("action_fact", "laat die stap maar", "ask_fact", fact="drop_step", **own.slots)
    assert (gone.said, gone.slots["step"], gone.slots["step_when"]) == (["utter_fact_drop_step"], None, None)


def test_after_a_step_was_set_there_is_rest() -> None:
    told: dict[str, Any] = {
        "listened": 5,
        "kind": "social",
        "quotes": ["niemand belt mij ooit nog"],
        "topic": "share_alone",
    }
    step = turn("action_step", "morgen bel ik mijn zus", "set_goal", **told)
    slots = step.slots
    said: list[str] = []
    for text in ("dat is dan dat", "stil hier"):
        reflected = turn("action_reflect", text, "share_alone", **slots)
        slots, said = reflected.slots, said + reflected.said
    assert not {name for name in said if name.startswith(("utter_ask_", "utter_offer_"))}
    assert turn("action_goodbye", "dag", "goodbye", **step.slots).said == ["utter_goodbye_step"]


WISH = {"wish": "ik zou graag een kaart sturen naar Annie"}


@pytest.mark.parametrize(
    "text",
    [
        "ik stuur het morgen", "ik doe het morgen", "morgen stuur ik het", "kga het morgen op de post doen", "dat doe ik morgen",
        "ik breng het morgen naar Annie",
        "ik ga het morgen proberen",
    ],
)  # fmt: skip
def test_what_points_back_keeps_what_it_points_at(text: str) -> None:
    step = turn("action_step", text, "set_goal", **WISH)
    assert step.said == ["utter_step_known", "utter_step_plan_b"]
    assert (step.slots["step"], step.slots["step_when"]) == ("een kaart sturen naar Annie", "morgen")
    assert step.facts[0]["words"] == "een kaart sturen naar Annie"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("een kaart in de bus doen bij Annie", "een kaart in de bus doen bij Annie"),
        ("haar een taart brengen", "haar een taart brengen"),
        ("ik doe het", "een kaart sturen naar Annie"),
        ("ik ga naar het zwembad", "ik ga naar het zwembad"),
    ],
)
def test_a_step_towards_a_wish_is_kept_with_its_object(text: str, step: str) -> None:
    kept = turn("action_step", text, "set_goal", **WISH)
    assert (kept.said, kept.slots["step"]) == (["utter_step_when"], step)


def test_an_idea_on_the_table_is_what_is_meant_before_the_wish() -> None:
    taken = turn("action_step", "ik doe het morgen", "set_goal", question="tip", offer="hello", **WISH)
    assert (taken.slots["step"], taken.slots["step_when"]) == ("buiten één iemand groeten", "morgen")


def test_of_nothing_named_there_is_no_step() -> None:
    assert turn("action_step", "ik doe het morgen", "set_goal").said[0].startswith("utter_listen_")


@pytest.mark.parametrize(
    ("text", "when"),
    [("ik doe het morgen", "morgen"), ("dan doe ik het zaterdag om tien uur", "zaterdag om tien uur"), ("zaterdag na het eten",
    "zaterdag na het eten")],
)  # fmt: skip
def test_asked_when_the_step_stays_and_the_moment_is_kept(text: str, when: str) -> None:
    kept = turn("action_step_when", text, "set_goal", question="step_when", step="een kaart sturen naar Annie")
    assert (kept.slots["step"], kept.slots["step_when"]) == ("een kaart sturen naar Annie", when)


@pytest.mark.parametrize("step", ["ik wil mijn zus bellen", "soep naar Truus brengen", "alleen een rondje lopen"])
def test_whoever_is_in_the_step_already_is_not_asked_for(step: str) -> None:
    when = turn("action_step_when", "morgen", "set_goal", step=step)
    assert when.said == ["utter_step_planned", "utter_step_plan_b"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("ik mail ze morgen", "ik mail ze morgen"),
        ("ik ga haar vanmiddag bellen", "ik ga haar vanmiddag bellen"),
        ("morgen loop ik even langs", "morgen loop ik even langs"),
        (
            "nou goed. dan ga ik zaterdag met de hond naar Gerrit, die heeft een loods",
            "ga ik zaterdag met de hond naar Gerrit",
        ),
        ("weet je wat, vanavond app ik hem", "vanavond app ik hem"),
    ],
)
def test_a_step_of_their_own_is_kept_and_cheered_plainly_and_the_newest_wins(text: str, step: str) -> None:
    told = turn("action_step", text, "set_goal", step="een kaartje sturen", offer="hello")
    assert told.said == ["utter_step_known", "utter_step_plan_b"]
    assert (told.slots["step"], told.slots["offer"]) == (step, None)
    assert told.slots["step_when"]


def test_with_a_step_planned_no_wish_is_asked() -> None:
    slots: dict[str, Any] = {"step": "morgen bel ik mijn zus"}
    said: list[str] = []
    for _ in range(12):
        told = turn("action_reflect", "de avonden zijn hier lang", "share_alone", **slots)
        slots, said = told.slots, said + told.said
    assert "utter_ask_wish" not in said


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("ik mail haar morgen", "ik mail haar morgen"),
        ("dat doe ik morgen na het eten", "mijn zus bellen"),
        ("morgen", "mijn zus bellen"),
    ],
)
def test_asked_when_another_step_takes_the_place_of_the_first(text: str, step: str) -> None:
    told = turn("action_step_when", text, "set_goal", step="mijn zus bellen", question="step_when")
    assert told.slots["step"] == step


@pytest.mark.parametrize("text", ["mijn zoon belt zondag", "ze komt morgen", "de dokter belt dinsdag"])
def test_what_somebody_else_will_do_is_no_step(text: str) -> None:
    told = turn("action_step", text, "set_goal")
    assert not told.slots.get("step")
