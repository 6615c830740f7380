"""
Keeping: a card stays after a yes only, can be taken along at any moment, and is forgotten with one button.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cards import as_text, chosen, draft_of, drop, keep, kept, shown, table
from actions.talk import Events, do, remember, say


class ActionKeepCard(Action):
    """
    Keeps a draft after a yes.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_keep_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        From now on it is one of the cards.
        """
        name = chosen(tracker)
        draft = draft_of(tracker, name)
        if draft is None:
            say(dispatcher, "utter_card_gone")
            return remember(misunderstood=0)
        return keep(dispatcher, tracker, draft)


class ActionDropCard(Action):
    """
    Leaves a draft.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_drop_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say that it is gone.
        """
        return drop(dispatcher)


class ActionTakeCard(Action):
    """
    Gives a card as text to copy, with its picture.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_take_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        The card and nothing else in one message, then what can be done with it.
        """
        name = chosen(tracker)
        draft, lists = draft_of(tracker, name), kept(tracker).get(name)
        if draft:
            lists = draft["lists"]
        if lists is None:
            say(dispatcher, "utter_card_gone")
            return remember(misunderstood=0)
        say(
            dispatcher, "utter_card_text", lines=as_text(name, lists), shows=shown(name, lists, draft=draft is not None)
        )
        say(dispatcher, "utter_taken_draft" if draft else "utter_taken_kept", card=name)
        return remember(misunderstood=0)


class ActionForgetCard(Action):
    """
    Forgets one card, and what the talk itself held of it.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_forget_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Take it from the cards, and let the house take out of the log what showed it.
        """
        name, cards = chosen(tracker), kept(tracker)
        say(dispatcher, "utter_card_forgotten" if name in cards else "utter_card_gone")
        do(dispatcher, "forget_card")
        clears = dict.fromkeys(table().get(name, {}).get("clears", [])) if name in cards else {}
        left = {key: lists for key, lists in cards.items() if key != name}
        return remember(cards=left or None, misunderstood=0, **clears)
