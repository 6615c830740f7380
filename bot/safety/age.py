"""
Age: whether somebody says of themselves that they are grown up. From then on nothing they say makes a child of them.
"""

import re

TENS = r"(?:\w+(?:en|ën))?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
YEARS = rf"(?:1[89]|[2-9]\d|10\d|achttien|negentien|{TENS})"
NO_AGE = r"(?! ?(?:kilo|kg|cm|keer|x\b|minuten|uur|dagen|weken|maanden|euro|procent|%|graden|km))"
OFTEN = r"(?: (?:al|nu|pas|ook|er|toch|zelf|bijna|net|inmiddels|ondertussen|gewoon|(?:een )?\w+ van))*"
PARENT = r"(?:moeder|vader|oma|opa|mama|papa|mami|grootmoeder|grootvader)"
SAID = (
    rf"\bik (?:ben|word|werd){OFTEN} {YEARS}\b{NO_AGE}",
    rf"\bben (?:ik )?(?:al |nu |zelf |toch |pas )*{YEARS}\b{NO_AGE}",
    rf"\b{YEARS} (?:jaar )?(?:oud )?(?:ben|word) (?:ik|ekik)\b",
    rf"\bik {YEARS} (?:ben|jaar)\b",
    rf"^\W*{YEARS}(?: jaar)?(?: oud)?\W*$",
    rf"\bop (?:mijn|me|mn|m'n) {YEARS}(?:e|ste)?\b",
    rf"\bik ben (?:al |zelf |ook )*(?:een )?{PARENT}\b(?! (?:kwijt|verloren|beu|zat|aan))",
    r"\bik ben (?:al |zelf |een )*(?:weduwe|weduwnaar|volwassen\w*|gepensioneerd|meerderjarig|geen kind(?: meer)?)\b",
    r"\bik (?:niet|geen) kind\b",
)
GROWN = re.compile("|".join(SAID), re.IGNORECASE)


def grown(text: str) -> bool:
    """
    Whether a message says that its writer is 18 or older, or something that only a grown-up is.
    """
    return bool(GROWN.search(text))
