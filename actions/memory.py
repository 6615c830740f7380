"""
Memory: what somebody told of themselves, for as long as the talk lasts: their people by name, a few facts, and what an idea may
not ask of them. Taken from every message, whatever was answered to it, and kept where the talk is kept.

Only what is said plainly counts, and the person has the last word: "nee, Bo is mijn hond" takes the place of what we had. What
counts as a fact or a limit is a table, `dialogues/memory.yml`.
"""

import re
from functools import cache
from typing import Any

from actions import closed
from actions.deaths import died
from actions.feelings import newest
from actions.heavy import chosen, pair
from actions.losses import news_of
from actions.names import NAMES
from actions.oneself import in_words, introduction, of_oneself
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES
from store.voices import hears

type Person = dict[str, str]

PEOPLE = 12
STEPS = ("tip", "step", "step_when", "smaller", "who_helps", "energy", "looked_back", "wish")
BRIEF = 9
CHOICE = 6
MINE = r"(?:mijn|m'n|mn|onze|ons|me|mijne|mijnen)"
WHO = (
    r"(?:man|vrouw|partner|lief|moeder|mama|moe|ma|vader|papa|pa|zoon|zoontje|dochter|dochtertje|kind|baby|zus|zusje|zuster|broer|broertje|"
    r"oma|opa|bomma|bompa|vriend|vriendin|maat|hond|hondje|kat|poes|kater|parkiet|paard|konijn|buurman|buurvrouw|collega|kleinzoon|"
    r"kleindochter|kleinkind|neef|nicht|neefje|nichtje|tante|oom|nonkel|schoonmoeder|schoonvader|schoonzus|schoonzoon|schoondochter|"
    r"ex|baas|hulp|huisgenoot|kotgenoot)"
)
NAME = r"(?P<name>[A-Z][\w-]{1,20})"
OTHER = r"(?:(?:oudste|jongste|kleine|grote|beste|enige|lieve|oude|andere|overleden) )?"
ANY_NAME = r"(?P<name>[A-Za-z][\w-]{1,20})"
CALLED = re.compile(
    rf"\b(?i:{MINE}) {OTHER}(?P<who>(?i:{WHO}))\b(?:,? (?i:die|hij|zij|ze))?,? (?i:heet|heette|genaamd|noemde? ik|heten) {ANY_NAME}"
)
BESIDE = re.compile(rf"\b(?i:{MINE}) {OTHER}(?P<who>(?i:{WHO})),? {NAME}\b")
IS_MINE = re.compile(
    rf"\b{NAME},? (?:(?i:is|was|dat is|da's) )?(?i:toch |gewoon |echt )?(?i:{MINE}) {OTHER}(?P<who>(?i:{WHO}))\b"
)
SMALL = re.compile(rf"\b{MINE} {OTHER}(?P<who>{WHO}),? (?P<name>{NAMES})\b", re.IGNORECASE)
SMALL_IS = re.compile(
    rf"\b(?P<name>{NAMES}),? (?:(?:is|was|dat is) )?(?:toch |gewoon |echt )?{MINE} {OTHER}(?P<who>{WHO})\b",
    re.IGNORECASE,
)
LATER = re.compile(
    r"\b(?i:hij|ze|zij|die|het|de hond|de kat|dat beest) (?i:heet|heette|noemt) (?:(?i:eigenlijk|trouwens|dus|gewoon) )?"
    + ANY_NAME
)
OWN = re.compile(rf"\b(?:{MINE}|ik heb (?:nog )?(?:een|ne|nen)|we hebben een) {OTHER}(?P<who>{WHO})\b", re.IGNORECASE)
BEFORE = re.compile(rf"\b{NAME} (?i:heet|heette) (?i:die|hij|ze|zij|het)\b")
BUT = re.compile(
    rf"\b(?i:niet|geen) (?:{MINE} )?{WHO},? (?i:maar|wel) (?:{MINE} )?(?P<who>(?i:{WHO}))\b", re.IGNORECASE
)
NAMES_ONE = re.compile(rf"\b(?:heet|heette|heten|genaamd|(?:is|was) {MINE})\b", re.IGNORECASE)
ASKS = re.compile(
    r"\b(?:hoe heet|hoe heette|wie (?:is|was)|weet (?:je|jij|u|ge)|naam van|(?:zei|vertelde) ik)\b", re.IGNORECASE
)
RENAMED = re.compile(r"\b(?i:heet|heette) (?i:niet|geen) (?P<old>\w+),? (?i:maar|wel) (?P<name>[A-Za-z][\w-]{1,20})")
NO_NAME = {
    "ik", "en", "maar", "niet", "dat", "die", "hij", "ze", "zij", "het", "de", "een", "is", "was", "in", "op", "of", "want", "toen", "god",
    "kerst", "zo", "nederland", "belgie", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "nee", "ja", "nu",
    "dan", "wel", "ook", "facebook", "whatsapp", "telegram", "nachtlicht", "gewoon", "eigenlijk", "anders", "hetzelfde", "jij", "u", "je",
    "mij", "me", "mijn", "geen", "hem", "haar", "ons", "we", "wij",
}  # fmt: skip


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/memory.yml`.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "memory.yml")
    return content


def hear(state: dict[str, Any], text: str) -> dict[str, Any]:
    """
    The memory after a message: the slots that it changes, and under `news` what is new in it. Asked again, it is the same.
    """
    if not text:
        return {"news": None}
    before: list[Person] = list(state.get("people") or [])
    people, mended = introduced(before, text)
    held = list(state.get("limits") or [])
    limits = _heard("limits", held, plain(text))
    held_pair, brief = state.get("pair"), len(text.split()) <= BRIEF
    new_limits = [name for name in limits if name not in held]
    chooses = bool(held_pair and len(text.split()) <= CHOICE and chosen(held_pair, text, by_name(people)) is not None)
    two, own = pair(text), introduction(list(state.get("told") or []), text)
    before_names = {person["name"] for person in before}
    new = [person["name"] for person in people if person["name"] and person["name"] not in before_names]
    shut = closed.closing(text, people, list(state.get("losses") or []))
    news = {
        "closed": shut,
        "first": bool(
            mended
            or own
            or (new and brief and NAMES_ONE.search(text))
            or chooses
            or (shut and closed.brief(text))
            or (two and not held_pair)
            or news_of(state, text)
            or newest(text, state.get("question"))
            or (new_limits and (state.get("question") in STEPS or brief))
        ),
        "mended": mended,
        "person": mentioned(people, text),
        "new": new,
        "limits": new_limits,
        "own": own,
        "pair": two,
    }
    address = "u" if hears("polite", text) else "je" if hears("informal", text) else state.get("address")
    return {
        "people": people or None,
        "told": _told(list(state.get("told") or []), text) or None,
        "limits": limits or None,
        "address": address,
        "flemish": True if state.get("flemish") or hears("flemish", text) else None,
        "news": {key: value for key, value in news.items() if value} or None,
    } | closed.hear(state, text, people)


def introduced(known: list[Person], text: str) -> tuple[list[Person], Person | None]:
    """
    The people after a message, and the one whom it put right, if we had them otherwise.
    """
    people, mended = [dict(person) for person in known], None
    last = [found["who"].lower() for found in OWN.finditer(text)]
    for who in last if not ASKS.search(text) else []:
        if not any(person["who"] == who for person in people):
            people.append({"who": who, "name": ""})
    dead = set(died(text))
    for person in people:
        if person["who"] in dead:
            person["gone"] = "yes"
    for who, name in _named(people, text, last):
        same = next((person for person in people if person["name"].lower() == name.lower()), None)
        if same and same["who"] != who:
            same["who"], mended = who, same
            people = [p for p in people if p["name"] or p["who"] != who]
        elif not same:
            nameless = next((p for p in people if p["who"] == who and not p["name"]), None)
            if nameless:
                nameless["name"] = name
            else:
                people.append({"who": who, "name": name} | ({"gone": "yes"} if who in dead else {}))
    if renamed := RENAMED.search(text):
        for person in people:
            if person["name"].lower() == renamed["old"].lower():
                person["name"], mended = _capital(renamed["name"]), person
    return people[-PEOPLE:], mended


def _named(people: list[Person], text: str, last: list[str]) -> list[tuple[str, str]]:
    """
    Every relation with a name in a message: "mijn zus Bo", "Bo is mijn hond", "hij heet Bo".
    """
    found = [(m["who"], m["name"]) for p in (CALLED, BESIDE, IS_MINE, SMALL, SMALL_IS) for m in p.finditer(text)]
    names = "|".join(re.escape(person["name"]) for person in people if person["name"])
    if names:
        again = re.compile(
            rf"\b(?P<name>{names}),? (?:is|was) (?:toch |gewoon |echt )?{MINE} {OTHER}(?P<who>{WHO})\b", re.I
        )
        found += [(m["who"], m["name"]) for m in again.finditer(text)]
        but, said = BUT.search(text), re.search(rf"\b(?:{names})\b", text, re.I)
        if but and said:
            found.append((but["who"], said[0]))
    later = LATER.search(text) or BEFORE.search(text)
    if later and not RENAMED.search(text):
        who = last[-1] if last else next((p["who"] for p in reversed(people) if not p["name"]), None)
        found += [(who, later["name"])] if who else []
    return [(who.lower(), _capital(name)) for who, name in found if name.lower() not in NO_NAME and len(name) > 1]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def mentioned(people: list[Person], text: str) -> Person | None:
    """
    Somebody with a name whom a message speaks of, by name or as "mijn zus"; the last of them.
    """
    relations = [person["who"] for person in people]
    found: list[tuple[int, Person]] = []
    for person in people:
        if not person["name"]:
            continue
        ways = [rf"\b{re.escape(person['name'])}\b"]
        if relations.count(person["who"]) == 1:
            ways.append(rf"\b{MINE} {OTHER}{person['who']}\b")
        at = [m.start() for way in ways for m in re.finditer(way, text, re.IGNORECASE)]
        if at:
            found.append((max(at), person))
    return max(found, key=lambda one: one[0])[1] if found else None


def by_name(people: list[Person]) -> dict[str, str]:
    """
    Who somebody is, by their name in small letters.
    """
    return {person["name"].lower(): person["who"] for person in people if person["name"]}


def names(people: list[Person]) -> str | None:
    """
    The latest two people who have a name, in words: "Bo", "Bo en Kees".
    """
    return " en ".join([person["name"] for person in people if person["name"]][-2:]) or None


def known(state: dict[str, Any]) -> str | None:
    """
    All that is remembered, as one sentence in our words; None for nothing.
    """
    parts = [who_is(person) for person in state.get("people") or [] if person["name"]]
    parts += [_fact(code) for code in state.get("told") or []]
    told = f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else "".join(parts)
    held = f"voor ideeën geldt: {limits_in_words(state['limits'])}" if state.get("limits") else ""
    return ". En ".join(part for part in (told, held) if part) or None


def who_is(person: Person) -> str:
    """
    Who somebody is: "Bo is je zus"; of somebody who died, who they were.
    """
    return f"{person['name']} {'was' if person.get('gone') else 'is'} je {person['who']}"


def limits_in_words(limits: list[str]) -> str:
    """
    Limits as we say them: "niet bellen en niet buiten".
    """
    said = [str(table()["limits"][name]["say"]) for name in limits]
    return f"{', '.join(said[:-1])} en {said[-1]}" if len(said) > 1 else said[0]


def _fact(code: str) -> str:
    return in_words(code) or str(table()["facts"][code]["say"])


def _told(held: list[str], text: str) -> list[str]:
    return of_oneself(_heard("facts", held, plain(text)), text)


def _heard(kind: str, held: list[str], bare: str) -> list[str]:
    """
    What of the table's facts or limits stands after a message: what is taken back goes, what is told comes.
    """
    for name in table()[kind]:
        if _says(kind, name, "back", bare):
            held = [code for code in held if code != name]
        elif name not in held and _says(kind, name, "is", bare) and not _says(kind, name, "not", bare):
            held = [*held, name]
    return held


def _says(kind: str, name: str, how: str, bare: str) -> bool:
    found = _pattern(kind, name, how)
    return bool(found and found.search(bare))


@cache
def _pattern(kind: str, name: str, how: str) -> re.Pattern[str] | None:
    return compiled(table()[kind][name].get(how) or [])
