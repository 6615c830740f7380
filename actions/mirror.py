"""
Mirror: a short plain sentence of somebody, said back in the you-form: "ik zit elke avond alleen" is "Je zit elke avond alleen."

Only where the grammar is sure: one main clause with "ik" and a verb of a closed table, spelled well, that is no judgment, no order and
nothing of danger when it comes back. What is known is a table, `dialogues/mirror.yml`. No mirror is better than a wrong one.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from wordfreq import zipf_frequency

from actions.names import FIRST_NAMES, PLACES
from actions.words import SENTENCE
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

LEAST, MOST = 4, 12
LONGEST = 30  # of a longer story one sentence says too little
COMMON = 2.8  # Zipf; what is rarer may be a slip of the pen
NEGATIONS = {"niet", "nooit", "geen", "niemand", "amper", "nauwelijks", "zelden"}
ME = ("me", "mij")
MYSELF = ("mezelf", "mijzelf")
POLITE = {"je": "u", "jezelf": "uzelf"}
OF_OTHERS = {"hij", "ze", "zij", "het", "er", "mijn", "de", "een", "niemand", "iedereen", "alles", "mensen"}
NAMES = FIRST_NAMES | PLACES
THESE = ("die", "dit", "dat")  # "in dat huis"; elsewhere they may begin a clause
STRANGE = re.compile(r"[^\w\s',’.…?!-]|_|\d{3}|\w\.\w")


@dataclass(frozen=True, slots=True)
class Clause:
    """
    A stretch of a sentence as we say it back: the words so far, those not looked at yet, and the verb that was turned.
    """

    said: tuple[str, ...]
    rest: tuple[str, ...]
    verb: str


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/mirror.yml`.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "mirror.yml")
    return content


def mirror(text: str, polite: bool = False) -> str | None:
    """
    The last sentence of a message that can be said back, in the je-form or the u-form; None when there is none.
    """
    if len(text.split()) > LONGEST or STRANGE.search(text) or _says("danger", text) or _says("judged", text):
        return None
    found = [_mirrored(part, polite) for part in SENTENCE.findall(text)]
    return next((sentence for sentence in reversed(found) if sentence), None)


def _mirrored(part: str, polite: bool) -> str | None:
    words = [] if part.rstrip().endswith(("?", "!")) else _words(part)
    if not LEAST <= len(words) <= MOST or _says("slips", " ".join(words)) or not all(map(_known, words)):
        return None
    clause = _main(words, polite) or _fragment(words, polite)
    said = _rest(clause, polite) if clause else None
    if said is None or _forbids(clause.verb if clause else "", words):
        return None
    first = 1 if said[0] == "'s" else 0
    said[first] = f"{said[first][:1].upper()}{said[first][1:]}"
    return f"{' '.join(said)}."


def _words(part: str) -> list[str]:
    """
    The words of a sentence, written out, without what adds nothing at its ends; none for one that is not a single stretch.
    """
    bare = part.replace("’", "'").strip().rstrip(".… ")
    pieces = [piece.strip() for piece in bare.split(",")]
    filler = {str(word) for word in table()["filler"]}
    while len(pieces) > 1 and pieces[0].lower() in filler:
        pieces.pop(0)
    while len(pieces) > 1 and pieces[-1].lower() in filler:
        pieces.pop()
    if len(pieces) != 1 or "." in pieces[0]:
        return []
    words = [one for word in pieces[0].split() for one in _joined(word)]
    while words and words[0] in filler:
        words.pop(0)
    while words and words[-1] in filler:
        words.pop()
    return words


def _joined(word: str) -> list[str]:
    low = word.lower()
    if low in table()["joined"]:
        return str(table()["joined"][low]).split()
    if low in NAMES:
        return [low.capitalize()]
    return [low if word[1:].islower() else word]


def _known(word: str) -> bool:
    """
    Whether a word is spelled as most people spell it, and no dialect; names and numbers are.
    """
    low = word.lower()
    if low in table()["dialect"] or (word != low and low not in NAMES):
        return False
    if low == "'s" or word.isdigit() or low in NAMES or _turned(low, polite=False):
        return True
    return bool(zipf_frequency(low.strip("'"), "nl") >= COMMON)


def _main(words: list[str], polite: bool) -> Clause | None:
    """
    "ik zit …", or "elke avond zit ik …".
    """
    if words[0] == "ik":
        turned = _turned(words[1], polite)
        return Clause((_you("je", polite), turned), tuple(words[2:]), words[1]) if turned else None
    for opener in sorted(map(str, table()["openers"]), key=len, reverse=True):
        opening = opener.split()
        after = words[len(opening) :]
        if words[: len(opening)] == opening and len(after) > 1 and after[1] == "ik":
            turned = _turned(after[0], polite)
            verb = turned if polite else after[0]
            return Clause((*opening, verb, _you("je", polite)), tuple(after[2:]), after[0]) if turned and verb else None
    return None


def _fragment(words: list[str], polite: bool) -> Clause | None:
    """
    "dat ik alleen ben", which is how one answers a question.
    """
    if words[:2] != ["dat", "ik"]:
        return None
    said = _subordinate(words[2:], polite)
    return Clause(("dat", _you("je", polite), *said[0]), (), said[1]) if said else None


def _rest(clause: Clause, polite: bool) -> list[str] | None:
    """
    All the words as we say them; None where something follows of which we are not sure.
    """
    said, rest = list(clause.said), clause.rest
    for at, word in enumerate(rest):
        after = rest[at + 1 :]
        if word in table()["subordinates"] and after and (after[0] == "ik" or after[0] in OF_OTHERS):
            told = _part(clause.verb, word, after, polite)
            plainly = _plain_part(rest[:at], polite)
            return [*said, *plainly, word, *told] if told is not None and plainly is not None else None
    plainly = _plain_part(rest, polite)
    return [*said, *plainly] if plainly is not None else None


def _part(verb: str, joins: str, words: tuple[str, ...], polite: bool) -> list[str] | None:
    """
    What follows "dat", "omdat" and their like: of oneself with its verb turned, of others as it is.
    """
    if joins == "dat" and verb in table()["doubts"]:
        return None
    if words[0] == "ik":
        own = _subordinate(list(words[1:]), polite)
        return [_you("je", polite), *own[0]] if own and not _forbids(own[1], list(words)) else None
    return _plain_part(words, polite, of_others=True)


def _subordinate(words: list[str], polite: bool) -> tuple[list[str], str] | None:
    """
    The words after "dat ik", with the one verb among them turned, and that verb; None when it does not
    stand at the end, or before one infinitive.
    """
    verbs = [word for word in words if _turned(word, polite)]
    at = words.index(verbs[0]) if len(verbs) == 1 else -1
    if at < 1 or [word for word in words[at + 1 :] if not word.endswith("en")] or len(words) - at > 2:
        return None
    before, turned = _plain_part(tuple(words[:at]), polite), _turned(verbs[0], polite)
    return ([*before, turned, *words[at + 1 :]], verbs[0]) if before and turned else None


def _plain_part(words: tuple[str, ...], polite: bool, of_others: bool = False) -> list[str] | None:
    """
    Words without a verb of one's own: mine becomes yours; None for what may not be among them.
    """
    said: list[str] = []
    for before, word in zip(("", *words), words, strict=False):
        if _unsure(before, word, polite):
            return None
        said.append(_yours(word, before, polite, of_others))
    return None if _says("never", " ".join(words)) or (words and words[-1] == "en") else said


def _unsure(before: str, word: str, polite: bool) -> bool:
    """
    Whether a word may begin a clause of its own, or lacks its article.
    """
    behind = before in table()["prepositions"]
    if word in THESE and not (behind or before == "al"):
        return True
    if before == "en" and word not in table()["after_and"]:
        return not word.endswith("en") or _turned(word, polite) is not None
    return word == "omdat" or (behind and word in table()["bare"])


def _yours(word: str, before: str, polite: bool, of_others: bool) -> str:
    behind = before in table()["prepositions"]
    if word == "mijn":
        return "uw" if polite else "je"
    if word in ME:
        if polite:
            return "u" if behind or of_others else "zich"
        return "jou" if behind and word == "mij" else "je"
    return _you("jezelf", polite) if word in MYSELF else word


def _you(word: str, polite: bool) -> str:
    return POLITE[word] if polite else word


def _turned(verb: str, polite: bool) -> str | None:
    """
    A verb as it stands behind "je" or "u", or None for one that is not in the table.
    """
    verbs = table()["verbs"]
    turned = verbs["states"].get(verb) or verbs["deeds"].get(verb) or (verb if verb in verbs["past"] else None)
    return str(table()["polite"].get(turned, turned) if polite else turned) if turned else None


def _forbids(verb: str, words: list[str]) -> bool:
    """
    Whether a sentence would sound like a ban when it comes back: "je gaat niet weg".
    """
    return verb in table()["verbs"]["deeds"] and bool(NEGATIONS & set(words))


def _says(kind: str, text: str) -> bool:
    found = _pattern(kind)
    return bool(found and found.search(plain(text)))


@cache
def _pattern(kind: str) -> re.Pattern[str] | None:
    return compiled(table()[kind])
