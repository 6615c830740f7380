"""
Own words: the phrase of a message that is worth giving back, just as the person put it.

Better no quote than a wrong one. Only a whole main clause counts, with somebody as subject and a verb after it, that tells of a
feeling, a lack or a person. Never words about the talk, insults, what was cut off halfway, or a way of writing that would look like
mockery when it comes back. No grammar is changed: giving back means quoting.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

from store.patterns import plain

MOST_WORDS = 8
LEAST_WORDS = 3
TOLD_WORDS = 4
QUOTES = 8  # so many sentences of somebody are kept
LONGEST_WISH = 9
SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)[.](?=\d))+[.!?]*")
CUTS = re.compile(
    r"(?:(?<!\d)[.:,]|[.:,](?!\d)|[!?;…\n()\"“”])+| - | (?:en|want|maar) (?!(?:niet|geen|weer|door|even|wat|een|eens|steeds|alleen)\b)",
    re.IGNORECASE,
)
HALFWAY = re.compile(
    r"\b(?:omdat|doordat|zodat|terwijl|dus|als|toen|sinds|want|maar|of|dat|die|wie|waar|hoe|wat|en)\b.*$", re.IGNORECASE
)
SUBJECT = re.compile(
    r"^(?:(?:ik|we|wij|niemand|iedereen|alles) (?P<verb>[a-z]+)|(?:mijn|onze) \w+ (?P<does>[a-z]+))\b", re.IGNORECASE
)
NO_VERB = {
    "niet", "niks", "niets", "nooit", "niemand", "zo", "zelf", "ook", "wel", "een", "het", "de", "me", "mij", "mijn", "haar", "hem",
    "in", "op", "met", "van", "voor", "bij", "al", "altijd", "nu", "dan", "dat", "die", "er", "en", "of", "te", "om", "aan", "mezelf",
    "alleen", "geen", "meer", "eigenlijk", "juist", "toch", "gewoon", "eerst", "pas", "vaak", "soms",
}  # fmt: skip
LACK = {"niet", "niks", "niets", "nooit", "niemand", "geen", "alleen", "weinig", "zonder", "amper", "nergens"}
FEELING = {
    "mis", "missen", "alleen", "moe", "bang", "verdrietig", "boos", "niemand", "nooit", "leeg", "stil", "zwaar", "pijn",
    "huilen", "slaap", "wakker", "kwijt", "overleden", "dood", "gescheiden", "weg", "verloren", "durf", "lukt",
    "ziek", "schulden", "verhuisd", "moeilijk", "lastig", "fijn", "blij", "gelachen", "trots", "zin", "stilte",
}  # fmt: skip
UNQUOTED = re.compile(
    r"\b(?:je|jij|jou|jouw|u|uw|ge|gij|zei|zeg|zeggen|schreef|schrijf|vroeg|bedoel\w*|vind|denk|vraag|wens|zin maken|gesprek|chat|bot|"
    r"computer|haha\w*|lol|lul|kut|klote|shit|fuck\w*|sukkel|kak|gezeik|verdomme|god\w*|kanker|tering|stom\w*|dom|lelijk\w*|waardeloos|"
    r"nutteloos|slecht\w*|schuld|schaam\w*|dik|loser|mislukk\w+|ni|nie|da|wa|ff|mn|gwn|es|jaar oud|ben \d+)\b|\b\w\b(?<!u)|'",
    re.IGNORECASE,
)
WISHING = re.compile(
    r"^(?:(?:nou|ja|ach|eigenlijk|misschien|maar|en|nee),? )*(?:ik (?:zou|wil|wou|wilde)|kon ik|zou ik|'k zou)"
    r"(?: (?:het|wel|weer|zo|heel|echt|ook|graag|eens|een keer|gewoon|maar|willen|liefst|nog|dat ik|kon|kunnen))* ",
    re.IGNORECASE,
)
COULD = re.compile(r"\b(?:kon|kan|mocht|kunnen|mogen) (?=\w+en$)", re.IGNORECASE)
TAG = re.compile(
    r"\b(?:he|hè|hé|toch|niet waar|nietwaar|snap (?:je|u)|snapt u|begrijp je|begrijpt u|weet (?:je|u)|ofzo)(?: dat| wel)? ?[?]+$",
    re.IGNORECASE,
)
FRAGMENT = 4
LEAD = r"(?:(?:en|maar|of|dus|ja|nee|nou|eh|hm|tja|zeg) )*"
WHICH = r"(?:wat|wa|wie|waarom|waar\w*|hoe\w*|wanneer|welke?|hoezo)"
WHOSE = r"(?:ik|k|dat|dit|het|hij|ze|zij|we|wij|er|die|mij|me|mijn \w+|mn \w+)"
ECHO = re.compile(
    rf"{LEAD}(?!wat (?:dat|dit) is$){WHICH} (?:(?:lang|vaak|veel|erg|precies|het meest) )?{WHOSE}\b"
    r"(?!.*\b(?:je|jij|jou|jouw|u|uw|ge|gij|jullie|betekent|werkt|kost)\b)"
)
ASKING = re.compile(
    rf"{LEAD}(?:{WHICH}\b|\w+ (?:ik|je|jij|u|ge|gij|hij|ze|zij|we|wij|jullie|het|dat|dit|er)\b|(?:is|was|heeft|kan|mag|moet|komt) )"
)
FILLER = {
    "eh", "ehm", "nou", "ja", "nee", "neen", "tja", "ach", "hoi", "hallo", "en", "of", "ook", "dat", "gewoon", "eigenlijk", "mwa",
    "mwah", "hihi", "hoor", "joh", "he", "hè", "pff", "pfff", "jaja", "ok", "oke", "oké", "zeg", "sorry",
    "uhm", "uh", "maar", "dus", "toch", "amai", "allee",
}  # fmt: skip


@cache
def _dutch() -> "Language":
    import spacy  # takes two seconds, and most of the house needs none of it

    return spacy.blank("nl")


def own_words(text: str) -> str | None:
    """
    A clause of three to eight words from the text to quote, or None when it has none that can stand alone and tells something.
    """
    told = [part for part in SENTENCE.findall(text) if not part.rstrip().endswith("?")]
    clauses = [_trimmed(part) for line in told for part in CUTS.split(line)]
    able = [clause for clause in clauses if _whole(clause)]
    return max(able, key=_weight) if able else None


def tells(text: str) -> bool:
    """
    Whether a message tells anything besides what it asks us: a sentence of some words that is no question.
    """
    told = [part for part in SENTENCE.findall(text) if not part.rstrip().endswith("?")]
    return any(len(_trimmed(part).split()) >= TOLD_WORDS for part in told)


def asks(text: str) -> bool:
    """
    Whether a message ends in a question that wants an answer; "hè?" and "snap je?" want none, nor does an answer with a question mark
    ("zijn stem?"), or a question of ours taken up ("wat ik mis?").
    """
    if not text.rstrip().endswith("?") or TAG.search(text.rstrip()):
        return False
    last = plain(SENTENCE.findall(text)[-1]) if SENTENCE.findall(text) else ""
    return not ECHO.match(last) and (len(last.split()) > FRAGMENT or bool(ASKING.match(last)))


def bare_wish(text: str) -> str | None:
    """
    What is wished, without "I would like": "weer zingen in een koor". None when that leaves nothing short enough to quote.
    """
    sentences = [_trimmed(part.rstrip(" .!?")) for part in SENTENCE.findall(" ".join(text.split()))]
    wished = [sentence for sentence in sentences if WISHING.search(f"{sentence} ")]
    core = WISHING.sub("", f"{(wished or sentences or [''])[0]} ", count=1).strip()
    core = COULD.sub("", core)
    return core if 1 <= len(core.split()) <= LONGEST_WISH else None


def _trimmed(part: str) -> str:
    words = part.split()
    while words and words[0].lower().strip("'") in FILLER:
        words.pop(0)
    while words and words[-1].lower() in FILLER:
        words.pop()
    return " ".join(words)


def _whole(clause: str) -> bool:
    """
    Whether a clause can stand between quotation marks: short, whole, of somebody, telling something, and not about the talk.
    """
    words = clause.lower().split()
    if not LEAST_WORDS <= len(words) <= MOST_WORDS or UNQUOTED.search(clause) or not clause.isascii():
        return False
    subject = SUBJECT.match(clause)
    if subject is None or (subject["verb"] or subject["does"]).lower() in NO_VERB or HALFWAY.search(clause):
        return False
    return bool(set(words) & (FEELING | LACK))


def _weight(clause: str) -> float:
    tokens = [token for token in _dutch()(clause.lower()) if token.is_alpha]
    feeling = sum(token.text in FEELING for token in tokens)
    content = sum(not token.is_stop for token in tokens)
    return 3.0 * feeling + content - 0.1 * len(tokens)
