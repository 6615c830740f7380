"""
A small language for phrases, and a matcher that looks for thousands of them in a message at once.

A pattern is a row of elements with spaces between them:

- `dood` that word, `zelfmoord*` any word that begins so, `.` the edge of a sentence
- `<wil>` any word of that concept, `[slaan]` any word of that family in any of its forms (see `lexicon.py`)
- `dood|weg|<niet>` any of these, `dood|van_kant` a word or a phrase
- `nu?` the element may be missing
- `..` up to three words in between, `...` up to six, never over the edge of a sentence
- `dood|van kant + <wil> + mij`: all of these in one sentence, in any order, at most ten words apart

Each pattern waits under its rarest element and is looked at only where that element stands; from there on the work is
bounded by the length of the pattern. So no wording of a message makes the matcher slow.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

STOP = "."

_GAPS = {"..": 3, "...": 6}
_TOGETHER = 10


class PatternError(ValueError):
    """
    A pattern in the data cannot be read; the message names the pattern.
    """


@dataclass(frozen=True, slots=True)
class Element:
    """
    One place in a pattern: the words that fit, whole or by their beginning; or a gap of up to `gap` words.
    """

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    optional: bool = False
    gap: int = 0

    def fits(self, token: str) -> bool:
        """
        Whether the token may stand in this place.
        """
        return token in self.words or (bool(self.prefixes) and token.startswith(self.prefixes))

    def length(self, window: Sequence[str], place: int) -> int:
        """
        How many words of the window fit here as a word or a phrase; 0 when none do.
        """
        if self.fits(window[place]):
            return 1
        return next((len(p) for p in self.phrases if tuple(window[place : place + len(p)]) == p), 0)

    @property
    def openings(self) -> frozenset[str]:
        """
        The words with which this element may begin.
        """
        return self.words | {phrase[0] for phrase in self.phrases}


@dataclass(frozen=True, slots=True)
class Pattern:
    """
    A row of elements, in this order, or `together` in any order.
    """

    elements: tuple[Element, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """
    A pattern found: its number, and the positions of its own words, without the words in its gaps.
    """

    pattern: int
    places: tuple[int, ...]

    @property
    def span(self) -> tuple[int, int]:
        """
        First place, and the place after the last.
        """
        return self.places[0], self.places[-1] + 1


def parse(text: str, sets: Mapping[str, frozenset[str]]) -> list[Pattern]:
    """
    A pattern as it is written, as one pattern for each choice of its phrases. `sets` are concepts and families by name.

    Raises `PatternError` for an unknown name, or if the first or last element may be missing.
    """
    if " + " in text:
        return [Pattern(tuple(_element(part, sets, text) for part in text.split(" + ")), together=True)]
    choices = [_phrases(part) for part in text.split()]
    return [Pattern(_row(" ".join(choice), sets)) for choice in product(*choices)]


def _phrases(part: str) -> list[str]:
    options = part.split("|")
    words = "|".join(option for option in options if "_" not in option)
    return [option for option in (words, *(o.replace("_", " ") for o in options if "_" in o)) if option]


def _row(text: str, sets: Mapping[str, frozenset[str]]) -> tuple[Element, ...]:
    elements = tuple(Element(gap=_GAPS[part]) if part in _GAPS else _element(part, sets, text) for part in text.split())
    if not elements or any(edge.optional or edge.gap for edge in (elements[0], elements[-1])):
        raise PatternError(f"a pattern begins and ends with a word that must be there: {text}")
    return elements


def _element(part: str, sets: Mapping[str, frozenset[str]], text: str) -> Element:
    words: set[str] = set()
    for choice in part.removesuffix("?").split("|"):
        if choice.startswith(("<", "[")):
            if choice not in sets:
                raise PatternError(f"unknown name {choice} in: {text}")
            words.update(sets[choice])
        elif not choice:
            raise PatternError(f"an empty choice in: {text}")
        else:
            words.add(choice)
    return Element(
        words=frozenset(word for word in words if not word.endswith("*") and " " not in word),
        prefixes=tuple(sorted(word[:-1] for word in words if word.endswith("*"))),
        phrases=tuple(sorted(tuple(word.split()) for word in words if " " in word)),
        optional=part.endswith("?"),
    )


@dataclass(frozen=True, slots=True)
class _Filed:
    """
    A pattern under its rarest element: how far it can reach before and after that, and what else must be there.
    """

    number: int
    pattern: Pattern
    before: int
    after: int
    also: frozenset[str]


class Matcher:
    """
    All patterns, each filed under its rarest element. `common` counts how often words are used.
    """

    def __init__(self, patterns: Sequence[Pattern], common: Counter[str]) -> None:
        self._words: dict[str, list[_Filed]] = {}
        self._prefixes: dict[str, list[_Filed]] = {}
        elements = [element for pattern in patterns for element in pattern.elements]
        self.vocabulary = {word for element in elements for word in element.words} - {STOP}
        self.vocabulary |= {word for element in elements for phrase in element.phrases for word in phrase}
        for number, pattern in enumerate(patterns):
            self._file(number, pattern, common)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        for word in self.vocabulary | {STOP}:
            self._words.setdefault(word, []).extend(self._by_prefix(word))

    def _file(self, number: int, pattern: Pattern, common: Counter[str]) -> None:
        def frequency(place: int) -> int:
            element = elements[place]
            if STOP in element.words:
                return common.total() + 1
            return sum(common[word] for word in element.openings) + 2 * len(element.prefixes)

        elements = pattern.elements
        required = [place for place, element in enumerate(elements) if not (element.gap or element.optional)]
        rarest, *others = sorted(required, key=frequency)
        filed = _Filed(
            number,
            pattern,
            before=_TOGETHER if pattern.together else sum(element.gap or 1 for element in elements[:rarest]),
            after=_TOGETHER if pattern.together else sum(element.gap or 1 for element in elements[rarest + 1 :]),
            also=next((elements[place].openings for place in others if not elements[place].prefixes), frozenset()),
        )
        for word in elements[rarest].openings:
            self._words.setdefault(word, []).append(filed)
        for prefix in elements[rarest].prefixes:
            self._prefixes.setdefault(prefix, []).append(filed)

    def _by_prefix(self, token: str) -> list[_Filed]:
        return [filed for length in self._lengths for filed in self._prefixes.get(token[:length], ())]

    def find(self, tokens: Sequence[str]) -> list[Found]:
        """
        Every place where a pattern fits, within a sentence. `tokens` begin and end with `STOP`.
        """
        found: dict[Found, None] = {}
        start = end = 0
        for here, token in enumerate(tokens):
            if here >= end and here < len(tokens) - 1:
                start, end = here, tokens.index(STOP, here + 1)
            waiting = self._words.get(token)
            for filed in self._by_prefix(token) if waiting is None else waiting:
                first = max(start, here - filed.before)
                window = tokens[first : min(end, here + filed.after) + 1]
                if filed.also and filed.also.isdisjoint(window):
                    continue
                matches = _together if filed.pattern.together else _in_order
                for places in matches(filed.pattern.elements, window):
                    found[Found(filed.number, tuple(place + first for place in places))] = None
        return list(found)


def _together(elements: tuple[Element, ...], window: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """
    One place or phrase for each element, each word used once.
    """
    taken: set[int] = set()
    for element in elements:
        for place in range(len(window)):
            length = 0 if place in taken else element.length(window, place)
            if length:
                taken.update(range(place, place + length))
                break
        else:
            return
    yield tuple(sorted(taken))


def _in_order(elements: tuple[Element, ...], window: Sequence[str]) -> Iterable[tuple[int, ...]]:
    """
    The own places of every match that ends differently, shortest gaps first.
    """
    first = elements[0]
    ends: dict[int, tuple[int, ...]] = {place: (place,) for place, token in enumerate(window) if first.fits(token)}
    for element in elements[1:]:
        if not ends:
            return ()
        reached: dict[int, tuple[int, ...]] = {}
        if element.gap:
            for step in range(element.gap + 1):
                for end, places in ends.items():
                    reached.setdefault(end + step, places)
        else:
            for end, places in ends.items():
                if end + 1 < len(window) and element.fits(window[end + 1]):
                    reached.setdefault(end + 1, (*places, end + 1))
            if element.optional:
                for end, places in ends.items():
                    reached.setdefault(end, places)
        ends = reached
    return ends.values()
