"""
The safety net: one message in, one signal out, whatever else is up or down.

Rules (the lexicon and patterns of `nlu_data/safety/`) find what is said in known words; a small classifier finds what
is meant in other words. Together by one rule that fails to the safe side: the level is the higher of the two. The
classifier alone raises to orange when it is sure, to red when it is sure of that too; the widest patterns count when
it does not contradict. A fault inside is an orange signal.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.safety import classifier, dutch, examples
from bot.safety.classifier import Classifier, Guess
from bot.safety.features import Features
from bot.safety.lexicon import Lexicon, plain_words
from bot.safety.normalise import Normaliser
from bot.safety.rules import Finding, Rulebook
from bot.safety.signal import CALM, FAULT, Level, Signal, Topic
from bot.safety.spelling import Speller
from bot.safety.watch import Watch
from bot.settings import ROOT
from store import tables

logger = logging.getLogger(__name__)

DATA = ROOT / "nlu_data"
MODELS = ROOT / "models"
ORANGE = 0.45
RED = 0.5
LEAST = 0.2
WIDE = 0.3
WIDE_RED = 0.2
SURE, SURE_RED = 0.9, 0.8


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
        words = dutch.load(models)
        lexicon = Lexicon(folder, words.forms, words.lemmas)
        used = Counter(word for example in examples.written(data) for word in example.words())
        rules = Rulebook(folder, lexicon, used)
        known = Counter({word: count for word, count in used.items() if word in words.forms or count > 2})
        for word in plain_words(rules.vocabulary) | {
            word for concept in lexicon.concepts.values() for word in plain_words(concept)
        }:
            known[word] += 1
        listed = tables.read(folder / "spellings.yml")
        speller = Speller(listed["words"], known, words.forms | words.used)
        normaliser = Normaliser(speller, listed["emoji"], listed["lookalikes"])

        def read(text: str) -> tuple[str, ...]:
            return rules.read(normaliser.tokens(text)).tokens

        return cls(normaliser, rules, classifier.load(data, models, Features(lexicon), read))

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
        reading = self._rules.read(tokens)
        return _joined(reading.findings, self._model.guess(reading.tokens))


def _joined(findings: Sequence[Finding], guess: Guess) -> Signal:
    levels = {finding: _level(finding, guess) for finding in findings}
    level = max(levels.values(), default=Level.GREEN)
    if guess.signal >= ORANGE:
        level = Level.RED if guess.red >= RED else max(level, Level.ORANGE)
    if level is Level.GREEN:
        return Signal(Level.GREEN, Topic.NONE, "", (), guess.signal)
    sure = level is not Level.RED or _sure(levels, guess)
    speaking = [finding for finding, own in levels.items() if own is level]
    speaking = speaking or [finding for finding, own in levels.items() if own is not Level.GREEN]
    if not speaking:
        return Signal(level, guess.topic, "classifier", (), guess.signal, sure)
    spoke = next((finding for finding in speaking if finding.topic is guess.topic), speaking[0])
    return Signal(level, spoke.topic, spoke.rule, spoke.words, guess.signal, sure)


def _sure(levels: Mapping[Finding, Level], guess: Guess) -> bool:
    """
    Whether red is more than a guess: a rule says it outright, a wide one with the classifier, or the classifier is firm.
    """
    red = [finding for finding, level in levels.items() if level is Level.RED]
    if any(not finding.doubt for finding in red) or (red and guess.red >= RED):
        return True
    return guess.signal >= SURE and guess.red >= SURE_RED


def _level(finding: Finding, guess: Guess) -> Level:
    """
    What a finding weighs: red all it says, orange unless the classifier is sure that it is nothing, a wide rule only with support.
    """
    if not finding.doubt:
        return Level.GREEN if finding.level is Level.ORANGE and guess.signal < LEAST else finding.level
    if guess.signal < WIDE:
        return Level.GREEN
    return finding.level if guess.red >= WIDE_RED else min(finding.level, Level.ORANGE)
