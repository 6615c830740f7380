"""
Answers: what was said, understood in the light of what was asked.

To "what would be a small step?" almost anything is a step, unless it is surely something else, or one of the things that always
count (a no, a person, stop). To a question with options, the words of an option are that option. Which question takes what is a
table, `dialogues/answers.yml`.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

import rasa.shared.utils.io

from engine.glossary import asks_unknown, word_asked
from engine.moments import Moments
from engine.questions import asks, compiled, folded, question, takes_up
from engine.replies import meant, whole

TABLE: Dict[Text, Any] = rasa.shared.utils.io.read_yaml_file(Path(__file__).parents[1] / "answers.yml")
LISTENING: Dict[Text, Any] = rasa.shared.utils.io.read_yaml_file(Path(__file__).parents[1] / "listening.yml")
FEELINGS = {
    str(word) for name, row in LISTENING["feelings"].items() for word in (name, *row["words"], *row.get("nouns", []))
}  # of these one word says what is so
ANSWER = "answer"
FACT = "ask_fact"
UNKNOWN = "unknown"
UNEXPLAINED = "word_any"
TOLD = "share_sadness"  # by this the actions take what is to be kept in mind, see actions/noting.py
COUNTS = ("ask_human", "stop", "goodbye", "erase_me", "ask_helplines", "ask_waiting_time")
CORRECTION: Dict[Text, Any] = {
    "text": "…",
    "intent": {"name": "correct", "confidence": 1.0},
    "entities": [],
    "intent_ranking": [],
}
AWAITED = ("asked", "waiting")
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
    return (left if len(left.split()) >= LEAST_LEFT or folded(left) in FEELINGS else ""), True


def in_the_light_of(slots: Dict[Text, Any], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    What Rasa parsed, with the intent that the question expects where nothing else was surely meant.

    The words of an option become the intent `answer` with the option as entity.
    """
    expected = TABLE["questions"].get(slots.get("question"))
    free = bool(expected and expected.get("as") == ANSWER)
    if MOMENTS.stays(slots, parsed["text"]):
        return {**parsed, "intent": {"name": "correct", "confidence": 1.0}}
    if (first := _sure(slots, parsed["text"], free=free, first=True)) is not None:
        return {**parsed, "intent": {"name": first, "confidence": 1.0}}
    asked = word_asked(parsed["text"], slots.get("question")) or (None if free else question(parsed["text"]))
    if not asked and not free and asks_unknown(parsed["text"]):
        asked = UNEXPLAINED
    if asked:
        return _fact(asked, parsed)
    parts = MOMENTS.parts(slots, parsed["text"])
    if parts and not free:
        return {**parsed, "intent": {"name": parts, "confidence": 1.0}}
    sure = _sure(slots, parsed["text"], free=free)
    if sure and MOMENTS.believed(sure, slots, parsed["text"]):
        return {**parsed, "intent": {"name": sure, "confidence": 1.0}}
    said = _said(expected or {}, parsed["text"])
    if said:
        return _chosen(ANSWER, said, parsed)
    shrugged = shrug(slots, parsed["text"])
    if shrugged:
        return _chosen("shrug", shrugged, parsed)
    replied, picked = meant(str(slots.get("question")), parsed["text"])
    if picked and not option((expected or {}).get("options") or {}, parsed["text"], exact=True):
        return _chosen(ANSWER, picked, parsed)
    if replied:
        return {**parsed, "intent": {"name": replied, "confidence": 1.0}}
    if not free and MOMENTS.done_in_passing(slots, parsed["text"]):
        return {**parsed, "intent": {"name": "goal_done", "confidence": 1.0}}
    if not free and (slots.get("news") or {}).get("first") and not _counts(slots, parsed["intent"]["name"]):
        return {**parsed, "intent": {"name": TOLD, "confidence": DOUBT}}
    if not free and _gives(parsed["text"]):
        return {**parsed, "intent": {"name": "express_wish", "confidence": 1.0}}
    if not free and (_planned(parsed["text"]) or _towards_wish(slots, parsed["text"])):
        return {**parsed, "intent": {"name": "set_goal", "confidence": 1.0}}
    if parsed["intent"]["name"] in SMALLER and NOT_SMALLER.search(folded(parsed["text"])):
        return {**parsed, "intent": {"name": "deny", "confidence": 1.0}}
    if slots.get("question") == "tip" and YES.match(folded(parsed["text"])):
        return {**parsed, "intent": {"name": "affirm", "confidence": 1.0}}
    answering = slots.get("question") in TABLE["open_questions"]
    if not free and asks(parsed["text"], answering) and not _answered(parsed["intent"]):
        return _fact(UNKNOWN, parsed)
    if answering and takes_up(parsed["text"]) and not parsed["intent"]["name"].startswith("share_"):
        return {**parsed, "intent": {"name": slots.get("topic") or TOLD, "confidence": DOUBT}}
    parsed = _placed(slots, parsed)
    if not expected:
        return _listened(slots, parsed)
    chosen = option(expected.get("options") or {}, parsed["text"], exact=expected.get("exact", False))
    if chosen:
        return _chosen(ANSWER, chosen, parsed)
    wanted = _wanted(expected, slots)
    if wanted is None or len(parsed["text"].split()) < expected.get("words", 1):
        return _listened(slots, parsed)
    intent = parsed["intent"]
    if intent["name"] in (wanted, None if free else slots.get("topic")) or _surely_else(
        intent, expected, brief(parsed["text"], expected), len(parsed["text"].split()) > TABLE["doubtful"]["words"]
    ):
        return parsed
    return {
        **parsed,
        "intent": {"name": wanted, "confidence": max(intent["confidence"], min(expected["unless_sure"], 1.0))},
    }


def _fact(name: Text, parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    fact = {"entity": "fact", "value": name}
    return {**parsed, "intent": {"name": FACT, "confidence": 1.0}, "entities": [fact]}


def _chosen(intent: Text, value: Text, parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    option = {"entity": "option", "value": value}
    return {**parsed, "intent": {"name": intent, "confidence": 1.0}, "entities": [option]}


def _answered(intent: Dict[Text, Any]) -> bool:
    """
    Whether what was understood of a question is answered as such: what we can do, or something told in the form of a question.
    """
    kinds = TABLE["answering"].values()
    return any(intent["name"] in kind["intents"] and intent["confidence"] >= kind["from"] for kind in kinds)


def _counts(slots: Dict[Text, Any], intent: Text) -> bool:
    """
    Whether an intent goes before what is to be kept in mind: a way out always does, a no to a person while one is asked for.
    """
    return intent in COUNTS or (intent == "refuse_human" and slots.get("human") in AWAITED)


def shrug(slots: Dict[Text, Any], text: Text) -> Optional[Text]:
    """
    The kind of shrug that a whole message is, where nothing was asked to which it is an answer.
    """
    if (slots.get("question") or "none") not in TABLE["shrugs"]["questions"]:
        return None
    return SHRUGS.get(folded(text))


def _placed(slots: Dict[Text, Any], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    What Rasa parsed, where an intent only makes sense in its place: a smaller step with a step on the table, a yes to a person in a
    few words, stop in so many words. Out of its place it is taken as telling.
    """
    name, text = parsed["intent"]["name"], parsed["text"]
    place = TABLE["places"].get(name) or {}
    if not MOMENTS.believed(name, slots, text):
        place = {"instead": place.get("instead")}
    elif not place or _in_place(name, slots, place, text):
        return parsed
    instead = place.get("instead") or slots.get("topic") or "share_sadness"
    return {**parsed, "intent": {"name": instead, "confidence": min(parsed["intent"]["confidence"], DOUBT)}}


def _in_place(name: Text, slots: Dict[Text, Any], place: Dict[Text, Any], text: Text) -> bool:
    return not NEVER[name].search(folded(text)) and _fits(slots, place, text)


def _fits(slots: Dict[Text, Any], place: Dict[Text, Any], text: Text) -> bool:
    """
    Whether a message is where such an intent makes sense, and long or plain enough for it.
    """
    return len(text.split()) <= place.get("brief", 0) or bool(
        (not place.get("questions") or slots.get("question") in place["questions"] or slots.get(place.get("slot", "")))
        and (
            not place.get("asked") or slots.get("question") not in place["asked"] or len(text.split()) <= place["words"]
        )
        and (not place.get("says") or len(text.split()) <= place["words"] or _stems(text, place["says"]))
    )


def _planned(text: Text) -> bool:
    """
    Whether a message tells of a plan with a day: "morgen bel ik mijn zus".
    """
    said = folded(text)
    return not text.rstrip().endswith("?") and bool(DAY.search(said) and DOES.search(said)) and not OVER.search(said)


def _gives(text: Text) -> bool:
    """
    Whether a message wishes to do something for or with others: "ik zou wel willen koken voor iemand".
    """
    said = folded(text)
    return bool(GIVES.search(said)) and not GIVES_NOT.search(said) and not text.rstrip().endswith("?")


def _towards_wish(slots: Dict[Text, Any], text: Text) -> bool:
    """
    Whether somebody whom we asked for a step, or who told a wish and has no step yet, names something to do: "een kaart in de bus
    doen bij Annie", "het koor bellen".
    """
    said, known, question = folded(text), TABLE["planned"], slots.get("question") or "none"
    asked = question == "step" or (question in known["deed_questions"] and slots.get("wish") and not slots.get("step"))
    short = 1 < len(said.split()) <= known["deed_words"] and not text.rstrip().endswith("?")
    return bool(asked and short and DEED.search(said) and not NOBODY_DOES.search(said))


def _said(expected: Dict[Text, Any], text: Text) -> Optional[Text]:
    """
    The option that a whole message says in words of its own, where the question has patterns for it (`says`).
    """
    ways: Dict[Text, List[Text]] = expected.get("says") or {}
    return next((name for name, patterns in ways.items() if _whole(tuple(patterns)).fullmatch(folded(text))), None)


def _stems(text: Text, stems: List[Text]) -> bool:
    return any(word.startswith(str(stem)) for word in folded(text).split() for stem in stems)


@lru_cache(maxsize=None)
def _whole(patterns: Tuple[Text, ...]) -> "re.Pattern[Text]":
    return whole(list(patterns))


def _sure(slots: Dict[Text, Any], text: Text, free: bool, first: bool = False) -> Optional[Text]:
    """
    The intent of a message that says one of the phrases which leave no doubt, if it is short enough for that. To a `free` question
    nearly any words are an answer, so that only the phrases count that always do; and what is an option of a question is no more.
    Those that come `first` are not asked of us either, though they look like a question.
    """
    said, options = folded(text), (TABLE["questions"].get(slots.get("question")) or {}).get("options") or {}
    for intent, known in TABLE["sure_phrases"].items():
        counts = (known.get("always") or not free) and (not known.get("awaited") or slots.get("human") in AWAITED)
        if first and not known.get("first"):
            continue
        if not counts or len(said.split()) > known["words"] or BUT_NOT[intent].search(said):
            continue
        if SURE_PHRASES[intent].search(said) or (
            WHOLE[intent].fullmatch(said) and not option(options, text, exact=True)
        ):
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


DAY, DOES, OVER, DEED, NOBODY_DOES = (
    compiled(TABLE["planned"][part]) for part in ("day", "does", "over", "deed", "nobody_does")
)
GIVES, GIVES_NOT = (compiled(TABLE["gives"][part]) for part in ("says", "not"))
SHRUGS = {folded(str(phrase)): kind for kind, known in TABLE["shrugs"]["words"].items() for phrase in known}
MOMENTS = Moments(TABLE["moments"], compiled, folded)
SMALLER = ("smaller_step", "set_goal")
NOT_SMALLER = re.compile(r"\b(?:geen|niet|hoef|hoeft)\b.*\b(?:kleiner|kleine stap|stapje|stap)\b")
YES = re.compile(r"(?:ja|jawel|oke|ok|prima|goed idee|doe ik|is goed)\b(?! maar)")
SURE_PHRASES, BUT_NOT = (
    {intent: compiled(known.get(part) or []) for intent, known in TABLE["sure_phrases"].items()}
    for part in ("phrases", "not")
)
WHOLE = {intent: whole(known.get("whole") or []) for intent, known in TABLE["sure_phrases"].items()}
NEVER = {intent: compiled(place.get("never") or []) for intent, place in TABLE["places"].items()}
MISREAD = [f" {folded(phrase)} " for phrase in TABLE["misread"]]
