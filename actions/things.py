"""
Things: the one thing or person that a message names, to stay with it when we have no better answer.

Only what stands there plainly counts: a name, or a noun behind "my", "the" or "a". The words come from spaCy's Dutch tables
(spacy-lookups-data); what is on everybody's lips, or would sound odd given back, is passed over.
"""

import re
from functools import cache
from itertools import pairwise

from actions.names import TITLE, TITLES

DETERMINERS = {"mijn": "je", "m'n": "je", "mn": "je", "onze": "jullie", "ons": "jullie"}
ARTICLES = {"de", "het", "een", "'t", "'n", "nen", "den"}
NAMED = re.compile(rf"\b(?:heet|heette|genaamd|heten)\s+(?!{TITLE}\b)([A-Z][\w'-]{{1,20}})")
WORD = re.compile(r"[\w'’-]+|[.!?\n]")
PLAIN = {
    "dag", "dagen", "keer", "tijd", "ding", "dingen", "iets", "mens", "mensen", "week", "weken", "jaar", "jaren", "uur", "uren", "leven",
    "gevoel", "avond", "avonden", "nacht", "nachten", "ochtend", "middag", "probleem", "zin", "woord", "woorden", "vraag", "vragen",
    "antwoord", "beetje", "paar", "maand", "maanden", "moment", "manier", "soort", "stuk", "deel", "geval", "einde", "eind", "begin",
    "kant", "plek", "hele", "heel", "rest", "hand", "hoofd", "eerste", "laatste", "ander", "andere", "enige", "zelfde", "stukje",
    "bot", "computer", "chat", "gesprek", "knop", "tip", "idee", "wens", "stap", "hulp", "dood", "zelfmoord", "zelfdoding", "lul", "kut",
    "hoop", "boel", "zooi", "shit", "klote", "reet", "klap", "feit", "punt", "wereld", "ene", "beste", "slechte", "zoiets", "zelf",
    "kop", "schuld", "fout", "last", "lichaam", "lijf", "weg", "goed", "kwaad", "ergste", "meeste", "volgende", "vorige", "hier", "ik",
    "uit", "op", "in", "om", "te", "geld", "straks", "vent", "wijf", "junk", "loser", "sukkel", "kont", "bek", "toch", "er", "maar",
}  # fmt: skip
PLAIN |= set(TITLES)
ENDINGS = ("etje", "tje", "pje", "kje", "je", "jes", "s", "en", "eren", "ke", "eke")


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    from spacy.lookups import load_lookups  # takes two seconds, and most of the house needs none of it

    tables = load_lookups("nl", ["lemma_index", "lemma_lookup"])
    index = tables.get_table("lemma_index")
    return frozenset(index["noun"]), frozenset(index["adj"]), dict(tables.get_table("lemma_lookup"))


def thing(text: str) -> str | None:
    """
    What a message names last: "je hond", "de draaibank", "Bo"; None for nothing plain enough.
    """
    named = NAMED.search(text)
    if named:
        return named[1]
    words = WORD.findall(text.replace("’", "'"))
    found: dict[int, str] = {}
    for at, word in enumerate(words):
        low = word.lower()
        owner = DETERMINERS.get(low) or (low if low in ARTICLES else None)
        noun = _noun(words[at + 1 : at + 3]) if owner else None
        if noun:
            rank = 2 if low in DETERMINERS else 1
            found[rank] = f"{owner} {noun}" if rank == 2 or low in ("de", "het") else noun
    return found.get(2) or _name(words) or found.get(1)


def _noun(following: list[str]) -> str | None:
    """
    The noun that begins here, with at most one adjective before it; never one that goes on as a compound of names.
    """
    nouns, adjectives, lemmas = _tables()
    for at, word in enumerate(following):
        low = word.lower()
        if low in PLAIN or not low.isalpha() or len(low) < 3:
            return None
        bare = low.removesuffix("e")
        told = {low, lemmas.get(low, low), bare, f"{bare[:-1]}f", f"{bare[:-1]}s"} & adjectives
        described = bool(told) and at == 0 and len(following) > 1 and _is_noun(following[1], nouns, lemmas)
        if not described:
            return low if _is_noun(low, nouns, lemmas) else None
    return None


def _is_noun(word: str, nouns: frozenset[str], lemmas: dict[str, str]) -> bool:
    low = word.lower()
    stems = {low, lemmas.get(low, low), *(low.removesuffix(ending) for ending in ENDINGS)}
    return low not in PLAIN and any(len(stem) > 2 and stem in nouns for stem in stems)


def _name(words: list[str]) -> str | None:
    """
    The last word with a capital that does not begin a sentence and is no common word.
    """
    _, adjectives, _ = _tables()
    named = [
        word
        for before, word in pairwise(words)
        if before not in ".!?\n" and word[0].isupper() and word[1:].islower() and len(word) > 2
        if word.lower() not in PLAIN and word.lower() not in adjectives
    ]
    return named[-1] if named else None
