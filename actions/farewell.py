"""
Farewell: the circle closed with what was said, one good thing, and the door open.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, items, remember, say
from actions.words import own_words


class ActionGoodbye(Action):
    """
    Says goodbye, with the step or the person's own words if there are any.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_goodbye"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        One of three farewells: after a step, after a talk, after hardly a word.
        """
        quotes = items(tracker, "quotes")
        words = own_words(quotes[0]) if quotes else None
        if tracker.get_slot("step"):
            say(dispatcher, "utter_goodbye_step", step=own_words(str(tracker.get_slot("step"))))
        elif quotes:
            say(dispatcher, "utter_goodbye_talk", words=words)
        else:
            say(dispatcher, "utter_goodbye")
        return remember(misunderstood=0)
