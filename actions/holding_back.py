"""
Weerstand: giving room, parking, looking for where it comes from once, and never the same offer twice.

It shows in words ("it is what it is") and in the chat itself: one word, and again one word. Both get less from us, not more.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.curt import ease_off, tires
from actions.listening import listen_on, take_back
from actions.noting import noticed
from actions.talk import Events, added, heard, intent, items, number, remember, say
from actions.telling import sure, taken_back
from actions.words import own_words

PARKED = 10
FEW = 4
SURELY = 0.7
OFFERS = {
    "offer_human": "utter_offer_human",
    "wish": "utter_ask_wish",
    "step": "utter_ask_step",
    "good": "utter_ask_good",
    "chat": "utter_just_talk",
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
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        words = tracker.get_slot("words") or own_words(heard(tracker))
        say(dispatcher, "utter_parked", words=words)
        parked = items(tracker, "parked")
        kept = added(parked, str(words), PARKED) if words and words not in parked else parked
        return remember(parked=kept, declined=declined(tracker), misunderstood=0)


class ActionParked(Action):
    """
    Shows the parking list, for whoever wants to take something up again.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_parked"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        All that was parked, the latest three at most, or that there is nothing.
        """
        parked = items(tracker, "parked")[-3:]
        listed = " en ".join(f"“{words}”" for words in parked)
        say(dispatcher, "utter_parked_list" if parked else "utter_parked_nothing", parked=listed)
        return remember(misunderstood=0)


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
        Take back what they say is not so; else say that no is fine, and ask what they would rather talk about; after one word too
        often, ask for less.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        if taken_back(tracker, heard(tracker)):
            return take_back(dispatcher, tracker)
        if tires(tracker):
            return ease_off(dispatcher, declined=declined(tracker))
        say(dispatcher, "utter_declined")
        return remember(declined=declined(tracker), misunderstood=0)


class ActionUnsure(Action):
    """
    Takes "I do not know" for an answer.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_unsure"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Make choosing easy; after one word too often, ask for less.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        if tires(tracker):
            return ease_off(dispatcher)
        say(dispatcher, "utter_wish_unsure" if tracker.get_slot("question") == "wish" else "utter_unsure")
        return remember(misunderstood=0)


class ActionResist(Action):
    """
    Someone holds back: first understanding, then once the question where it comes from, then leaving it be.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_resist"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        One of three answers, and what was offered is not offered again.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text, telling = heard(tracker), tracker.get_slot("question") == "story" or items(tracker, "losses")
        if telling and len(text.split()) > FEW and not sure(tracker, SURELY):
            return listen_on(dispatcher, tracker, text)
        times = number(tracker, "resisted") + 1
        known = tracker.get_slot("resistance") or "utter_ask_source" in items(tracker, "declined")
        if times == 1:
            say(dispatcher, f"utter_{intent(tracker)}")
        elif times == 2 and not known:
            say(dispatcher, "utter_ask_source")
        else:
            say(dispatcher, "utter_leave_it")
        return remember(resisted=times, declined=declined(tracker), misunderstood=0)


def declined(tracker: Tracker) -> list[str]:
    """
    The offers declined so far, with the one that the last question made.
    """
    question = str(tracker.get_slot("question"))
    offer = tracker.get_slot("offer") if question == "tip" else OFFERS.get(question)
    gone = items(tracker, "declined")
    return [*gone, str(offer)] if offer and offer not in gone else gone
