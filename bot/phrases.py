"""
Phrases: the few things that must be understood without the engine. Wiping everything, stopping, a person, yes and no.

Only whole messages count, after folding case, accents, spaces and punctuation; anything longer is for the engine.
The words lie in `nlu_data/words/phrases.yml`, a meaning a list; a meaning that is the payload of a button stands for its tap.
"""

import re
import unicodedata
from functools import cache
from typing import Any

from bot.settings import ROOT
from store import tables
from store.patterns import expression, plain
from store.texts import DIALOGUES

FILE = ROOT / "nlu_data" / "words" / "phrases.yml"


def fold(text: str) -> str:
    """
    Lower case, without accents, punctuation or double spaces.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def meaning(text: str) -> str | None:
    """
    The phrase that a whole message is: erase, stop, ask_human, yes, no; or None.
    """
    return _phrases().get(fold(text))


def payload(text: str) -> str | None:
    """
    The button's payload that a whole message stands for: that of a phrase filed under `/…`, `say:…` or `do:…`.
    """
    found = meaning(text)
    return found if found and found.startswith(("/", "say:", "do:")) else None


def reply(text: str, question: str) -> str | None:
    """
    The yes or no that a whole message says to a question of the house, in any of the ways of `dialogues/yesno.yml`: "nee hoor ni
    langer", "doe maar"; not yet is a no here. None for anything else.
    """
    said = plain(text)
    if question not in _replies()["house"] or len(said.split()) > _replies()["words"]:
        return None
    found = next((kind for kind in ("no", "yes", "maybe") if _whole(kind, question).fullmatch(said)), None)
    return "no" if found == "maybe" else found


@cache
def _whole(kind: str, question: str) -> re.Pattern[str]:
    table = _replies()
    common = table[kind]
    if kind == "yes":
        common = common["plain"] + ([] if question in table["firm"] else common["soft"])
    own = [phrase for row in table["own"] if question in row["questions"] for phrase in row.get(kind, [])]
    says, beside = ("|".join(expression(str(way)) for way in ways) for ways in (common + own, table["beside"]))
    return re.compile(f"(?:(?:{beside}) )*(?:{says})(?: (?:{says}|{beside}))*")


@cache
def _replies() -> dict[str, Any]:
    content: dict[str, Any] = tables.read(DIALOGUES / "yesno.yml")
    return content


@cache
def _phrases() -> dict[str, str]:
    content = tables.read(FILE)
    return {fold(phrase): meaning for meaning, phrases in content["phrases"].items() for phrase in phrases}
