"""
Practice: example talks in which a volunteer tries out what to say, read from `dialogues/practice.yml`.

At each of the volunteer's turns there are three options; one or two are good, and each says in a few words why. Nothing of a
practice is stored, and nobody keeps score. The people in it do not exist.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from store import tables
from store.errors import DialoguesBroken
from store.texts import DIALOGUES

FILE = "practice.yml"
OPTIONS = 3
PERSON, CHOICE = "person", "choice"


@cache
def talks(folder: Path = DIALOGUES) -> list[dict[str, Any]]:
    """
    The example talks: `id`, `title`, `about` and `turns`; a turn is from the person (`text`) or a choice (`options`, each with `text`,
    `good` and `why`). Raises DialoguesBroken.
    """
    try:
        content = tables.read(folder / FILE)
        return [_talk(name, raw) for name, raw in content["talks"].items()]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise DialoguesBroken(f"{FILE}: {error} ontbreekt of past niet.") from error


def _talk(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    turns = [_turn(name, turn) for turn in raw["turns"]]
    return {"id": name, "title": str(raw["title"]), "about": str(raw["about"]), "turns": turns}


def _turn(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    if PERSON in raw:
        return {"from": PERSON, "text": str(raw[PERSON])}
    options = [
        {"text": str(option["say"]), "good": bool(option.get("good")), "why": str(option["why"])}
        for option in raw[CHOICE]
    ]
    good = [option for option in options if option["good"]]
    if len(options) != OPTIONS or not 0 < len(good) < OPTIONS:
        raise ValueError(name)
    return {"from": CHOICE, "options": options}
