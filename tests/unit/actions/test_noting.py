"""
What is answered before anything else: a limit to ideas, and two things that weigh.
"""

from typing import Any

import pytest

from actions.heavy import pair
from actions.ideas import table
from actions.memory import hear
from actions.memory import table as memory
from tests.unit.actions.turns import Turn, turn

LISTENED: dict[str, Any] = {"listened": 5, "energy": "some", "kind": "social"}


def reply(action: str, text: str, intent: str = "", **state: Any) -> Turn:
    """
    A turn of an action with the memory of its message.
    """
    return turn(action, text, intent, **(state | hear(state, text)))


@pytest.mark.parametrize("limit", sorted(memory()["limits"]))
def test_no_idea_goes_beyond_a_limit(limit: str) -> None:
    state: dict[str, Any] = {
        **LISTENED,
        "limits": [limit],
        "causes": ["loss", "money", "sleepless", "fear", "illness"],
        "level": 1,
    }
    made: list[str] = []
    while (offer := turn("action_answer", "", option="some", question="energy", pending="idea", **state)).slots.get(
        "offer"
    ):
        if offer.slots["offered"] == made:
            break
        made = offer.slots["offered"]
        state |= {"offered": made}
    assert made
    assert not [name for name in made if limit in table()["offers"][name].get("needs", [])]


def test_an_idea_that_breaks_a_limit_makes_room_for_one_that_does_not() -> None:
    told = reply(
        "action_tip_no",
        "ik kan niet lopen en niet naar buiten",
        "deny",
        question="tip",
        offer="same_shop",
        offered=["same_shop"],
        **LISTENED,
    )
    assert told.said[0] == "utter_limit"
    assert told.said[1].startswith("utter_idea_")
    assert not {"walk", "outside"} & set(table()["offers"][told.slots["offer"]].get("needs", []))
    assert "same_shop" in told.slots["declined"]


def test_a_step_is_asked_for_within_the_limit() -> None:
    told = reply("action_step", "niet bellen", "answer", question="step", **LISTENED)
    assert (told.said, told.facts[0]["limits"]) == (["utter_limit_step"], "niet bellen")


def test_whoever_wants_no_people_is_offered_none() -> None:
    moves = ["utter_ask_wish", "utter_ask_good"]
    told = turn("action_reflect", "de avonden zijn lang", "share_alone", listened=12, moves=moves, limits=["people"])
    assert not {"utter_offer_human", "utter_ask_give"} & set(told.said)
    gone = turn("action_tip", "nog een idee", "ask_tip", limits=["people"], offered=list(table()["offers"]), **LISTENED)
    assert gone.said == ["utter_ideas_own"]


def test_a_long_story_with_a_limit_in_it_is_listened_to() -> None:
    text = "sinds mijn ongeluk kan ik niet lopen en zit ik hele dagen binnen naar de muur te kijken"
    told = reply("action_reflect", text, "share_illness")
    assert told.said[0].startswith("utter_hear_")
    assert "walk" in told.slots["limits"]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("mijn hond is dood en mijn man is in mei overleden", "het overlijden van je man", "de dood van je hond"),
        ("mijn moeder en mijn broer zijn overleden", "het overlijden van je moeder", "het overlijden van je broer"),
        ("mijn man is gestorven en mijn hond ook", "het overlijden van je man", "de dood van je hond"),
        (
            "mijn zoontje is gestorven en nu is mijn man bij me weg",
            "het overlijden van je zoontje",
            "de breuk met je man",
        ),
        (
            "mijn dochtertje Noor is overleden en mijn man is nu ook bij me weg",
            "het overlijden van je dochtertje",
            "de breuk met je man",
        ),
        ("ik ben ontslagen en mijn moeder is overleden", "het overlijden van je moeder", "het verlies van je werk"),
    ],
)
def test_two_things_that_weigh_are_both_named_the_heavier_first(text: str, first: str, second: str) -> None:
    told = reply("action_reflect", text, "share_bereavement")
    assert told.said[0] in ("utter_two_losses", "utter_two_things")
    assert (told.facts[0]["first"].lower(), told.facts[0]["second"]) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "mijn man is overleden",
        "mijn moeder leeft nog en mijn vader ook",
        "ik ben ontslagen en heb schulden",
        "mijn man en ik zijn moe",
        "mijn man is overleden en de hond van mijn zus is dood",
        "mijn man is dood en mijn broer verloor zijn werk",
    ],
)
def test_one_loss_is_one(text: str) -> None:
    assert pair(text) is None


def test_the_person_says_which_to_begin_with() -> None:
    both = reply("action_reflect", "mijn hond Max is dood en mijn man is overleden", "share_bereavement")
    for answer in ("Eerst over mijn hond", "over Max", "de tweede"):
        told = reply("action_not_understood", answer, "nlu_fallback", **both.slots)
        assert (told.said, told.facts[0]["first"]) == (["utter_two_first"], "je hond")
        assert told.slots["pair"] is None
    assert both.slots["losses"] == ["share_bereavement:man", "share_bereavement:hond"]


def test_of_two_losses_the_second_comes_back_once() -> None:
    state: dict[str, Any] = {}
    said: list[list[str]] = []
    named: list[str] = []
    for text in (
        "mijn hond is dood en mijn man is in mei overleden",
        "eerst over mijn hond",
        "hij lag altijd bij de deur te wachten",
        "we liepen elke ochtend samen door het bos",
        "nu staat die mand daar nog steeds leeg",
        "ik durf die mand niet weg te doen",
        "de buren vragen er nooit naar hoe het gaat",
        "en de ochtenden zijn nu het ergst van alles",
        "zo gaat het nu elke dag en elke nacht",
    ):
        told = reply("action_reflect", text, "share_bereavement", **state)
        said.append(told.said)
        named += [line["second"] for line in told.facts if line["response"] == "utter_ask_second"]
        state = told.slots
    back = [n for n, lines in enumerate(said) if "utter_ask_second" in lines]
    assert named == ["je man"]
    assert back[0] >= 4
    assert set(state["losses"]) == {"share_bereavement:hond", "share_bereavement:man"}


def test_a_loss_that_is_spoken_of_does_not_come_back() -> None:
    quotes = [
        "mijn man is overleden",
        "mijn hond is ook dood",
        "mijn man zong altijd",
        "ik mis mijn hond ook elke dag",
        "mijn man had hem gekocht",
    ]
    losses = ["share_bereavement:man", "share_bereavement:hond"]
    told = turn("action_reflect", "het is stil in huis", "share_bereavement", quotes=quotes, losses=losses, listened=5)
    assert "utter_ask_second" not in told.said


def test_the_second_loss_is_named_as_what_it_is() -> None:
    quotes = [
        "mijn vrouw ging weg en mijn vader stierf",
        "de avonden zijn lang",
        "ik kook voor niemand meer",
        "het huis is zo stil nu",
    ]
    losses = ["share_breakup", "share_bereavement:vader"]
    told = turn("action_reflect", "en ik slaap ook slecht", "share_sleepless", quotes=quotes, losses=losses, listened=4)
    assert told.said[-1] == "utter_ask_second"
    assert told.facts[-1]["second"] == "je vader"
