"""
Farewell: the circle closed with what was said, one good thing, and the door open. A goodbye that was none is taken back.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import CHAT
from actions.measuring import may_measure
from actions.quiet import hushed
from actions.reflection import MISSING
from actions.talk import Events, heard, items, number, remember, say
from actions.telling import says
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
        One of four farewells: to go to sleep on, after a step, after a talk, after hardly a word. Then, when it is calm, whether they
        felt heard; nobody is kept from their bed for that.
        """
        quotes, left = items(tracker, "quotes"), number(tracker, "listened")
        if says("sleeps", heard(tracker)):
            say(dispatcher, "utter_goodbye_sleep")
            return remember(left=left, misunderstood=0)
        if tracker.get_slot("step") and tracker.get_slot("step_when") and not items(tracker, "losses"):
            say(dispatcher, "utter_goodbye_step", step=bare_wish(str(tracker.get_slot("step"))))
        elif quotes and tracker.get_slot("mode") != CHAT:
            say(dispatcher, "utter_goodbye_talk")
        else:
            say(dispatcher, "utter_goodbye")
        if quotes and not hushed(tracker) and not at_rest(tracker) and may_measure(tracker):
            answered = tracker.get_slot("measures") or {}
            say(dispatcher, "utter_ask_measure" if "heard" in answered else "utter_ask_heard")
            return remember(measured="heard", left=left, misunderstood=0)
        return remember(left=left, misunderstood=0)


def at_rest(tracker: Tracker) -> bool:
    """
    Whether a step was just set, or a loss just spoken of: then no question of ours comes in between.
    """
    planned = tracker.get_slot("step") and tracker.get_slot("moved_at") == number(tracker, "listened")
    return bool(planned or (tracker.get_slot("topic") in MISSING and items(tracker, "losses")))


class ActionCorrected(Action):
    """
    We misread something: a goodbye that was none, or anything else.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_corrected"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Own it; nothing was told since our goodbye, so that was it.
        """
        left = tracker.get_slot("left")
        stays = left is not None and left == number(tracker, "listened")
        say(dispatcher, "utter_stay" if stays else "utter_corrected")
        return remember(left=None, misunderstood=0)
