"""
Likeness of sentences: what is left of one when it does not matter how it is typed, and which share almost all their letters.

Two sentences are near when the Jaccard likeness of their character trigrams reaches a threshold. Only sentences of about the same
size can, so that sorted by size each block of them meets few others, and twenty thousand take seconds.
"""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

NEAR = 0.8
GRAM = 3
BLOCK = 500
SIGNS = ("So", "Sk")


def bare(text: str) -> str:
    """
    A sentence without case, punctuation, accents and superfluous white space; emoji stay, and so does all of one that is nothing but signs.
    """
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c) != "Mn")
    kept = "".join(c if c.isalnum() or unicodedata.category(c) in SIGNS else " " for c in letters)
    return " ".join(kept.split()) or "".join(text.split())


def near_pairs(texts: Sequence[str], threshold: float = NEAR) -> Iterator[tuple[int, int, float]]:
    """
    The places of every two of these texts that are near, the first one first, with their likeness (threshold to 1).
    """
    if not texts:
        return
    grams = CountVectorizer(
        preprocessor=_framed, analyzer="char", ngram_range=(GRAM, GRAM), binary=True, dtype=np.float32
    ).fit_transform(texts)
    sizes = np.asarray(grams.sum(axis=1)).ravel()
    order = np.argsort(sizes, kind="stable")
    grams, sizes = grams[order], sizes[order]
    for start in range(0, len(order), BLOCK):
        first = int(np.searchsorted(sizes, np.floor(threshold * sizes[start])))
        shared = (grams[start : start + BLOCK] @ grams[first : start + BLOCK].T).tocoo()
        rows, columns = shared.row + start, shared.col + first
        likeness = shared.data / (sizes[rows] + sizes[columns] - shared.data)
        for place in np.flatnonzero((likeness >= threshold) & (columns < rows)):
            one, two = sorted((int(order[rows[place]]), int(order[columns[place]])))
            yield one, two, float(likeness[place])


def _framed(text: str) -> str:
    return f" {text} "
