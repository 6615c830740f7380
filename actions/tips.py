"""
Tips: asking for an idea, and saying yes or no to one.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ideas import offer, table
from actions.noting import noticed
from actions.talk import Events, heard, intent, items, number, remember, say
from actions.telling import HOW_TO, listened_enough, patience

LISTEN = "listen"


class ActionTip(Action):
    """
    Answers "what could I do?": after some listening one idea at once; to somebody who knows no step it first asks how much energy
    there is.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_tip"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Ask on, once, while there was too little listening; ask for energy when no idea was asked for; else offer.
        """
        if tracker.get_slot("about_other"):
            say(dispatcher, "utter_concern_words" if HOW_TO.search(heard(tracker)) else "utter_concern_tip")
            return remember(misunderstood=0)
        asked, insists = intent(tracker) == "ask_tip", tracker.get_slot("pending") == LISTEN
        least = number(tracker, "listened") >= patience(0)
        if not listened_enough(tracker) and not (asked and insists and least):
            say(dispatcher, "utter_tip_first_listen")
            return remember(pending=LISTEN, misunderstood=0)
        if not asked and not tracker.get_slot("energy"):
            say(dispatcher, "utter_ask_energy")
            return remember(pending="idea", energy="asked", misunderstood=0)
        return offer(dispatcher, tracker)


class ActionTipYes(Action):
    """
    An idea that was taken becomes the person's own step.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_tip_yes"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Keep it as the step; lead to a person at once when that was the idea, to a sentence when that was, else ask when.
        """
        name = str(tracker.get_slot("offer") or "")
        known = table()["offers"].get(name, {})
        say(dispatcher, AFTER_YES.get(name, "utter_tip_yes"))
        return remember(step=known.get("step") or heard(tracker) or None, step_when=None, misunderstood=0)


AFTER_YES = {"human": "utter_tip_human", "sentence": "utter_sentence_to", "trusted_adult": "utter_sentence_to"}


class ActionTipNo(Action):
    """
    An idea that does not fit is gone for this talk.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_tip_no"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Thank them for saying so, and ask what would fit.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        name = tracker.get_slot("offer")
        say(dispatcher, "utter_tip_other")
        gone = items(tracker, "declined")
        return remember(declined=[*gone, name] if name and name not in gone else gone, offer=None, misunderstood=0)
