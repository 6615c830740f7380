"""
The sentences that a measurement learns from: shares of each intent, and Rasa's file of them.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from pathlib import Path

import yaml

from bot.examples import Example

SEED = 1


def share(examples: Iterable[Example], part: float) -> list[Example]:
    """
    A part (0 to 1) of each intent's sentences, at least one, drawn the same way each time; a smaller part is within a larger one.
    """
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    drawn: list[Example] = []
    for intent, known in sorted(by_intent.items()):
        random.Random(f"{SEED} {intent}").shuffle(known)
        drawn += known[: ceil(part * len(known))]
    return drawn


def write(examples: Iterable[Example], path: Path) -> None:
    """
    Write a training file of Rasa.
    """
    by_intent: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(f"- {example.text}\n")
    blocks = [{"intent": intent, "examples": "".join(lines)} for intent, lines in by_intent.items()]
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), encoding="utf-8")
