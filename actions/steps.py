"""
Small steps: what, when, and what if it does not work. A step of five minutes is a whole step.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, heard, number, remember, say
from actions.words import bare_wish


class ActionStep(Action):
    """
    Keeps a step, and asks when.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_step"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give the step back in the person's words and ask for the moment.
        """
        text = heard(tracker)
        words = bare_wish(text) if text else None
        say(dispatcher, "utter_step_when", words=words)
        return remember(step=text or tracker.get_slot("step"), step_when=None, words=words, misunderstood=0)


class ActionStepWhen(Action):
    """
    Keeps the moment of a step, and says what if it does not work.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_step_when"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Close the round: the moment, the plan B, the door open.
        """
        text = heard(tracker)
        say(dispatcher, "utter_step_planned", when=text if 0 < len(text.split()) <= 6 else None)
        return remember(step_when=text or None, misunderstood=0)


class ActionSmaller(Action):
    """
    Makes a step smaller, down to almost nothing, and then leaves it.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_smaller"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        The next smaller size; after the smallest, rest.
        """
        size = number(tracker, "smaller") + 1
        say(dispatcher, f"utter_smaller_{min(size, 3)}")
        return remember(smaller=size, misunderstood=0)
