"""
The lines: every Dutch line that a person can see, with the place where it is written.

What we say in a talk comes from `dialogues/`; what stands on a screen comes from there too (the helplines) and from `screens`.
Exceptions stand with the line (`metadata: {allow: [1], because: …}`), or, where a line has no metadata, in `dialogues/language.yml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from bot.language import screens
from store import tables

ROOT = Path(__file__).parents[2]

type Metadata = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """
    A button under a line: what it says in the person's voice, and what it does.
    """

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Line:
    """
    One visible line. `kind` is 'said' for a line in the talk and 'shown' for one on a screen; `about` is what the file says of all
    its lines; `allow` holds the numbers of the rules that this line may break, `because` the reason.
    """

    file: str
    name: str
    text: str
    variant: int = 0
    variants: int = 1
    kind: Literal["said", "shown"] = "said"
    buttons: tuple[Button, ...] = ()
    about: Metadata = field(default_factory=dict)
    allow: frozenset[int] = frozenset()
    because: str = ""

    @property
    def place(self) -> str:
        """
        Where it stands: `file:name#variant`; on a screen the name is the number of the line in the file.
        """
        return f"{self.file}:{self.name}#{self.variant}"

    @property
    def safety(self) -> bool:
        """
        Whether it is a line of the safety net.
        """
        return self.name.startswith("safety_")


def gather(root: Path = ROOT) -> list[Line]:
    """
    Every visible line below a checkout, in the order of the files.
    """
    dialogues = root / "dialogues"
    said = [*_said(root, dialogues / "responses", "responses"), *_said(root, dialogues / "texts", "texts")]
    helplines = read(dialogues / "helplines.yml").get("lines") or []
    shown = [Line("dialogues/helplines.yml", line["id"], line["what"], kind="shown") for line in helplines]
    shown += [Line(file, name, text, number, kind="shown") for file, name, number, text in screens.texts(root)]
    allowed = read(dialogues / "language.yml").get("allow") or []
    return [*said, *(_allowed(line, allowed) for line in shown)]


def read(path: Path) -> Metadata:
    """
    A YAML file as a dictionary; empty when there is none.
    """
    content = tables.read(path) if path.exists() else None
    return content if isinstance(content, dict) else {}


def _said(root: Path, folder: Path, key: str) -> Iterator[Line]:
    """
    Responses (a list of variants each) and texts of record (one form each).
    """
    for path in sorted(folder.rglob("*.yml")):
        content = read(path)
        for name, raw in (content.get(key) or {}).items():
            variants = raw if isinstance(raw, list) else [raw]
            for number, variant in enumerate(variants):
                metadata = variant.get("metadata") or {}
                yield Line(
                    file=path.relative_to(root).as_posix(),
                    name=name,
                    text=variant["text"].strip(),
                    variant=number,
                    variants=len(variants),
                    buttons=tuple(Button(b["title"], b["payload"]) for b in variant.get("buttons") or []),
                    about=content.get("metadata") or {},
                    allow=frozenset(metadata.get("allow") or []),
                    because=str(metadata.get("because") or ""),
                )


def _allowed(line: Line, allowed: list[Metadata]) -> Line:
    """
    The line with what the table allows for this text in this file.
    """
    for entry in allowed:
        if entry["file"] == line.file and entry["text"] == line.text:
            return replace(line, allow=frozenset(entry["rules"]), because=str(entry.get("because") or ""))
    return line
