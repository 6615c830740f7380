"""
Gist: what a message is about, in a few words of ours that say no more than stood there: a feeling ("die angst"), somebody of one's own
("je dochter"), or a thing ("die stilte"). The words are a table, `dialogues/gist.yml`; what is not in it has no gist.
"""

import re
from functools import cache
from typing import Any

from rasa_sdk import Tracker

from actions import deaths, telling
from actions.owner import own_part
from actions.talk import items
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

DENIED = re.compile(r"\b(?:niet|nie|ni|geen|nooit|zonder)(?: \w+)? $")

type Rows = list[tuple[str, re.Pattern[str]]]


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/gist.yml`.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "gist.yml")
    return content


def gist(text: str) -> str | None:
    """
    What a message is about; None when nothing of it is known.
    """
    own = own_part(text)
    return _named(_feelings(), own) or _somebody(plain(text)) or _named(_rows("things"), own)


def last_gist(tracker: Tracker) -> str | None:
    """
    What the last message of the talk that had one was about.
    """
    return next((about for quote in reversed(items(tracker, "quotes")) if (about := gist(quote))), None)


def _somebody(bare: str) -> str | None:
    named = deaths.named(bare)
    return f"je {named[-1]}" if named else _named(_rows("people"), bare)


def _named(rows: Rows, bare: str) -> str | None:
    return next((about for about, words in rows if _says(words, bare)), None)


def _says(words: re.Pattern[str], bare: str) -> bool:
    return any(not DENIED.search(bare[: found.start()]) for found in words.finditer(bare))


@cache
def _feelings() -> Rows:
    known = telling.table()["feelings"]
    names = [
        (str(about), compiled([feeling, *known[feeling]["words"], *known[feeling].get("nouns", [])]))
        for feeling, about in table()["feelings"].items()
    ]
    return [*((about, words) for about, words in names if words), *_rows("felt")]


@cache
def _rows(kind: str) -> Rows:
    return [(str(about), words) for about, patterns in table()[kind].items() if (words := compiled(patterns))]
