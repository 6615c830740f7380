"""
Voices: how a line is worded for whom it is said to. Whoever writes "u" is answered with "u"; a Flemish reader meets the words
and places known there first; somebody they named is called by that name.

The lines are written once, in the je-form. The changes are small and come from a table, `dialogues/voices.yml`; a line that they
would spoil has a form of its own in its metadata. What stands between quotation marks is not ours, and stays.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from store import tables
from store.patterns import compiled, letters

TABLE = Path(__file__).parents[1] / "dialogues" / "voices.yml"
SAFETY = Path(__file__).parents[1] / "dialogues" / "safety_u.yml"
QUOTED = re.compile(r"(“[^”]*”|‘[^’]*’)")
YOU = re.compile(r"\b(?:[Jj]ij|[Jj]e)\b")
TURNING = re.compile(r"(?P<who>\b\w+ )?\b(?P<verb>\w+) $")
BEFORE_JE = re.compile(r"\b(?:je|jij) $", re.IGNORECASE)
THEY = ("ik", "wie", "die", "niemand", "iemand", "hij", "ze", "zij", "computer")
CLOSE_FORMS = {"jou": "u", "jouw": "uw", "jezelf": "uzelf", "jijzelf": "uzelf"}
CLOSE = re.compile(rf"\b(?:{'|'.join(CLOSE_FORMS)})\b(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """
    How to speak to somebody: with "u", in Flanders, and the names of their people by relation.
    """

    polite: bool = False
    flemish: bool = False
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, state: dict[str, Any]) -> "Voice":
        """
        The voice for what is remembered of a talk. A relation that two people have names nobody.
        """
        people = state.get("people") or []
        relations = [person["who"] for person in people]
        names = {p["who"]: p["name"] for p in people if p["who"] and p.get("name") and relations.count(p["who"]) == 1}
        return cls(state.get("address") == "u", bool(state.get("flemish")), names)

    def word(self, text: str, forms: dict[str, str] | None = None) -> str:
        """
        A text in this voice; `forms` holds what was written by hand for it (`u`, `vlaams`, `vlaams_u`).
        """
        own = forms or {}
        if "as_is" in own:
            return text
        if self.flemish:
            text = own.get("vlaams") or flemish(text)
        if self.polite:
            text = (own.get("vlaams_u") if self.flemish else None) or (
                own["u"] if "u" in own and not (self.flemish and "vlaams" in own) else polite(text)
            )
        return _named(text, self.names) if self.names else text


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/voices.yml`.
    """
    content: dict[str, Any] = tables.read(TABLE)
    return content


def checked(name: str) -> dict[str, str]:
    """
    The forms of a text of the safety net: its u-form as somebody read it, or the very text when nobody did.
    """
    if not name.startswith("safety_"):
        return {}
    read = _checked().get(name)
    return {"u": read, "vlaams_u": read} if read else {"as_is": "yes"}


@cache
def _checked() -> dict[str, str]:
    content = tables.read(SAFETY)
    return {name: text.strip() for name, text in content["u"].items()}


@cache
def polite(text: str) -> str:
    """
    A text from je to u.
    """
    return "".join(part if QUOTED.fullmatch(part) else _polite(part) for part in QUOTED.split(text))


@cache
def flemish(text: str) -> str:
    """
    A text with the words that are known in Flanders.
    """
    for word, there in table()["flemish"]["words"].items():
        text = re.sub(rf"\b{word}\b", there, text)
        text = re.sub(rf"\b{word.capitalize()}\b", there[:1].upper() + there[1:], text)
    return text


def _polite(text: str) -> str:
    """
    A stretch of our own words: each je and jij, with the verb before it, from the end to the beginning.
    """
    for found in reversed(list(YOU.finditer(text))):
        before, after = text[: found.start()], text[found.end() :]
        if BEFORE_JE.search(before):
            itself = after.startswith(tuple(f" {word}" for word in table()["polite"]["self"]))
            text = f"{before}{'zich' if itself else _owning(before, after) or 'zich'}{after}"
            continue
        form = "u" if found[0].lower() == "jij" else _owning(before, after) or "u"
        if form == "u":
            before = TURNING.sub(_turned, before)
        text = f"{before}{form.capitalize() if found[0][0] == 'J' else form}{after}"
    return CLOSE.sub(_close, text)


def _owning(before: str, after: str) -> str | None:
    """
    "uw", where a je before these words says whose something is: "Neem je tijd.", and not "Heb je tijd?".
    """
    following = re.match(r" (\w+)", after)
    if not following or following[1].lower() not in table()["polite"]["own"]:
        return None
    verb = TURNING.search(before)
    if verb and _turned(verb) != verb[0]:
        start, rest = before[: verb.start()].rstrip(), re.match(r"[^.!?\n]*([.!?\n]?)", after)
        opens = not start or start[-1] in ".:!?…\n"
        if not opens or (rest and rest[1] == "?"):
            return None
    return "uw"


def _close(found: re.Match[str]) -> str:
    form = CLOSE_FORMS[found[0].lower()]
    return form.capitalize() if found[0][0] == "J" else form


def _turned(found: re.Match[str]) -> str:
    """
    The verb of "heb je" as it is in "hebt u"; as it was, where somebody else does it: "ik snap je".
    """
    verbs, verb = table()["polite"], found["verb"].lower()
    others = THEY if verb == "wil" else ("ik",)
    if (found["who"] or "").strip().lower() in others or verb not in {*verbs["turned"], *verbs["stems"]}:
        return found[0]
    turned = str(verbs["turned"].get(verb, verb if verb.endswith("t") else f"{verb}t"))
    return f"{found['who'] or ''}{turned[:1].upper() + turned[1:] if found['verb'][0].isupper() else turned} "


def _named(text: str, names: dict[str, str]) -> str:
    relations = "|".join(map(re.escape, names))
    parts = QUOTED.split(text)
    swapped = [
        part if QUOTED.fullmatch(part) else re.sub(rf"\b(?:[Jj]e|[Uu]w) ({relations})\b", lambda f: names[f[1]], part)
        for part in parts
    ]
    return "".join(swapped)


def hears(kind: str, text: str) -> bool:
    """
    Whether somebody writes in a way: `polite`, `informal` or `flemish`.
    """
    known = table()["heard"][kind]
    said, unless = (known["is"], known["not"]) if isinstance(known, dict) else (known, [])
    bare = letters(text)
    found, excluded = compiled(said, typed=True), compiled(unless, typed=True)
    return bool(found and found.search(bare) and not (excluded and excluded.search(bare)))
