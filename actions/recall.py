"""
Recall: what somebody told earlier, given back when they ask for it; honest where they did not tell it.

By name ("wie is Bram"), by who it is ("hoe heet mijn oma"), of oneself ("waar woon ik"), by subject ("wat zei ik over mijn werk"), or
all of it. A subject is looked for among their own sentences, and quoted: who asks for their words may have them.
"""

import re
from dataclasses import dataclass

from rasa_sdk import Tracker

from actions.memory import known, who_is
from actions.names import TITLE
from actions.naming import MINE, WHO, Person
from actions.oneself import told_of
from actions.talk import heard, items, people
from store.patterns import plain

ASKED_FOR = re.compile(rf"\b{MINE} (?:\w+ )?(?P<who>{WHO})\b", re.IGNORECASE)
BY_NAME = re.compile(
    rf"\b(?:wie|voor iemand) (?:is|was) (?P<name>(?:{TITLE} )?[\w-]+)|\b(?:over|van) (?P<of>[\w-]+)\s*\??$",
    re.IGNORECASE,
)
ABOUT = re.compile(r"\b(?:over|van) (?:mijn |mn |m'n |me |ons |onze |de |het |een )?(?P<about>[\w'-]+)", re.IGNORECASE)
OF_ME = {
    "name": r"heet ik|mijn naam|mn naam|me naam|hoe ik heet|wie ben ik",
    "place": r"woon|woonplaats",
    "study": r"stud|opleiding|leer ik",
    "work": r"werk|baan|job|beroep",
    "age": r"oud ben ik|leeftijd|hoe oud ik",
}
ALSO = {"place": ("from",), "study": ("studied",), "work": ("worked",)}
PETS = ("hond", "hondje", "kat", "poes", "kater", "parkiet", "paard", "konijn")
PET = re.compile(r"\b(?:dier|dieren|huisdier|huisdieren)\b", re.IGNORECASE)
SAME = {"mama": "moeder", "moe": "moeder", "ma": "moeder", "papa": "vader", "pa": "vader", "bomma": "oma", "bompa": "opa", "poes": "kat",
        "kater": "kat", "hondje": "hond", "zusje": "zus", "zuster": "zus", "broertje": "broer", "zoontje": "zoon", "dochtertje": "dochter",
        "maat": "vriend", "nonkel": "oom"}  # fmt: skip
ONESELF = ("mij", "me", "mezelf", "mijzelf", "ik", "mijn", "mn")
LONGEST = 20
STEM = 4


@dataclass(frozen=True, slots=True)
class Recalled:
    """
    What to say: a response and what fills it in.
    """

    response: str
    facts: dict[str, str | None]


def recall(tracker: Tracker) -> Recalled:
    """
    The answer to a question for what was told.
    """
    text, told = heard(tracker), items(tracker, "told")
    for found in (
        _of_me(text, told),
        _person(text, people(tracker)),
        _pets(text, people(tracker)),
        _about(tracker, text),
    ):
        if found:
            return found
    everything = known({slot: tracker.get_slot(slot) for slot in ("people", "told", "limits")})
    if everything:
        return Recalled("utter_fact_recall", {"known": everything})
    last = latest(tracker)
    return Recalled("utter_fact_recall_words", {"words": last}) if last else _nothing()


def latest(tracker: Tracker) -> str | None:
    """
    What somebody told last, in their words; None when they told nothing worth giving back.
    """
    return next(iter(_quotable(items(tracker, "quotes")[-1:])), None)


def _nothing() -> Recalled:
    return Recalled("utter_fact_recall_nothing", {})


def _of_me(text: str, told: list[str]) -> Recalled | None:
    """
    Name, place, study, work or age of the person, asked for as such.
    """
    if re.search(r"\b(?:zei|vertelde|schreef|gezegd|verteld|geschreven)\b", text, re.IGNORECASE):
        return None
    for kind, asked in OF_ME.items():
        if re.search(rf"\b(?:{asked})", text, re.IGNORECASE) and not ASKED_FOR.search(text):
            said = next((s for one in (kind, *ALSO.get(kind, ())) if (s := told_of(told, one))), None)
            response = "utter_fact_recall_own" if said else "utter_fact_recall_not_asked"
            return Recalled(response, {"known": said})
    return None


def _person(text: str, those: list[Person]) -> Recalled | None:
    """
    Somebody by name, or by who they are.
    """
    if named := BY_NAME.search(text):
        name = (named["name"] or named["of"]).lower()
        if person := next((p for p in those if p["name"].lower() == name and p["who"]), None):
            return Recalled("utter_fact_recall_person", {"known": who_is(person)})
        if named["name"] and not ASKED_FOR.search(text):
            return _nothing()
    asked = ASKED_FOR.search(text)
    if not asked or ABOUT.search(text):
        return None
    who = _same(asked["who"])
    found = [person for person in those if _same(person["who"]) == who]
    if called := [person for person in found if person["name"]]:
        return Recalled("utter_fact_recall_person", {"known": " en ".join(map(who_is, called))})
    return Recalled("utter_fact_recall_nameless", {"relation": f"je {found[0]['who']}"}) if found else _nothing()


def _pets(text: str, those: list[Person]) -> Recalled | None:
    if not PET.search(text):
        return None
    found = [who_is(p) if p["name"] else f"je hebt een {p['who']}" for p in those if p["who"] in PETS]
    return Recalled("utter_fact_recall_person", {"known": " en ".join(found)}) if found else _nothing()


def _about(tracker: Tracker, text: str) -> Recalled | None:
    """
    What was said about a subject: their own sentences with that word, else who that is.
    """
    subject = ABOUT.search(text)
    if not subject or subject["about"].lower() in ONESELF:
        return None
    about = subject["about"].lower()
    stem = plain(about)[: max(STEM, len(about) - 2)]
    said = [quote for quote in items(tracker, "quotes") if any(word.startswith(stem) for word in plain(quote).split())]
    if quotable := _quotable(said[-1:]):
        return Recalled("utter_fact_recall_words", {"words": quotable[0]})
    found = [person for person in people(tracker) if _same(person["who"]) == _same(about)]
    if called := [person for person in found if person["name"]]:
        return Recalled("utter_fact_recall_person", {"known": " en ".join(map(who_is, called))})
    if about.startswith("werk") and (work := told_of(items(tracker, "told"), "work")):
        return Recalled("utter_fact_recall_own", {"known": work})
    return _nothing()


def _quotable(said: list[str]) -> list[str]:
    """
    Their sentences, short enough to give back: up to where one ends.
    """
    whole = [" ".join(sentence.split()) for sentence in said]
    short = [
        sentence if len(sentence.split()) <= LONGEST else " ".join(sentence.split()[:LONGEST]) + "…"
        for sentence in whole
    ]
    return [sentence.rstrip(" .") + "." if sentence[-1:].isalnum() else sentence for sentence in short if sentence]


def _same(who: str) -> str:
    return SAME.get(who.lower(), who.lower())
