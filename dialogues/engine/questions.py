"""
Questions: which question of `dialogues/questions.yml` a message asks; and whether it asks something that nobody wrote an answer for.

The latter is owned up to, rather than taken for telling. By its form a message is a question when it begins with a question word or with
its verb, and says little else; without a question mark only where nobody tells anything in that form.
"""

import re
import unicodedata
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

import yaml

FILE = Path(__file__).parents[1] / "questions.yml"
LONGEST = 25
ASIDE = 3
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
BEFORE = (
    r"(?:(?:en|maar|ja|nee|neen|oke|ok|dus|of|nou|nu|zeg|eh|uh|uhm|hm|hmm|pff|sorry|he|ey|trouwens|eigenlijk|vraagje|dag|hoi|hallo|meneer|"
    r"mevrouw|allee|tja|even|wacht|goed|dank|bedankt) )*"
)
WORD = r"(?:wat|wa|wie|waarom|waar\w*|hoe\w*|wanneer|welke?|hoezo)"
VERB = (
    r"(?:is|was|zijn|waren|word|wordt|worden|ben|bent|zijt|kan|kun|kunt|kunnen|kon|mag|mogen|moet|moeten|moest|zal|zou|zullen|wil|wilt|"
    r"willen|heeft|heb|hebt|hebben|had|doe|doet|doen|deed|ga|gaat|gaan|ging|kom|komt|komen|kwam|weet|zeg|zegt|zei|betekent|bedoel\w*|"
    r"gebeurt|heet|heten|werkt|duurt|kost|lees|leest|zie|ziet|schrijf|schrijft|denk|denkt|vind|vindt|vinden|helpt|helpen|vraag|vraagt|"
    r"staat|blijft|begin|begint|bel|belt|bellen|krijg|krijgt|maak|maakt|leer|leert|vertel|vertelt|haalt|laat|luistert|hoort|lijkt|voelt)"
)
YOU = r"(?:je|jij|u|ge|gij|jullie)"
SOMEBODY = r"(?:ik|je|jij|u|ge|gij|hij|ze|zij|we|wij|jullie|het|t|dat|dit|er|die|deze|mijn|mn|m n|iemand|niemand|mensen|de|een)"
ASKED = re.compile(rf"^{BEFORE}(?:{WORD}\b|\w+ {SOMEBODY}\b|(?:wat )?als\b|stel\b)")
PLAINLY = re.compile(
    rf"^{BEFORE}(?:{WORD} (?:(?:lang|oud|ver|vaak|veel|laat|voor|erg|een|soort|\w+) )?{VERB}\b|wie (?!niet|dit|dat|die|ook)\w+ \w+|"
    r"(?:waarom|hoezo) (?!ik|hij|ze|zij|we|wij|dat|de|het|mijn|mn|niet|ja|moeite|die|iemand)\w+ \w+|"
    r"kan ik (?:hier|dit|dat) (?!niet|nie|geen)\w+|"
    rf"(?:kan|kun|kunt|kunde|mag|wil|wilt|zal|zou|weet|ken|kent|heb|hebt|hebde|ben|bent|zijt|lees|leest|zie|ziet|hoor|hoort|denk|denkt|"
    rf"vind|vindt|snap|snapt|begrijp|begrijpt|doe|doet|ga|gaat|bewaar|bewaart|onthoud|onthoudt|geloof|gelooft|"
    rf"blijf|blijft|help|helpt) {YOU}\b|"
    r"mag (?:ik|je|men|dat|het|dit)\b|heeft (?:dat|het|dit|praten)\b|"
    r"(?:is|klopt|helpt|kan|werkt) (?:dat|dit)\b|moet ik (?:dan|nu|nou|dat)\b)"
)
TOLD = re.compile(
    r"\b(?:weet|snap|begrijp|wist) (?:ik|je|k) (?:\w+ )?(?:niet|nie|veel|wel)\b|\b(?:he|toch|ofzo|he dan)$|"
    r"^wat (?:is het|ben ik|voel ik|een|n)\b|"
    r"^(?:wie weet|weet (?:je|jij|u|ge|gij) (?:wat|nog dat)|(?:doe|doet|blijf|ga|gaat|leest|bewaart) (?:je|jij|u|gij|ge) (?:\w+ )?"
    r"(?:maar|gang|geen|niks|niets)|hoe (?:dan ook|langer)|waar ik|wat ik|wie ik|hoe ik|waarschijnlijk)\b"
)

# "Wat ik mis" has the order of telling: whoever says so after a question of ours takes it up, and answers it.
WHOSE = r"(?:ik|k|dat|dit|het|hij|ze|zij|we|wij|er|die|mij|me|mijn \w+|mn \w+)"
ECHO = re.compile(
    rf"^{BEFORE}(?!wat (?:dat|dit) is$){WORD} (?:(?:lang|vaak|veel|erg|precies|het meest) )?{WHOSE}\b"
    rf"(?!.*\b(?:{YOU[3:-1]}|jou|jouw|uw|betekent|bedoel\w*|werkt|kost|inhoudt)\b)"
)
RHETORICAL = re.compile(
    rf"^{BEFORE}(?:wie (?!{YOU})\w+ (?:\w+ ){{0,3}}(?:nou|nog|toch|ooit)\b|wat heeft het (?:\w+ ){{0,3}}(?:zin|nut)\b|waar doe ik het)"
)
OPENLY = re.compile(rf"^{BEFORE}(?:{WORD}\b|{VERB} {SOMEBODY}\b|(?:wat )?als\b|stel\b)")


def folded(text: Text) -> Text:
    """
    Lower case, without accents, punctuation or double spaces.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def compiled(patterns: List[Text]) -> "re.Pattern[Text]":
    """
    Patterns as in `store/patterns.py`: words, `*` for any ending, ` .. ` for up to four words, `(a|b)`.
    """
    parts = [expression(str(pattern)) for pattern in patterns]
    return re.compile(r"\b(?:%s)\b" % "|".join(parts)) if parts else re.compile(r"(?!)")


def expression(pattern: Text) -> Text:
    """
    One pattern as a regular expression.
    """
    escaped = re.escape(" ".join(pattern.lower().split())).replace(r"\ ", " ")
    escaped = escaped.replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|")
    return escaped.replace(r" \.\. ", r"(?: \w+){0,4} ").replace(r"\*", r"\w*")


def question(text: Text) -> Optional[Text]:
    """
    The question of `questions.yml` that a message asks, if it asks one.
    """
    said = folded(text)
    length = len(said.split())
    return next(
        (
            name
            for name, most, asks, unless in QUESTIONS
            if length <= most and asks.search(said) and not unless.search(said)
        ),
        None,
    )


def takes_up(text: Text) -> bool:
    """
    Whether a message takes up what we asked, in the words of a question: "wat ik mis? zijn stem".
    """
    sentences = [folded(part) for part in SENTENCE.findall(text) if folded(part)]
    return bool(sentences and (ECHO.match(sentences[0]) or RHETORICAL.match(sentences[0])))


def asks(text: Text, answering: bool = False) -> bool:
    """
    Whether a message is a question and hardly anything else; `answering` to one of ours, it has to look like a question all the more.
    """
    if answering and takes_up(text):
        return False
    sentences = [(folded(part), part.rstrip().endswith("?")) for part in SENTENCE.findall(text) if folded(part)]
    if not sentences or sum(len(said.split()) for said, _ in sentences[:-1]) > ASIDE:
        return False
    said, marked = sentences[-1]
    if len(said.split()) > LONGEST or (TOLD.search(said) and not marked):
        return False
    if ECHO.match(said) and not marked:
        return False
    return len(said.split()) > 1 and bool(((OPENLY if answering else ASKED) if marked else PLAINLY).search(said))


def _rows() -> List[Dict[Text, Any]]:
    content: Dict[Text, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return list(content["questions"])


QUESTIONS = [
    (row["id"], row.get("words", LONGEST), compiled(row["asks"]), compiled(row.get("not") or [])) for row in _rows()
]
