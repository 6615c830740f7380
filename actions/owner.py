"""
Owner: whose it is what a message tells: whose sleep, whose illness, whose job. "De kinderen slapen niet" tells of the children, "mijn
dochter is weer wakker" of a daughter; "mijn dochter houdt me wakker" of oneself. The words are a table, `dialogues/owners.yml`.
"""

import re
from functools import cache
from typing import Any

from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

CLAUSE = re.compile(
    r"(?<=[.,;:!?\n])|\b(?=(?:en|maar|want|dus|omdat|doordat|waardoor|zodat|terwijl|sinds|toen|nadat)\b)", re.IGNORECASE
)


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/owners.yml`.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "owners.yml")
    return content


def own_part(text: str) -> str:
    """
    A message without the clauses that tell of somebody else and not of oneself.
    """
    kept = [part for part in map(plain, CLAUSE.split(text)) if part and not of_another(part)]
    return " ".join(kept)


def of_another(clause: str) -> bool:
    """
    Whether a clause is about somebody else and says nothing of oneself.
    """
    bare = _pattern("reported").sub(" ", plain(clause))
    others = _pattern("others")
    return bool(others.search(bare)) and not _pattern("oneself").search(others.sub(" ", bare))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return compiled(table()[kind]) or re.compile("(?!)")
