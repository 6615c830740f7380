"""
Measuring, softly: one small question a session, with leave asked and a way past it, never in orange or red, never to a child.

The items are the three of the OSLO social support scale (in our own words, free with citation), a ladder from 0 to 10, and
whether someone felt heard. A low answer leads to something small and kind; a score or label is never shown.
"""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, number, remember, say

LISTENED = 2
ITEMS = ("ladder", "oslo_close", "oslo_interest", "oslo_help")


def may_measure(tracker: Tracker) -> bool:
    """
    Whether a question may be asked now: once a session, when it is calm, after real listening, and not of a child.
    """
    calm = not number(tracker, "level") and not tracker.get_slot("minor")
    return calm and not tracker.get_slot("measured") and number(tracker, "listened") >= LISTENED


def measure(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Ask the next item that was not answered yet; the ladder again when all were.
    """
    answered: dict[str, Any] = tracker.get_slot("measures") or {}
    item = next((name for name in ITEMS if name not in answered), ITEMS[0])
    say(dispatcher, f"utter_ask_{item}")
    return remember(measured=item, misunderstood=0)
