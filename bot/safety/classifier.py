"""
The small classifier: what the rules have no words for.

One logistic regression a topic (this topic against ordinary talk) and one for acute danger, on the features of
`features.py`, trained from our own examples. A line is a bag of features, weighed by rarity and brought to length one.
Judging needs numpy only: the weights of known words are summed up beforehand.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.safety.features import Features, Key
from bot.safety.pattern import STOP
from bot.safety.signal import Level, Topic

TOPICS = tuple(topic for topic in Topic if topic is not Topic.NONE)

_LENGTHS = 10
_LENGTH_WEIGHT = 3.0
_WINDOW = 30
_STEP = 10
_REGULARISATION = 30.0

type Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """
    One training example: its tokens with idioms blanked, and what it is.
    """

    tokens: tuple[str, ...]
    level: Level
    topic: Topic


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What the classifier makes of a message: log-odds of trouble at all, of acute danger, and of each topic of `TOPICS`.

    `words` are the words that spoke most for trouble in the worst stretch of the message.
    """

    trouble: float
    acute: float
    topics: tuple[float, ...]
    words: tuple[str, ...]


def _length(words: int) -> int:
    return min(words // 3, _LENGTHS - 1)


class Classifier:
    """
    Trained weights over a vocabulary of features. `values` (n,) weigh a feature, `weights` (n + 10, 11) what it says.
    """

    def __init__(self, features: Features, keys: Sequence[Key], values: Matrix, weights: Matrix, bias: Matrix) -> None:
        self._features = features
        self._keys = list(keys)
        self._number = {key: number for number, key in enumerate(keys)}
        self._values, self._bias, self._all_weights = values, bias, weights
        self._squares = values**2
        self._weighted = values[:, None] * weights[: len(values)]
        self._lengths = _LENGTH_WEIGHT * weights[len(values) :]
        known = sorted({key[1:] for key in keys if isinstance(key, str) and key[0] == "="})
        self._meanings = {word: features.meanings(word) for word in known}
        self._known = {word: number for number, word in enumerate(known)}
        rows = [self._word(word) for word in known]
        self._word_sums = np.array([row[0] for row in rows])
        self._word_squares = np.array([row[1] for row in rows])

    def _word(self, word: str) -> tuple[Matrix, float]:
        numbers = [self._number[key] for key in self._features.of_word(word) if key in self._number]
        return self._weighted[numbers].sum(axis=0), float(self._squares[numbers].sum())

    @classmethod
    def train(cls, features: Features, lines: Sequence[Line]) -> "Classifier":
        """
        Fit the weights from examples; the same lines give the same classifier.
        """
        from scipy.sparse import csr_matrix, diags
        from sklearn.linear_model import LogisticRegression

        bags = [_keys(features, line.tokens) for line in lines]
        seen = Counter(key for bag in bags for key in set(bag))
        keys = [key for key, count in seen.items() if count > 1]
        number = {key: place for place, key in enumerate(keys)}
        rarity = np.log((1 + len(bags)) / (1 + np.array([seen[key] for key in keys]))) + 1
        values = rarity * np.array([features.weight(key) for key in keys])
        places, ends = [], [0]
        for bag, line in zip(bags, lines, strict=True):
            places.extend(number[key] for key in bag if key in number)
            places.append(len(keys) + _length(len(line.tokens)))
            ends.append(len(places))
        data = np.append(values, np.full(_LENGTHS, _LENGTH_WEIGHT))[places]
        table = csr_matrix((data, places, ends), shape=(len(lines), len(keys) + _LENGTHS))
        table = diags(1 / np.sqrt(np.add.reduceat(data**2, ends[:-1]))) @ table
        table.sum_duplicates()

        green = np.array([line.level == Level.GREEN for line in lines])
        tasks = [(np.array([line.topic == topic for line in lines]), True) for topic in TOPICS]
        tasks.append((np.array([line.level == Level.RED for line in lines]), False))
        columns, bias = [], []
        for wanted, only_green in tasks:
            rows = wanted | green if only_green else np.full(len(lines), True)
            model = LogisticRegression(
                C=_REGULARISATION, solver="liblinear", class_weight="balanced", tol=0.01, random_state=0
            )
            model.fit(table[rows], wanted[rows])
            columns.append(model.coef_[0])
            bias.append(model.intercept_[0])
        return cls(features, keys, values, np.array(columns).T, np.array(bias))

    def judge(self, tokens: Sequence[str]) -> Judgement:
        """
        The log-odds of the worst stretch of a message.
        """
        sums, squares = self._rows(tokens)
        total = np.concatenate((np.zeros((1, sums.shape[1])), sums.cumsum(axis=0)))
        square = np.concatenate((np.zeros(1), squares.cumsum()))
        starts, ends = _windows(len(tokens))
        lengths = np.array([_length(end - start) for start, end in zip(starts, ends, strict=True)])
        norms = np.sqrt(square[ends] - square[starts] + _LENGTH_WEIGHT**2)
        scores = (total[ends] - total[starts] + self._lengths[lengths]) / norms[:, None] + self._bias
        trouble = np.logaddexp.reduce(scores[:, :-1], axis=1)
        worst = int(trouble.argmax())
        speaking = sums[starts[worst] : ends[worst], :-1].max(axis=1)
        order = np.sort(np.argsort(-speaking)[:4]) + starts[worst]
        words = tuple(tokens[place] for place in order if tokens[place].isalpha())
        return Judgement(
            float(trouble[worst]), float(scores[:, -1].max()), tuple(float(score) for score in scores[worst, :-1]), words
        )

    def _rows(self, tokens: Sequence[str]) -> tuple[Matrix, Matrix]:
        meanings = [self._meanings[t] if t in self._meanings else self._features.meanings(t) for t in tokens]
        sums = np.zeros((len(tokens), len(self._bias)))
        squares = np.zeros(len(tokens))
        known = [place for place, token in enumerate(tokens) if token in self._known]
        numbers = [self._known[tokens[place]] for place in known]
        sums[known] = self._word_sums[numbers]
        squares[known] = self._word_squares[numbers]
        places: list[int] = []
        found: list[int] = []
        for place, token in enumerate(tokens):
            if token == STOP:
                continue
            if token not in self._known:
                sums[place], squares[place] = self._word(token)
            for key in self._features.of_place(tokens, meanings, place):
                number = self._number.get(key)
                if number is not None:
                    found.append(number)
                    places.append(place)
        np.add.at(sums, places, self._weighted[found])
        np.add.at(squares, places, self._squares[found])
        return sums, squares

    def save(self, path: Path) -> None:
        """
        Write the trained weights to one file.
        """
        np.savez_compressed(
            path,
            texts=np.array([key if isinstance(key, str) else f"#{key}" for key in self._keys]),
            values=self._values.astype(np.float32),
            weights=self._all_weights.astype(np.float32),
            bias=self._bias,
        )

    @classmethod
    def read(cls, features: Features, path: Path) -> "Classifier":
        """
        The classifier that `save` wrote.
        """
        with np.load(path) as data:
            keys: list[Key] = [int(key[1:]) if key[0] == "#" else key for key in data["texts"].tolist()]
            return cls(features, keys, data["values"].astype(float), data["weights"].astype(float), data["bias"])


def _windows(size: int) -> tuple[list[int], list[int]]:
    if size <= _WINDOW + _STEP:
        return [0], [size]
    starts = list(range(0, size - _WINDOW + _STEP, _STEP))
    return starts, [min(start + _WINDOW, size) for start in starts]


def _keys(features: Features, tokens: Sequence[str]) -> list[Key]:
    meanings = [features.meanings(token) for token in tokens]
    keys: list[Key] = []
    for place, token in enumerate(tokens):
        if token != STOP:
            keys.extend(features.of_word(token))
            keys.extend(features.of_place(tokens, meanings, place))
    return keys
