"""
Wishes and talents: kept in the person's own words, as the ground on which a step can stand.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.listening import listened_enough
from actions.talk import Events, heard, number, remember, say
from actions.words import bare_wish, own_words


class ActionWish(Action):
    """
    Keeps a wish. When there was enough listening it leads to a small step; else it asks on.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_wish"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give the wish back, and ask for a first small step or for more about the wish.
        """
        text = heard(tracker) or str(tracker.get_slot("wish") or "")
        words = bare_wish(text) if text else None
        if listened_enough(tracker):
            say(dispatcher, "utter_wish_to_step", words=words)
        else:
            say(dispatcher, "utter_wish_heard", words=words)
        return remember(
            wish=text or None, words=words, listened=number(tracker, "listened") + 1, heavy=0, misunderstood=0
        )


class ActionTalent(Action):
    """
    Keeps what someone is good at or likes to do.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_talent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give the talent back, and ask where it could mean something.
        """
        text = heard(tracker)
        words = own_words(text)
        say(dispatcher, "utter_talent", words=words)
        return remember(
            talent=text or None, words=words, listened=number(tracker, "listened") + 1, heavy=0, misunderstood=0
        )
