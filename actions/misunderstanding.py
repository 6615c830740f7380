"""
Misunderstanding: ours. Owned the first time, choices the second, a person the third.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import chat_on, chatting
from actions.concern import listen_about_other
from actions.curt import ease_off, tires
from actions.listening import listen_on
from actions.noting import noticed
from actions.quotes import quoted
from actions.reflection import BARE
from actions.talk import Events, heard, items, no_human, number, remember, say
from actions.words import tells

LONG = 12
TOLD = 5
BARE_LETTERS = 30


class ActionNotUnderstood(Action):
    """
    Says that we did not understand, without blame. A longer message is listened to all the same.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_not_understood"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        The next of three ways to own it; whoever wrote at length is told that it was read.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text = heard(tracker)
        if chatting(tracker, text):
            return chat_on(dispatcher, tracker, text)
        if tracker.get_slot("about_other"):
            return listen_about_other(dispatcher, text)
        if len(text.split()) >= TOLD and tells(text):
            return listen_on(dispatcher, tracker, text)
        if tires(tracker):
            return ease_off(dispatcher)
        if number(tracker, "listened") and bare(text):
            return listen_on(dispatcher, tracker, text)
        missed = number(tracker, "misunderstood") + 1
        told = len(text.split()) >= LONG
        say(
            dispatcher,
            "utter_not_sure_but_read"
            if told and missed == 1
            else f"utter_not_understood_{min(missed, 2 if no_human(tracker) else 3)}",
        )
        quotes = quoted(tracker, text) if told else items(tracker, "quotes")
        return remember(misunderstood=0 if missed >= 3 else missed, quotes=quotes)


def bare(text: str) -> bool:
    """
    Whether a message is a word or two that go on with a story: "Corrie", "in februari".
    """
    return len(text.split()) <= BARE and len(text) <= BARE_LETTERS and any(letter.isalpha() for letter in text)
