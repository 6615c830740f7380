"""
Small steps: what, when, and what if it does not work. A step of five minutes is a whole step.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.listening import listen_on
from actions.talk import Events, added, heard, items, number, remember, say
from actions.words import bare_wish

DONE = 10
SHORT_STEP = 6
LEAST = 2
LONGEST_MOMENT = 6
NO = re.compile(r"\s*nee(?:n)?\b", re.IGNORECASE)
OTHERS = re.compile(r"\b(?:die lui|was|waren|had|hadden|hebben|heeft|hij|ging|deed|niet|nooit)\b", re.IGNORECASE)
TO_DO = re.compile(r"(?:en|aan|oen|ien)[.!]*\s*$", re.IGNORECASE)  # "een kaartje in de bus doen"
ONESELF = re.compile(r"\b(?:ik|'k|ga|zal|kan|wil|zou|we)\b", re.IGNORECASE)
MOMENT = re.compile(
    r"\b(?:(?:vanavond|vandaag|vanmiddag|straks|zo meteen|overmorgen|morgen(?:ochtend|vroeg|middag|avond)?|dit weekend|"
    r"(?:volgende|deze) week|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:ochtend|middag|avond)?)(?: (?:na|voor) het eten)?)\b",
    re.IGNORECASE,
)


class ActionStep(Action):
    """
    Keeps a step, and asks when; what does not look like one is listened to.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_step"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give the step back in the person's words and ask for the moment; not when they named one.
        """
        text = heard(tracker)
        if text and not looks_like_step(text):
            return listen_on(dispatcher, tracker, text)
        when = moment(text)
        if when and tracker.get_slot("step") and len(text.split()) - len(when.split()) < LEAST:
            return plan(dispatcher, tracker, str(tracker.get_slot("step")), text)
        words = bare_wish(text) if text else None
        if when:
            say(dispatcher, "utter_step_known", words=words)
            say(dispatcher, "utter_step_plan_b" if tracker.get_slot("helper") else "utter_ask_who_helps")
            return remember(step=text, step_when=when, words=words, looked_back=None, misunderstood=0)
        say(dispatcher, "utter_step_when", words=words)
        return remember(step=text or tracker.get_slot("step"), step_when=None, words=words, misunderstood=0)


def looks_like_step(text: str) -> bool:
    """
    Whether a text can be something to do: short, or of oneself; no question and not about what others did.
    """
    if text.rstrip().endswith("?") or OTHERS.search(text):
        return False
    return len(text.split()) <= SHORT_STEP or bool(ONESELF.search(text) or TO_DO.search(text))


def moment(text: str) -> str | None:
    """
    The moment that a text names: "morgenavond", "donderdag".
    """
    found = MOMENT.search(text)
    return found.group(0) if found else None


def plan(dispatcher: CollectingDispatcher, tracker: Tracker, step: str, when: str | None) -> Events:
    """
    Keep a step and its moment, and ask who helps; the plan B comes with that answer.
    """
    say(dispatcher, "utter_step_planned", when=when if when and len(when.split()) <= LONGEST_MOMENT else None)
    say(dispatcher, "utter_step_plan_b" if tracker.get_slot("helper") else "utter_ask_who_helps")
    return remember(step=step or None, step_when=when, looked_back=None, misunderstood=0)


class ActionStepWhen(Action):
    """
    Keeps the moment of a step, and says what if it does not work.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_step_when"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Close the round: the moment, the plan B, the door open.
        """
        text = heard(tracker)
        if NO.match(text):
            say(dispatcher, "utter_step_no_date")
            return remember(step=None, step_when=None, misunderstood=0)
        if len(text.split()) > LONGEST_MOMENT and not moment(text):
            return listen_on(dispatcher, tracker, text)
        return plan(dispatcher, tracker, str(tracker.get_slot("step") or ""), text or None)


class ActionSmaller(Action):
    """
    Makes a step smaller, down to almost nothing, and then leaves it.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_smaller"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        The next smaller size; after the smallest, rest.
        """
        size = number(tracker, "smaller") + 1
        idea = tracker.get_slot("offer") if tracker.get_slot("question") == "tip" else None
        say(dispatcher, f"utter_idea_{idea}_small" if idea and size == 1 else f"utter_smaller_{min(size, 3)}")
        return remember(smaller=size, misunderstood=0)


class ActionGoalDone(Action):
    """
    A step worked: how it felt is what counts.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_goal_done"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        One sentence of joy, and the question whether it was pleasant. What was done is no longer planned.
        """
        say(dispatcher, "utter_goal_done")
        done = items(tracker, "done")
        step = tracker.get_slot("step")
        return remember(
            done=added(done, str(step), DONE) if step else done,
            step=None,
            step_when=None,
            looked_back=True,
            misunderstood=0,
        )


class ActionGoalNotDone(Action):
    """
    A step did not work: expected, never a reproach, and smaller. After one that did work it is a relapse, and that is expected too.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_goal_not_done"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say that it happens, and offer it smaller or with someone.
        """
        say(dispatcher, "utter_relapse" if items(tracker, "done") else "utter_goal_not_done")
        return remember(looked_back=True, misunderstood=0)
