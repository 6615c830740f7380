"""
The classifier of the safety net: how likely a message is to be a signal, how likely red, and about what.

Logistic regression on the bags of `features.py`, learned from our own examples and nine tenths of the ordinary talk. It is
trained once and kept beside the engine's models, in a folder whose name changes with its sources. Guessing needs a look-up
a feature and one sum, no library of vectors. What was learned stays on disk and is mapped into memory, so that a start takes no
time and all processes of one server share it.
"""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import marisa_trie
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
ARRAYS = ("rarity", "weights", "bias")

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
    What was learned: the keys of each bag, with the number of its first place; the rarity (n,) and the weights (n, 2 + topics) of
    every place.
    """

    keys: tuple[marisa_trie.Trie, ...]
    first: tuple[int, ...]
    rarity: Numbers
    weights: NDArray[np.float32]
    bias: Numbers
    topics: tuple[str, ...]

    def save(self, folder: Path) -> None:
        """
        Write it into a folder, all or nothing; what other sources gave before goes.
        """
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix="draft-", dir=folder.parent))
        for bag, keys in zip(Features.BAGS, self.keys, strict=True):
            keys.save(str(draft / f"{bag}.marisa"))
        for name in ARRAYS:
            np.save(draft / f"{name}.npy", getattr(self, name))
        (draft / "topics.json").write_text(json.dumps(self.topics), encoding="utf-8")
        for old in set(folder.parent.glob("safety-*")) - {folder}:
            shutil.rmtree(old, ignore_errors=True)
        try:
            draft.replace(folder)
        except OSError:  # another process was first, with the same
            shutil.rmtree(draft)

    @classmethod
    def load(cls, folder: Path) -> "Weights":
        """
        What `save` wrote, mapped into memory.
        """
        keys = tuple(marisa_trie.Trie().mmap(str(folder / f"{bag}.marisa")) for bag in Features.BAGS)
        rarity, weights, bias = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS)
        topics = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
        return cls(keys, _firsts(keys), rarity, weights, bias, tuple(topics))


def _firsts(keys: Sequence[marisa_trie.Trie]) -> tuple[int, ...]:
    return tuple(accumulate((len(bag) for bag in keys[:-1]), initial=0))


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
        for keys, first, bag in zip(learned.keys, learned.first, self._bags.of(tokens), strict=True):
            found = ((keys.get(key), count) for key, count in Counter(bag).items())
            counts = [(first + place, count) for place, count in found if place is not None]
            if counts:
                where, often = np.array(counts).T
                weighed = (1 + np.log(often)) * learned.rarity[where]
                places.append(where)
                values.append(weighed / np.sqrt(weighed @ weighed))
        if not places:
            return learned.bias
        scores: Numbers = np.concatenate(values) @ learned.weights[np.concatenate(places)] + learned.bias
        return scores


def load(data: Path, models: Path, bags: Features, read: Read) -> Classifier:
    """
    The classifier for the sources under `data`, trained now if no trained one is kept in `models`.
    """
    files = [*examples.sources(data), *(Path(module) for module in (__file__, examples.__file__, features.__file__))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    kept = models / f"safety-{digest}"
    if kept.exists():
        return Classifier(bags, Weights.load(kept))
    learn_from, _ = examples.ordinary(data)
    lines = examples.written(data) + [Example(text, Level.GREEN, Topic.NONE) for text in learn_from]
    learned = train(bags, [read(line.text) for line in lines], lines)
    learned.save(kept)
    return Classifier(bags, learned)


def train(bags: Features, rows: Sequence[Sequence[str]], lines: Sequence[Example]) -> Weights:
    """
    Fit the weights to token lists and what they are; the same lines give the same weights.
    """
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    keys, rarity, parts, order = [], [], [], []
    for rarest, column in zip(RAREST, zip(*(bags.of(row) for row in rows), strict=True), strict=True):
        vectors = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=rarest)
        parts.append(vectors.fit_transform(column))
        keys.append(marisa_trie.Trie(vectors.vocabulary_))
        place_of = vectors.vocabulary_
        order.append(np.array([place_of[keys[-1].restore_key(n)] for n in range(len(place_of))]))
        rarity.append(vectors.idf_)
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
    firsts = _firsts(keys)
    ordered = np.concatenate([first + places for first, places in zip(firsts, order, strict=True)])
    return Weights(tuple(keys), firsts, np.concatenate(rarity)[ordered], weights[ordered], bias, tuple(topics))


def _regression(weights: str | None) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=REGULARISATION, class_weight=weights, solver="liblinear", tol=0.01, random_state=0)


def _chance(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-score)))
