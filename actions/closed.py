"""
Closed: what somebody does not want to talk about. "Niet over mijn werk nu" holds for the whole talk: what was kept of it goes, and
no line, question, idea or summary comes back to it (`store.unsaid`) until they speak of it themselves.

Only who says so of this talk closes something: "mijn zoon wil het niet over papa hebben" tells of a son.
"""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, items, remember, say
from store.patterns import plain
from store.unsaid import names, table

BRIEF = 14
MOST = 12
NOT = r"(?:niet|nie|ni|nooit)(?! (?:alleen|graag gezien))"
FEW = r"(?: \w+){0,3}?"
WHAT = r"(?P<what>\w+(?: \w+){0,3})"
WAYS = [
    re.compile(way)
    for way in (
        rf"\b(?:ik|k) (?:wil|wou|wilde|hoef|zou){FEW} {NOT}{FEW} over {WHAT}",
        rf"\b(?:wil|wou|hoef|zou) ik{FEW} {NOT}{FEW} over {WHAT}",
        rf"\bliever {NOT}{FEW} over {WHAT}",
        rf"(?<!ik )(?<!\bk )\b(?:begin|vraag|zeur|praat|kom){FEW} {NOT}{FEW} over {WHAT}",
        rf"\b(?:stop|hou op|houd op|zwijg|genoeg|klaar){FEW} over {WHAT}",
        rf"\bgeen (?:vragen|vraag|woord){FEW} over {WHAT}",
        rf"\b(?:laten|kunnen|zullen|mogen) we{FEW} {NOT}{FEW} over {WHAT}",
        rf"^(?:(?:nee|neen|nou|maar|en|toch|please|aub|alsjeblieft|ok|oke) )*{NOT}(?: (?:weer|meer|nu|nog|steeds))* over {WHAT}",
        rf"\bover {WHAT} (?:wil|wou|hoef|zou|heb|praat) (?:ik|k)\b{FEW} (?:niet|nie|ni|liever niet)",
        rf"\b(?:laat|hou|houd) {WHAT} (?:er ?buiten|hierbuiten)",
    )
]
THERE = re.compile(
    rf"\b(?:wil|wou|hoef) ik\b{FEW} {NOT}{FEW} over\b|\bik (?:wil|wou|hoef)\b{FEW} (?:er|daar|hier)\b{FEW} {NOT}{FEW} over\b"
    rf"|\bliever {NOT} (?:er|daar|hier)?over\b|\b(?:wil|hoef)\b{FEW} {NOT}{FEW} (?:er|daar|hier)over\b"
)
PARTS = re.compile(r"[.!?;\n]+")
STOPS = {
    "hebben", "praten", "spreken", "beginnen", "vertellen", "schrijven", "zeggen", "nu", "meer", "vandaag", "vanavond", "vannacht",
    "alsjeblieft", "aub", "maar", "want", "en", "of", "dat", "als", "hoeven", "gaan", "kwijt", "wel", "eens", "even", "hoor", "echt",
    "weer", "nog", "steeds", "wil", "hoef", "ik", "liever", "dus", "omdat", "ok", "zelf", "ook", "zo", "zet", "van", "wie", "kan",
    "te", "met", "aan", "krijgen", "rest", "zou", "was", "oke", "denken", "door", "verder", "gewoon",
}  # fmt: skip
DETERMINERS = {
    "mijn", "mn", "m", "n", "me", "mij", "onze", "ons", "de", "het", "t", "die", "dit", "deze", "al", "alle", "een", "zijn", "heel",
    "hele",
    "oude", "nieuwe", "eigen", "lieve", "grote", "kleine", "jongste", "oudste",
}  # fmt: skip
SOMEBODY = {"hem", "haar", "hen", "hun", "ze", "haer"}
NOTHING = {
    "straat",
    "brug",
    "streep",
    "iets",
    "niets",
    "niks",
    "alles",
    "wat",
    "mezelf",
    "jou",
    "koetjes",
    "lippen",
    "soort",
    "dingen",
    "zulke",
    "je",
    "we",
    "jullie",
    "begonnen",
    "uitweiden",
    "heen",
    "na",
    "mij",
    "tong",
    "past",
    "u",
    "zichzelf",
    "daar",
    "er",
}
INSTEAD = re.compile(r"\b(?:maar|liever|wel|dan) (?:\w+ ){0,3}?over\b")


def hear(state: dict[str, Any], text: str, people: list[dict[str, str]]) -> dict[str, Any]:
    """
    What a message changes: the closed subjects, and with a new one all that was kept of it. Who speaks of it again has opened it.
    """
    held = list(state.get("closed") or [])
    subjects = closing(text, people, list(state.get("losses") or []))
    if not subjects and THERE.search(plain(text)):
        topic = state.get("topic")
        subjects = [name for name, known in table()["subjects"].items() if topic and topic in known.get("intents", [])]
    new = [subject for subject in subjects if subject not in held]
    if not subjects:
        opened = [subject for subject in held if names([subject], text)]
        opened += [way for person in people if (ways := _ways(person)) & set(opened) for way in ways]
        held = [subject for subject in held if subject not in opened]
    closed = [*held, *new][-MOST:]
    changed: dict[str, Any] = {"closed": closed or None}
    return changed | _forgotten(state, closed) if new else changed


def closing(text: str, people: list[dict[str, str]], losses: list[str]) -> list[str]:
    """
    The subjects that a message closes, as the table calls them or in its own words; none when it closes nothing.
    """
    parts = [plain(part) for part in PARTS.split(text)]
    found = next((match for part in parts for way in WAYS if (match := way.search(part))), None)
    if found is None:
        return []
    words = [] if found["what"].startswith("een ") else _content(found["what"].split(), people)
    subjects: list[str] = []
    for word in words:
        ways = [way for person in people if word in _ways(person) for way in _ways(person)]
        known = next((name for name in table()["subjects"] if names([name], word)), None)
        subjects += ways or [known or word]
        subjects += [known] if known and ways and intents([known]) else []
    kin = {loss.partition(":")[2] for loss in losses if loss.startswith("share_bereavement")}
    parted = {loss.partition(":")[2] for loss in losses if loss.startswith("share_breakup")}
    subjects += ["death"] if kin & set(subjects) - {""} else []
    subjects += ["parting"] if parted & set(subjects) - {""} else []
    return list(dict.fromkeys(subjects))


def _ways(person: dict[str, str]) -> set[str]:
    """
    The words for somebody: what they are, and their name.
    """
    return {part for part in (person["name"].lower(), person["who"]) if part}


def _content(words: list[str], people: list[dict[str, str]]) -> list[str]:
    """
    The words that say what it is about: not what comes before or after it; "him" and "her" are whoever was told of last.
    """
    kept: list[str] = []
    for word in words:
        if word in STOPS and (kept or word not in DETERMINERS):
            break
        if word in SOMEBODY and not kept and people and len(words) > words.index(word):
            last = people[-1]
            return [last["name"].lower() or last["who"]]
        if word not in DETERMINERS | SOMEBODY:
            kept.append(word)
    return [] if set(kept) & NOTHING else kept[:2]


def _forgotten(state: dict[str, Any], closed: list[str]) -> dict[str, Any]:
    """
    What was kept and speaks of what is closed now, without it.
    """
    gone: dict[str, Any] = {
        key: [text for text in state[key] if not names(closed, str(text))]
        for key in ("quotes", "parked")
        if state.get(key)
    }
    gone |= {key: None for key in ("words", "wish", "talent") if state.get(key) and names(closed, str(state[key]))}
    return gone | ({"topic": None} if state.get("topic") in intents(closed) else {})


def intents(closed: list[str]) -> set[str]:
    """
    What is told that would be about a closed subject.
    """
    subjects = table()["subjects"]
    return {intent for name in closed if name in subjects for intent in subjects[name].get("intents", [])}


def avoids(tracker: Tracker, intent: str) -> bool:
    """
    Whether an answer to what was told would come back to a closed subject.
    """
    return intent in intents(items(tracker, "closed"))


def let_be(dispatcher: CollectingDispatcher, text: str) -> Events:
    """
    Say that it stays closed, and go on with what they would rather talk about.
    """
    say(dispatcher, "utter_closed_on" if INSTEAD.search(plain(text)) else "utter_closed")
    return remember(corrected=None, misunderstood=0, pair=None)


def brief(text: str) -> bool:
    """
    Whether a message does little more than close something.
    """
    return len(text.split()) <= BRIEF
