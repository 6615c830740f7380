"""
Spared: who wants no questions gets none for a while, and who said no to a human is offered none, by whatever way a line comes.
"""

from typing import Any

import pytest

from actions.curt import IN_A_ROW
from actions.quiet import TURNS
from bot.dialogue import night
from store.texts import Line, Texts, texts
from store.unsaid import NO_HUMAN, table, unoffered
from tests.unit.actions.turns import telling, turn

TO_HUMAN = ("do:ask_human", "do:about_human", "do:walk")
ASKED_FOR = ("utter_who_helps_volunteer",)  # they chose somebody who walks along
DECLINED = {"declined": [NO_HUMAN], "night": "no"}
HUSHED = {"quiet": 3, "night": "no"}
GOODBYES = ("utter_goodbye", "utter_goodbye_talk")
OWN = {"one": "de dood", "other": "de breuk", "first": "de dood", "second": "de breuk", "card": "steps"}


def said_by(name: str, facts: dict[str, Any]) -> list[Line]:
    """
    Every line that can come of a response, one after the other.
    """
    known = {word: "iets" for line in texts().responses[name] for word in line.wants()} | OWN | facts
    said: list[Line] = []
    for _ in range(len(texts().responses[name]) + 2):
        line = texts().pick(name, known, [line.id for line in said])
        said += [line] if line else []
    return said


def leads_to_a_human(line: Line) -> bool:
    """
    Whether a line asks whether to get a human, or has a button that does.
    """
    return line.question in ("offer_human", "meet") or any(choice["payload"] in TO_HUMAN for choice in line.choices)


def test_after_a_no_no_line_leads_to_a_human() -> None:
    names = [name for name in texts().responses if name not in ASKED_FOR]
    lines = [line for name in names for line in said_by(name, DECLINED)]
    assert len(lines) > len(names)
    assert [line.text for line in lines if leads_to_a_human(line) or "Zal ik een vrijwilliger" in line.text] == []


def test_nor_does_a_text_of_the_house_that_was_not_asked_for() -> None:
    asked = ("offer_human", "meet")  # they asked who is there, or somebody took an alarm
    lines = [unoffered(line, DECLINED) for name, line in texts().records.items() if not name.startswith("safety_")]
    assert [line.name for line in lines if leads_to_a_human(line) and line.question not in asked] == []


def test_the_safety_net_names_a_human_all_the_same() -> None:
    lines = [line for name, line in texts().records.items() if name.startswith("safety_")]
    led = [line for line in lines if any(choice["payload"] == "do:ask_human" for choice in line.choices)]
    assert led
    assert all(unoffered(line, DECLINED) == line for line in led)


@pytest.mark.parametrize("missed", [1, 2, 3])
def test_after_a_no_not_understanding_ends_in_no_human(missed: int) -> None:
    held: dict[str, Any] = {"declined": [NO_HUMAN], "misunderstood": missed}
    assert turn("action_not_understood", "xkq zzt", "nlu_fallback", **held).said != ["utter_not_understood_3"]


def test_after_a_no_no_way_of_an_action_offers() -> None:
    heard: dict[str, Any] = {"listened": 30, "declined": [NO_HUMAN], "duration": "long", "level": 0}
    moves = [name for said in telling(*[("niemand belt mij ooit", "share_alone")] * 30, **heard) for name in said.said]
    assert "utter_offer_human" not in moves
    assert turn("action_answer", "nee", "answer", "no", question="heard", **heard).said == ["utter_heard_bit"]
    offered = turn("action_tip", "weet je iets", "ask_tip", causes=["illness"], kind="social", **heard)
    while offered.said[-1].startswith("utter_idea_"):
        assert offered.slots["offer"] != "human"
        offered = turn("action_tip", "en nog iets", "ask_tip", **offered.slots)
    assert offered.said == ["utter_ideas_own"]
    bye = turn("action_goodbye", "doei", "goodbye", quotes=["niemand belt mij"], **heard)
    assert not any(line.question == "offer_human" for name in bye.said for line in said_by(name, DECLINED))


def test_who_wants_no_questions_gets_none_but_what_was_asked_for() -> None:
    asked_for = tuple(table()["quiet"]["asked_for"])
    lines = [line for name in texts().responses if not name.startswith(asked_for) for line in said_by(name, HUSHED)]
    assert len(lines) > 100
    assert [line.text for line in lines if "?" in line.text or line.choices] == []


def test_the_refusal_itself_brings_one_line_that_asks_nothing() -> None:
    hushed = turn("action_hush", "u vraagt te veel", "hush")
    assert len(hushed.said) == 1
    assert hushed.slots["quiet"] >= 2
    assert hushed.did == []
    for line in texts().responses["utter_hush"]:
        assert "?" not in line.text
        assert not line.choices


def test_who_refuses_twice_gets_as_many_turns_of_quiet_again() -> None:
    first = turn("action_hush", "vraag even niks", "hush").slots
    second = turn("action_hush", "nog steeds geen vragen", "hush", **first).slots
    assert first["quiet"] == second["quiet"] == TURNS
    assert turn("action_chat", "het regent hier", "just_talk", **second).slots["quiet"] == TURNS - 1


def test_the_turns_after_a_refusal_bring_no_move() -> None:
    slots = turn("action_hush", "stop met vragen", "hush", listened=9, moved_at=2, kind="social").slots
    for text in ("het is hier stil vandaag", "ik zie nooit iemand"):
        told = turn("action_reflect", text, "share_alone", **slots)
        assert len(told.said) == 1
        assert all("?" not in line.text for line in said_by(told.said[0], told.slots | HUSHED))
        slots = told.slots
    bye = turn("action_goodbye", "doei", "goodbye", quotes=["niemand belt mij"], listened=6, quiet=2)
    assert bye.said == ["utter_goodbye_talk"]


def test_easing_off_after_short_answers_keeps_to_the_same() -> None:
    assert turn("action_shrug", "mwah", "shrug", "word", short=IN_A_ROW).slots["quiet"] >= 2


def test_a_goodbye_to_sleep_on_is_one_text_for_the_hour() -> None:
    for text in ("kga slapen", "ik kruip mijn bed in", "welterusten", "ik ga proberen slapen, mercikes"):
        bye = turn(
            "action_goodbye",
            text,
            "goodbye",
            quotes=["niemand belt mij"],
            listened=6,
            step="een kaart",
            step_when="morgen",
        )
        assert bye.said == ["utter_goodbye_sleep"]
    hours = {line.when for line in texts().responses["utter_goodbye_sleep"]}
    assert hours == {"night", "day"}
    for name in ("utter_goodbye", "utter_goodbye_talk", "utter_goodbye_sleep", "utter_goodbye_step"):
        assert all("?" not in line.text for line in texts().responses[name])
        assert all(line.when == "night" for line in texts().responses[name] if "slaap zacht" in line.text.lower())


@pytest.mark.parametrize(
    ("hour", "says", "never"),
    [
        (3, "nacht", ["dag", "avond"]), (9, "dag", ["avond", "nacht"]), (17, "dag", ["avond", "nacht"]),
        (18, "avond", ["dag", "nacht"]), (21, "avond", ["dag", "nacht"]), (22, "nacht", ["dag", "avond"]),
    ],
)  # fmt: skip
def test_a_goodbye_fits_the_hour(hour: int, says: str, never: list[str]) -> None:
    said = [line.text.lower() for name in GOODBYES for line in said_by(name, {"night": night(hour)})]
    bare = [text.replace("dag en nacht", "") for text in said]
    assert any(says in text for text in bare)
    assert not [
        text for text in bare for word in never if f"{word}." in text or f"{word} nog" in text or text.startswith(word)
    ]


def test_a_moment_away_leaves_the_question_and_coming_back_asks_it_again() -> None:
    assert turn("action_pause", "wacht, mama roept", "pause", question="wish").said == ["utter_pause"]
    back = turn("action_resume", "ben er weer", "resume", question="wish")
    assert (back.said, back.did) == (["utter_resume"], ["ask_again"])
    later = turn("action_resume", "ben er weer", "resume", question="wish", away=600, quotes=["niemand belt mij ooit"])
    assert later.said == ["utter_back_talk"]
    assert all(
        line.question is None and "?" not in line.text
        for name in ("utter_pause", "utter_resume")
        for line in texts().responses[name]
    )


def test_the_table_of_what_was_asked_for_names_lines_that_are_there() -> None:
    assert isinstance(texts(), Texts)
    known = tuple(texts().responses)
    assert [start for start in table()["quiet"]["asked_for"] if not any(name.startswith(start) for name in known)] == []
