"""
The texts: every Dutch line that we say, read from `dialogues/`, one file a theme.

Two kinds. *Responses* (`dialogues/responses/`, Rasa's own format) may have variants, of which one not said before is picked.
*Texts of record* (`dialogues/texts/`) have exactly one form: switches, consent, safety. `{names}` in a text are filled in;
a variant that asks for something unknown is passed over. In the metadata, `question` names what the line asks, so that the
next answer is understood in its light; `when` is the time that a variant is for (`night`, `day` and of the day `daytime` or
`evening`, or `holiday`); `instead` names the response that takes over when all variants were said; `then` is the deed of the house
that may follow at the end of the turn (`bot.checkins`); `unless` names the facts that make asking needless; `u`, `vlaams` and
`vlaams_u` are forms for another voice (`store.voices`); `repeats` is for the lines of a tool, which may be said
again just so; `figurative` is passed over for whoever asked for plain words.
"""

import random
import re
import string
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from store import tables
from store.errors import DialoguesBroken
from store.unsaid import bare, spared
from store.voices import Voice, checked

DIALOGUES = Path(__file__).parents[1] / "dialogues"
AGAIN = "utter_again"
ON = "utter_listen_on"  # after a bare line, when there is nothing else that is not
PLAIN = "utter_listen_still"  # when all of a response speaks of what somebody does not want to talk about
RELATIONS = ("relation", "Relation", "known")  # filled in with words of ours that say who somebody is
OURS = (
    "gist",
    "thing",
    "Thing",
    "subject",
    "limits",
    "first",
    "First",
    "second",
    "Second",
    *RELATIONS,
)  # filled in with words of ours
HOURS = {"yes": ("night",), "evening": ("day", "evening"), "no": ("day", "daytime")}  # what `night` makes of `when`
TELL = "tell:"  # a button whose label is the answer to the line's question, as if it were typed


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
    when: str | None = None
    instead: str | None = None
    repeats: bool = False
    then: str | None = None
    unless: tuple[str, ...] = ()
    figurative: bool = False
    forms: dict[str, str] = field(default_factory=dict)
    template: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """
        Name and variant: what is remembered as said.
        """
        return self.name if "#" in self.name else f"{self.name}#{self.variant}"

    def fill(self, facts: dict[str, Any]) -> "Line":
        """
        The line with its `{names}` filled in.
        """
        choices = [
            {"label": c["label"].format_map(facts), "payload": _filled(c["payload"], facts)} for c in self.choices
        ]
        template = self.template or self.text
        return replace(self, text=self.text.format_map(facts), choices=choices, template=template, facts=facts)

    def voiced(self, voice: Voice) -> "Line":
        """
        The line as it is said in a voice: our words change, the person's own that fill it in do not.
        """
        if voice == Voice():
            return self
        nameless = replace(voice, names={})
        facts = {
            name: (nameless if name in RELATIONS else voice).word(value)
            if name in OURS and isinstance(value, str)
            else value
            for name, value in self.facts.items()
        }
        return replace(self, text=voice.word(self.template or self.text, self.forms).format_map(facts))

    def body(self) -> dict[str, Any]:
        """
        The line as the body of a log entry.
        """
        choices = [c | {"payload": f"{TELL}{self.question}"} if c["payload"] == TELL else c for c in self.choices]
        return {"text": self.text, "choices": choices} if choices else {"text": self.text}

    def wants(self) -> set[str]:
        """
        The names that must be known to say this line.
        """
        return {name for _, name, _, _ in string.Formatter().parse(self.text) if name}


class Texts:
    """
    All lines by name. Immutable after loading.
    """

    def __init__(
        self,
        lines: dict[str, list[Line]],
        records: dict[str, Line],
        phases: dict[str, str] | None = None,
        facts: dict[str, str] | None = None,
    ) -> None:
        self.responses = lines
        self.records = records
        self.phases = phases or {}
        self.facts = facts or {}

    @classmethod
    def load(cls, folder: Path = DIALOGUES) -> "Texts":
        """
        Read `responses/` and `texts/` below a folder. Raises DialoguesBroken with file and name.
        """
        responses: dict[str, list[Line]] = {}
        for path in sorted((folder / "responses").rglob("*.yml")):
            for name, variants in _read(path).get("responses", {}).items():
                if name in responses:
                    raise DialoguesBroken(f"De tekst '{name}' staat in {path.name} en in nog een bestand.")
                responses[name] = [_line(path, name, n, raw) for n, raw in enumerate(variants)]
        records: dict[str, Line] = {}
        for path in sorted((folder / "texts").glob("*.yml")):
            for name, raw in _read(path).get("texts", {}).items():
                records[name] = _line(path, name, 0, raw)
        circle = _read(folder / "circle.yml")["phases"] if (folder / "circle.yml").exists() else {}
        phases = {question: phase for phase, known in circle.items() for question in known["questions"]}
        facts = _read(folder / "facts.yml")["facts"] if (folder / "facts.yml").exists() else {}
        told = {name: str(fact["say"]) for name, fact in facts.items()}
        return cls(responses, records, phases, told)

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

        Never one said before: when all were, the response that stands in for this one, and at last one that owns up to
        repeating itself. Of those left, one that uses the person's own words comes first. After a bare line comes none, if
        there is another.
        """
        if self._was_bare(said) and (line := self._fuller(name, facts, said)):
            return line
        facts = self.facts | facts
        able = self._able(name, facts)
        fresh = [line for line in able if line.id not in said or line.repeats]
        if fresh:
            return _best(fresh, facts)
        instead = next((line.instead for line in self.responses.get(name, []) if line.instead), None)
        if instead and instead != name:
            return self.pick(instead, facts, said)
        spares = any(facts.get(slot) for slot in ("closed", "quiet", "declined", "limits"))
        if not able and spares and self.responses.get(name) and name != PLAIN:
            return self.pick(PLAIN, facts, said)
        return self._again(able, facts, said) if able else None

    def _was_bare(self, said: list[str]) -> bool:
        """
        Whether the line that was said last gave nothing back and asked nothing.
        """
        name, _, variant = (said[-1] if said else "").partition("#")
        known = self.responses.get(name, [])
        return variant.isdecimal() and int(variant) < len(known) and bare(known[int(variant)])

    def _fuller(self, name: str, facts: dict[str, Any], said: list[str]) -> Line | None:
        """
        A line that was not said before and is not bare, of a response or of those that stand in for it, and at last one that asks.
        """
        facts, names = self.facts | facts, self._chain(name)
        names += [ON] if any(map(bare, self.responses.get(names[-1], []))) else []
        for one in names:
            able = [line for line in self._able(one, facts) if line.id not in said or line.repeats]
            if fuller := [line for line in able if not bare(line)]:
                return _best(fuller, facts)
        return None

    def _chain(self, name: str) -> list[str]:
        """
        A response and those that stand in for it, one for the other.
        """
        names: list[str] = []
        following: str | None = name
        while following and following not in names:
            names.append(following)
            following = next((line.instead for line in self.responses.get(following, []) if line.instead), None)
        return names

    def _able(self, name: str, facts: dict[str, Any]) -> list[Line]:
        known = {key for key, value in facts.items() if value not in (None, "", [])} | set(facts.get("told") or [])
        known |= {f"name_{person['who']}" for person in facts.get("people") or [] if person["name"]}
        now: set[str | None] = {None, *HOURS.get(str(facts.get("night")), HOURS["no"])}
        if facts.get("holiday") == "yes":
            now.add("holiday")
        able = [
            line
            for line in self.responses.get(name, [])
            if line.wants() <= known and line.when in now and not set(line.unless) & known
        ]
        return spared(able, facts)

    def _again(self, able: list[Line], facts: dict[str, Any], said: list[str]) -> Line:
        """
        What has to be said again, after words that own up to it: each line once with each of these words; then the oldest.
        """
        for opening in self.responses.get(AGAIN, []):
            for line in able:
                name = f"{line.id}+{opening.variant}"
                if name not in said:
                    return replace(line, name=name, text=f"{opening.text} {line.text}", forms={}).fill(facts)
        return max(able, key=lambda line: said[::-1].index(line.id)).fill(facts)

    def phase(self, question: str | None) -> str | None:
        """
        The phase of the circle that a question belongs to.
        """
        return self.phases.get(question or "")


def _best(lines: list[Line], facts: dict[str, Any]) -> Line:
    """
    One of the lines with the most of the person's own; the shortest for whoever has hardly any energy, or asked for plain words.
    """
    if facts.get("literal"):
        lines = [line for line in lines if not line.figurative] or lines
    most = max(len(line.wants()) for line in lines)
    best = [line for line in lines if len(line.wants()) == most]
    spent = facts.get("energy") == "none" or facts.get("literal")
    return (min(best, key=lambda line: len(line.text)) if spent else random.choice(best)).fill(facts)


@cache
def texts() -> Texts:
    """
    The texts of this checkout, read once.
    """
    return Texts.load()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = tables.read(path)
    except yaml.YAMLError as error:
        raise DialoguesBroken(f"{path.name} is geen goede YAML: {error}") from error
    return content if isinstance(content, dict) else {}


def _filled(payload: str, facts: dict[str, Any]) -> str:
    """
    A payload with its `{names}` filled in; the braces of its JSON stay.
    """
    return re.sub(r"\{(\w+)\}", lambda name: str(facts.get(name[1], name[0])), payload)


def _line(path: Path, name: str, variant: int, raw: dict[str, Any]) -> Line:
    try:
        buttons = [{"label": b["title"], "payload": b["payload"]} for b in raw.get("buttons", [])]
        known = raw.get("metadata", {})
        fields = {key: known.get(key) for key in ("question", "when", "instead", "then")}
        unless = known.get("unless") or ()
        fields["unless"] = (unless,) if isinstance(unless, str) else tuple(unless)
        fields["forms"] = {key: str(known[key]) for key in ("u", "vlaams", "vlaams_u") if known.get(key)} | checked(
            name
        )
        repeats, figurative = bool(known.get("repeats")), bool(known.get("figurative"))
        line = Line(name, raw["text"].strip(), buttons, variant=variant, **fields)
        return replace(line, repeats=repeats, figurative=figurative)
    except (KeyError, TypeError, AttributeError) as error:
        raise DialoguesBroken(
            f"{path.name}: '{name}' heeft geen tekst, of een knop zonder titel of payload."
        ) from error
