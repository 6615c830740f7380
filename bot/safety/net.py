"""
The safety net: one message in, one signal out, whatever else is up or down.

Rules (the lexicon and patterns of `nlu_data/safety/`) find what is said in known words; a small classifier finds what
is meant in other words. Together by one rule that fails to the safe side: the level is the higher of the two. The
classifier alone raises to orange when it is sure, to red when it is sure of that too; the widest patterns count when
it does not contradict. A fault inside is an orange signal.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import spacy_lookups_data
import srsly
import yaml

from bot.safety import classifier
from bot.safety.classifier import Classifier, Guess
from bot.safety.lexicon import Lexicon, plain_words
from bot.safety.normalise import Normaliser
from bot.safety.rules import Finding, Rulebook
from bot.safety.signal import CALM, FAULT, Level, Signal, Topic
from bot.safety.spelling import Speller, dutch_words
from bot.safety.watch import Watch
from bot.settings import ROOT

logger = logging.getLogger(__name__)

DATA = ROOT / "nlu_data"
MODELS = ROOT / "models"
ORANGE = 0.7
RED = 0.8
WIDE = 0.25


class SafetyNet:
    """
    Rules and classifier, loaded once. Thread safe.
    """

    def __init__(self, normaliser: Normaliser, rules: Rulebook, model: Classifier) -> None:
        self._normaliser, self._rules, self._model = normaliser, rules, model

    @classmethod
    @cache
    def load(cls, data: Path = DATA, models: Path = MODELS) -> "SafetyNet":
        """
        The net for the data of this checkout; its classifier is trained on first use.
        """
        folder = data / "safety"
        dutch = dutch_words()
        irregular = srsly.read_gzip_json(f"{spacy_lookups_data.nl['lemma_lookup']}.gz")
        lexicon = Lexicon(folder, dutch, irregular)
        used = _words_used(folder)
        rules = Rulebook(folder, lexicon, used)
        known = Counter({word: count for word, count in used.items() if word in dutch or count > 2})
        for word in plain_words(rules.vocabulary) | {
            w for words in lexicon.concepts.values() for w in plain_words(words)
        }:
            known[word] += 1
        tables = _yaml(folder / "spellings.yml")
        normaliser = Normaliser(Speller(tables["words"], known, dutch), tables["emoji"], tables["lookalikes"])
        return cls(normaliser, rules, classifier.load(data, models, normaliser.tokens))

    def assess(self, text: str, earlier: Watch | None = None) -> Signal:
        """
        What one message says, in the light of the hints before it. Never raises.
        """
        try:
            signal = self._assess(text)
        except Exception as error:
            # The net may not fail: a fault is a signal, and what was written stays out of the log.
            logger.error("safety.fault kind=%s", type(error).__name__)
            return FAULT
        if earlier is not None and earlier.adds_up(signal):
            return Signal(Level.ORANGE, Topic.SUICIDE, "hints", (), signal.hint)
        return signal

    def _assess(self, text: str) -> Signal:
        tokens = self._normaliser.tokens(text)
        if len(tokens) <= 2:
            return CALM
        return _joined(self._rules.read(tokens).findings, self._model.guess(tokens))


def _joined(findings: Sequence[Finding], guess: Guess) -> Signal:
    worst = max((f for f in findings if _stands(f, guess)), key=lambda finding: finding.level, default=None)
    if worst is not None and worst.level >= Level.ORANGE:
        return Signal(worst.level, worst.topic, worst.rule, worst.words, 1.0)
    if guess.signal >= ORANGE:
        level = Level.RED if guess.red >= RED and guess.signal >= RED else Level.ORANGE
        return Signal(level, guess.topic, "classifier", (), guess.signal)
    return Signal(Level.GREEN, Topic.NONE, "", (), guess.signal)


def _stands(finding: Finding, guess: Guess) -> bool:
    # Frames are wide patterns of meanings; alone they only hint, unless they are red or the classifier does not contradict.
    wide = ".frame-" in finding.rule and finding.level is not Level.RED
    return not wide or guess.signal >= WIDE


def _words_used(folder: Path) -> Counter[str]:
    used: Counter[str] = Counter()
    for path in sorted((folder / "examples").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            used.update(re.findall("[a-z]+", json.loads(line)["text"].lower()))
    return used


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
