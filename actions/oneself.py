"""
Oneself: what somebody says of who they are: name, age, place, study, work. Kept as codes among what was told (`name_Rita`), in the
person's own words, for as long as the talk lasts; said back only when they ask.

Only what is said of oneself, plainly, counts: "ik heet Rita", "ik woon in Gent". What is said anew takes the place of what we had.
"""

import re

from actions.names import NAMES, TITLES, styled

SAID = {
    "name": "je heet {}",
    "age": "je bent {}",
    "place": "je woont in {}",
    "from": "je komt uit {}",
    "study": "je studeert {}",
    "studied": "je studeerde {}",
    "work": "je werkt {}",
    "worked": "je werkte {}",
}
LONGEST = 5
STOPS = re.compile(
    r"[.,;!?\n(]|\b(?:en|maar|want|omdat|dus|sinds|al|nu|met|samen|alleen|helemaal|waar|die|dat|als|ook|nog|toch|terwijl|hier|daar|heel|veel|"
    r"graag|elke|vroeger|toen|ben|heb|wil|vind|momenteel|vanaf|hoor|trouwens|eigenlijk|gewoon|maak|niet|nie|geen)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(?:ik heet|mijn naam is|m'n naam is|mn naam is|me naam is|noem me(?: maar)?|noem mij(?: maar)?|ik noem mezelf) (?P<is>.+)",
    re.IGNORECASE,
)
AM = re.compile(rf"\bik ben (?P<is>{NAMES})\b(?! (?:niet|geen|te|van))", re.IGNORECASE)
AGE = re.compile(
    r"\bik ben (?:al |nu |pas |nog maar |intussen |ondertussen )?(?P<is>\d{1,2})(?: jaar)?\b(?! (?:uur|keer|maanden|weken|dagen|kilo|cm))",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b[Ii]k woon (?:nu |al \w+ (?:jaar )?|zelf |hier )?(?:in|te) (?P<is>(?:de |het |den )?[A-Za-z][\w'-]+(?: [A-Z][\w-]+)?)|"
    r"\b[Ii]k zit (?:nu )?in (?P<sits>(?:Den |De |Het )?[A-Z][a-z][\w-]+)",
)
FROM = re.compile(r"\b[Ii]k kom (?:zelf |eigenlijk |oorspronkelijk )?uit (?P<is>[A-Z][a-zà-ÿ][\w-]+)")
STUDY = re.compile(r"\bik (?:studeer|doe een studie|volg een opleiding|leer voor) (?:nu )?(?P<is>.+)", re.IGNORECASE)
STUDIED = re.compile(r"\bik studeerde (?:toen |vroeger )?(?P<is>.+)", re.IGNORECASE)
WORKED = re.compile(
    r"\bik werkte (?:toen |vroeger |altijd |\w+ jaar )?(?P<is>(?:in|bij|als|op) .+)|"
    r"\bik heb (?:altijd |vroeger |\w+ jaar )?(?P<has>(?:in|bij|als|op) .+?) gewerkt",
    re.IGNORECASE,
)
WORK = re.compile(
    r"\bik werk (?:nu |al \w+ (?:jaar )?|zelf )?(?P<is>(?:in|bij|als|op) .+)",
    re.IGNORECASE,
)
JOB = re.compile(r"\bik ben (?:een )?([a-z]{4,20}) van beroep", re.IGNORECASE)
NO_STUDY = re.compile(r"^(?:in|op|aan|te|hard|veel|goed|slecht)\b", re.IGNORECASE)
NO_NAME = re.compile(
    r"^(?:niet|geen|zo|dat|u|je|jij|het|een|wel|ook|hetzelfde|anders|hem|haar|mij|ik|gek|dom|moe|alleen|weg|weduwe|weduwnaar|man|vrouw|blij|boos)\b",
    re.IGNORECASE,
)
NO_PLACE = re.compile(
    r"^(?:(?:de|het|den) )?(?:mijn|mn|me|een|m'n|n|flat|huis|kamer|stad|dorp|buurt|straat|land|tehuis|kot|school|bed|bank|zee|put|dip|"
    r"knoop|war|problemen|rolstoel|schulden|rouw|vroeg|laat|dit|die|dat|deze|nergens|alleen|mezelf|opvang|instelling|ziekenhuis|"
    r"verzorgingshuis|bejaardenhuis|rusthuis|stress|ziektewet|bijstand|trein|bus|auto|tuin|keuken|nachtdienst|appartement|huisje|hoek)\b",
    re.IGNORECASE,
)
NO_WORK = re.compile(
    r"^(?:niet|nie|in de nacht|op de zenuwen|in mezelf|op mijn|als een|bij mijn|bij mezelf|op afstand)\b", re.IGNORECASE
)


def of_oneself(held: list[str], text: str) -> list[str]:
    """
    The codes of what was told, after a message.
    """
    for kind, said in _heard(text).items():
        held = [code for code in held if not code.startswith(f"{kind}_")] + [f"{kind}_{said}"]
    return held


def in_words(code: str) -> str | None:
    """
    A code in our words: "je heet Rita"; None for a fact of the table.
    """
    kind, _, said = code.partition("_")
    return SAID[kind].format(said) if kind in SAID else None


def told_of(held: list[str], kind: str) -> str | None:
    """
    What was told of one kind, in our words.
    """
    return next((in_words(code) for code in held if code.startswith(f"{kind}_")), None)


def introduction(before: list[str], text: str) -> str | None:
    """
    What a short message says of oneself and nothing else, where that is new: in our words.
    """
    new = [code for code in of_oneself(before, text) if code not in before and not code.startswith("age_")]
    said = in_words(new[0]) if len(new) == 1 else None
    return said if said and len(text.split()) <= len(said.split()) + 2 else None


def _heard(text: str) -> dict[str, str]:
    """
    All that a message says of oneself, a kind each.
    """
    found = {
        "name": _name(text),
        "age": _said(AGE, text, 1),
        "place": _place(text),
        "from": _said(FROM, text, 1),
        "study": _said(STUDY, text, 3, NO_STUDY),
        "studied": _said(STUDIED, text, 3, NO_STUDY),
        "work": _work(text),
        "worked": _said(WORKED, text, LONGEST, NO_WORK),
    }
    return {kind: said for kind, said in found.items() if said}


def _said(pattern: re.Pattern[str], text: str, most: int, unless: re.Pattern[str] | None = None) -> str:
    """
    What a pattern finds, up to where another thought begins; empty when it is too long for that, or something else.
    """
    found = pattern.search(text)
    said = next((group for group in found.groups() if group), "") if found else ""
    cut = STOPS.search(said)
    words = (said[: cut.start()] if cut else said).split()
    short = " ".join(words) if len(words) <= most else ""
    return "" if unless and unless.search(short) else short


def _name(text: str) -> str:
    said = _said(NAMED, text, 2, NO_NAME) or _said(AM, text, 1)
    if said.lower() in TITLES:
        return ""
    return styled(" ".join(word[:1].upper() + word[1:] for word in said.split()))


def _place(text: str) -> str:
    said = _said(PLACE, text, 3, NO_PLACE)
    return said if said.startswith(("de ", "het ", "den ")) else said[:1].upper() + said[1:]


def _work(text: str) -> str:
    if job := JOB.search(text):
        return f"als {job[1]}"
    said = _said(WORK, text, LONGEST, NO_WORK)
    return said if len(said.split()) > 1 else ""
