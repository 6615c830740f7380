"""
Particulars: subjects so concrete that they deserve an answer of their own, `dialogues/particulars.yml`.

Each is answered as such once in a talk; after that the line of what was told in general takes over.
"""

import re
from dataclasses import dataclass
from functools import cache

import yaml

from actions.patterns import compiled, plain
from store.texts import DIALOGUES


@dataclass(frozen=True, slots=True)
class Particular:
    """
    One row of the table.
    """

    id: str
    words: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    cause: str | None = None
    tender: bool = False
    light: bool = False

    def fits(self, text: str) -> bool:
        """
        Whether a plain text is about this.
        """
        return bool(self.words and self.words.search(text)) and not (self.unless and self.unless.search(text))


@cache
def table() -> tuple[Particular, ...]:
    """
    The rows, in their order.
    """
    rows = yaml.safe_load((DIALOGUES / "particulars.yml").read_text(encoding="utf-8"))["particulars"]
    return tuple(
        Particular(
            row["id"],
            compiled(row["words"]),
            compiled(row.get("not") or []),
            row.get("cause"),
            bool(row.get("tender")),
            bool(row.get("light")),
        )
        for row in rows
    )


def find(text: str, told: list[str]) -> Particular | None:
    """
    The first particular that a message is about and that was not answered before.
    """
    bare = plain(text)
    return next((row for row in table() if row.id not in told and row.fits(bare)), None)
