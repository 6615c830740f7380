"""
Listening first: how many turns of it, what it keeps, and what comes after it.
"""

from itertools import pairwise
from typing import Any

import pytest

from actions.telling import circle
from store.texts import texts
from tests.unit.actions.turns import telling, turn

ALONE = ("de dagen zijn hier lang", "share_alone")
LOSS = ("mijn man is overleden in mei", "share_bereavement")
FRIEND = ("mijn beste vriendin is weg bij mij", "share_breakup")
MONEY = ("het geld is altijd krap hier", "share_work_money")


@pytest.mark.parametrize(
    ("told", "turns"), [([ALONE], 2), ([LOSS], 3), ([LOSS, FRIEND], 4)], ids=["usually", "a loss", "losses"]
)
def test_an_idea_comes_only_after_listening_and_later_after_a_loss(told: list[tuple[str, str]], turns: int) -> None:
    slots: dict[str, Any] = {}
    for count in range(1, turns + 1):
        slots = telling((told * turns)[count - 1] if count <= len(told) else ALONE, **slots)[-1].slots
        asked = turn("action_tip", "heb je een idee", "ask_tip", **slots).said
        assert (asked == ["utter_tip_first_listen"]) == (count < turns)
        assert asked[-1].startswith("utter_idea_") == (count >= turns)


def test_who_asks_again_for_an_idea_after_a_loss_gets_it_after_the_usual_listening() -> None:
    slots = telling(LOSS)[0].slots
    first = turn("action_tip", "heb je een idee", "ask_tip", **slots)
    assert first.said == ["utter_tip_first_listen"]
    slots = telling(ALONE, **first.slots)[0].slots
    assert turn("action_tip", "geef eens een tip", "ask_tip", **slots).said[-1].startswith("utter_idea_")


def test_everyone_is_asked_for_a_wish_soon_after_the_listening() -> None:
    turns = telling(*[ALONE] * 10)
    asked = next(n for n, said in enumerate(turns, 1) if "utter_ask_wish" in said.said)
    first = next(n for n, said in enumerate(turns, 1) if set(said.said) & {move["say"] for move in circle()["moves"]})
    assert asked == first


def test_after_two_questions_about_what_is_heavy_comes_a_turn_without() -> None:
    slots = {"moves": [move["say"] for move in circle()["moves"]], "listened": 30}
    said = [told.said for told in telling(ALONE, MONEY, ALONE, MONEY, **slots)]
    assert said[:2] == [["utter_hear_alone"], ["utter_hear_work_money"]]
    assert not any("?" in line.text for name in said[2] for line in texts().responses[name])
    assert said[3] == ["utter_hear_work_money"]


def test_causes_add_up_and_none_is_the_main_one() -> None:
    slots = telling(LOSS, MONEY, LOSS)[-1].slots
    assert slots["causes"] == ["loss", "money"]


def test_a_feeling_says_nothing_about_how_many_people_there_are() -> None:
    assert [turn.slots.get("isolation") for turn in telling(ALONE, LOSS, ALONE)] == [None, None, None]


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("share_alone", "social"),
        ("share_missing_someone", "emotional"),
        ("share_meaninglessness", "existential"),
        ("share_let_down_by_services", "institutional"),
    ],
)
def test_the_kind_of_missing_is_kept(intent: str, kind: str) -> None:
    assert telling(("zo is het al heel lang", intent))[0].slots["kind"] == kind


def test_who_feels_it_always_is_offered_a_human_sooner() -> None:
    def first_offer(duration: str) -> int:
        turns = telling(*[ALONE] * 24, duration=duration)
        return next(n for n, told in enumerate(turns, 1) if "utter_offer_human" in told.said)

    assert first_offer("long") < first_offer("changes")


def test_a_move_is_made_once_and_never_after_a_no() -> None:
    turns = telling(*[ALONE] * 40, declined=["utter_offer_human"])
    moves = [name for told in turns for name in told.said if name in {move["say"] for move in circle()["moves"]}]
    assert len(moves) == len(set(moves))
    assert "utter_offer_human" not in moves
    assert {"utter_ask_pleasure", "utter_ask_always_liked", "utter_ask_at_ease", "utter_ask_drive"} <= set(moves)


def test_what_was_felt_is_asked_before_how_long_and_how_many() -> None:
    said = [name for told in telling(*[ALONE] * 40) for name in told.said]
    assert said.index("utter_hear_alone") < said.index("utter_ask_duration") < said.index("utter_ask_around")


def test_about_people_in_general_first_and_only_then_softly_about_oneself() -> None:
    first = turn("action_general", "mensen bellen elkaar niet meer", "answer", question="general")
    second = turn("action_general", "ze durven het niet", "answer", **first.slots)
    assert (first.said, second.said) == (["utter_general_on"], ["utter_general_self"])
    assert turn("action_reflect", *ALONE, question="general").said == ["utter_general_on"]


def test_two_people_who_died_are_two_losses_and_one_spoken_of_twice_is_one() -> None:
    mother = ("mijn moeder is gestorven", "share_bereavement")
    once = telling(LOSS, ("mijn man is er niet meer", "share_bereavement"))[-1].slots
    twice = telling(LOSS, mother)[-1].slots
    assert len(once["losses"]) == 1
    assert len(twice["losses"]) == 2


def test_what_is_told_in_so_many_words_gets_its_own_answer_once() -> None:
    bullied = ("ik word gepest in de groepsapp van mijn klas", "share_alone")
    said = [told.said for told in telling(bullied, bullied)]
    assert said[0] == ["utter_hear_bullied"] or (
        said[0][0].startswith("utter_hear_") and said[0] != ["utter_hear_alone"]
    )
    assert said[1] != said[0]


def test_of_a_death_is_spoken_only_when_one_was_told() -> None:
    told = telling(("mijn oma is 88 en ze woont ver weg", "share_bereavement"))[0]
    assert (told.slots["topic"], told.slots["losses"]) == ("share_missing_someone", [])


@pytest.mark.parametrize(
    ("first", "then"),
    [(LOSS, "nee hoor, hij leeft nog"), (MONEY, "ik heb geen geldzorgen"), (ALONE, "ik ben niet alleen hoor")],
)
def test_what_is_taken_back_is_forgotten(first: tuple[str, str], then: str) -> None:
    slots = telling(first)[-1].slots
    told = telling((then, first[1]), **slots)[-1]
    assert told.said == ["utter_not_dead" if first is LOSS else "utter_taken_back"]
    assert (told.slots["topic"], told.slots["losses"], told.slots["causes"]) == (None, None, None)


def test_words_come_back_as_a_mirror_then_not_then_as_a_quote() -> None:
    sad = [
        (f"ik mis mijn moeder op {day}", "share_missing_someone")
        for day in ("maandag", "dinsdag", "woensdag", "donderdag")
    ]
    told = telling(*sad, ("ik mis haar ook op vrijdag", "share_missing_someone"))
    given = [(one.slots.get("mirrored_at"), one.slots.get("quoted_at")) for one in told]
    assert given == [(1, None), (1, None), (1, 3), (1, 3), (5, 3)]


def test_no_mirror_comes_twice_in_three_turns() -> None:
    told = telling(
        *[
            (f"ik zit op {day} hier bij het raam", "share_alone")
            for day in ["een", "twee", "drie", "vier", "vijf", "zes"]
        ]
    )
    turns = sorted({int(one.slots["mirrored_at"]) for one in told if one.slots.get("mirrored_at")})
    assert turns
    assert all(later - sooner >= 3 for sooner, later in pairwise(turns))


def test_who_does_not_like_to_be_quoted_is_not_quoted_any_more() -> None:
    told = telling(("ik ben zo moe van alles", "share_sadness"), no_quotes=True)[0]
    assert (told.slots.get("quoted"), told.slots.get("mirrored_at")) == (None, None)
    assert not any(facts.get("mirror") or facts.get("words") for facts in told.facts)


def test_no_move_comes_on_top_of_anger_or_a_long_story() -> None:
    moves = {move["say"] for move in circle()["moves"]}
    angry = ("ik ben boos op mijn broer", "share_anger")
    long = ("in de cabine was het nooit stil en hier thuis hoor ik alleen de klok en verder niemand", "share_alone")
    for told in (telling(*[angry] * 12), telling(*[long] * 4)):
        assert not moves & {name for one in told for name in one.said}


def test_who_wants_no_questions_gets_none_for_a_while() -> None:
    slots = turn("action_hush", "vraag even niks", "hush").slots
    for told in telling(ALONE, MONEY, ALONE, **slots):
        assert not any("?" in line.text for name in told.said for line in texts().responses[name])
    assert telling(ALONE, MONEY, ALONE, **slots)[-1].slots["quiet"] == 0
