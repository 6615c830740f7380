"""
The four words: the one key to a talk that a person can keep in their head or on paper.

Four different words of a list of 1,024, in their order: about 2^40 possibilities. Any two words of the list are at least two
letters apart, so one typo a word can be read back; where two readings are as good, there is none.
"""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "nlu_data" / "words" / "vier_woorden.txt"
COUNT = 4
LONGEST = 200

Reading = tuple[str, ...]


def draw() -> str:
    """
    Four fresh words, separated by spaces, that can also be read when they are written as one.
    """
    while True:
        words = " ".join(secrets.SystemRandom().sample(sorted(_listed()), COUNT))
        if read(words.replace(" ", "")) == words:
            return words


def read(text: str) -> str | None:
    """
    The four words that somebody means, as `draw` writes them; None when it is no four words, or not sure which.

    Case, accents, and what stands between the words do not count; each word may have one letter wrong, missing, too many, or
    swapped with the next.
    """
    found = _tokens(text)
    if len(found) == COUNT:
        best = [_nearest(token) for token in found]
        if all(len(near) == 1 for near in best):
            return " ".join(word for near in best for word in near)
    return _split("".join(found))


def exact(text: str) -> bool:
    """
    Whether a text is four words of the list, each spelled as it is there.
    """
    found = _tokens(text)
    return len(found) == COUNT and set(found) <= _listed()


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        return []
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z]+", bare)


def _split(letters: str) -> str | None:
    """
    The one best way to cut letters without separators into four words.
    """
    longest = max(map(len, _listed())) + 1
    if len(letters) > COUNT * longest:
        return None
    # By place in the letters: the readings of all before it, with their number of typos.
    ways: dict[int, dict[Reading, int]] = {0: {(): 0}}
    for _ in range(COUNT):
        further: dict[int, dict[Reading, int]] = {}
        for start, readings in ways.items():
            for end in range(start + 1, min(start + longest, len(letters)) + 1):
                piece = letters[start:end]
                for word in _nearest(piece):
                    for reading, typos in readings.items():
                        more = typos + (word != piece)
                        known = further.setdefault(end, {})
                        known[*reading, word] = min(more, known.get((*reading, word), more))
        ways = further
    readings = ways.get(len(letters), {})
    best = [reading for reading, typos in readings.items() if typos == min(readings.values())]
    return " ".join(best[0]) if len(best) == 1 else None


def _nearest(piece: str) -> set[str]:
    """
    The word that this is, else all words that are one typo away.
    """
    if piece in _listed():
        return {piece}
    near = _lacking()
    candidates = {word for part in (piece, *_shorter(piece)) for word in near.get(part, ())}
    return {word for word in candidates if _one_typo(piece, word)}


def _one_typo(one: str, other: str) -> bool:
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short in _shorter(long)
    wrong = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
    return len(wrong) == 1


def _shorter(word: str) -> set[str]:
    return {word[:n] + word[n + 1 :] for n in range(len(word))}


@cache
def _listed() -> frozenset[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _lacking() -> dict[str, set[str]]:
    """
    Words by what is left of them: whole, or without one letter.
    """
    found: dict[str, set[str]] = {}
    for word in _listed():
        for part in (word, *_shorter(word)):
            found.setdefault(part, set()).add(word)
    return found
