"""
Weerstand: giving room, parking, and never the same offer twice.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, added, heard, items, remember, say
from actions.words import own_words

PARKED = 10
OFFERS = {
    "offer_human": "utter_offer_human",
    "wish": "utter_ask_wish",
    "step": "utter_ask_step",
    "good": "utter_ask_good",
}


class ActionPark(Action):
    """
    Puts what is on the table on the parking list.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_park"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Park the last own words, or what was just said, and say so.
        """
        words = tracker.get_slot("words") or own_words(heard(tracker))
        say(dispatcher, "utter_parked", words=words)
        parked = added(items(tracker, "parked"), str(words), PARKED) if words else items(tracker, "parked")
        return remember(parked=parked, declined=declined(tracker), misunderstood=0)


class ActionDeclined(Action):
    """
    Takes a no, and will not make that offer again in this talk.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_declined"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say that no is fine, and ask what they would rather talk about.
        """
        say(dispatcher, "utter_declined")
        return remember(declined=declined(tracker), misunderstood=0)


def declined(tracker: Tracker) -> list[str]:
    """
    The offers declined so far, with the one that the last question made.
    """
    offer = OFFERS.get(str(tracker.get_slot("question")))
    gone = items(tracker, "declined")
    return [*gone, offer] if offer and offer not in gone else gone
