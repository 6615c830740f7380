"""
Particulars: subjects so concrete that they deserve an answer of their own, `dialogues/particulars/`.

Each is answered as such once in a talk; after that the line of what was told in general takes over. Where more than one fits, the
gravest goes first.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from rasa_sdk import Tracker

from actions.owner import own_part
from actions.talk import items
from actions.weight import grave
from store import tables
from store.patterns import compiled, needles, plain
from store.texts import DIALOGUES


@dataclass(frozen=True)
class Particular:
    """
    One row of the table. Its patterns are made into an expression when a message first comes near it.
    """

    id: str
    patterns: tuple[str, ...]
    exceptions: tuple[str, ...]
    cause: str | None = None
    tender: bool = False
    light: bool = False
    like: tuple[str, ...] = ()
    own: bool = False

    @cached_property
    def _needles(self) -> frozenset[str]:
        return frozenset().union(*map(needles, self.patterns))

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        return compiled(self.patterns)

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return compiled(self.exceptions)

    def fits(self, text: str) -> bool:
        """
        Whether a plain text is about this.
        """
        return any(needle in text for needle in self._needles) and self.says(text)

    def of(self, text: str, own: str) -> bool:
        """
        Whether a plain text is about this; where it can only be of whoever writes, its `own` part counts.
        """
        return self.fits(own if self.own else text)

    def says(self, text: str) -> bool:
        """
        Whether the patterns say so of a plain text, and no exception does.
        """
        return bool(self._words and self._words.search(text)) and not (self._unless and self._unless.search(text))


@cache
def table() -> tuple[Particular, ...]:
    """
    The rows, the tender ones first and the light ones last; within that in the order of the files.
    """
    files = [tables.read(path) for path in sorted((DIALOGUES / "particulars").glob("*.yml"))]
    rows = [_row(raw, bool(content.get("own"))) for content in files for raw in content["particulars"]]
    return tuple(sorted(rows, key=lambda row: (not row.tender, row.light)))


def _row(raw: dict[str, Any], own: bool) -> Particular:
    return Particular(
        raw["id"],
        tuple(map(str, raw["words"])),
        tuple(map(str, raw.get("not") or ())),
        raw.get("cause"),
        bool(raw.get("tender")),
        bool(raw.get("light")),
        tuple(raw.get("like") or ()),
        bool(raw.get("own", own)),
    )


def find(text: str, told: list[str]) -> Particular | None:
    """
    The first particular that a message is about and that was not answered before.
    """
    bare, own = plain(text), own_part(text)
    return next((row for row in table() if row.id not in told and row.of(bare, own)), None)


def fresh(tracker: Tracker, text: str) -> Particular | None:
    """
    The particular that a message is about; nothing light after something grave.
    """
    found = find(text, items(tracker, "particulars"))
    return None if found and found.light and grave(tracker) else found


def astray() -> list[tuple[str, str, str | None]]:
    """
    The sentences under `like` that come out at another row than their own: its id, the sentence, and where it came out.
    """
    ends = ((row, sentence, find(sentence, [])) for row in table() for sentence in row.like)
    return [(row.id, sentence, end.id if end else None) for row, sentence, end in ends if end is not row]
