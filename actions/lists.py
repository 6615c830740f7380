"""
Lists: names and things as people write them down, taken apart without changing their words; and changes to a card of such lists.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Lists = dict[str, list[str]]

LENGTH = 60
MOST = 20
SHORT_PART = 4
CUT = re.compile(r"\s*(?:[,;\n•]|\s[-–]\s|^[-–*]\s)\s*", re.MULTILINE)
AND = re.compile(r"\s+(?:en|&|\+)\s+", re.IGNORECASE)
LEAD = re.compile(
    r"^(?:(?:en|nou|ja|eh+|ehm|eigenlijk|misschien|vooral|ook|verder|alleen(?= mijn| de| het| een)|dan|dus|natuurlijk|nog|dat (?:is|zijn)|"
    r"ik denk(?: aan)?|ik heb|ik zou (?:graag )?(?:willen|wel)?|ik wil(?: graag)?|ik ben (?:best |heel |wel )?goed in|"
    r"ik kan (?:best |heel )?(?:goed|wel)|ik hou(?:d)? van)\b[ ,]*)+",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[ ,]+(?:ook|denk ik|misschien|of zo|enzo|enzovoort|hoor|eigenlijk|alleen|nog|verder|erbij)$", re.IGNORECASE
)
NOTHING = re.compile(
    r"(?:nee|neen|niemand|niemand anders|geen|geen idee|geen een|niets|niks|nul|sla over|overslaan|liever niet|"
    r"dat zeg ik liever niet|zeg ik liever niet|weet ik niet|ik weet (?:het )?niet|weet niet|er is niemand|nu niet|ja|ok[eé]?|"
    r"niet|nergens in|heb ik niet|die heb ik niet|was het|dat was het|klaar)",
    re.IGNORECASE,
)
AWAY = re.compile(r"\b(?:weg|eraf|verwijder\w*|wis|schrap|streep|niet meer|zonder|vergeet)\b", re.IGNORECASE)
ORDER = re.compile(
    r"\b(?:zet|doe|voeg|plaats|haal|verplaats|schuif|toe|erbij|er nog|er|bij|naar|op|in|aan|de kaart|mijn kaart|kring|lijstje|maar|"
    r"graag|ook|mag|moet|hoort|is|staat)\b",
    re.IGNORECASE,
)
PUT = re.compile(r"\b(?:zet|doe|voeg|plaats|verplaats|schuif|erbij|toevoegen)\b", re.IGNORECASE)


def listed(text: str) -> list[str]:
    """
    The items of what somebody wrote, in their own words: "mijn zus, Anneke en de buurvrouw" is three. None of it is an item when it
    says that there is nobody or nothing.

    "en" parts items only where all parts are short, so that a sentence stays whole.
    """
    items: list[str] = []
    for piece in CUT.split(text):
        parts = AND.split(LEAD.sub("", piece.strip()))
        whole = any(len(part.split()) > SHORT_PART for part in parts)
        items += [_bare(part) for part in ([LEAD.sub("", piece.strip())] if whole else parts)]
    kept = [item for item in items if item and not NOTHING.fullmatch(item)]
    return list({item.casefold(): item for item in reversed(kept)}.values())[::-1][:MOST]


def put(lists: Lists, name: str, items: Sequence[str]) -> Lists:
    """
    The lists with some items at the end of one; an item stands in one list only, where it was put last.
    """
    new = {item.casefold() for item in items}
    rest = {key: [item for item in held if item.casefold() not in new] for key, held in lists.items()}
    return rest | {name: [*rest.get(name, []), *items][:MOST]}


@dataclass(frozen=True, slots=True)
class Change:
    """
    What a request makes of the lists; `homeless` are new items of which the list was not told. Nothing understood: both are None.
    """

    lists: Lists | None = None
    homeless: list[str] | None = None


def changed(lists: Lists, text: str, words: Mapping[str, Sequence[str]]) -> Change:
    """
    A change in as many words: "haal Anneke weg", "zet Jan bij af en toe", "mijn broer erbij". `words` are the names of each list.
    """
    meant = [item for held in lists.values() for item in held if _mentions(text, item)]
    # "de buurvrouw" is also in "de buurvrouw van boven": the longest that was meant, and not what lies within it.
    meant = [item for item in meant if not any(item != other and _mentions(other, item) for other in meant)]
    if AWAY.search(text) and meant:
        gone = {item.casefold() for item in meant}
        return Change({key: [item for item in held if item.casefold() not in gone] for key, held in lists.items()})
    if AWAY.search(text):
        return Change()
    home = named(text, words)
    if meant and home:
        return Change(put(lists, home, meant))
    new = listed(_without_orders(text, words))
    if not new or meant:
        return Change()
    return Change(put(lists, home, new)) if home else Change(homeless=new)


def orders(text: str) -> bool:
    """
    Whether a text asks to put something somewhere.
    """
    return PUT.search(text) is not None


def named(text: str, words: Mapping[str, Sequence[str]]) -> str | None:
    """
    The list that a text names, by its longest name in it.
    """
    found = [(len(word), name) for name, known in words.items() for word in known if _mentions(text, word)]
    return max(found)[1] if found else None


def _without_orders(text: str, words: Mapping[str, Sequence[str]]) -> str:
    names = sorted((word for known in words.values() for word in known), key=len, reverse=True)
    bare = re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", " ", text, flags=re.IGNORECASE)
    return " ".join(ORDER.sub(" ", bare).split())


def _mentions(text: str, item: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(item)}(?!\w)", text, re.IGNORECASE) is not None


def _bare(part: str) -> str:
    words = TAIL.sub("", " ".join(part.split()).strip(" .!?:“”\"'*-–•"))
    return words if len(words) <= LENGTH else f"{words[:LENGTH].rsplit(' ', 1)[0]} …"
