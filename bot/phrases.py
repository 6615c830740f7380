"""
Phrases: the few things that must be understood without the engine. Wiping everything, stopping, a person, yes and no.

Only whole messages count, after folding case, accents, spaces and punctuation; anything longer is for the engine.
The words lie in `nlu_data/words/phrases.yml`, a meaning a list; a meaning that is the payload of a button stands for its tap.
"""

import re
import unicodedata
from functools import cache

import yaml

from bot.settings import ROOT

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


@cache
def _phrases() -> dict[str, str]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {fold(phrase): meaning for meaning, phrases in content["phrases"].items() for phrase in phrases}
