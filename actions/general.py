"""
General: talking in general terms first, about people, and only later and softly about oneself.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, heard, number, remember, say
from actions.words import own_words

TURNS = 2


def listen_in_general(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    One turn of talking about people in general.
    """
    turns = number(tracker, "general") + 1
    response = "utter_general_self" if turns == TURNS else "utter_general_on"
    say(dispatcher, response, words=own_words(heard(tracker)))
    return remember(general=turns, misunderstood=0)


class ActionGeneral(Action):
    """
    Talking about people in general.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_general"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Go on in general; after a few turns ask whether they know it themselves.
        """
        return listen_in_general(dispatcher, tracker)
