"""
The sentences to learn from and to be tested on: what stands where in nlu_data/*.yml and nlu_data/heldout/*.jsonl.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.measures import numbered_lines
from store.errors import BadFile

BULLET = "- "


@dataclass(frozen=True, slots=True)
class Example:
    """
    A sentence with its intent, its file's name and its line there, counted from 1.
    """

    intent: str
    text: str
    file: str
    line: int
    held_out: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line} '{self.text}' ({self.intent})"


def training(folder: Path) -> list[Example]:
    """
    All examples of a folder's *.yml. Raises BadFile.
    """
    return [example for path in sorted(folder.glob("*.yml")) for example in of_yaml(path)]


def held_out(folder: Path) -> list[Example]:
    """
    All lines of a folder's heldout/*.jsonl. Raises BadFile.
    """
    return [
        Example(line["intent"], line["text"], path.name, number, held_out=True)
        for path in sorted(folder.glob("heldout/*.jsonl"))
        for number, line in numbered_lines(path, ("text", "intent"))
    ]


def of_yaml(path: Path) -> Iterator[Example]:
    """
    The examples of the intents of one training file, which are literal blocks (`examples: |`). Raises BadFile.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for block in _fields(root)["nlu"].value if root else ():
            fields = _fields(block)
            if "intent" not in fields:
                continue
            first = fields["examples"].start_mark.line + 2
            for number, line in enumerate(fields["examples"].value.splitlines(), first):
                if line.startswith(BULLET):
                    yield Example(fields["intent"].value, line.removeprefix(BULLET), path.name, number)
    except (yaml.YAMLError, KeyError, AttributeError, TypeError) as error:
        raise BadFile(f"{path.name} is geen bestand met trainingszinnen.") from error


def _fields(node: yaml.Node) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value}
