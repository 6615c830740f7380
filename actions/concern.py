"""
Concern: what is told about somebody else for whom one worries, until it is about oneself again.
"""

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, remember, say
from actions.telling import HOW_TO, Telling, left_alone, says

ONESELF = re.compile(
    r"\b(?:kwaad|boos|woedend|nie?t? bezorgd|ikzelf|mezelf|mijzelf|ik voel(?:de)? me|(?:ik|voel me|ben|zit ik) (?:eigenlijk )?zelf|zelf ook"
    r"|(?:bij|over) mij)\b",
    re.IGNORECASE,
)


def still_about_other(tracker: Tracker, telling: Telling, text: str) -> bool:
    """
    Whether a message goes on about somebody else. "Liever over mij" asks the open question again: what comes then is about oneself; and
    so is what makes one angry.
    """
    about_other = tracker.get_slot("about_other") and tracker.get_slot("question") != "open"
    if not about_other or telling.intent == "share_anger" or tracker.get_slot("corrected"):
        return False
    return not (ONESELF.search(text) or left_alone(text))


def listen_about_other(dispatcher: CollectingDispatcher, text: str) -> Events:
    """
    One turn about somebody else: words to begin with for whoever asks for them, else what was seen given back.
    """
    if in_need(text):
        say(dispatcher, "utter_concern_urgent")
    elif HOW_TO.search(text):
        say(dispatcher, "utter_concern_words")
    else:
        say(dispatcher, "utter_concern_tip" if text.rstrip().endswith("?") else "utter_concern_on")
    return remember(about_other=True, misunderstood=0, corrected=None)


def in_need(text: str) -> bool:
    """
    Whether somebody else may be lying there: no answer, or signs of nobody, for days.
    """
    return says("unanswered", text) or (says("unseen", text) and says("days", text))
