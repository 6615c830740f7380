"""
Names: first names, and places, that are known as such, so that one in small letters is heard: "me vriendin sanne".

The lists are `nlu_data/words/voornamen.txt` and `plaatsen.txt`. A name that is also a common word is not in them; such a name counts with
a capital, or after "heet" (`actions.naming`). A title is never a name; with a surname behind it, it is part of one.
"""

import re
from pathlib import Path

WORDS = Path(__file__).parents[1] / "nlu_data" / "words"
FIRST_NAMES = frozenset((WORDS / "voornamen.txt").read_text(encoding="utf-8").split())
PLACES = frozenset((WORDS / "plaatsen.txt").read_text(encoding="utf-8").split())
NAMES = "(?:" + "|".join(map(re.escape, sorted(FIRST_NAMES, key=len, reverse=True))) + ")"
TITLES = (
    "mevrouw", "mevr", "mvr", "mw", "madam", "meneer", "mijnheer", "menier", "dhr", "heer", "juffrouw", "juf", "meester", "dokter", "dr",
    "zuster", "broeder", "pastoor", "dominee", "pater", "professor",
)  # fmt: skip
TITLE = f"(?i:{'|'.join(TITLES)})"
TITLED = rf"{TITLE}\.? (?:(?i:van|de|der|den|ten|ter) ){{0,3}}[A-Z][\w-]{{1,20}}"


def styled(name: str) -> str:
    """
    A name as it is written within a sentence: "Bo", "mevrouw Peeters".
    """
    title, _, rest = name.partition(" ")
    if rest and title.lower().rstrip(".") in TITLES:
        return (
            f"{title.lower()} {rest}"
            if any(letter.isupper() for letter in rest)
            else f"{title.lower()} {started(rest)}"
        )
    return started(name)


def started(text: str) -> str:
    """
    A text with a capital, to begin a sentence.
    """
    return text[:1].upper() + text[1:]
