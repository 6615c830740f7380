"""
Small: good and small things that are told in passing, among what is heavy: an accordion, a drawing, a neighbour who waved. They are taken
up by name, softly, and once. What they are is a table, `small` in `dialogues/listening.yml`.
"""

import re
from functools import cache

from actions.telling import says, table
from store.patterns import compiled, plain


def small(text: str, named: list[str]) -> tuple[str, str] | None:
    """
    The small good thing that a message tells of and that was not taken up before: its key and what we call it; None when what is told is
    heavy, or that it is no more.
    """
    bare = plain(text)
    if says("heavy", text) or says("felt", text) or says("denied", text):
        return None
    return next(((key, said) for key, said, words in _rows() if key not in named and words.search(bare)), None)


@cache
def _rows() -> list[tuple[str, str, re.Pattern[str]]]:
    rows = table()["small"].items()
    return [(f"small_{key}", str(row["as"]), compiled(row["words"]) or re.compile("(?!)")) for key, row in rows]
