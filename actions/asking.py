"""
Asking us: questions that have an answer get it first, and what was open stays open. What we ourselves said is explained in other
words; who wants no questions, no quotes or no jokes taken seriously gets just that.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, fact, number, remember, say
from store.texts import texts

HUSHED = 3
REPEATS = ("repeat_mistakes", "repeat_words")


class ActionFact(Action):
    """
    Answers a question of `dialogues/questions.yml`.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_fact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say what is so. Who asks why their words are repeated, does not like it.
        """
        say(dispatcher, f"utter_fact_{fact(tracker)}")
        unwanted = fact(tracker) in REPEATS
        return remember(no_quotes=unwanted or tracker.get_slot("no_quotes"), misunderstood=0)


class ActionExplain(Action):
    """
    Says again, in other words, what we asked.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_explain"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        The explanation that belongs to the open question, else that it was not clear.
        """
        own = f"utter_explain_{tracker.get_slot('question')}"
        say(dispatcher, own if own in texts().responses else "utter_explain")
        return remember(misunderstood=0)


class ActionHush(Action):
    """
    Someone wants no questions and no advice: then there are none for a while.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_hush"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say so, and keep to it for the next turns.
        """
        say(dispatcher, "utter_hush")
        return remember(quiet=HUSHED, listened=number(tracker, "listened"), pending=None, misunderstood=0)


class ActionJoke(Action):
    """
    It was a joke, or not meant so.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_joke"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Own that it was missed, and go on.
        """
        say(dispatcher, "utter_joke")
        return remember(misunderstood=0)


class ActionUnquote(Action):
    """
    Someone does not like to read their own words back.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_unquote"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say sorry, and quote no more in this talk.
        """
        say(dispatcher, "utter_unquote")
        return remember(no_quotes=True, words=None, misunderstood=0)
