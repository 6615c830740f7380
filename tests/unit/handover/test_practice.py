"""
The example talks: complete, in our language where they show how, and with people who do not exist.
"""

from pathlib import Path
from typing import Any

import pytest

from bot.language import readability
from bot.language.lines import Line
from bot.language.rules import judge
from bot.language.vocabulary import vocabulary
from handover import practice
from store.errors import DialoguesBroken

HUMAN = 10  # the rule that a computer does not feel; a volunteer may
LABELS = 13


def options() -> list[Any]:
    found = []
    for talk in practice.talks():
        for number, turn in enumerate(talk["turns"]):
            for option in turn.get("options", []):
                found.append(pytest.param(option, id=f"{talk['id']}-{number}-{turn['options'].index(option)}"))
    return found


def test_there_are_five_talks_of_a_good_length_that_take_turns() -> None:
    talks = practice.talks()
    assert [talk["id"] for talk in talks] == ["eerste_contact", "stiltes", "boos", "weduwnaar", "oranje"]
    for talk in talks:
        assert 8 <= len(talk["turns"]) <= 12
        assert [turn["from"] for turn in talk["turns"]] == ["person", "choice"] * (len(talk["turns"]) // 2)
        assert talk["title"]
        assert list(readability.hard(talk["about"], vocabulary().known)) == []


@pytest.mark.parametrize("option", options())
def test_a_good_answer_keeps_our_rules_and_every_reason_is_plain(option: dict[str, Any]) -> None:
    assert list(readability.hard(option["why"], vocabulary().known)) == []
    assert LABELS not in {finding.rule for finding in judge(Line("practice.yml", "why", option["why"]))}
    if option["good"]:
        findings = judge(Line("practice.yml", "practice", option["text"]))
        assert [str(finding) for finding in findings if finding.rule != HUMAN] == []


def test_the_good_answer_is_not_always_at_the_same_place() -> None:
    places = [
        number
        for talk in practice.talks()
        for turn in talk["turns"]
        for number, option in enumerate(turn.get("options", []))
        if option["good"]
    ]
    assert {places.count(place) > 10 for place in range(practice.OPTIONS)} == {True}


@pytest.mark.parametrize("content", ["talks: {a: {title: A, about: B, turns: [{choice: []}]}}", "talks: [", "x: 1"])
def test_a_broken_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "practice.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DialoguesBroken):
        practice.talks(tmp_path)
