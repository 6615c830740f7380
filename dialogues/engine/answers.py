"""
Answers: what was said, understood in the light of what was asked.

To "what would be a small step?" almost anything is a step, unless it is surely something else, or one of the things that always
count (a no, a person, stop). Which question takes what is a table, `dialogues/answers.yml`.
"""

from pathlib import Path
from typing import Any, Dict, Optional, Text

import rasa.shared.utils.io

TABLE: Dict[Text, Any] = rasa.shared.utils.io.read_yaml_file(Path(__file__).parents[1] / "answers.yml")


def in_the_light_of(slots: Dict[Text, Any], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    What Rasa parsed, with the intent that the question expects where nothing else was surely meant.
    """
    expected = TABLE["questions"].get(slots.get("question"))
    wanted = _wanted(expected, slots) if expected else None
    if wanted is None or len(parsed["text"].split()) < expected.get("words", 1):
        return parsed
    intent = parsed["intent"]
    if intent["name"] == wanted or _surely_else(intent, expected):
        return parsed
    return {**parsed, "intent": {"name": wanted, "confidence": max(intent["confidence"], expected["unless_sure"])}}


def _wanted(expected: Dict[Text, Any], slots: Dict[Text, Any]) -> Optional[Text]:
    name = str(expected["as"])
    return slots.get(name[1:]) if name.startswith("$") else name


def _surely_else(intent: Dict[Text, Any], expected: Dict[Text, Any]) -> bool:
    """
    Whether an intent is taken for itself: one that always counts, or one sure enough for what the question expects.
    """
    name, sure = intent["name"], intent["confidence"]
    if name == "nlu_fallback" or name in expected.get("vague", []):
        return False
    if name in TABLE["always"] and name not in expected.get("weak", []):
        return True
    return bool(sure >= (TABLE["also_from"] if name in expected.get("also", []) else expected["unless_sure"]))
