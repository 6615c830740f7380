"""
Asking us: questions that have an answer get it first, and what was open stays open. What we ourselves said is explained in other
words; who wants no questions, no quotes or no jokes taken seriously gets just that.
"""

import re
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import invitations
from actions.circle import AWAY_MINUTES, ActionGreet
from actions.gist import last_gist
from actions.quiet import BEGUN
from actions.recall import latest, recall
from actions.steps import ASKED, let_go, own_up
from actions.talk import Events, do, fact, heard, number, remember, say
from actions.words import bare_wish
from store import tables
from store.texts import DIALOGUES, texts

REPEATS = ("repeat_mistakes", "repeat_words")
UNEXPLAINED = "word_any"
OURS = re.compile(
    r"\bbedoel", re.IGNORECASE
)  # who asks what we mean asks for our words, and not for one that they read elsewhere
ABOUT_SUBJECT = ("unknown", "where_were_we")  # said with what was told of before


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
        Say what is so, and after a word of ours ask again what there was to choose. Who asks why their words are repeated, does not
        like it.
        """
        asked = fact(tracker)
        kept: dict[str, Any] = {}
        if asked == "unknown" and tracker.get_slot("question") in ASKED:
            return own_up(dispatcher)
        if asked == "drop_step":
            return let_go(dispatcher, tracker)
        if asked == "recall":
            found = recall(tracker)
            say(dispatcher, found.response, **found.facts)
        elif asked == "which_step":
            say(dispatcher, "utter_fact_which_step", own_step=bare_wish(str(tracker.get_slot("step") or "")))
        elif asked in ABOUT_SUBJECT:
            say(dispatcher, f"utter_fact_{asked}", subject=last_gist(tracker), last=latest(tracker))
        elif unclear := self._unclear(tracker, asked):
            say(dispatcher, "utter_fact_word_ours")
            say(dispatcher, unclear)
        else:
            say(dispatcher, f"utter_fact_{asked}")
        if asked in (*our_words(), "which_step") and tracker.get_slot("question") not in invitations():
            do(dispatcher, "ask_again")
        if asked == "about_me":
            kept = {"about_other": None, "mode": None}
        unwanted = asked in REPEATS
        return remember(**kept, no_quotes=unwanted or tracker.get_slot("no_quotes"), misunderstood=0)

    @staticmethod
    def _unclear(tracker: Tracker, asked: str) -> str | None:
        """
        Our question in other words, for whoever asks what we meant by a word that we cannot explain.
        """
        meant = f"utter_explain_{tracker.get_slot('question')}"
        ours = asked == UNEXPLAINED and OURS.search(heard(tracker))
        return meant if ours and meant in texts().responses else None


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
        return remember(**BEGUN, listened=number(tracker, "listened"), pending=None, misunderstood=0)


class ActionLiteral(Action):
    """
    Someone wants plain words and short lines: because images are unclear, the language is new, or the eyes are bad.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_literal"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say so, and keep to it.
        """
        say(dispatcher, "utter_literal")
        return remember(literal=True, no_quotes=True, misunderstood=0)


class ActionPause(Action):
    """
    Someone has to go for a moment, and comes back.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_pause"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Let them go; the place is kept.
        """
        say(dispatcher, "utter_pause")
        return remember(misunderstood=0)


class ActionResume(Action):
    """
    Someone is back from a moment away.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_resume"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Go on with the question that is open; after hours, as with whoever comes back.
        """
        if number(tracker, "away") >= AWAY_MINUTES:
            return ActionGreet().run(dispatcher, tracker, domain)
        say(dispatcher, "utter_resume")
        do(dispatcher, "ask_again")
        return remember(misunderstood=0)


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


@cache
def our_words() -> frozenset[str]:
    """
    The answers to who asks what a word of ours means: `dialogues/glossary.yml`.
    """
    glossary = tables.read(DIALOGUES / "glossary.yml")["glossary"]
    return frozenset(str(row.get("fact", f"word_{name}")) for name, row in glossary.items())
