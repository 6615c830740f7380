"""
Spelling: Flemish and chat words as the plain words that are meant, so that every table reads "kweet ni wa" as "ik weet niet wat".

The words are a table, `dialogues/spelling.yml`. Nothing that somebody wrote is changed by it: it is only read so.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from store import tables

FILE = Path(__file__).parents[1] / "dialogues" / "spelling.yml"
WORD = re.compile(r"(?<![\w*])\w+(?![\w*])")
BEFORE = re.compile(r"(\w+) $")
NEAR = re.compile(r" (\w+)(?: (\w+))?")


def spelled(text: str) -> str:
    """
    A text in small letters without punctuation, or a pattern, in plain spelling.
    """
    table = _table()
    if table.typed.isdisjoint(WORD.findall(text) if "(" in text else text.split()):
        return text
    text = table.phrases.sub(lambda found: table.meant[found[0]], text)
    text = WORD.sub(lambda found: table.meant.get(found[0], found[0]), text)
    return WORD.sub(lambda found: table.placed(found, text), text)


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A word that means something else in its place: what may stand before it and after it, and what may not.
    """

    meant: str
    after: frozenset[str]
    not_after: frozenset[str]
    before: frozenset[str]
    not_before: frozenset[str]
    then: frozenset[str]

    def fits(self, previous: str, following: str, further: str) -> bool:
        """
        Whether it stands there between these words.
        """
        return (
            (not self.after or previous in self.after)
            and previous not in self.not_after
            and (not self.before or following in self.before)
            and following not in self.not_before
            and (not self.then or further in self.then)
        )


@dataclass(frozen=True, slots=True)
class Table:
    """
    `dialogues/spelling.yml`: what words and phrases always mean, what depends on its place, and every word that occurs in them.
    """

    meant: dict[str, str]
    phrases: re.Pattern[str]
    rules: dict[str, list[Rule]]
    typed: frozenset[str]

    def placed(self, found: re.Match[str], text: str) -> str:
        """
        What a word means where it stands.
        """
        rules = self.rules.get(found[0])
        if not rules:
            return found[0]
        previous = BEFORE.search(text, 0, found.start())
        near = NEAR.match(text, found.end())
        following, further = (near[1], near[2] or "") if near else ("", "")
        return next(
            (rule.meant for rule in rules if rule.fits(previous[1] if previous else "", following, further)), found[0]
        )


@cache
def _table() -> Table:
    raw: dict[str, Any] = tables.read(FILE)
    meant = {str(typed): str(said) for typed, said in raw["words"].items()}
    for joined in raw["joined"]:
        meant |= {f"{joined['letter']}{verb}": f"{joined['as']} {verb}" for verb in joined["to"]}
    rules: dict[str, list[Rule]] = {}
    for row in raw["placed"]:
        sides = (
            _listed(row.get(side, []), raw["lists"]) for side in ("after", "not_after", "before", "not_before", "then")
        )
        rules.setdefault(str(row["typed"]), []).append(Rule(str(row["as"]), *sides))
    phrases = "|".join(re.escape(typed) for typed in meant if " " in typed)
    typed = {word for typed in meant for word in typed.split()} | set(rules)
    return Table(meant, re.compile(rf"(?<![\w*])(?:{phrases})(?![\w*])"), rules, frozenset(typed))


def _listed(words: list[str], lists: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(part for word in words for part in (lists[word[1:]] if word[0] == "~" else [word]))
