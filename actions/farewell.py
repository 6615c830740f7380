"""
Farewell: the circle closed with what was said, one good thing, and the door open.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.listening import CHAT
from actions.measuring import may_measure
from actions.talk import Events, items, remember, say
from actions.words import bare_wish


class ActionGoodbye(Action):
    """
    Says goodbye, with the step if there is one. What they told is not repeated: somebody else may look at the screen.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_goodbye"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        One of three farewells: after a step, after a talk, after hardly a word. Then, when it is calm, whether they felt heard.
        """
        quotes = items(tracker, "quotes")
        if tracker.get_slot("step") and tracker.get_slot("step_when") and not items(tracker, "losses"):
            say(dispatcher, "utter_goodbye_step", step=bare_wish(str(tracker.get_slot("step"))))
        elif quotes and tracker.get_slot("mode") != CHAT:
            say(dispatcher, "utter_goodbye_talk")
        else:
            say(dispatcher, "utter_goodbye")
        if quotes and may_measure(tracker):
            answered = tracker.get_slot("measures") or {}
            say(dispatcher, "utter_ask_measure" if "heard" in answered else "utter_ask_heard")
            return remember(measured="heard", misunderstood=0)
        return remember(misunderstood=0)
