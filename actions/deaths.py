"""
Deaths: of whom a message says that they died, that they did not, or that they were saved. Only what is said plainly counts: whoever
else stands in the sentence is not mourned. The words are a table, `dialogues/losses.yml`.
"""

import re
from functools import cache
from typing import Any

from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

DEATH = re.compile(
    r"\b(?:overled\w*|overlij\w*|overleed|gestorven|gestorve|stierf|stierven|dood|doodgegaan|doodgereden|begraven|gecremeerd|ingeslapen|"
    r"inslapen|er niet meer|om het leven|verongelukt|(?:ik|we|wij|k) (?:\w+ ){0,5}(?:verloor|verloren)|verloor ik)\b"
)
CLAUSE = re.compile(r"[.,;!?\n]+| en | maar | toen | daarna ")
ALSO = re.compile(
    r"^(?:ook |nu |nu ook )?(?:mijn|mn|onze|ons|me) \w+(?: (?!weg\b|bij\b|is\b)\w+){0,3} ook$|^ook (?:mijn|mn|onze) \w+$"
)
MINE = r"(?:mijn|mijne|mijnen|mn|m n|onze|ons|me)"


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/losses.yml`.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "losses.yml")
    return content


def same(kin: str) -> str:
    """
    The one word for a relation that has several: "mama" is "moeder".
    """
    return next((name for name, known in table()["same"].items() if kin in known), kin)


def died(text: str) -> list[str]:
    """
    Everybody of whom a message says that they died, by what they are: each in a clause of its own, or together in one.
    """
    if says("unsure", text) or alive(text):
        return []
    found: list[str] = []
    waiting: list[str] = []
    for clause in [plain(part) for part in CLAUSE.split(f" {text} ") if plain(part)]:
        own = _of_others().sub("", clause)
        named = _who().findall(own)
        if DEATH.search(own):
            dead = [match[1] for match in _who().finditer(own) if _of_them(own, match)]
            found += [*waiting, *dead] if dead or len(named) == 0 else dead
            waiting = []
        elif named and found and ALSO.search(own):
            found += named
        else:
            waiting = named if len(own.split()) <= 3 else []
    return list(dict.fromkeys(found))


def named(text: str) -> list[str]:
    """
    Everybody of one's own whom a message names by what they are.
    """
    return _who().findall(plain(text))


def told(text: str) -> bool:
    """
    Whether a message speaks of a death that was, of whomever.
    """
    return says("died", text) and not says("unsure", text) and not alive(text)


def alive(text: str) -> bool:
    """
    Whether a message says that somebody is alive, and wishes or dreams no such thing.
    """
    return says("alive", text) and not says("unlike", text)


def saved(text: str, worried: bool = False) -> bool:
    """
    Whether a message tells that somebody came through: the ambulance was there in time; sooner believed of one about whom somebody worried.
    """
    came_to = says("came_to", text) and (worried or alive(text))
    return (says("saved", text) or came_to) and not says("late", text)


def denied(text: str, losses: list[str]) -> bool:
    """
    Whether a message says that who we took for dead is not; of somebody else it only tells how they are.
    """
    if not alive(text) or saved(text):
        return False
    mourned = [loss.partition(":")[2] for loss in losses if loss.startswith("share_bereavement")]
    spoken = {same(kin) for kin in named(text)}
    if spoken and mourned and "" not in mourned:
        return bool(spoken & {same(kin) for kin in mourned})
    return bool(mourned) or says("nobody", text)


def says(kind: str, text: str) -> bool:
    """
    Whether a message has words of a kind in the table.
    """
    found = _pattern(kind)
    return bool(found and found.search(plain(text)))


def _of_them(clause: str, who: re.Match[str]) -> bool:
    """
    Whether it is this one who died: nobody and nothing else stands between them and the word for it.
    """
    for death in DEATH.finditer(clause):
        if death.start() <= who.start() and who.end() <= death.end():
            between = clause[who.end() : death.end()]
        else:
            between = (
                clause[who.end() : death.start()] if who.end() <= death.start() else clause[death.end() : who.start()]
            )
        together = between.split()[:1] == ["zijn"] and set(between.split()) <= {"zijn", "allebei", "beiden"}
        far = not together and (len(between.split()) > table()["near"] or says("between", between))
        gone = death[0] != "er niet meer" or re.search(r"\b(?:is|was)\b", between)
        if not far and gone and not (_who().search(between) or says("figurative", clause)):
            return True
    return False


@cache
def _kin() -> str:
    return "|".join(sorted(table()["weights"], key=len, reverse=True))


@cache
def _who() -> re.Pattern[str]:
    return re.compile(rf"\b{MINE} (?:(?!{MINE}\b)\w+ )?({_kin()})\b")


@cache
def _of_others() -> re.Pattern[str]:
    """
    "De vader van mijn man" and "mijn man zijn vader": neither is one's own.
    """
    other = rf"(?:{_kin()}|baas|neef|nicht|buren|baby|ouders)"
    return re.compile(
        rf"\b{other} van {MINE} \w+|\b{MINE} (?:{_kin()}) (?:zijn|zn|z n|haar|dr|d r|hun) (?:\w+ )?{other}"
    )


@cache
def _pattern(kind: str) -> re.Pattern[str] | None:
    return compiled(table()[kind])
