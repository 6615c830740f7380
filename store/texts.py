"""
The texts: every Dutch line that we say, read from `dialogues/`, one file a theme.

Two kinds. *Responses* (`dialogues/responses/`, Rasa's own format) may have variants, of which one not said before is picked.
*Texts of record* (`dialogues/texts/`) have exactly one form: switches, consent, safety. `{names}` in a text are filled in;
a variant that asks for something unknown is passed over. In the metadata, `question` names what the line asks, so that the
next answer is understood in its light.
"""

import random
import string
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from store.errors import DialoguesBroken

DIALOGUES = Path(__file__).parents[1] / "dialogues"


@dataclass(frozen=True, slots=True)
class Line:
    """
    One thing to say: its text, its buttons (`label`, `payload`), and the question it leaves in the air.
    """

    name: str
    text: str
    choices: list[dict[str, str]] = field(default_factory=list)
    question: str | None = None
    variant: int = 0

    @property
    def id(self) -> str:
        """
        Name and variant: what is remembered as said.
        """
        return f"{self.name}#{self.variant}"

    def fill(self, facts: dict[str, Any]) -> "Line":
        """
        The line with its `{names}` filled in.
        """
        choices = [{"label": c["label"].format_map(facts), "payload": c["payload"]} for c in self.choices]
        return Line(self.name, self.text.format_map(facts), choices, self.question, self.variant)

    def body(self) -> dict[str, Any]:
        """
        The line as the body of a log entry.
        """
        return {"text": self.text, "choices": self.choices} if self.choices else {"text": self.text}

    def wants(self) -> set[str]:
        """
        The names that must be known to say this line.
        """
        return {name for _, name, _, _ in string.Formatter().parse(self.text) if name}


class Texts:
    """
    All lines by name. Immutable after loading.
    """

    def __init__(self, lines: dict[str, list[Line]], records: dict[str, Line]) -> None:
        self.responses = lines
        self.records = records

    @classmethod
    def load(cls, folder: Path = DIALOGUES) -> "Texts":
        """
        Read `responses/` and `texts/` below a folder. Raises DialoguesBroken with file and name.
        """
        responses: dict[str, list[Line]] = {}
        for path in sorted((folder / "responses").glob("*.yml")):
            for name, variants in _read(path).get("responses", {}).items():
                responses[name] = [_line(path, name, n, raw) for n, raw in enumerate(variants)]
        records: dict[str, Line] = {}
        for path in sorted((folder / "texts").glob("*.yml")):
            for name, raw in _read(path).get("texts", {}).items():
                records[name] = _line(path, name, 0, raw)
        return cls(responses, records)

    def record(self, name: str, /, **facts: Any) -> Line:
        """
        A text of record, filled in. Raises DialoguesBroken when it is unknown or asks for more.
        """
        if name not in self.records:
            raise DialoguesBroken(f"De tekst '{name}' ontbreekt in dialogues/texts/.")
        try:
            return self.records[name].fill(facts)
        except KeyError as error:
            raise DialoguesBroken(f"De tekst '{name}' vraagt om {error}.") from error

    def pick(self, name: str, facts: dict[str, Any], said: list[str]) -> Line | None:
        """
        A variant of a response that can be said with these facts; None when there is none.

        Of those not said before, one that uses the person's own words comes first; when all were said, the one said longest ago.
        """
        known = {key for key, value in facts.items() if value not in (None, "", [])}
        able = [line for line in self.responses.get(name, []) if line.wants() <= known]
        if not able:
            return None
        fresh = [line for line in able if line.id not in said]
        if fresh:
            most = max(len(line.wants()) for line in fresh)
            return random.choice([line for line in fresh if len(line.wants()) == most]).fill(facts)
        return max(able, key=lambda line: said[::-1].index(line.id)).fill(facts)


@cache
def texts() -> Texts:
    """
    The texts of this checkout, read once.
    """
    return Texts.load()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DialoguesBroken(f"{path.name} is geen goede YAML: {error}") from error
    return content if isinstance(content, dict) else {}


def _line(path: Path, name: str, variant: int, raw: dict[str, Any]) -> Line:
    try:
        buttons = [{"label": b["title"], "payload": b["payload"]} for b in raw.get("buttons", [])]
        return Line(name, raw["text"].strip(), buttons, raw.get("metadata", {}).get("question"), variant)
    except (KeyError, TypeError, AttributeError) as error:
        raise DialoguesBroken(
            f"{path.name}: '{name}' heeft geen tekst, of een knop zonder titel of payload."
        ) from error
