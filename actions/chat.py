"""
Chat: small talk. From then on no steps and no questions about what is hard, until something hard is told.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import particulars
from actions.noting import noticed
from actions.somebody import pet, relation
from actions.talk import Events, heard, remember, say
from actions.trace import noted
from actions.weight import weight
from actions.words import own_words

CHAT = "chat"


def chatting(tracker: Tracker, text: str) -> bool:
    """
    Whether this is small talk, and stays so: nothing in it is felt.
    """
    return tracker.get_slot("mode") == CHAT and weight(text) != "heavy"


def chat_on(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    One more turn of small talk: about what was named, when it is something we know.
    """
    found = particulars.fresh(tracker, text)
    if found:
        say(dispatcher, f"utter_hear_{found.id}", pet=pet(tracker), relation=relation(text))
    else:
        say(dispatcher, "utter_listen_good" if weight(text) == "good" else "utter_chat_on", words=own_words(text))
    return remember(
        mode=CHAT, about_other=None, misunderstood=0, corrected=None, **noted(tracker, found.id if found else None)
    )


class ActionChat(Action):
    """
    Talking about nothing in particular.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_chat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Begin, or go on.
        """
        if (answered := noticed(dispatcher, tracker)) is not None:
            return answered
        if tracker.get_slot("mode") == CHAT:
            return chat_on(dispatcher, tracker, heard(tracker))
        say(dispatcher, "utter_just_talk")
        return remember(mode=CHAT, about_other=None, misunderstood=0)
