"""
Naming: whose name it is that a message tells. "Mijn zus heet Bo", "Bo is mijn hond" and "hij heet Bo" give somebody a name; "over Lotte
dus" gives a name to what it is about.

"Hij" and "zij" are whoever was spoken of last, if it is clear who that is; else the name is kept for itself, as of somebody of whom we do
not know who they are. What was thought, or was so once, or is not so, makes nobody a friend: "ik dacht dat Sara mijn vriendin was".
"""

import re
from typing import Literal

from actions.deaths import died
from actions.names import FIRST_NAMES, NAMES, PLACES, TITLED, TITLES, styled

type Person = dict[str, str]
type Named = tuple[str, str]

MINE = r"(?:mijn|m'n|mn|onze|ons|me|mijne|mijnen)"
MEN = (
    "man", "vader", "papa", "pa", "zoon", "zoontje", "broer", "broertje", "opa", "bompa", "vriend", "buurman", "kleinzoon", "neef",
    "neefje", "oom", "nonkel", "schoonvader", "schoonzoon", "kater",
)  # fmt: skip
WOMEN = (
    "vrouw", "moeder", "mama", "moe", "ma", "dochter", "dochtertje", "zus", "zusje", "zuster", "oma", "bomma", "vriendin", "buurvrouw",
    "kleindochter", "nicht", "nichtje", "tante", "schoonmoeder", "schoonzus", "schoondochter", "poes",
)  # fmt: skip
EITHER = (
    "partner", "lief", "kind", "baby", "maat", "hond", "hondje", "kat", "parkiet", "paard", "konijn", "collega", "kleinkind", "ex",
    "baas", "hulp", "huisgenoot", "kotgenoot",
)  # fmt: skip
BY_CHOICE = {
    "man", "vrouw", "partner", "lief", "vriend", "vriendin", "maat", "buurman", "buurvrouw", "collega", "baas", "hulp", "huisgenoot",
    "kotgenoot",
}  # fmt: skip
WHO = f"(?:{'|'.join(sorted((*MEN, *WOMEN, *EITHER), key=len, reverse=True))})"
NAME = rf"(?P<name>{TITLED}|[A-Z][\w-]{{1,20}})"
ANY_NAME = rf"(?P<name>{TITLED}|(?i:{'|'.join(TITLES)}) [a-z][\w-]{{1,20}}|[A-Za-z][\w-]{{1,20}})"
OTHER = r"(?:(?:oudste|jongste|kleine|grote|beste|enige|lieve|oude|andere|overleden) )?"
CALLED = re.compile(
    rf"\b(?i:{MINE}) {OTHER}(?P<who>(?i:{WHO}))\b(?:,? (?i:die|hij|zij|ze))?,? (?i:heet|heette|genaamd|noemde? ik|heten) {ANY_NAME}"
)
BESIDE = re.compile(rf"\b(?i:{MINE}) {OTHER}(?P<who>(?i:{WHO})),? {NAME}\b")
IS_MINE = re.compile(
    rf"\b{NAME},? (?P<was>(?i:is|was|dat is|da's) )?(?i:toch |gewoon |echt )?(?i:{MINE}) {OTHER}(?P<who>(?i:{WHO}))\b"
)
SMALL = re.compile(rf"\b{MINE} {OTHER}(?P<who>{WHO}),? (?P<name>{NAMES})\b", re.IGNORECASE)
SMALL_IS = re.compile(
    rf"\b(?P<name>{NAMES}),? (?P<was>(?:is|was|dat is) )?(?:toch |gewoon |echt )?{MINE} {OTHER}(?P<who>{WHO})\b",
    re.IGNORECASE,
)
LATER = re.compile(
    r"\b(?P<one>(?i:hij|ze|zij|die|het|de hond|de kat|dat beest)) (?i:heet|heette|noemt) (?:(?i:eigenlijk|trouwens|dus|gewoon) )?"
    + ANY_NAME
)
BEFORE = re.compile(rf"\b{NAME} (?i:heet|heette) (?P<one>(?i:die|hij|ze|zij|het))\b")
OWN = re.compile(rf"\b(?:{MINE}|ik heb (?:nog )?(?:een|ne|nen)|we hebben een) {OTHER}(?P<who>{WHO})\b", re.IGNORECASE)
STRANGER = re.compile(
    rf"\b(?:een|ne|nen|de|den|die|dat|deze|dit|(?P<whose>haar|zijn|z'n|zn|hun|d'r)|andere?) (?:(?!{MINE}\b)\w+e )?"
    rf"(?:(?P<who>{WHO})|jongen|meisje|meid|gast|vent|kerel|dame|heer|mens|juf|juffrouw|meester|leraar|lerares|leerkracht|mentor|dokter|arts|huisarts|"
    rf"verple\w+|psycholo\w+|coach|trainer|begeleid\w+|chef|klasgeno\w+|vrijwilliger|chauffeur|zorgverlener|poetshulp)\b|"
    rf"\b(?:{'|'.join(TITLES)}) [A-Z]\w+",
    re.IGNORECASE,
)  # fmt: skip
BUT = re.compile(
    rf"\b(?i:niet|geen) (?:{MINE} )?{WHO},? (?i:maar|wel) (?:{MINE} )?(?P<who>(?i:{WHO}))\b", re.IGNORECASE
)
RENAMED = re.compile(r"\b(?i:heet|heette) (?i:niet|geen) (?P<old>\w+),? (?i:maar|wel) (?P<name>[A-Za-z][\w-]{1,20})")
NO_NAME = {
    "ik", "en", "maar", "niet", "dat", "die", "hij", "ze", "zij", "het", "de", "een", "is", "was", "in", "op", "of", "want", "toen", "god",
    "kerst", "zo", "nederland", "belgie", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "nee", "ja", "nu",
    "dan", "wel", "ook", "facebook", "whatsapp", "telegram", "nachtlicht", "gewoon", "eigenlijk", "anders", "hetzelfde", "jij", "u", "je",
    "mij", "me", "mijn", "geen", "hem", "haar", "ons", "we", "wij", "instagram", "snapchat", "tiktok", "school", "sorry", *TITLES,
}  # fmt: skip
CLAUSE = re.compile(r"[.;!?\n]+|\b(?:maar|want)\b", re.IGNORECASE)
BELIEVED = re.compile(
    r"\b(?:dacht\w*|denk(?! aan)|geloofde\w*|hoopte\w*|alsof|zou|zouden|zogenaamd\w*|zogezegd\w*|blijkbaar|wou|wilde)\b",
    re.IGNORECASE,
)
NOT_SO = re.compile(r"\b(?:nooit|geen|niet|nie|ni)\b", re.IGNORECASE)
AFTERWARDS = re.compile(r"\s+(?:niet|nie|ni|nooit|zou|zogezegd|zogenaamd)\b", re.IGNORECASE)
ONCE = re.compile(r"\s+(?:was|waren)\b", re.IGNORECASE)
IT_IS = r"(?:het|dit|dat|t|'t|tis|ik heb het|ik had het)"
ABOUT = re.compile(
    r"^(?:(?:nee|ja|nou|eh|ehm|wel|oh|o|ah|sorry|gewoon|dus|en)[, ]+)*"
    rf"(?:(?P<about>(?:{IT_IS} (?:(?:gaat|ging|is|was|weer|gewoon|vooral|eigenlijk|nu|wel) ){{0,3}})?(?:over|rond) |ik bedoelde? )|"
    r"(?P<from>(?:die|dat meisje|die jongen|dat meiske|de \w+|een \w+) (?:van|uit|op|in) (?:\w+ ){0,2}\w+(?:, ?| dus,? )))?"
    rf"(?P<name>{TITLED}|[\w-]{{2,21}})"
    r"(?P<after>(?: dus| bedoel ik| he| hoor|,? (?:die |dat meisje |die jongen )?(?:van|uit) (?:\w+ ){0,2}\w+)*)[ .!]*$",
    re.IGNORECASE,
)
WHO_IS = re.compile(
    rf"^(?:(?:nee|ja|nou|eh|dat is|dat was|da's|das|is|gewoon|o|oh|ze is|hij is|zij is),? )*(?:{MINE}|een|ne|nen) {OTHER}(?P<who>{WHO})"
    r"(?: van (?:mij|me|school|mn werk|mijn werk|het werk))?[ .!]*$",
    re.IGNORECASE,
)


def relations(people: list[Person], text: str) -> list[Named]:
    """
    Every relation with a name in a message: "mijn zus Bo", "Bo is mijn hond", that one who is called Bo.
    """
    found = [(m["who"], m["name"]) for pattern in (CALLED, BESIDE, SMALL) for m in pattern.finditer(text)]
    said = [m for pattern in (IS_MINE, SMALL_IS) for m in pattern.finditer(text)]
    names = "|".join(re.escape(person["name"]) for person in people if person["name"])
    if names:
        again = re.compile(
            rf"\b(?P<name>{names}),? (?P<was>(?:is|was) )(?:toch |gewoon |echt )?{MINE} {OTHER}(?P<who>{WHO})\b", re.I
        )
        said += list(again.finditer(text))
        but, one = BUT.search(text), re.search(rf"\b(?:{names})\b", text, re.I)
        if but and one:
            found.append((but["who"], one[0]))
    found += [(m["who"], m["name"]) for m in said if _so(m, text, people)]
    return [(who.lower(), styled(name)) for who, name in found if is_name(name)]


def _so(said: re.Match[str], text: str, people: list[Person]) -> bool:
    """
    Whether somebody says that it is so: not that it was thought, or denied, or, of somebody whom one chooses, that it was so once.
    """
    if "," in said[0]:
        return True
    before = text[max([m.end() for m in CLAUSE.finditer(text, 0, said.start())], default=0) : said.start()]
    if BELIEVED.search(before) or NOT_SO.search(before.rpartition(",")[2]) or AFTERWARDS.match(text, said.end()):
        return False
    past, who = (said["was"] or "").lower().startswith("was") or ONCE.match(text, said.end()), said["who"].lower()
    known = [person for person in people if person["name"].lower() == said["name"].lower()]
    return not past or who not in BY_CHOICE or who in died(text) or any(person.get("gone") for person in known)


def called(people: list[Person], text: str, stranger: bool) -> Named | None:
    """
    The name that "hij heet Bo" tells, and whose it is: who they are to somebody, or nothing when that is not clear.
    """
    found = LATER.search(text) or BEFORE.search(text)
    if not found or RENAMED.search(text) or not is_name(found["name"]):
        return None
    name = styled(found["name"])
    if any(person["name"].lower() == name.lower() for person in people):
        return None
    return _meant(people, text, found, stranger), name


def _meant(people: list[Person], text: str, found: re.Match[str], stranger: bool) -> str:
    """
    Who "hij" or "zij" is: the last one before it who can be that; then one who comes after; then whoever was spoken of in the talk.
    """
    one = found["one"].lower()
    before = [who for at, who in mentions(people, text) if at < found.start()]
    fitting = [who for who in before if not who or _fits(one, who)]
    if before:
        return fitting[-1] if fitting else ""
    after = [who for at, who in mentions(people, text) if at > found.end("name")]
    if after:
        return after[0] if after[0] and _fits(one, after[0]) else ""
    if stranger or not people:
        return ""
    last = people[-1]
    if not last["who"] or (_fits(one, last["who"]) and last["name"]):
        return ""
    if _fits(one, last["who"]):
        return last["who"]
    nameless = [person["who"] for person in people if not person["name"] and _fits(one, person["who"])]
    return nameless[0] if len(nameless) == 1 else ""


def _fits(one: str, who: str) -> bool:
    """
    Whether "hij" or "zij" can be somebody who is that.
    """
    men, women = (*MEN, *EITHER), (*WOMEN, *EITHER)
    sexes = {"hij": men, "zij": women, "ze": women, "het": EITHER}
    animals = {"de hond": ("hond", "hondje"), "de kat": ("kat", "poes", "kater")}
    return who in animals.get(one, sexes.get(one, (who,)))


def mentions(people: list[Person], text: str) -> list[tuple[int, str]]:
    """
    Where a message speaks of whom, in order: who they are, or nothing for somebody we do not know.
    """
    own = {m.start("who"): (m.start(), m["who"].lower()) for m in OWN.finditer(text)}
    found = list(own.values())
    held = {person["who"] for person in people}
    for m in STRANGER.finditer(text):
        if not any(m.start() <= at < m.end() for at in own):
            who = (m["who"] or "").lower()
            found.append((m.start(), who if who in held and not m["whose"] else ""))
    for person in people:
        if person["name"]:
            found += [(m.start(), person["who"]) for m in re.finditer(rf"\b{re.escape(person['name'])}\b", text, re.I)]
    return sorted(found)


def subject(text: str, question: str, people: list[Person]) -> str | None:
    """
    The name that a message gives for what it is about, where it does hardly more: "over Lotte dus", "die van school, Lotte".
    """
    found = ABOUT.match(" ".join(text.split()))
    if not found or not is_name(found["name"]):
        return None
    name = found["name"]
    listed = name.lower() in FIRST_NAMES or any(person["name"].lower() == name.lower() for person in people)
    titled = " " in name
    if found["about"]:
        known = listed or titled or (name[0].isupper() and name.lower() not in PLACES)
    elif found["from"] or found["after"]:
        known = listed or titled
    else:
        known = listed and question == "story"
    return styled(name) if known else None


def answered(text: str) -> str | None:
    """
    Who somebody is, where a message says no more than that: "mijn buurvrouw", "dat is een vriendin van school".
    """
    found = WHO_IS.match(text.strip())
    return found["who"].lower() if found else None


def denied(person: Person, text: str) -> bool:
    """
    Whether a message says of somebody with a name that they are not, or were not, what we took them for.
    """
    if not person["name"] or not person["who"]:
        return False
    name, who, mine = re.escape(person["name"]), person["who"], rf"(?:{MINE} )?{OTHER}"
    return bool(
        re.search(
            rf"\b{name},? (?:\w+ )?(?:is|was|blijkt|bleek) (?:\w+ ){{0,2}}?(?:niet|nie|ni|nooit|geen) (?:\w+ ){{0,2}}?{mine}{who}\b|"
            rf"\b{name} (?:is|was) {mine}{who} (?:niet|nie|ni|nooit)\b|"
            rf"\bdacht\w* (?:\w+ ){{0,2}}?{name} (?:\w+ )?{mine}{who} (?:was|waren)\b",
            text,
            re.IGNORECASE,
        )
    )


def is_name(name: str) -> bool:
    """
    Whether a word that stands where a name would is one.
    """
    words = name.lower().split()
    return len(name) > 1 and words[-1].rstrip(".") not in NO_NAME


Spoken = Literal["one", "stranger", "nobody"]


def spoken(people: list[Person], text: str) -> Spoken:
    """
    Of whom a message speaks last.
    """
    found = mentions(people, text)
    names = [
        person for person in people if person["name"] and re.search(rf"\b{re.escape(person['name'])}\b", text, re.I)
    ]
    if not found:
        return "nobody"
    return "one" if found[-1][1] or names else "stranger"


def by_mention(people: list[Person], text: str) -> list[Person]:
    """
    The people, whoever a message speaks of last at the end.
    """
    order: dict[int, int] = {}
    for at, person in enumerate(people):
        ways = [rf"\b{re.escape(person['name'])}\b"] if person["name"] else []
        ways += [rf"\b{MINE} {OTHER}{person['who']}\b"] if person["who"] else []
        places = [m.start() for way in ways for m in re.finditer(way, text, re.IGNORECASE)]
        order[at] = max(places, default=-1)
    return [people[at] for at in sorted(order, key=lambda at: (order[at], at))]
