"""
Curt: answers of a word or two, and a shrug in words. Each shrug gets a plain line of its own that pushes nowhere; after three short
answers in a row we ask for less, and then nothing for a while.
"""

from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.quiet import BEGUN
from actions.talk import Events, number, option, remember, say
from store import tables
from store.patterns import plain
from store.texts import DIALOGUES

SHORT = 2
IN_A_ROW = 3


@cache
def shrugs() -> frozenset[str]:
    """
    All that counts as a shrug: `shrugs` in `dialogues/answers.yml`.
    """
    table = tables.read(DIALOGUES / "answers.yml")["shrugs"]
    return frozenset(plain(str(phrase)) for known in table["words"].values() for phrase in known)


def curt(text: str) -> bool:
    """
    Whether a message is of a word or two, or a shrug.
    """
    return len(text.split()) <= SHORT or plain(text) in shrugs()


def tires(tracker: Tracker) -> bool:
    """
    Whether the last few answers were all of a word or two.
    """
    return number(tracker, "short") >= IN_A_ROW


def ease_off(dispatcher: CollectingDispatcher, **slots: Any) -> Events:
    """
    Ask for less, and then nothing for some turns.
    """
    say(dispatcher, "utter_ease_off")
    return remember(short=0, misunderstood=0, **BEGUN, **slots)


class ActionShrug(Action):
    """
    Takes "weet niet", "maakt niet uit" or "laat maar" for what it is.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_shrug"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        A line for this kind of shrug; after one too many, less.
        """
        if tires(tracker):
            return ease_off(dispatcher)
        say(dispatcher, f"utter_shrug_{option(tracker) or 'word'}")
        return remember(misunderstood=0)
