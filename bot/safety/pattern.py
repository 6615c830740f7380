"""
A small language for phrases, and a matcher that looks for all phrases at once.

A pattern is a row of elements with spaces between them:

- `dood` that word, `zelfmoord*` any word that begins so, `.` the edge of a sentence
- `<wil>` any word of that concept (see `concepts.yml`), `dood|weg|<niet>` any of these, `dood|van_kant` a word or a phrase
- `nu?` the element may be missing
- `..` up to three words in between, `...` up to six, within the sentence; `//` up to eight, over the edge as well

The matcher is a bit-parallel automaton (Shift-And with optional elements; Navarro and Raffinot, *Flexible Pattern
Matching in Strings*, 2002, section 4.2): its time grows with the number of words only, never with the wording, so that
no message can slow the safety net down.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.safety.normalise import STOP

_GAPS = {"..": (3, False), "...": (6, False), "//": (8, True)}


class PatternError(ValueError):
    """
    A pattern in the data cannot be read; the message names the pattern.
    """


@dataclass(frozen=True, slots=True)
class Element:
    """
    One place in a pattern: which words fit (`words` whole, `prefixes` by their beginning), or any word of a gap.
    """

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False
    across: bool = False

    def fits(self, token: str) -> bool:
        """
        Whether the token may stand in this place.
        """
        if self.gap:
            return self.across or token != STOP
        return token in self.words or (bool(self.prefixes) and token.startswith(self.prefixes))


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


def parse(pattern: str, concepts: Mapping[str, Iterable[str]]) -> list[tuple[Element, ...]]:
    """
    A pattern as rows of elements, one row for each choice of its phrases.

    Raises `PatternError` for an unknown concept, or if the first or last element may be missing.
    """
    choices = [_phrases(part) for part in pattern.split()]
    return [_row(" ".join(choice), concepts) for choice in product(*choices)]


def _phrases(part: str) -> list[str]:
    options = part.split("|")
    words = "|".join(option for option in options if "_" not in option)
    return [option for option in (words, *(o.replace("_", " ") for o in options if "_" in o)) if option]


def _row(pattern: str, concepts: Mapping[str, Iterable[str]]) -> tuple[Element, ...]:
    elements: list[Element] = []
    for part in pattern.split():
        if part in _GAPS:
            size, across = _GAPS[part]
            elements.extend([Element(optional=True, gap=True, across=across)] * size)
        else:
            elements.append(_element(part, concepts, pattern))
    if not elements or elements[0].optional or elements[-1].optional:
        raise PatternError(f"a pattern begins and ends with a word that must be there: {pattern}")
    return tuple(elements)


def _element(part: str, concepts: Mapping[str, Iterable[str]], pattern: str) -> Element:
    optional = part.endswith("?")
    words: set[str] = set()
    for choice in part.removesuffix("?").split("|"):
        if choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in concepts:
                raise PatternError(f"unknown concept {choice} in: {pattern}")
            words.update(concepts[choice[1:-1]])
        else:
            words.add(choice)
    prefixes = tuple(sorted(word[:-1] for word in words if word.endswith("*")))
    return Element(frozenset(word for word in words if not word.endswith("*")), prefixes, optional)


class Matcher:
    """
    All patterns as one automaton. `patterns` in the order of their numbers.
    """

    def __init__(self, patterns: Sequence[tuple[Element, ...]]) -> None:
        self._patterns = patterns
        self._starts = self._optional = self._before = self._last = self._finals = 0
        self._words: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._gaps = self._across = 0
        self._ends: dict[int, int] = {}
        place = 0
        for number, elements in enumerate(patterns):
            place = self._add(number, elements, place)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        for word in list(self._words):
            self._words[word] |= self._by_prefix(word)

    def _add(self, number: int, elements: tuple[Element, ...], place: int) -> int:
        self._starts |= 1 << place
        previous = False
        for element in elements:
            place += 1
            bit = 1 << place
            self._index(element, bit)
            if element.optional:
                self._optional |= bit
                self._before |= 0 if previous else bit >> 1
                self._last = (self._last & ~(bit >> 1) if previous else self._last) | bit
            previous = element.optional
        self._finals |= 1 << place
        self._ends[place] = number
        return place + 1

    def _index(self, element: Element, bit: int) -> None:
        if element.gap:
            self._gaps |= bit
            self._across |= bit if element.across else 0
        for word in element.words:
            self._words[word] = self._words.get(word, 0) | bit
        for prefix in element.prefixes:
            self._prefixes[prefix] = self._prefixes.get(prefix, 0) | bit

    def _by_prefix(self, token: str) -> int:
        mask = 0
        for length in self._lengths:
            mask |= self._prefixes.get(token[:length], 0)
        return mask

    def vocabulary(self) -> set[str]:
        """
        Every whole word that stands in some pattern.
        """
        return {word for word in self._words if word != STOP}

    def find(self, tokens: Sequence[str]) -> Iterator[Found]:
        """
        Every place where a pattern ends, in the order of the text; at most one per pattern and end.
        """
        starts, optional, before, last, finals = self._starts, self._optional, self._before, self._last, self._finals
        words, gaps = self._words, self._gaps
        state = starts
        for end, token in enumerate(tokens):
            mask = words.get(token)
            if mask is None:
                mask = self._by_prefix(token)
            mask |= self._across if token == STOP else gaps
            state = (state << 1) & mask | starts
            reached = state | last
            state |= optional & (~(reached - before) ^ reached)
            hits = state & finals
            while hits:
                lowest = hits & -hits
                hits ^= lowest
                number = self._ends[lowest.bit_length() - 1]
                places = self._places(self._patterns[number], tokens, end)
                if places is not None:
                    yield Found(number, places)

    def _places(self, elements: tuple[Element, ...], tokens: Sequence[str], end: int) -> tuple[int, ...] | None:
        """
        The tokens of one match that ends exactly at `end`, shortest gaps first.
        """

        def back(element: int, token: int) -> tuple[int, ...] | None:
            if element < 0:
                return ()
            here = elements[element]
            if here.optional:
                without = back(element - 1, token)
                if here.gap and without is not None:
                    return without
            else:
                without = None
            if token >= 0 and here.fits(tokens[token]):
                earlier = back(element - 1, token - 1)
                if earlier is not None:
                    return earlier if here.gap else (*earlier, token)
            return without

        return back(len(elements) - 1, end)
