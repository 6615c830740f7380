"""
Answers: what was said, understood in the light of what was asked.

To "what would be a small step?" almost anything is a step, unless it is surely something else, or one of the things that always
count (a no, a person, stop). To a question with options, the words of an option are that option. Which question takes what is a
table, `dialogues/answers.yml`.
"""

import re
import unicodedata
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

import rasa.shared.utils.io

ASKED: Dict[Text, Any] = rasa.shared.utils.io.read_yaml_file(Path(__file__).parents[1] / "questions.yml")
TABLE: Dict[Text, Any] = rasa.shared.utils.io.read_yaml_file(Path(__file__).parents[1] / "answers.yml")
ANSWER = "answer"
FACT = "ask_fact"
CORRECTION: Dict[Text, Any] = {
    "text": "…",
    "intent": {"name": "correct", "confidence": 1.0},
    "entities": [],
    "intent_ranking": [],
}
LEAST_LEFT = 3
DOUBT = 0.3
LONGEST_CHOICE = 8
PIECES = re.compile(r"[,;\n]| en | & ")


def corrected(text: Text) -> Tuple[Text, Optional[bool]]:
    """
    A message without the part that says we misread it, and whether there was such a part; empty when it said no more than that.
    """
    parts = re.split(r"(?<=[.!?,;\n])\s*", text)
    rest = [part for part in parts if part and not _says(part, MISREAD)]
    if len(rest) == len([part for part in parts if part]):
        return text, None
    left = " ".join(rest).strip()
    return (left if len(left.split()) >= LEAST_LEFT else ""), True


def in_the_light_of(slots: Dict[Text, Any], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    What Rasa parsed, with the intent that the question expects where nothing else was surely meant.

    The words of an option become the intent `answer` with the option as entity.
    """
    expected = TABLE["questions"].get(slots.get("question"))
    free = bool(expected and expected.get("as") == ANSWER)
    asked = None if free else question(parsed["text"])
    if asked:
        fact = {"entity": "fact", "value": asked}
        return {**parsed, "intent": {"name": FACT, "confidence": 1.0}, "entities": [fact]}
    meant = _meant(parsed["text"], free=free)
    if meant:
        return {**parsed, "intent": {"name": meant, "confidence": 1.0}}
    if not free and _planned(parsed["text"]):
        return {**parsed, "intent": {"name": "set_goal", "confidence": 1.0}}
    if parsed["intent"]["name"] in SMALLER and NOT_SMALLER.search(folded(parsed["text"])):
        return {**parsed, "intent": {"name": "deny", "confidence": 1.0}}
    if slots.get("question") == "tip" and YES.match(folded(parsed["text"])):
        return {**parsed, "intent": {"name": "affirm", "confidence": 1.0}}
    parsed = _placed(slots, parsed)
    if not expected:
        return _listened(slots, parsed)
    chosen = option(expected.get("options") or {}, parsed["text"], exact=expected.get("exact", False))
    if chosen:
        return {
            **parsed,
            "intent": {"name": ANSWER, "confidence": 1.0},
            "entities": [{"entity": "option", "value": chosen}],
        }
    wanted = _wanted(expected, slots)
    if wanted is None or len(parsed["text"].split()) < expected.get("words", 1):
        return _listened(slots, parsed)
    intent = parsed["intent"]
    if intent["name"] in (wanted, slots.get("topic")) or _surely_else(
        intent, expected, brief(parsed["text"], expected), len(parsed["text"].split()) > TABLE["doubtful"]["words"]
    ):
        return parsed
    return {
        **parsed,
        "intent": {"name": wanted, "confidence": max(intent["confidence"], min(expected["unless_sure"], 1.0))},
    }


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


def _placed(slots: Dict[Text, Any], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    What Rasa parsed, where an intent only makes sense in its place: a smaller step with a step on the table, a yes to a person in a
    few words, stop in so many words. Out of its place it is taken as telling.
    """
    name, text = parsed["intent"]["name"], parsed["text"]
    place = TABLE["places"].get(name)
    if not place:
        return parsed
    fits = len(text.split()) <= place.get("brief", 0) or (
        (not place.get("questions") or slots.get("question") in place["questions"] or slots.get(place.get("slot", "")))
        and (
            not place.get("asked") or slots.get("question") not in place["asked"] or len(text.split()) <= place["words"]
        )
        and (not place.get("says") or len(text.split()) <= place["words"] or _stems(text, place["says"]))
    )
    if fits:
        return parsed
    instead = place.get("instead") or slots.get("topic") or "share_sadness"
    return {**parsed, "intent": {"name": instead, "confidence": min(parsed["intent"]["confidence"], DOUBT)}}


def _planned(text: Text) -> bool:
    """
    Whether a message tells of a plan with a day: "morgen bel ik mijn zus".
    """
    said = folded(text)
    return not text.rstrip().endswith("?") and bool(DAY.search(said) and DOES.search(said)) and not OVER.search(said)


def _stems(text: Text, stems: List[Text]) -> bool:
    return any(word.startswith(str(stem)) for word in folded(text).split() for stem in stems)


def _meant(text: Text, free: bool) -> Optional[Text]:
    """
    The intent of a message that says one of the phrases which leave no doubt, if it is short enough for that. To a `free` question
    nearly any words are an answer, so that only the phrases count that always do.
    """
    for intent, known in TABLE["sure_phrases"].items():
        counts = known.get("always") or not free
        if counts and len(text.split()) <= known["words"] and _says(text, SURE_PHRASES[intent]):
            return str(intent)
    return None


def _says(text: Text, phrases: List[Text]) -> bool:
    said = f" {folded(text)} "
    return any(phrase in said for phrase in phrases)


def _listened(slots: Dict[Text, Any], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    A longer message of which we are not sure enough is taken as telling, with the little confidence that it has.
    """
    doubtful, intent = TABLE["doubtful"], parsed["intent"]
    long = len(parsed["text"].split()) >= doubtful["words"]
    if not long or intent["name"] not in doubtful["intents"] or intent["confidence"] >= doubtful["below"]:
        return parsed
    name = slots.get("topic") or "share_sadness"
    return {**parsed, "intent": {"name": name, "confidence": min(intent["confidence"], DOUBT)}}


def option(options: Dict[Text, Any], text: Text, exact: bool = False) -> Optional[Text]:
    """
    The option that a short answer names: by all its words, else (unless `exact`) by the longest phrase that is in it.
    """
    said = f" {folded(text)} "
    if len(said.split()) > LONGEST_CHOICE:
        return None
    found = [
        (f" {folded(str(phrase))} " == said, len(str(phrase)), name)
        for name, phrases in options.items()
        for phrase in phrases
        if f" {folded(str(phrase))} " in said
    ]
    found = [one for one in found if one[0] or not exact]
    return max(found)[2] if found else None


def folded(text: Text) -> Text:
    """
    Lower case, without accents, punctuation or double spaces.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def _wanted(expected: Dict[Text, Any], slots: Dict[Text, Any]) -> Optional[Text]:
    name = str(expected.get("as") or "")
    return (slots.get(name[1:]) if name.startswith("$") else name) or None


def brief(text: Text, expected: Dict[Text, Any]) -> bool:
    """
    Whether a text is a list of a few words each, where the question says how few (`brief`). Of a name alone no intent is sure.
    """
    most = expected.get("brief", 0)
    return all(len(piece.split()) <= most for piece in PIECES.split(text)) if most else False


def _surely_else(intent: Dict[Text, Any], expected: Dict[Text, Any], listed: bool, long: bool) -> bool:
    """
    Whether an intent is taken for itself: one that always counts, or one sure enough for what the question expects.
    """
    name, sure = intent["name"], intent["confidence"]
    if name == "nlu_fallback" or name in expected.get("vague", []):
        return False
    if long and name in expected.get("vague_when_long", []):
        return False
    if name in TABLE["always"] and name not in expected.get("weak", []):
        return bool(not listed or sure >= TABLE["also_from"])
    if listed and name not in expected.get("also", []):
        return False
    return bool(sure >= (TABLE["also_from"] if name in expected.get("also", []) else expected["unless_sure"]))


def _compiled(patterns: List[Text]) -> "re.Pattern[Text]":
    """
    Patterns as in `actions/patterns.py`: words, `*` for any ending, ` .. ` for up to four words, `(a|b)`.
    """
    parts = []
    for pattern in patterns:
        escaped = re.escape(" ".join(str(pattern).lower().split())).replace(r"\ ", " ")
        escaped = escaped.replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|")
        parts.append(escaped.replace(r" \.\. ", r"(?: \w+){0,4} ").replace(r"\*", r"\w*"))
    return re.compile(r"\b(?:%s)\b" % "|".join(parts)) if parts else re.compile(r"(?!)")


QUESTIONS = [
    (row["id"], row.get("words", 25), _compiled(row["asks"]), _compiled(row.get("not") or []))
    for row in ASKED["questions"]
]
DAY, DOES = _compiled(TABLE["planned"]["day"]), _compiled(TABLE["planned"]["does"])
SMALLER = ("smaller_step", "set_goal")
NOT_SMALLER = re.compile(r"\b(?:geen|niet|hoef|hoeft)\b.*\b(?:kleiner|kleine stap|stapje|stap)\b")
YES = re.compile(r"(?:ja|jawel|oke|ok|prima|goed idee|doe ik|is goed)\b(?! maar)")
OVER = re.compile(r"\b(?:niet|geen|nooit|weer alleen|was|ging|had|als ik durf niet)\b")
SURE_PHRASES = {
    intent: [f" {folded(phrase)} " for phrase in known["phrases"]] for intent, known in TABLE["sure_phrases"].items()
}
MISREAD = [f" {folded(phrase)} " for phrase in TABLE["misread"]]
