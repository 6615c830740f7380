"""
The vocabulary: `dialogues/language.yml`, the words that we leave out and what a line needs, in a small language of patterns.

In a pattern `*` is any letters, `…` at most three words, `(a|b)` one of two, and `^` the begin of a sentence.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from bot.language.lines import ROOT, Button, Line, read
from store.errors import DialoguesBroken

START = r"(?:^|(?<=[.?!:…] )|(?<=\n))"


@dataclass(frozen=True, slots=True)
class Ban:
    """
    Words that a line does not use; `ours` holds for our own voice only, not for buttons.
    """

    rule: int
    patterns: tuple[re.Pattern[str], ...]
    say: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Need:
    """
    What lines of some name have: words in the text, a button, or both.
    """

    rule: int
    line: str
    text: re.Pattern[str] | None
    button: str
    say: str

    def fits(self, line: Line) -> bool:
        """
        Whether it is about this line.
        """
        return fnmatchcase(line.name, self.line)

    def met(self, line: Line) -> bool:
        """
        Whether the line has it.
        """
        pressed = not self.button or any(fnmatchcase(button.payload, self.button) for button in line.buttons)
        return pressed and (self.text is None or bool(self.text.search(line.text)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    The whole table.
    """

    bans: tuple[Ban, ...]
    needs: tuple[Need, ...]
    ways_out: frozenset[str]
    labels: tuple[re.Pattern[str], ...]
    known: frozenset[str]

    def leads_out(self, button: Button) -> bool:
        """
        Whether a button declines, or does something else than what the line asks.
        """
        return button.payload in self.ways_out or any(label.match(button.label) for label in self.labels)


@cache
def vocabulary(path: Path = ROOT / "dialogues" / "language.yml") -> Vocabulary:
    """
    Read the table. Raises DialoguesBroken when something in it is missing.
    """
    raw = read(path)
    try:
        return Vocabulary(
            bans=tuple(
                Ban(entry["rule"], tuple(map(pattern, entry["not"])), entry["say"], entry.get("voice") == "ours")
                for entry in raw["words"]
            ),
            needs=tuple(
                Need(
                    entry["rule"],
                    entry["line"],
                    pattern(entry["text"]) if "text" in entry else None,
                    entry.get("button", ""),
                    entry["say"],
                )
                for entry in raw["needs"]
            ),
            ways_out=frozenset(raw["ways_out"]["payloads"]),
            labels=tuple(pattern(label) for label in raw["ways_out"]["labels"]),
            known=frozenset(raw["known"]),
        )
    except (KeyError, TypeError) as error:
        raise DialoguesBroken(f"{path.name}: {error} ontbreekt of past niet.") from error


def pattern(words: str) -> re.Pattern[str]:
    """
    A pattern of the table as a regular expression on whole words.
    """
    first, words = words.startswith("^"), words.removeprefix("^")
    body = re.escape(words).replace(r"\*", r"\w*").replace(r"\ …\ ", r"(?:,? [^\s.?!,]+){0,3},? ")
    body = body.replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\ ", r",?\s+")
    start = START if first else r"(?<![\w-])" if words[0].isalnum() or words[0] == "(" else ""
    return re.compile(start + body + (r"(?![\w-])" if words[-1].isalnum() or words[-1] == ")" else ""), re.IGNORECASE)
