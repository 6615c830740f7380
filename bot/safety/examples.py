"""
What the classifier learns from, and what it may never see.

The written signals and near-signals are `nlu_data/safety/examples/*.jsonl`: `text`, `level` (green, orange, red),
`topic` and `kind`, all written for this purpose, none from a real person. The ordinary talk is that of `nlu_data/*.yml`:
of every intent, runs of sentences (about what one voice wrote) are learned from, but every tenth is kept apart for
measuring.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from bot.safety.signal import Level, Topic
from store import tables

RUN = 20
TURNS = 10
_WORD = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True)
class Example:
    """
    One written line and what it is.
    """

    text: str
    level: Level
    topic: Topic

    def words(self) -> list[str]:
        """
        Its plain words, for counting.
        """
        return _WORD.findall(self.text.lower())


def sources(data: Path) -> list[Path]:
    """
    Every file under `data` that decides what the classifier becomes, in a fixed order.
    """
    safety = data / "safety"
    return sorted([*data.glob("*.yml"), *safety.rglob("*.yml"), *(safety / "examples").glob("*.jsonl")])


def written(data: Path) -> list[Example]:
    """
    The examples of `data / "safety"`, file by file.
    """
    rows = (
        json.loads(line)
        for path in sorted((data / "safety" / "examples").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [Example(row["text"], Level[row["level"].upper()], Topic(row["topic"])) for row in rows]


def ordinary(data: Path) -> tuple[list[str], list[str]]:
    """
    The ordinary sentences of the intents: those to learn from, and those kept apart for measuring.
    """
    learned: list[str] = []
    apart: list[str] = []
    for path in sorted(data.glob("*.yml")):
        for block in tables.read(path).get("nlu", []):
            for number, line in enumerate(block["examples"].splitlines()):
                kept = apart if number // RUN % TURNS == TURNS - 1 else learned
                kept.append(line.removeprefix("- "))
    return learned, apart
