"""
Small steps: what, when, and what if it does not work. A step of five minutes is a whole step.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.listening import listen_on
from actions.noting import noticed
from actions.referring import points, referred
from actions.talk import Events, added, heard, items, number, remember, say
from actions.things import thing
from actions.words import bare_wish

DONE = 10
SHORT_STEP = 6
LEAST = 2
LONGEST_MOMENT = 6
NO = re.compile(r"\s*nee(?:n)?\b", re.IGNORECASE)
OTHERS = re.compile(r"\b(?:die lui|was|waren|had|hadden|hebben|heeft|hij|ging|deed|niet|nooit)\b", re.IGNORECASE)
TO_DO = re.compile(  # "een kaartje in de bus doen", "een taart bakken voor de buren"
    r"(?:en|aan|oen|ien)[.!]*\s*$|\b(?:doen|sturen|opsturen|brengen|bellen|appen|mailen|schrijven|halen|bakken|kopen|steken|afgeven)\b",
    re.IGNORECASE,
)
CLOCK = re.compile(r" (?:om|rond|tegen) [\w:.]+(?: uur)?", re.IGNORECASE)
ONESELF = re.compile(r"\b(?:ik|'k|ga|zal|kan|wil|zou|we)\b", re.IGNORECASE)
THEIRS = re.compile(
    r"\b(?:hij|zij|ze|(?:mijn|m'n|mn|onze|de) \w+) (?!met\b|uit\b|niet\b)\w+t\b", re.IGNORECASE
)  # "mijn zoon belt zondag"
SAME = re.compile(r"\b(?:doe|doen|het|dat|die|denk|kan|kijk|weet|niet)\b", re.IGNORECASE)
PART = re.compile(r"[.!?;\n]+|,(?! (?:en|of) )")
LEAD = re.compile(
    r"^(?:(?:nou|nou ja|dan|goed|ok|oke|oké|ja|en|maar|dus|misschien|weet je wat)\b[ ,]*)+", re.IGNORECASE
)
MOMENT = re.compile(
    r"\b(?:(?:vanavond|vandaag|vanmiddag|straks|zo meteen|overmorgen|morgen(?:ochtend|vroeg|middag|avond)?|dit weekend|"
    r"(?:volgende|deze) week|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:ochtend|middag|avond)?)(?: (?:na|voor) het eten)?)\b",
    re.IGNORECASE,
)


WITH = re.compile(
    r"\b(?:buur(?:man|vrouw|meisje|jongen|tjes)|zus|broer|moeder|vader|ma|pa|mama|papa|oma|opa|vriend\w*|collega\w*|dochter|zoon|neef|nicht|tante|oom|haar|hem|alleen|zelf)\b",
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
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text = heard(tracker)
        if text and not looks_like_step(planned_part(text)):
            return listen_on(dispatcher, tracker, text)
        when = moment(text)
        bare = bool(when) and len(text.split()) - len(str(when).split()) < LEAST
        if bare and not tracker.get_slot("step"):
            return listen_on(dispatcher, tracker, text)  # "overmorgen" is a moment of something that we did not hear
        text = planned_part(text) if when else text
        if (step := referred(tracker, text, when)) is not None:
            return take_up(dispatcher, step, when)
        if points(text) and not tracker.get_slot("step"):
            return listen_on(dispatcher, tracker, text)  # of what is meant with "het" nothing was named
        if when and tracker.get_slot("step") and len(text.split()) - len(when.split()) < LEAST:
            return plan(dispatcher, tracker, str(tracker.get_slot("step")), text)
        words = bare_wish(text) if text else None
        if when:
            say(dispatcher, "utter_step_known", words=words)
            say(dispatcher, "utter_step_plan_b")
            return remember(step=text, step_when=when, words=words, looked_back=None, offer=None, misunderstood=0)
        say(dispatcher, "utter_step_when", words=words)
        return remember(step=text or tracker.get_slot("step"), step_when=None, words=words, misunderstood=0)


def take_up(dispatcher: CollectingDispatcher, step: str, when: str | None) -> Events:
    """
    Keep a step that was named before, with its moment; ask for one where there is none.
    """
    if when is None:
        say(dispatcher, "utter_step_when", words=step)
        return remember(step=step, step_when=None, words=step, misunderstood=0)
    say(dispatcher, "utter_step_known", words=step)
    say(dispatcher, "utter_step_plan_b")
    return remember(step=step, step_when=when, words=step, looked_back=None, offer=None, misunderstood=0)


def looks_like_step(text: str) -> bool:
    """
    Whether a text can be something to do: short, or of oneself; no question and not about what others did.
    """
    if text.rstrip().endswith("?") or OTHERS.search(text) or (THEIRS.search(text) and not ONESELF.search(text)):
        return False
    return len(text.split()) <= SHORT_STEP or bool(ONESELF.search(text) or TO_DO.search(text))


def planned_part(text: str) -> str:
    """
    The part of a text that names a moment, without what leads up to it: of "nou goed. morgen bel ik haar" the second; else all.
    """
    parts = [part.strip() for part in PART.split(text) if part.strip()]
    named = next((part for part in parts if moment(part) and len(part.split()) > LEAST), None)
    return LEAD.sub("", named).strip() if named else text


def another(text: str) -> str | None:
    """
    The step of somebody who, asked when, comes with another one: "ik mail ze morgen"; None for only a moment.
    """
    step = planned_part(text)
    when = moment(step)
    more = len(step.split()) - len((when or "").split()) > LEAST
    return step if when and more and ONESELF.search(step) and not SAME.search(step) else None


def moment(text: str) -> str | None:
    """
    The moment that a text names: "morgenavond", "donderdag".
    """
    found = MOMENT.search(text)
    return found.group(0) if found else None


def named_moment(text: str) -> str:
    """
    Of "ik doe het morgen om tien" only the moment; any other answer as it is.
    """
    found = MOMENT.search(text) if ONESELF.search(text) else None
    clock = CLOCK.match(text, found.end()) if found else None
    return f"{found.group(0)}{clock.group(0) if clock else ''}" if found else text


def plan(dispatcher: CollectingDispatcher, tracker: Tracker, step: str, when: str | None) -> Events:
    """
    Keep a step and its moment, and ask who helps; the plan B comes with that answer.
    """
    say(dispatcher, "utter_step_planned", when=when if when and len(when.split()) <= LONGEST_MOMENT else None)
    say(dispatcher, _and_then(tracker, step))
    return remember(step=step or None, step_when=when, looked_back=None, misunderstood=0)


def _and_then(tracker: Tracker, step: str) -> str:
    """
    What comes after a step and its moment: who helps, unless somebody is in it already; then what if it does not work.
    """
    alone = "people" in (tracker.get_slot("limits") or [])
    known = alone or tracker.get_slot("helper") or WITH.search(step) or (thing(step) or "").istitle()
    return "utter_step_plan_b" if known else "utter_ask_who_helps"


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
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text = heard(tracker)
        if NO.match(text):
            say(dispatcher, "utter_step_no_date")
            return remember(step=None, step_when=None, misunderstood=0)
        if len(text.split()) > LONGEST_MOMENT and not moment(text):
            return listen_on(dispatcher, tracker, text)
        if (new := another(text)) is not None:
            return plan(dispatcher, tracker, new, moment(new))
        return plan(dispatcher, tracker, str(tracker.get_slot("step") or ""), named_moment(text) or None)


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
