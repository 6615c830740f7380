"""
Subjects: "over die chat", "over dat van gisteren": an answer that says no more than what it is about. It is taken up: with what was told of
it before, else with an invitation to tell.
"""

import re
from typing import Any

from rasa_sdk import Tracker

from actions.naming import Person
from actions.talk import items, people
from actions.weight import weight
from actions.words import UNQUOTED, own_words
from store.patterns import plain

OPEN = ("open", "story", "more", "chat", "none", "")
LONGEST = 5
STEM = 4
LEAD = (
    r"(?:(?:ja|nee|nou|eh|ehm|wel|dus|gewoon|dan|liever|graag|eerst|misschien|toch|weer|nog|even|eigenlijk|ik denk|en|maar|goed|oke|hm) )*"
    r"(?:(?:het|dat|dit) (?:gaat|ging|is) (?:(?:weer|nog|gewoon|vooral|eigenlijk|nu|wel) )*|ik (?:wil|wou|zou|bedoel|bedoelde) "
    r"(?:(?:het|graag|liever|wel|even|nog|eerst) )*)?"
)
ABOUT = re.compile(
    rf"^{LEAD}over (?P<about>\w+(?: \w+){{0,8}}?)(?: (?:hebben|praten|vertellen|dus|graag|eigenlijk|hoor|he|even|nog|weer|nu))*$"
)
THAT_OF = re.compile(rf"^{LEAD}(?P<about>(?:dat|die|dit) (?:\w+ )?(?:van|met) \w+(?: \w+){{0,2}})$")
ELSE = {
    "iets", "niets", "niks", "alles", "iemand", "niemand", "mij", "me", "mezelf", "mijzelf", "jou", "je", "jezelf", "u", "ons", "elkaar",
    "wie", "waar", "na", "wat", "van", "anders", "hen", "hun", "ze", "er", "heen", "een",
}  # fmt: skip
ONE = {"hem": ("hij",), "haar": ("zij",)}
SWEARING = re.compile(r"\b(?:kut|klote|fuck|shit|kak|tering|kanker|hoer|teef|bitch|mongo)")
TELLING = {
    "ik",
    "k",
    "je",
    "jij",
    "hij",
    "ze",
    "zij",
    "we",
    "wij",
    "er",
    "niet",
    "ben",
    "heb",
    "is",
    "was",
    "dood",
    "zelfmoord",
    "zelfdoding",
}
GIVEN_BACK = {"chat", "gesprek", "schuld", "schulden", "vraag"}  # not quoted elsewhere, since it may be about this talk
OWNED = {"mijn": "je", "onze": "jullie", "ons": "jullie", "mij": "jou", "me": "je"}
SMALL = {
    "die", "dat", "dit", "deze", "de", "het", "een", "mijn", "onze", "ons", "van", "met", "over", "uit", "op", "in", "bij", "en", "hele",
    "gedoe", "gisteren", "vandaag", "net", "daarnet", "toen", "eergisteren", "vroeger",
}  # fmt: skip


def subject(text: str, question: str, known: list[Person]) -> str | None:
    """
    What a message says that it is about, where it says no more than that in answer to an open question.
    """
    if question not in OPEN:
        return None
    bare = plain(text)
    found = ABOUT.match(bare) or (THAT_OF.match(bare) if question == "open" else None)
    if not found:
        return None
    about = found["about"]
    if about in ONE:
        return about if known else None
    return None if about.split()[0] in ELSE else about


def taken_up(tracker: Tracker, about: str) -> tuple[str, dict[str, Any]]:
    """
    The line that takes a subject up, and what fills it in.
    """
    thing, told = _thing(tracker, about), _told(tracker, about)
    if not thing:
        return "utter_about_this", {}
    if told is None:
        return "utter_about_new", {"thing": thing}
    words = None if tracker.get_slot("no_quotes") else own_words(told)
    return "utter_about_thing", {"thing": thing, "words": words}


def _thing(tracker: Tracker, about: str) -> str | None:
    """
    A subject in our words: "die chat", "je werk"; None for what tells a story of itself, or is better not said back.
    """
    if about in ONE:
        last = people(tracker)[-1:]
        return _who(last[0]) if last else None
    words = about.split()
    rude = UNQUOTED.search(" ".join(word for word in words if word not in GIVEN_BACK)) or SWEARING.search(about)
    if len(words) > LONGEST or set(words) & TELLING or rude or weight(about) == "heavy":
        return None
    return " ".join(OWNED.get(word, word) for word in words)


def _who(person: Person) -> str:
    return person["name"] or f"je {person['who']}"


def _told(tracker: Tracker, about: str) -> str | None:
    """
    What was told of a subject before, the latest; empty for somebody whom we know, None for nothing.
    """
    if about in ONE:
        return ""
    content = [word for word in about.split() if word not in SMALL and len(word) >= STEM]
    stems = tuple(word[: max(STEM, len(word) - 2)] for word in content)
    quotes = [
        quote for quote in items(tracker, "quotes") if any(word.startswith(stems) for word in plain(quote).split())
    ]
    if stems and quotes:
        return quotes[-1]
    known = {person["who"] for person in people(tracker)}
    return "" if known & set(about.split()) else None
