"""
Answers to questions with options: `dialogues/answers.yml` says what is kept or done, `utter_<question>_<option>` what is said back.
"""

from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ideas import offer
from actions.measuring import measure
from actions.sentences import SENTENCE, change_sentence, shorter
from actions.talk import Events, do, heard, items, no_human, option, remember, say
from store import tables
from store.texts import DIALOGUES


@cache
def questions() -> dict[str, Any]:
    """
    The questions of `dialogues/answers.yml`, by name.
    """
    return dict(tables.read(DIALOGUES / "answers.yml")["questions"])


@cache
def invitations() -> frozenset[str]:
    """
    The questions that only invite to tell more; at all others there is something to choose.
    """
    return frozenset(tables.read(DIALOGUES / "answers.yml")["open_questions"])


class ActionAnswer(Action):
    """
    Takes an option that was chosen, by button or in as many words.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Keep the option, say what goes with it, and make the offer that waited for it.
        """
        question = str(tracker.get_slot("question"))
        asked = questions().get(question, {})
        chosen = option(tracker)
        if question == "sentence_check" and not chosen and len(heard(tracker).split()) >= SENTENCE:
            return change_sentence(dispatcher, heard(tracker))
        if chosen not in asked.get("options", {}):
            say(dispatcher, "utter_tell")
            return remember(misunderstood=0)
        if asked.get("do"):
            do(dispatcher, f"{asked['do']}_{chosen}")
            return remember(misunderstood=0)
        if question == "measure" and chosen == "yes":
            return measure(dispatcher, tracker)
        if question == "heard" and chosen == "no" and no_human(tracker):
            say(dispatcher, "utter_heard_bit")
        else:
            say(dispatcher, f"utter_{question}_{chosen}", short=shorter(str(tracker.get_slot("sentence") or "")))
        kept: dict[str, Any] = {asked["keep"]: chosen} if asked.get("keep") else {}
        if asked.get("measured") and chosen != "skip":
            kept["measures"] = {**(tracker.get_slot("measures") or {}), question: chosen}
        if asked.get("then") == "idea" and tracker.get_slot("pending") == "idea":
            tracker.slots.update(kept)
            return remember(**kept) + offer(dispatcher, tracker)
        return remember(**kept, declined=_declined(tracker, question, chosen), misunderstood=0)


def _declined(tracker: Tracker, question: str, chosen: str) -> list[str]:
    gone = items(tracker, "declined")
    return [*gone, f"utter_ask_{question}"] if chosen in ("no", "leave", "skip") else gone
