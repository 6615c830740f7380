"""
The lexicon at work: idioms are blanked out, rules fire, and the context lowers or raises what they say.

Data in `nlu_data/safety/`: `idioms.yml` (phrases that only sound dangerous), `contexts.yml` (past, quotation, urgency),
and `patterns/*.yml` (one file a topic). A rule has an id, a level (`hint`, `orange` or `red`) and patterns; and it may
have `urgent: red` (raised by words of now), `mention: true` (a bare word: silent in talk of films, news and work),
`doubt: true` (wide: it counts only with the classifier beside it, see `net.py`), `firm: true` (a "niet" beside it belongs to it, and
lowers nothing) and `unless` (phrases nearby that take its meaning away).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety.lexicon import Lexicon
from bot.safety.pattern import STOP, Found, Matcher, Pattern, parse
from bot.safety.signal import Level, Topic
from store import tables

BLANK = "_"
_NEAR = 8
_NEGATIONS = frozenset({"niet", "geen", "nooit"})
_LEVELS = {"hint": Level.GREEN, "orange": Level.ORANGE, "red": Level.RED}


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One entry of a pattern file. `guards` are the numbers of its `unless` patterns.
    """

    id: str
    topic: Topic
    level: Level
    urgent: bool
    mention: bool
    doubt: bool
    firm: bool
    guards: frozenset[int]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A rule that fired on a message, after its context was weighed. `words` are the words of its pattern.
    """

    rule: str
    topic: Topic
    level: Level
    words: tuple[str, ...]
    doubt: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What the rules make of a message: its tokens with idioms blanked, and the findings in the order of the text.
    """

    tokens: tuple[str, ...]
    findings: tuple[Finding, ...]


class Rulebook:
    """
    All rules, compiled once. Thread safe: reading changes nothing.
    """

    def __init__(self, folder: Path, lexicon: Lexicon, common: Counter[str]) -> None:
        self._lexicon = lexicon
        self._patterns: list[Pattern] = []
        self._rules: dict[int, Rule] = {}
        self._contexts: dict[int, str] = {}
        for path in sorted((folder / "patterns").glob("*.yml")):
            for entry in tables.read(path):
                self._add(Topic(path.stem), entry)
        for name, patterns in tables.read(folder / "contexts.yml").items():
            self._contexts.update(dict.fromkeys(self._compile(patterns), name))
        idioms = [row for pattern in tables.read(folder / "idioms.yml") for row in parse(pattern, lexicon.sets)]
        self._idioms = Matcher(idioms, common)
        self._matcher = Matcher(self._patterns, common)
        self.vocabulary = self._matcher.vocabulary | self._idioms.vocabulary

    def _compile(self, patterns: Sequence[str]) -> list[int]:
        first = len(self._patterns)
        for pattern in patterns:
            rows = parse(str(pattern), self._lexicon.sets)
            self._patterns.extend(rows)
        return list(range(first, len(self._patterns)))

    def _add(self, topic: Topic, entry: dict[str, Any]) -> None:
        rule = Rule(
            id=f"{topic}.{entry['id']}",
            topic=topic,
            level=_LEVELS[entry["level"]],
            urgent=entry.get("urgent") == "red",
            mention=bool(entry.get("mention")),
            doubt=bool(entry.get("doubt")),
            firm=bool(entry.get("firm")),
            guards=frozenset(self._compile(entry.get("unless", []))),
        )
        self._rules.update(dict.fromkeys(self._compile(entry["patterns"]), rule))

    @property
    def ids(self) -> list[str]:
        """
        The id of every rule, sorted.
        """
        return sorted({rule.id for rule in self._rules.values()})

    def read(self, tokens: Sequence[str]) -> Reading:
        """
        Blank the idioms out and weigh every rule that fires.
        """
        blanked = [token if token in self.vocabulary else self._lexicon.head(token) for token in tokens]
        for idiom in self._idioms.find(blanked):
            for place in idiom.places:
                blanked[place] = STOP if blanked[place] == STOP else BLANK
        fired: list[Found] = []
        around: list[Found] = []
        for found in self._matcher.find(blanked):
            (fired if found.pattern in self._rules else around).append(found)
        findings = (self._weigh(found, around, blanked) for found in fired)
        return Reading(tuple(blanked), tuple(finding for finding in findings if finding is not None))

    def _weigh(self, found: Found, around: Sequence[Found], tokens: Sequence[str]) -> Finding | None:
        rule = self._rules[found.pattern]
        near = [other for other in around if _near(found, other, tokens)]
        if any(other.pattern in rule.guards for other in near):
            return None
        contexts = {self._contexts[other.pattern] for other in near if other.pattern in self._contexts}
        if rule.mention and "quotation" in contexts:
            return None
        level = rule.level
        if rule.urgent and "urgency" in contexts:
            level = Level.RED
        if level == Level.RED and (
            (not rule.firm and _negated(found, tokens))
            or ("past" in contexts and "urgency" not in contexts)
            or "quotation" in contexts
        ):
            level = Level.ORANGE
        words = tuple(tokens[place] for place in found.places if tokens[place] != STOP)
        return Finding(rule.id, rule.topic, level, words, rule.doubt)


def _near(one: Found, other: Found, tokens: Sequence[str]) -> bool:
    (start, end), (other_start, other_end) = one.span, other.span
    between = tokens[end:other_start] if end <= other_start else tokens[other_end:start]
    return len(between) <= _NEAR and STOP not in between


def _negated(found: Found, tokens: Sequence[str]) -> bool:
    start, end = found.span
    own = set(found.places)
    return any(tokens[i] in _NEGATIONS for i in range(max(0, start - 1), min(end + 1, len(tokens))) if i not in own)
