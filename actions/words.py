"""
Own words: the phrase of a message that is worth giving back, just as the person put it.

A message is cut into clauses at punctuation and conjunctions; the clause that says most about the person and can stand between
quotation marks wins. No grammar is changed: giving back means quoting.
"""

import re
from collections.abc import Iterable
from functools import cache

import spacy
from spacy.language import Language

MOST_WORDS = 7
LEAST_WORDS = 2
CUTS = re.compile(
    r"[.!?;:,…\n()\"“”]+| - |\b(?:want|omdat|dus|terwijl|doordat|zodat)\b"
    r"|(?<!alleen )(?<!nog )\bmaar\b(?! (?:niet|geen|weer|door|even|wat|een|eens|steeds|alleen))",
    re.IGNORECASE,
)
WISHING = re.compile(
    r"^(?:(?:nou|ja|ach|eigenlijk|misschien),? )*(?:ik (?:zou|wil|wou|wilde)|kon ik|zou ik|'k zou)"
    r"(?: (?:het|wel|weer|zo|heel|echt|ook|graag|eens|een keer|gewoon|maar|willen|liefst|nog|dat ik|kon|kunnen))* ",
    re.IGNORECASE,
)
FEELING = {
    "mis", "missen", "alleen", "moe", "bang", "verdrietig", "boos", "niemand", "nooit", "leeg", "stil", "zwaar", "pijn",
    "huilen", "schaam", "slaap", "wakker", "kwijt", "overleden", "dood", "gescheiden", "weg", "verloren", "durf", "lukt",
    "ziek", "schuld", "schulden", "verhuisd", "rot", "moeilijk", "lastig", "fijn", "blij", "gelachen", "trots",
}  # fmt: skip
FILLER = {
    "eh", "ehm", "nou", "ja", "nee", "neen", "tja", "ach", "hoi", "hallo", "en", "of", "ook", "dat", "gewoon", "eigenlijk", "mwa",
    "mwah", "haha", "hahaha", "hihi", "hoor", "joh", "he", "hè", "pff", "pfff", "jaja", "ok", "oke", "oké", "lol", "zeg", "sorry",
    "uhm", "uh", "maar", "dus", "toch",
}  # fmt: skip


SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
BARE = re.compile(
    r"^(?:(?:ik|'k)? ?ben \d+(?: jaar)?$|ik ben$|als dat|(?:denk|vind|heb|werd|was|ben) ik|kan (?:dat|ik)|mag ik"
    r"|(?:wat|zo|dat) bedoel|weet ik|ik weet niet)|\b(?:bot|computer|chat|vraag|zin)\b",
    re.IGNORECASE,
)
PERSONS = {
    "ik", "'k", "k", "me", "mij", "mijn", "m'n", "mn", "mezelf", "we", "wij", "ons", "onze", "hij", "zij", "ze", "haar", "hem",
    "zijn", "niemand", "iedereen", "iemand", "mensen", "man", "vrouw", "zus", "broer", "moeder", "vader", "kinderen", "zoon",
    "dochter", "avonden", "nachten", "nacht", "avond", "thuis", "huis",
}  # fmt: skip


@cache
def _dutch() -> Language:
    return spacy.blank("nl")


def own_words(text: str) -> str | None:
    """
    A phrase of two to seven words from the text to quote, or None when it has none that can stand alone and tells something.
    """
    told = [part for part in SENTENCE.findall(text) if not part.rstrip().endswith("?")]
    clauses = [
        clause for line in told for part in CUTS.split(line) for half in _halves(part) if (clause := _trimmed(half))
    ]
    able = [clause for clause in clauses if LEAST_WORDS <= len(clause.split()) <= MOST_WORDS and _tells(clause)]
    return max(able, key=_weight) if able else None


def telling_words(texts: Iterable[str]) -> str | None:
    """
    The phrase that says most, of all that someone wrote.
    """
    able = [words for text in texts if (words := own_words(text))]
    return max(able, key=_weight) if able else None


def bare_wish(text: str) -> str | None:
    """
    What is wished, without "I would like": "weer zingen in een koor". None when that leaves nothing short enough to quote.
    """
    core = WISHING.sub("", " ".join(text.split()), count=1).rstrip(" .!")
    return core if 1 <= len(core.split()) <= MOST_WORDS else own_words(core)


def _halves(part: str) -> list[str]:
    """
    A long clause in two at "en"; a short one as it is.
    """
    return [part] if len(part.split()) <= MOST_WORDS else re.split(r"\ben\b", part)


def _trimmed(part: str) -> str:
    words = part.split()
    while words and words[0].lower().strip("'") in FILLER:
        words.pop(0)
    while words and words[-1].lower() in FILLER:
        words.pop()
    return " ".join(words)


def _tells(clause: str) -> bool:
    """
    Whether a clause says something of a life: a person in it or a feeling, and more than an age or a remark on the talk.
    """
    words = set(clause.lower().replace(",", "").split())
    return bool(words & (PERSONS | FEELING)) and not BARE.search(clause)


def _weight(clause: str) -> float:
    tokens = [token for token in _dutch()(clause.lower()) if token.is_alpha]
    feeling = sum(token.text in FEELING for token in tokens)
    content = sum(not token.is_stop for token in tokens)
    return 3.0 * feeling + content - 0.1 * len(tokens)
