"""
The check of what the engine learns from: nlu_data/*.yml, and that nothing of nlu_data/heldout/ leaked into it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from bot.examples import Example, held_out, training
from bot.likeness import bare, near_pairs
from store import tables

FEWEST = 60
SHOWN = 3
ENTITY = re.compile(r"\[[^\]]+\][({]")
NEGATIONS = frozenset(("niet", "nie", "ni", "niks", "niets", "geen", "gin", "niemand", "nooit", "nergens"))


@dataclass(frozen=True, slots=True)
class Findings:
    """
    Dutch lines: faults, and notes that are good to know.
    """

    faults: list[str]
    notes: list[str] = field(default_factory=list)


def intents(domain: Path) -> set[str]:
    """
    The intents of a domain file.
    """
    listed = tables.read(domain)["intents"]
    return {next(iter(intent)) if isinstance(intent, dict) else intent for intent in listed}


def examine(folder: Path, known: Set[str], fewest: int = FEWEST) -> Findings:
    """
    What is wrong in a folder of training data, for a domain with these intents. Raises BadFile for what cannot be read.
    """
    learned, asked = training(folder), held_out(folder)
    faults = [*_malformed([*learned, *asked], known), *_scarce(learned, asked, known, fewest), *_same(learned, asked)]
    notes: list[str] = []
    for one, other, likeness in _near(learned, asked):
        told = f"{other} lijkt op {one}: {likeness:.2f}"
        if one.held_out or other.held_out:
            faults.append(f"{told}, en een van de twee is een toetszin.")
        elif one.intent != other.intent:
            faults.append(f"{told}, bij een andere bedoeling.")
        else:
            notes.append(told)
    if notes:
        head = f"{len(notes)} paar zinnen van één bedoeling lijkt sterk op elkaar, bijvoorbeeld:"
        notes = [head, *(f"{note}." for note in notes[:SHOWN])]
    wordless = known - {example.intent for example in (*learned, *asked)}
    if wordless:
        notes.append(f"Zonder zinnen, dus alleen via knoppen en antwoorden: {', '.join(sorted(wordless))}.")
    return Findings(faults, notes)


def _malformed(examples: Sequence[Example], known: Set[str]) -> Iterator[str]:
    """
    Labels that the domain does not know, and sentences that Rasa would read as something else.
    """
    for example in examples:
        if example.intent not in known:
            yield f"{example}: deze bedoeling staat niet in domain.yml."
        if not example.text.strip():
            yield f"{example}: hier staat geen zin."
        if example.text.lstrip().startswith("/"):
            yield f"{example}: met een schuine streep aan het begin leest Rasa dit als opdracht."
        if ENTITY.search(example.text):
            yield f"{example}: deze haken leest Rasa als entiteit."


def _scarce(learned: Sequence[Example], asked: Sequence[Example], known: Set[str], fewest: int) -> Iterator[str]:
    """
    Intents that are to be understood from sentences and have too few to learn from.
    """
    count = Counter(example.intent for example in learned)
    for intent in sorted(known & {example.intent for example in (*learned, *asked)}):
        if count[intent] < fewest:
            yield f"{intent} heeft {count[intent]} zinnen; {fewest} is het minste."


def _same(learned: Sequence[Example], asked: Sequence[Example]) -> Iterator[str]:
    """
    Training sentences that are there already, as they are, under another label, or among the held-out ones.
    """
    first: dict[str, Example] = {}
    held = {bare(example.text): example for example in asked}
    for example in learned:
        key = bare(example.text)
        if not key:
            continue
        earlier = first.setdefault(key, example)
        if earlier.intent != example.intent:
            yield f"{example} staat ook bij een andere bedoeling: {earlier}."
        elif earlier is not example:
            yield f"{example} staat er al: {earlier}."
        if key in held:
            yield f"{example} is ook een toetszin: {held[key]}."


def _near(learned: Sequence[Example], asked: Sequence[Example]) -> list[tuple[Example, Example, float]]:
    """
    Pairs that are near but not the same, likest first. Two held-out ones do not count, nor two that a negation sets apart.
    """
    first: dict[str, Example] = {}
    for example in chain(learned, asked):
        first.setdefault(bare(example.text), example)
    first.pop("", None)
    texts, examples = list(first), list(first.values())
    found = [
        (examples[one], examples[other], likeness)
        for one, other, likeness in near_pairs(texts)
        if not (examples[one].held_out and examples[other].held_out) and _negated(texts[one]) == _negated(texts[other])
    ]
    return sorted(found, key=lambda pair: -pair[2])


def _negated(text: str) -> bool:
    return not NEGATIONS.isdisjoint(text.split())
