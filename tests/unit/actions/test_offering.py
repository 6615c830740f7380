"""
Making an offer: tied to the person's own words, once, and a no is a no.
"""

from typing import Any

from actions import ideas
from actions.listening import table
from store.texts import texts
from tests.unit.actions.turns import turn

HEARD: dict[str, Any] = {"listened": 4, "energy": "some", "kind": "social", "topic": "share_alone"}


def test_an_idea_stands_on_the_persons_own_words() -> None:
    made = turn("action_tip", "heb je een idee", "ask_tip", quotes=["niemand belt mij ooit"], **HEARD)
    assert made.said == ["utter_because", "utter_idea_same_shop"]
    assert made.facts[0]["words"] == "niemand belt mij ooit"


def test_without_words_to_quote_an_idea_names_what_was_told() -> None:
    made = turn("action_tip", "heb je een idee", "ask_tip", **HEARD)
    assert made.facts[0]["subject"] == table()["told"]["share_alone"]["subject"]
    assert made.facts[0]["words"] is None


def test_no_idea_is_made_twice_and_in_the_end_we_say_so() -> None:
    slots, made = dict(HEARD), []
    while (told := turn("action_tip", "nog een idee", "ask_tip", **slots)).said != ["utter_ideas_gone"]:
        made.append(told.said[-1])
        slots = turn("action_tip_no", "nee", "deny", **(told.slots | {"question": "tip"})).slots
    assert len(made) == len(set(made)) >= 3
    assert set(slots["declined"]) == {name.removeprefix("utter_idea_") for name in made}


def test_energy_is_asked_once_and_then_the_idea_comes() -> None:
    asked = turn("action_tip", "heb je een idee", "ask_tip", **(HEARD | {"energy": None}))
    assert asked.said == ["utter_ask_energy"]
    answered = turn("action_answer", "bijna niks", "answer", "none", **(asked.slots | {"question": "energy"}))
    assert answered.said[0] == "utter_energy_none"
    assert ideas.table()["offers"][answered.slots["offer"]]["minutes"] <= 5


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


def test_few_people_may_be_enough() -> None:
    asked = turn("action_answer", "weinig mensen", "answer", "group", question="around")
    assert asked.said == ["utter_around_group"]
    assert asked.slots["isolation"] == "group"
    ways = texts().responses["utter_around_group"][0].choices
    assert {"label": "Nee, het is goed zo", "payload": "say:utter_small_is_fine"} in ways
