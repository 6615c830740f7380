"""
Formuleer-met-mij: one sentence, made together, to say to somebody. To whom, what they may know first, and then a draft in the
person's own words that is theirs to change.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, heard, option, remember, say

TO_LENGTH = 40
SENTENCE = 4
LEAST = 3
LEADING = re.compile(
    r"^.*?\b(?:iets als|zoiets als|zo|dan|liever|maak er)\s*:\s*|^nee,? (?:liever|zo niet)[,.:]?\s*", re.IGNORECASE
)
NOT_YET = re.compile(r"^\W*nee\b|\b(?:niet mijn zin|zo niet|moet erin|moet er in|anders)\b", re.IGNORECASE)
TO_WHOM = re.compile(r"^(?:voor|aan|tegen|naar)\s+", re.IGNORECASE)
AT_A_LOSS = re.compile(
    r"\b(?:weet (?:ik |het |t )*(?:niet|ni|nie)|geen idee|"
    r"hoe (?:zeg|moet|zal|zou)|(?:wat|hoe) (?:zou|stuur|schrijf|app|typ) (?:je|jij|u|ge|gij)|"
    r"(?:zeg|doe|schrijf|bedenk|verzin|geef) (?:jij|u|gij|maar|eens|es) )",
    re.IGNORECASE,
)
HELPING = "Hoi, ik dacht aan je. Heb je deze week tijd voor koffie of thee?"
ABOUT_THEM = re.compile(r"\b(?:haar|hem|hen|hun)\b", re.IGNORECASE)


def take_sentence(dispatcher: CollectingDispatcher, text: str) -> Events:
    """
    The sentence as they wrote it, without words that only lead to it ("iets als:").
    """
    sentence = LEADING.sub("", " ".join(text.split()), count=1)
    say(dispatcher, "utter_sentence_mine", sentence=sentence)
    return remember(sentence=sentence or None, misunderstood=0)


def change_sentence(dispatcher: CollectingDispatcher, text: str) -> Events:
    """
    What somebody says to a draft: the sentence itself, or that it has to be another.
    """
    if NOT_YET.search(text) and ":" not in text:
        say(dispatcher, "utter_sentence_check_edit")
        return remember(misunderstood=0)
    return take_sentence(dispatcher, text)


def shorter(sentence: str) -> str | None:
    """
    The first part of a sentence, if it says enough by itself.
    """
    first = re.split(r"[.!?,;:]| en | want | maar ", sentence.strip())[0].strip()
    return first if LEAST <= len(first.split()) < len(sentence.split()) else None


class ActionSentenceTo(Action):
    """
    Keeps to whom the sentence goes, and asks what they may know first.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_sentence_to"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        A short name as they put it, or none.
        """
        if option(tracker):
            say(dispatcher, "utter_sentence_to_drop")
            return remember(misunderstood=0)
        text = TO_WHOM.sub("", heard(tracker).strip(" .!?"))
        to = text if 0 < len(text) <= TO_LENGTH else None
        say(dispatcher, "utter_sentence_what", to=to)
        return remember(sentence_to=to, misunderstood=0)


class ActionSentenceWhat(Action):
    """
    Makes the draft.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_sentence_what"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        A sentence around their own words.
        """
        if option(tracker):
            say(dispatcher, "utter_sentence_what_drop")
            return remember(misunderstood=0)
        text = " ".join(heard(tracker).split()).rstrip(" .!?")
        if AT_A_LOSS.search(text):
            say(dispatcher, "utter_sentence_help")
            return remember(sentence=HELPING, misunderstood=0)
        if ABOUT_THEM.search(text):
            say(dispatcher, "utter_sentence_you")
        elif text.lower().startswith("dat "):
            say(dispatcher, "utter_sentence_draft_that", core=text)
        else:
            say(dispatcher, "utter_sentence_draft", core=text[:1].upper() + text[1:])
        return remember(sentence=text or None, misunderstood=0)


class ActionSentenceEdit(Action):
    """
    Takes the sentence as the person wrote it themselves; or that the one there is was good as it is.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_sentence_edit"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give it back as it now is.
        """
        if option(tracker) == "good":
            say(dispatcher, "utter_sentence_check_good")
            return remember(misunderstood=0)
        if option(tracker):
            say(dispatcher, "utter_sentence_edit_drop")
            return remember(misunderstood=0)
        return take_sentence(dispatcher, heard(tracker))
