"""
The classifier of the safety net: how likely a message is to be a signal, how likely red, and about what.

Logistic regression on the bags of `features.py`, learned from our own examples and nine tenths of the ordinary talk. It is
trained once and kept beside the engine's models, under a name that changes with its sources. Guessing needs a look-up
a feature and one sum, no library of vectors.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray

from bot.safety import examples, features
from bot.safety.examples import Example
from bot.safety.features import Features
from bot.safety.signal import Level, Topic

REGULARISATION = 60.0
WINDOW = 60
STEP = 30
RAREST = (2, 1, 2, 2)

type Numbers = NDArray[np.float64]
type Read = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """
    The chance (0 to 1) of a signal at all, the chance of red, and the likeliest topic.
    """

    signal: float
    red: float
    topic: Topic


@dataclass(frozen=True, slots=True)
class Weights:
    """
    What was learned: a table of places for each bag, the rarity (n,) and the weights (n, 2 + topics) of every place.
    """

    places: tuple[dict[str, int], ...]
    rarity: Numbers
    weights: NDArray[np.float32]
    bias: Numbers
    topics: tuple[str, ...]


class Classifier:
    """
    A trained classifier over token lists. Thread safe.
    """

    def __init__(self, bags: Features, learned: Weights) -> None:
        self._bags, self._learned = bags, learned

    def guess(self, tokens: Sequence[str]) -> Guess:
        """
        What it makes of a message. A long one is read in stretches, and the worst counts.
        """
        last = max(1, len(tokens) - WINDOW + STEP)
        scores = np.array([self._scores(tokens[start : start + WINDOW]) for start in range(0, last, STEP)])
        worst = scores[int(scores[:, 0].argmax())]
        return Guess(
            _chance(scores[:, 0].max()),
            _chance(scores[:, 1].max()),
            Topic(self._learned.topics[int(worst[2:].argmax())]),
        )

    def _scores(self, tokens: Sequence[str]) -> Numbers:
        learned, places, values = self._learned, [], []
        for table, bag in zip(learned.places, self._bags.of(tokens), strict=True):
            counts = [(table[key], count) for key, count in Counter(bag).items() if key in table]
            if counts:
                where, often = np.array(counts).T
                weighed = (1 + np.log(often)) * learned.rarity[where]
                places.append(where)
                values.append(weighed / np.sqrt(weighed @ weighed))
        if not places:
            return learned.bias
        found: Numbers = np.concatenate(values) @ learned.weights[np.concatenate(places)] + learned.bias
        return found


def load(data: Path, models: Path, bags: Features, read: Read) -> Classifier:
    """
    The classifier for the sources under `data`, trained now if no trained one is kept in `models`.
    """
    files = [*examples.sources(data), *(Path(module) for module in (__file__, examples.__file__, features.__file__))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    kept = models / f"safety-{digest}.joblib"
    if kept.exists():
        return Classifier(bags, joblib.load(kept))
    learn_from, _ = examples.ordinary(data)
    lines = examples.written(data) + [Example(text, Level.GREEN, Topic.NONE) for text in learn_from]
    learned = train(bags, [read(line.text) for line in lines], lines)
    models.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".draft")
    joblib.dump(learned, draft)
    draft.replace(kept)
    return Classifier(bags, learned)


def train(bags: Features, rows: Sequence[Sequence[str]], lines: Sequence[Example]) -> Weights:
    """
    Fit the weights to token lists and what they are; the same lines give the same weights.
    """
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    places: list[dict[str, int]] = []
    rarity, parts, first = [], [], 0
    for rarest, column in zip(RAREST, zip(*(bags.of(row) for row in rows), strict=True), strict=True):
        vectors = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=rarest)
        parts.append(vectors.fit_transform(column))
        places.append({key: first + int(place) for key, place in vectors.vocabulary_.items()})
        rarity.append(vectors.idf_)
        first += len(vectors.idf_)
    table = hstack(parts).tocsr()
    flagged = np.array([line.level is not Level.GREEN for line in lines])
    topics = sorted({line.topic.value for line in lines if line.level is not Level.GREEN})
    of_flagged = np.array([line.topic.value for line in lines])[flagged]
    tasks = [(table, flagged), (table, np.array([line.level is Level.RED for line in lines]))]
    tasks += [(table[flagged], of_flagged == topic) for topic in topics]
    # Signals are weighed as often as they come, so that ordinary talk counts for what it is; red and topics are rare and weighed up.
    fitted = [_regression(None if n == 0 else "balanced").fit(rows, wanted) for n, (rows, wanted) in enumerate(tasks)]
    weights = np.array([model.coef_[0] for model in fitted], dtype=np.float32).T
    bias = np.array([model.intercept_[0] for model in fitted])
    return Weights(tuple(places), np.concatenate(rarity), np.ascontiguousarray(weights), bias, tuple(topics))


def _regression(weights: str | None) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=REGULARISATION, class_weight=weights, solver="liblinear", tol=0.01, random_state=0)


def _chance(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-score)))
