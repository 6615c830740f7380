"""
What the classifier sees of a message: four bags of features.

Letters (n-grams of 2 to 5, with the edges of a word), rows of one to three words, the concepts and families of the
words (`lexicon.py`), and pairs of words up to six places apart in one sentence.
"""

from collections.abc import Iterator, Sequence

from bot.safety.lexicon import Lexicon
from bot.safety.pattern import STOP

_GRAMS = range(2, 6)
_ROWS = range(1, 4)
_REACH = 6


class Features:
    """
    Turns tokens into bags. `BAGS` names them in their order.
    """

    BAGS = ("letters", "rows", "meanings", "pairs")

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._concepts: dict[str, list[str]] = {}
        for name in lexicon.concepts:
            for word in lexicon.sets[f"<{name}>"]:
                self._concepts.setdefault(word, []).append(f"<{name}>")

    def of(self, tokens: Sequence[str]) -> tuple[list[str], list[str], list[str], list[str]]:
        """
        The bags of one message, in the order of `BAGS`.
        """
        return (
            [gram for token in tokens for gram in _letters(token)],
            [" ".join(tokens[i : i + size]) for size in _ROWS for i in range(len(tokens) - size + 1)],
            [meaning for token in tokens for meaning in self._meanings(token)],
            list(_pairs(tokens)),
        )

    def _meanings(self, word: str) -> tuple[str, ...]:
        families = (f"[{family}]" for family in sorted(self._lexicon.families(word)))
        return (*self._concepts.get(word, ()), *families)


def _letters(word: str) -> Iterator[str]:
    edged = f" {word} "
    for size in _GRAMS:
        if size > len(edged):
            return
        for start in range(len(edged) - size + 1):
            yield edged[start : start + size]


def _pairs(tokens: Sequence[str]) -> Iterator[str]:
    for first, one in enumerate(tokens):
        if one == STOP:
            continue
        for other in tokens[first + 1 : first + 1 + _REACH]:
            if other == STOP:
                break
            yield f"{one}_{other}"
