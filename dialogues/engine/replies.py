"""
Replies: a yes, a no or a not-yet to a question of ours, in all the ways in which people say it: "bah ja", "nee merci", "doe maar", "mss".

Only a message of which every word is in the table, `dialogues/yesno.yml`, is one; "nee mijn zus niet" tells something.
"""

import re
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

import yaml

from engine.questions import expression, folded

TABLE: Dict[Text, Any] = yaml.safe_load((Path(__file__).parents[1] / "yesno.yml").read_text(encoding="utf-8"))
KINDS = ("no", "yes", "maybe")


def reply(question: Text, text: Text) -> Optional[Text]:
    """
    What a message says to a question: yes, no or maybe; None for anything else.
    """
    said = folded(text)
    if not said or len(said.split()) > TABLE["words"]:
        return None
    return next((kind for kind in KINDS if _whole(kind, question).fullmatch(said)), None)


def meant(question: Text, text: Text) -> Tuple[Optional[Text], Optional[Text]]:
    """
    The intent and the option that a message is in the light of a question; two times None where it is no reply.
    """
    said = reply(question, text)
    intent = next((row.get(said) for row in TABLE["becomes"] if question in row["questions"]), None)
    option = next((row.get(said) for row in TABLE["options"] if question in row["questions"]), None)
    return (intent, option) if said else (None, None)


def phrases(kind: Text, question: Text) -> List[Text]:
    """
    All that says yes, no or maybe to a question.
    """
    known = TABLE[kind]
    soft = [] if question in TABLE["firm"] else ["soft"]
    common: List[Text] = [way for part in ["plain", *soft] for way in known[part]] if kind == "yes" else known
    return common + [each for row in TABLE["own"] if question in row["questions"] for each in row.get(kind, [])]


def whole(ways: List[Text]) -> "re.Pattern[Text]":
    """
    A whole message that says one of some things, or several, with nothing around it that chooses.
    """
    says, beside = ("|".join(expression(str(way)) for way in known) for known in (ways, TABLE["beside"]))
    return re.compile(f"(?:(?:{beside}) )*(?:{says})(?: (?:{says}|{beside}))*") if ways else re.compile("(?!)")


def _whole(kind: Text, question: Text) -> "re.Pattern[Text]":
    if (kind, question) not in _COMPILED:
        _COMPILED[kind, question] = whole(phrases(kind, question))
    return _COMPILED[kind, question]


_COMPILED: Dict[Tuple[Text, Text], "re.Pattern[Text]"] = {}
