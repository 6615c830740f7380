"""
The classifier of the safety net: how likely a message is to be a signal, how likely red, and about what.

Logistic regression on character n-grams and word n-grams of the normalised message, learned from our own examples
(`nlu_data/safety/examples/`) against those and the ordinary talk of `nlu_data/*.yml`. It is trained once and kept
beside the engine's models, under a name that changes with its data.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from bot.safety.signal import Topic

LONGEST = 120
ORDINARY_EVERY = 1


@dataclass(frozen=True, slots=True)
class Guess:
    """
    The chance (0 to 1) of a signal at all, the chance of red, and the likeliest topic.
    """

    signal: float
    red: float
    topic: Topic


class Classifier:
    """
    A trained classifier over token lists.
    """

    def __init__(self, features: Any, signal: Any, red: Any, topic: Any) -> None:
        self._features, self._signal, self._red, self._topic = features, signal, red, topic

    def guess(self, tokens: Sequence[str]) -> Guess:
        """
        What it makes of a message. Of a very long one it reads the beginning and the end.
        """
        if len(tokens) > LONGEST:
            tokens = [*tokens[: LONGEST // 2], *tokens[-LONGEST // 2 :]]
        row = self._features.transform([" ".join(tokens)])
        topics = self._topic.decision_function(row)[0]
        return Guess(
            _chance(self._signal, row), _chance(self._red, row), Topic(self._topic.classes_[int(np.argmax(topics))])
        )


def load(data: Path, models: Path, read: Callable[[str], list[str]]) -> Classifier:
    """
    The classifier for the examples under `data`, trained now if no trained one is kept in `models`.
    """
    files = sorted(
        [*(data / "safety" / "examples").glob("*.jsonl"), *data.glob("*.yml"), *(data / "safety").rglob("*.yml")]
    )
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in [*files, Path(__file__)])).hexdigest()[:12]
    kept = models / f"safety-{digest}.joblib"
    if kept.exists():
        return Classifier(*joblib.load(kept))
    parts = _train(_examples(data), read)
    models.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".draft")
    joblib.dump(parts, draft)
    draft.replace(kept)
    return Classifier(*parts)


def _examples(data: Path) -> list[dict[str, str]]:
    lines = [
        json.loads(line)
        for path in sorted((data / "safety" / "examples").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    ordinary = [
        {"text": line[2:], "level": "green", "topic": "none"}
        for path in sorted(data.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", [])
        for line in block["examples"].splitlines()
    ]
    return lines + ordinary[::ORDINARY_EVERY]


def _train(examples: list[dict[str, str]], read: Callable[[str], list[str]]) -> tuple[Any, Any, Any, Any]:
    features = FeatureUnion(
        [
            ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)),
            ("words", TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 3), sublinear_tf=True)),
        ]
    )
    rows = features.fit_transform([" ".join(read(example["text"])) for example in examples])
    flagged = np.array([example["level"] != "green" for example in examples])
    red = np.array([example["level"] == "red" for example in examples])
    topics = [example["topic"] for example in examples if example["level"] != "green"]
    return (
        features,
        _regression().fit(rows, flagged),
        _regression().fit(rows[flagged], red[flagged]),
        _regression().fit(rows[flagged], topics),
    )


def _regression() -> LogisticRegression:
    return LogisticRegression(C=10, class_weight="balanced", max_iter=300)


def _chance(model: Any, row: Any) -> float:
    return float(1.0 / (1.0 + np.exp(-model.decision_function(row)[0])))
