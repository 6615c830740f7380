"""
One written word to the word that is meant.

A word that Dutch knows is left alone, so that correction never invents danger out of an ordinary word. An unknown one
is tried, in this order, as a listed spelling, with stretched letters squeezed, with digits read as letters, with a
missing final n, with one letter wrong, and at last as several words written together.

The Dutch words come from `dutch.py`, the listed spellings from `nlu_data/safety/spellings.yml`, the words worth correcting
towards from the rules and the examples.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

_STRETCHED = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("0134578@$", "oieastbas")
_LONGEST = 18


def _lacking(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _one_letter_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


class Speller:
    """
    Repairs single words; knows nothing of sentences.

    `listed` maps a spelling to one or more words, `used` counts the words of our rules and examples.
    """

    def __init__(self, listed: Mapping[str, str], used: Counter[str], dutch: Iterable[str]) -> None:
        self._listed = {spelling: tuple(words.split()) for spelling, words in listed.items()}
        self._known = set(dutch) | set(used) | {word for words in self._listed.values() for word in words}
        self._near = self._neighbours(used)
        total = sum(used.values()) + 1
        self._cost = {word: -log(count / total) for word, count in used.items() if len(word) > 1 or word == "u"}

    @staticmethod
    def _neighbours(used: Counter[str]) -> dict[str, str]:
        near: dict[str, str] = {}
        for word, _ in sorted(used.items(), key=lambda item: (item[1], item[0])):
            if len(word) >= 4 and word.isalpha():
                near.update(dict.fromkeys(_lacking(word), word))
                near[word] = word
        return near

    def plain(self, word: str) -> bool:
        """
        Whether the word needs no repair.
        """
        return word in self._known and word not in self._listed

    def repair(self, word: str) -> tuple[str, ...]:
        """
        The word or words that are meant; an unknown word that nothing explains comes back as it is.
        """
        listed = self._listed.get(word)
        if listed is not None:
            return listed
        if word in self._known or word.isdigit():
            return (word,)
        return self._unstretched(word) or self._as_letters(word) or self._without_n(word) or self._nearest(word)

    def split(self, letters: str) -> tuple[str, ...]:
        """
        Letters without spaces as the likeliest row of our own words; stretches that are no word stay whole.
        """
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(letters) + 1):
            options = [(best[end - 1][0] + 14.0, end - 1)]
            for start in range(max(0, end - _LONGEST), end):
                cost = self._cost.get(letters[start:end])
                if cost is not None:
                    options.append((best[start][0] + cost, start))
            best.append(min(options))
        return self._rejoin(letters, best)

    def _rejoin(self, letters: str, best: list[tuple[float, int]]) -> tuple[str, ...]:
        words: list[str] = []
        end, loose = len(letters), ""
        while end:
            start = best[end][1]
            piece = letters[start:end]
            if piece in self._cost:
                words.extend(word for word in (loose, piece) if word)
                loose = ""
            else:
                loose = piece + loose
            end = start
        return tuple(reversed([*words, loose] if loose else words))

    def together(self, word: str) -> tuple[str, ...]:
        """
        An unknown word as several of our own words, or as it is if any part stays unexplained.
        """
        parts = self.split(word)
        return parts if all(part in self._cost and len(part) > 1 for part in parts) else (word,)

    def _unstretched(self, word: str) -> tuple[str, ...] | None:
        if not _STRETCHED.search(word):
            return None
        for keep in (r"\1\1", r"\1"):
            squeezed = _STRETCHED.sub(keep, word)
            if squeezed in self._listed or squeezed in self._known:
                return self.repair(squeezed)
        return self.repair(_STRETCHED.sub(r"\1", word))

    def _as_letters(self, word: str) -> tuple[str, ...] | None:
        if word.isalpha():
            return None
        plain = word.translate(_LEET)
        if plain.isalpha() and (plain in self._known or plain in self._listed or plain in self._near):
            return self.repair(plain)
        digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
        if digits.isdigit() and digits != word:
            return (digits, *self.repair(word[len(digits) :]))
        return None

    def _without_n(self, word: str) -> tuple[str, ...] | None:
        return (word + "n",) if word.endswith("e") and word + "n" in self._known else None

    def _nearest(self, word: str) -> tuple[str, ...]:
        if len(word) < 4:
            return (word,)
        if word in self._near:
            return (self._near[word],)
        for shorter in _lacking(word):
            near = self._near.get(shorter)
            if near is not None and (near == shorter or _one_letter_apart(word, near)):
                return (near,)
        for i in range(len(word) - 1):
            swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
            if self._near.get(swapped) == swapped:
                return (swapped,)
        return self.together(word) if 6 <= len(word) <= 60 else (word,)
