"""
People: asking for one, asking how long, asking for a number. The house does what the engine cannot hold.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import CHAT, chat_on
from actions.concern import in_need, listen_about_other
from actions.noting import noticed
from actions.reflection import reflect
from actions.talk import Events, do, heard, items, remember, say
from actions.telling import Telling, left_alone, sure
from store.unsaid import NO_HUMAN

SURELY = 0.95


class ActionAskHuman(Action):
    """
    Someone wants a person: the house shows the consent card, or says honestly who is there.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_ask_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Leave it to the house; who asks for a person wants one again.
        """
        do(dispatcher, "ask_human")
        wanted = [gone for gone in items(tracker, "declined") if gone != NO_HUMAN]
        limits = [limit for limit in items(tracker, "limits") if limit != "people"]
        return remember(declined=wanted, limits=limits or None, misunderstood=0)


class ActionRefuseHuman(Action):
    """
    No person, please: taken once and for all in this talk.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_refuse_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say that nothing is passed on, and never offer it again.
        """
        if tracker.get_slot("human") in ("asked", "waiting"):
            say(dispatcher, "utter_refuse_waiting")
            return remember(misunderstood=0)
        say(dispatcher, "utter_refuse_human")
        return remember(declined=[*items(tracker, "declined"), NO_HUMAN], misunderstood=0)


class ActionWaiting(Action):
    """
    How long, and is anyone there: only the house knows.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_waiting"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Leave it to the house.
        """
        do(dispatcher, "waiting")
        return remember(misunderstood=0)


class ActionHelplines(Action):
    """
    Numbers that can be called at this hour.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_helplines"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Leave it to the house, which knows what is open now; not for somebody who says not to want to call.
        """
        if "call" in (tracker.get_slot("news") or {}).get("limits", []) and (noted := noticed(dispatcher, tracker)):
            return noted
        do(dispatcher, "helplines")
        return remember(misunderstood=0)


class ActionConcern(Action):
    """
    Worry about somebody else: from then on it is about that other, until the person speaks of themselves.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_concern"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        The first time whether the other knows; later what they saw.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text = heard(tracker)
        if left_alone(text):
            return reflect(dispatcher, tracker, Telling.of("share_alone"), text)
        if tracker.get_slot("mode") == CHAT and text and not sure(tracker, SURELY):
            return chat_on(dispatcher, tracker, text)
        if tracker.get_slot("about_other"):
            return listen_about_other(dispatcher, text)
        say(dispatcher, "utter_concern_urgent" if in_need(text) else "utter_concern")
        return remember(about_other=True, misunderstood=0)
