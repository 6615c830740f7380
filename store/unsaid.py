"""
Unsaid: what we do not say to somebody who asked us not to. A subject that they closed comes in no line of ours until they speak of
it themselves; who wants no people is not asked for any, and sees no button to one.

The words are a table, `dialogues/closed.yml`; how somebody closes a subject is heard by `actions.closed`.
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import tables
from store.patterns import compiled, plain

if TYPE_CHECKING:
    from store.texts import Line

FILE = Path(__file__).parents[1] / "dialogues" / "closed.yml"
FACTS = "utter_fact_"
SAFETY = "safety_"
NO_HUMAN = "utter_offer_human"  # declined: no volunteer is offered any more
ASKED_FOR = ("utter_fact_", "utter_explain_", "utter_refuse_", "utter_privacy", "utter_what_is_shared")
OFFERING = ("offer_human", "meet")
TO_HUMANS = ("offer_human", "walk", "meet")


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/closed.yml`.
    """
    content: dict[str, Any] = tables.read(FILE)
    return content


def words_of(subject: str) -> list[str]:
    """
    The words of a closed subject: those of the table, or the word itself.
    """
    known = table()["subjects"].get(subject)
    return [str(word) for word in known["words"]] if known else [subject, f"{subject}s"]


def names(closed: list[str], text: str) -> bool:
    """
    Whether a text speaks of one of the closed subjects.
    """
    found = _pattern(tuple(closed))
    return bool(found and found.search(plain(text)))


def spared(lines: "list[Line]", facts: dict[str, Any]) -> "list[Line]":
    """
    The lines that can be said to somebody: none of a closed subject, and none that asks for people who are not wanted where there is
    another. What somebody asked to know of themselves is told whole.
    """
    if facts.get("quiet"):
        lines = _without_questions(lines)
    closed = list(facts.get("closed") or [])
    able = [line for line in lines if not closed or "known" in line.wants() or not names(closed, line.fill(facts).text)]
    alone = "people" in (facts.get("limits") or [])
    if not alone and NO_HUMAN not in (facts.get("declined") or []):
        return able
    calm = [line for line in able if not _asks_for_people(line)]
    left = calm or [line for line in able if line.question not in OFFERING]  # an offer is no way out of having none
    return [_without_people(line, alone) for line in left]


def bare(line: "Line") -> bool:
    """
    Whether a line gives nothing back of what was said and asks nothing: "Ik lees je."
    """
    return line.name in table()["bare"] and not line.wants() and "?" not in line.text


def unoffered(line: "Line", state: dict[str, Any]) -> "Line":
    """
    A text of record without its ways to a human, for whoever said no to one; not of the safety net, nor where it was asked for.
    """
    said_no = NO_HUMAN in (state.get("declined") or [])
    kept = not said_no or line.name.startswith(SAFETY) or line.question in TO_HUMANS
    return line if kept else _without_people(line, alone=False)


def _without_questions(lines: "list[Line]") -> "list[Line]":
    """
    For whoever wants no questions: the lines that ask nothing, without their buttons. What was asked of us is answered all the same.
    """
    calm = [replace(line, choices=[]) for line in lines if "?" not in line.text]
    asked_for = any(line.name.startswith(tuple(table()["quiet"]["asked_for"])) for line in lines)
    return lines if asked_for and not (calm and lines[0].name.startswith(FACTS)) else calm


def _asks_for_people(line: "Line") -> bool:
    bare = plain(line.text)
    if line.name.startswith(ASKED_FOR):
        return bool(_people("offers").search(bare))
    return line.question in TO_HUMANS or any(_people(kind).search(bare) for kind in ("human", "others"))


def _without_people(line: "Line", alone: bool) -> "Line":
    hidden = table()["people"]
    labels = hidden["labels"] + (hidden["labels_alone"] if alone else [])
    left = [c for c in line.choices if c["payload"] not in hidden["payloads"] and c["label"] not in labels]
    return replace(line, choices=left)


@cache
def _people(kind: str) -> re.Pattern[str]:
    return compiled(table()["people"][kind]) or re.compile("(?!)")


@cache
def _pattern(closed: tuple[str, ...]) -> re.Pattern[str] | None:
    return compiled(word for subject in closed for word in words_of(subject))
