"""
Making an offer: tied to the person's own words, once, and a no is a no.
"""

from typing import Any

import pytest

from actions import ideas
from actions.telling import circle
from store.texts import texts
from tests.unit.actions.turns import telling, turn

HEARD: dict[str, Any] = {"listened": 4, "energy": "some", "kind": "social", "topic": "share_alone"}


def test_an_idea_stands_on_the_persons_own_words() -> None:
    made = turn("action_tip", "heb je een idee", "ask_tip", quotes=["niemand belt mij ooit"], **HEARD)
    assert made.said == ["utter_because", "utter_idea_same_shop"]
    assert made.facts[0]["words"] == "niemand belt mij ooit"


def test_without_words_to_quote_an_idea_names_what_was_told() -> None:
    made = turn("action_tip", "heb je een idee", "ask_tip", quotes=["tja, met die stilte hier altijd"], **HEARD)
    assert (made.facts[0]["words"], made.facts[0]["subject"]) == (None, "die stilte")
    nothing = turn("action_tip", "heb je een idee", "ask_tip", **HEARD)
    assert (nothing.said[0], nothing.facts[0]["subject"]) == ("utter_because", None)
    assert any(not line.wants() for line in texts().responses["utter_because"])


def test_no_idea_is_made_twice_and_in_the_end_we_say_so() -> None:
    slots, made = dict(HEARD), []
    while (told := turn("action_tip", "nog een idee", "ask_tip", **slots)).said != ["utter_ideas_gone"]:
        made.append(told.said[-1])
        slots = turn("action_tip_no", "nee", "deny", **(told.slots | {"question": "tip"})).slots
    assert len(made) == len(set(made)) >= 3
    assert set(slots["declined"]) == {name.removeprefix("utter_idea_") for name in made}


def test_an_idea_that_was_asked_for_comes_at_once_and_energy_only_makes_it_small() -> None:
    made = turn("action_tip", "weet jij iets", "ask_tip", **(HEARD | {"energy": None}))
    assert made.said[-1].startswith("utter_idea_")
    tired = turn("action_tip", "weet jij iets", "ask_tip", **(HEARD | {"energy": None, "causes": ["tired"]}))
    assert ideas.table()["offers"][tired.slots["offer"]]["minutes"] <= 5


def test_who_knows_no_step_is_asked_for_energy_once_and_then_the_idea_comes() -> None:
    asked = turn("action_tip", "weet ik niet", "unsure", **(HEARD | {"energy": None, "question": "step"}))
    assert asked.said == ["utter_ask_energy"]
    answered = turn("action_answer", "bijna niks", "answer", "none", **(asked.slots | {"question": "energy"}))
    assert answered.said[0] == "utter_energy_none"
    assert ideas.table()["offers"][answered.slots["offer"]]["minutes"] <= 5


def test_a_wish_or_a_talent_comes_before_any_other_ground_for_an_idea() -> None:
    wish = turn("action_tip", "heb je een tip", "ask_tip", wish="ik zou weer willen zingen in een koor", **HEARD)
    assert wish.said == ["utter_because_wish", "utter_idea_wish_minutes"]
    assert wish.facts[0]["words"] == "zingen in een koor"
    talent = turn("action_tip", "heb je een tip", "ask_tip", talent="ik kan goed koken", **HEARD)
    assert talent.said == ["utter_because_talent", "utter_idea_talent_share"]
    mourning = turn("action_tip", "heb je een tip", "ask_tip", wish="weer zingen", **(HEARD | {"causes": ["loss"]}))
    assert mourning.said[-1] == "utter_idea_photo"
    alone = turn("action_tip", "heb je een tip", "ask_tip", talent="ik kan goed koken", limits=["people"], **HEARD)
    assert alone.said[-1] != "utter_idea_talent_share"


NIGHT = {"night": "yes", "late": "yes"}


def test_at_night_nobody_is_set_to_work_unasked() -> None:
    asked = turn("action_tip", "weet ik niet", "unsure", **(HEARD | NIGHT | {"question": "step"}))
    while asked.said[-1].startswith("utter_idea_"):
        assert ideas.of_night(asked.slots["offer"])
        asked = turn("action_tip", "weet ik niet", "unsure", **(asked.slots | {"question": "step"}))
    assert asked.said == ["utter_ideas_night"]


def test_at_night_an_idea_for_the_day_comes_only_to_whoever_asks_for_tomorrow() -> None:
    asked = turn("action_tip", "heb je een tip", "ask_tip", **(HEARD | NIGHT))
    while asked.said[-1].startswith("utter_idea_"):
        assert ideas.of_night(asked.slots["offer"])
        asked = turn("action_tip", "nog een idee", "ask_tip", **asked.slots)
    assert asked.said == ["utter_ideas_night"]
    by_day = turn("action_tip", "heb je een tip voor morgen", "ask_tip", **(HEARD | NIGHT))
    assert not ideas.of_night(by_day.slots["offer"])
    smaller = turn("action_smaller", "kleiner", "smaller_step", **(by_day.slots | {"question": "tip"}))
    assert smaller.said == ["utter_smaller_night"]


def test_an_idea_for_the_day_that_is_asked_for_at_night_is_for_tomorrow() -> None:
    for name, offer in ideas.table()["offers"].items():
        at_night = texts().pick(f"utter_idea_{name}", {"night": "yes"}, [])
        assert at_night
        assert offer.get("night") or "voor morgen" in at_night.text or "voor overdag" in at_night.text
        by_day = texts().pick(f"utter_idea_{name}", {"night": "no"}, [])
        assert by_day
        assert "vannacht" not in by_day.text


def test_moves_that_take_effort_wait_for_the_day() -> None:
    effort = {move["say"] for move in circle()["moves"] if move.get("effort")}
    told = [("niemand belt mij ooit", "share_alone"), ("het is hier zo stil", "share_alone")] * 20
    assert effort & {name for said in telling(*told, kind="social") for name in said.said}
    assert not effort & {name for said in telling(*told, kind="social", **NIGHT) for name in said.said}


def test_a_wish_told_at_night_is_for_by_day() -> None:
    line = texts().pick("utter_wish_to_step", {"night": "yes", "words": "zingen"}, [])
    assert line
    assert "overdag" in line.text


def test_places_without_a_group_are_offered_to_whoever_keeps_away() -> None:
    fitted = ideas.fitting(ideas.Situation(isolation="personal"))
    assert fitted[0] == "quiet_place"
    calm = {name for name, offer in ideas.table()["offers"].items() if not offer.get("group")}
    assert {"library", "bench", "quiet_place"} <= calm


def test_every_idea_leads_to_people() -> None:
    towards = {offer["towards"] for offer in ideas.table()["offers"].values()}
    assert towards == {"face", "someone", "place", "human", "help"}


def test_whoever_feels_of_no_use_is_asked_what_they_could_mean() -> None:
    fitted = ideas.fitting(ideas.Situation(kind="existential", energy="some"))
    assert fitted[:3] == ["favour", "living", "spiritual"]
    talent = turn("action_talent", "ik kan goed koken", "express_talent")
    assert talent.said == ["utter_talent"]
    assert any("plezier" in line.text for line in texts().responses["utter_talent"])


@pytest.mark.parametrize(
    "text",
    ["ik zou wel willen koken voor iemand", "ik wou dat ik weer voor een groep kon zingen", "voor een ander iets doen"],
)
@pytest.mark.parametrize("listened", [0, 6])
def test_a_wish_to_give_is_taken_as_a_wish_without_a_menu(text: str, listened: int) -> None:
    wish = turn("action_wish", text, "express_wish", listened=listened)
    assert (wish.said, wish.slots["wish"]) == (["utter_wish_gives"], text)
    assert not any(line.choices for line in texts().responses["utter_wish_gives"])


def test_few_people_may_be_enough() -> None:
    asked = turn("action_answer", "weinig mensen", "answer", "group", question="around")
    assert asked.said == ["utter_around_group"]
    assert asked.slots["isolation"] == "group"
    ways = texts().responses["utter_around_group"][0].choices
    assert {"label": "Nee, het is goed zo", "payload": "say:utter_small_is_fine"} in ways
