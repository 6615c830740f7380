"""
What words belong together: the concepts of the rules and the families of the thesaurus.

A concept (`<wil>`) is an exact list of words. A family (`[slaan]`) lists base forms; this module adds the forms that
Dutch makes of them (plural, diminutive, tenses, separable verbs) but for those listed with a minus, and finds the
family of a compound by its last part: a potato knife is a knife.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path

from store import tables

_VOWELS = "aeiou"
_PREFIXES: tuple[str, ...] = (
    "aan",
    "achter",
    "af",
    "be",
    "bij",
    "dicht",
    "door",
    "in",
    "kapot",
    "mee",
    "na",
    "neer",
    "om",
    "onder",
    "open",
    "op",
)
_PREFIXES += ("over", "rond", "terug", "toe", "tegen", "uit", "ver", "vast", "vol", "voor", "weg")
_DIMINUTIVES = ("je", "tje", "pje", "etje", "jes", "tjes", "pjes", "etjes", "ke", "ken", "kes")


class Lexicon:
    """
    Concepts and families of one folder (`concepts.yml`, `thesaurus.yml`).

    `dutch` are all Dutch words, to keep only forms that exist; `irregular` maps word forms to their lemma, for the
    tenses that no rule makes (both from spacy-lookups-data).
    """

    def __init__(self, folder: Path, dutch: Set[str], irregular: Mapping[str, str]) -> None:
        self.concepts = _lists(folder / "concepts.yml")
        self._dutch = dutch
        self._families: dict[str, set[str]] = defaultdict(set)
        for family, words in _lists(folder / "thesaurus.yml").items():
            outside = {word[1:] for word in words if word.startswith("-")}
            for word in words:
                for form in (word, *(form for form in forms(word) if form in dutch)):
                    if form not in outside and not form.startswith("-"):
                        self._families[form].add(family)
        for form, lemma in irregular.items():
            if lemma in self._families and form not in self._families:
                self._families[form] = self._families[lemma]

    def families(self, word: str) -> frozenset[str]:
        """
        The families of a word, directly or by the last part of a compound; empty when it has none.
        """
        return frozenset(self._families.get(word) or self._families.get(self.head(word)) or ())

    def head(self, word: str) -> str:
        """
        The last part of a compound if that part has a family, otherwise the word itself.
        """
        if word in self._families or len(word) < 6:
            return word
        for start in range(3, len(word) - 2):
            if word[start:] in self._families and (word[:start] in self._dutch or word[: start - 1] in self._dutch):
                return word[start:]
        return word

    @cached_property
    def sets(self) -> dict[str, frozenset[str]]:
        """
        Every name that a pattern may use: `<concept>` and `[family]` with their words.
        """
        named: dict[str, set[str]] = {f"<{name}>": set(words) for name, words in self.concepts.items()}
        for word, families in self._families.items():
            for family in families:
                named.setdefault(f"[{family}]", set()).add(word)
        return {name: frozenset(words) for name, words in named.items()}


def forms(word: str) -> Iterator[str]:
    """
    The regular forms of a base form, whatever its part of speech; some of them are no words, which harms nobody.
    """
    if len(word) < 3 or not word.isalpha():
        return
    stem = _stem(word) if word.endswith("en") and len(word) > 4 else word
    plural = _plural(stem)
    yield from (plural, word + "s", stem, stem + "t", stem + "e", plural[:-2] + "e")
    yield from (word + ending for ending in _DIMINUTIVES)
    past = "t" if stem[-1] in "tkfschp" else "d"
    past = "t" if stem.endswith(("f", "s")) and word.endswith(("fen", "sen", "ssen")) else past
    for tense in {"t", "d", past}:
        yield from (stem + tense + "e", stem + tense + "en")
        participle = "ge" + (stem if stem.endswith(tense) else stem + tense)
        yield participle
        yield from (prefix + participle for prefix in _PREFIXES)
    yield "ge" + word
    yield from (prefix + form for prefix in _PREFIXES for form in (word, stem, stem + "t") if word.endswith("en"))


def _stem(infinitive: str) -> str:
    base = infinitive[:-2]
    if len(base) > 2 and base[-1] == base[-2] and base[-1] not in _VOWELS:
        return base[:-1]
    if len(base) > 1 and base[-1] not in _VOWELS and base[-2] in "aeou" and (len(base) < 3 or base[-3] not in _VOWELS):
        base = base[:-1] + base[-2] + base[-1]
    return base[:-1] + {"v": "f", "z": "s"}.get(base[-1], base[-1])


def _plural(stem: str) -> str:
    if len(stem) > 2 and stem[-1] not in _VOWELS and stem[-2] == stem[-3] and stem[-2] in _VOWELS:
        stem = stem[:-2] + stem[-1]
    elif len(stem) > 2 and stem[-1] not in _VOWELS + "wj" and stem[-2] in _VOWELS and stem[-3] not in _VOWELS:
        return stem + stem[-1] + "en"
    return stem[:-1] + {"f": "v", "s": "z"}.get(stem[-1], stem[-1]) + "en" if stem[-2] in _VOWELS else stem + "en"


def _lists(path: Path) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(str(words).split()) for name, words in tables.read(path).items()}


def plain_words(words: Iterable[str]) -> set[str]:
    """
    The words without the stars of open endings.
    """
    return {word for word in words if not word.endswith("*")}
