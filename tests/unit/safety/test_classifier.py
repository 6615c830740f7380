"""
The classifier on disk: what comes back is what was learned, whoever wrote it first.
"""

from pathlib import Path

import pytest

from bot.safety import classifier, dutch
from bot.safety.classifier import Classifier, Weights
from bot.safety.examples import Example
from bot.safety.features import Features
from bot.safety.lexicon import Lexicon
from bot.safety.net import DATA
from bot.safety.signal import Level, Topic

SIGNALS = ["ik wil er niet meer zijn", "ik ben er klaar mee, met alles", "niemand zou mij missen als ik weg was"]
NOTHING = [
    "ik ben klaar met de afwas",
    "ik wil er niet meer heen, naar die school",
    "ik mis de bus altijd",
    "lekker weer",
]


@pytest.fixture(scope="module")
def bags(tmp_path_factory: pytest.TempPathFactory) -> Features:
    words = dutch.load(tmp_path_factory.mktemp("models"))
    return Features(Lexicon(DATA / "safety", words.forms, words.lemmas))


@pytest.fixture(scope="module")
def learned(bags: Features) -> Weights:
    lines = [Example(text, Level.RED if n else Level.ORANGE, Topic.SUICIDE) for n, text in enumerate(SIGNALS)]
    lines += [Example("hij slaat mij elke week", Level.ORANGE, Topic.DOMESTIC_VIOLENCE)]
    lines += [Example(text, Level.GREEN, Topic.NONE) for text in NOTHING]
    return classifier.train(bags, [line.text.split() for line in lines], lines)


def test_what_comes_back_is_what_was_learned(bags: Features, learned: Weights, tmp_path: Path) -> None:
    learned.save(tmp_path / "safety-1")
    before, after = Classifier(bags, learned), Classifier(bags, Weights.load(tmp_path / "safety-1"))
    for text in [*SIGNALS, *NOTHING, "iets heel anders", ""]:
        assert before.guess(text.split()) == after.guess(text.split())
    assert before.guess(SIGNALS[0].split()).signal > before.guess(NOTHING[3].split()).signal


def test_two_who_learn_at_once_leave_one_and_what_was_before_goes(learned: Weights, tmp_path: Path) -> None:
    learned.save(tmp_path / "safety-1")
    learned.save(tmp_path / "safety-2")
    learned.save(tmp_path / "safety-2")
    assert [path.name for path in tmp_path.iterdir()] == ["safety-2"]
    assert Weights.load(tmp_path / "safety-2").topics == learned.topics
