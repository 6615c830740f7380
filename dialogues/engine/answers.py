"""
Answers: what was said, understood in the light of what was asked.

To "what would be a small step?" almost anything is a step, unless it is surely something else, or one of the things that always
count (a no, a person, stop). Which question takes what is a table, `dialogues/answers.yml`.
"""

from pathlib import Path
from typing import Any, Dict, Optional, Text

import rasa.shared.utils.io

TABLE: Dict[Text, Any] = rasa.shared.utils.io.read_yaml_file(Path(__file__).parents[1] / "answers.yml")


def in_the_light_of(question: Optional[Text], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """
    What Rasa parsed, with the intent that the question expects where nothing else was surely meant.
    """
    expected = TABLE["questions"].get(question)
    intent = parsed["intent"]
    if not expected or intent["name"] == expected["as"]:
        return parsed
    heeded = intent["name"] in TABLE["always"] or intent["name"] in expected.get("also", [])
    if intent["name"] != "nlu_fallback" and (heeded or intent["confidence"] >= expected["unless_sure"]):
        return parsed
    return {
        **parsed,
        "intent": {"name": expected["as"], "confidence": max(intent["confidence"], expected["unless_sure"])},
    }
