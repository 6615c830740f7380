"""
Trace: what is remembered of a turn in which somebody was listened to, whatever was said back.
"""

from typing import Any

from rasa_sdk import Tracker

from actions.quotes import quoted
from actions.talk import items, number
from actions.telling import since
from actions.weight import turned


def trace(tracker: Tracker, text: str, response: str) -> dict[str, Any]:
    """
    What every such turn leaves: that there was one, what was told in it, since when, and what it weighed.
    """
    return {
        "listened": number(tracker, "listened") + 1,
        "quotes": quoted(tracker, text),
        "duration": tracker.get_slot("duration") or since(text),
        "about_other": None,
        "corrected": None,
        "misunderstood": 0,
        **turned(tracker, text, response),
    }


def noted(tracker: Tracker, name: str | None) -> dict[str, Any]:
    """
    That a subject was answered as such, by its name.
    """
    return {"particulars": [*items(tracker, "particulars"), name]} if name else {}


def joined(values: list[str], *more: str | None) -> list[str]:
    """
    A list with what was not in it yet.
    """
    return list(dict.fromkeys([*values, *(value for value in more if value)]))
