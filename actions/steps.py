"""
Small steps: what, when, and what if it does not work. A step of five minutes is a whole step.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.deeds import ONESELF, TO_DO, asks_back, looks_like_step, only_when, timely
from actions.ideas import of_night
from actions.listening import listen_on
from actions.noting import noticed
from actions.referring import points, referred
from actions.talk import Events, added, do, heard, intent, items, nightly, number, remember, say
from actions.things import thing
from actions.words import bare_wish

DONE = 10
ASKED = ("step", "step_when", "who_helps", "smaller", "more_steps", "tip")  # our questions about a step
LOOKED = ("looked_back", "pleasant", "more_steps")  # our questions about how it went
LEAST = 2
LONGEST_MOMENT = 6
LONGEST_DEED = 8
WORKED = re.compile(r"\bgelukt\b", re.IGNORECASE)
NO = re.compile(r"\s*nee(?:n)?\b", re.IGNORECASE)
CLOCK = re.compile(r" (?:om|rond|tegen) [\w:.]+(?: uur)?", re.IGNORECASE)
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
        if asked_back(tracker, text):
            return own_up(dispatcher)
        if only_when(text) and (tracker.get_slot("step") or tracker.get_slot("wish")):
            return take_moment(dispatcher, tracker, text)
        if text and not looks_like_step(planned_part(text)):
            return listen_on(dispatcher, tracker, text)
        when = moment(text)
        bare = bool(when) and len(text.split()) - len(str(when).split()) < LEAST
        if bare and not tracker.get_slot("step"):
            return listen_on(dispatcher, tracker, text)
        text = planned_part(text) if when else text
        if (step := referred(tracker, text, when)) is not None:
            return take_up(dispatcher, tracker, step, when)
        if points(text) and not tracker.get_slot("step"):
            return listen_on(dispatcher, tracker, text)  # of what is meant with "het" nothing was named
        if when and tracker.get_slot("step") and len(text.split()) - len(when.split()) < LEAST:
            return plan(dispatcher, tracker, str(tracker.get_slot("step")), text)
        words = bare_wish(text) if text else None
        if when:
            say(dispatcher, "utter_step_known", words=words)
            say(dispatcher, "utter_step_plan_b")
            return remember(step=text, step_when=when, words=words, offer=None, **planned(tracker))
        say(dispatcher, "utter_step_when", words=words)
        return remember(step=text or tracker.get_slot("step"), step_when=None, words=words, misunderstood=0)


def take_moment(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    A moment and nothing else: that of the step that stands; towards a wish it asks what to do then.
    """
    if step := tracker.get_slot("step"):
        return plan(dispatcher, tracker, str(step), text)
    say(dispatcher, "utter_step_what", when=text.strip(" .!"))
    return remember(misunderstood=0)


def asked_back(tracker: Tracker, text: str) -> bool:
    """
    Whether somebody whom we asked about a step asks something instead of answering.
    """
    return tracker.get_slot("question") in ASKED and asks_back(text)


def own_up(dispatcher: CollectingDispatcher) -> Events:
    """
    Say that we do not know, and leave the question about the step open.
    """
    say(dispatcher, "utter_fact_unknown_step")
    do(dispatcher, "ask_again")
    return remember(misunderstood=0)


def let_go(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    The step goes, with its moment, and none is asked for again in this talk.
    """
    say(dispatcher, "utter_fact_drop_step")
    gone = items(tracker, "declined")
    return remember(
        step=None, step_when=None, offer=None, looked_back=True,
        declined=[*gone, "utter_ask_step"] if "utter_ask_step" not in gone else gone, misunderstood=0,
    )  # fmt: skip


def take_up(dispatcher: CollectingDispatcher, tracker: Tracker, step: str, when: str | None) -> Events:
    """
    Keep a step that was named before, with its moment; ask for one where there is none.
    """
    if when is None:
        say(dispatcher, "utter_step_when", words=step)
        return remember(step=step, step_when=None, words=step, misunderstood=0)
    say(dispatcher, "utter_step_known", words=step)
    say(dispatcher, "utter_step_plan_b")
    return remember(step=step, step_when=when, words=step, offer=None, **planned(tracker))


def planned(tracker: Tracker) -> dict[str, Any]:
    """
    What goes with a step that stands: it can be looked back on, and we ask nothing new for a while.
    """
    return {"looked_back": None, "moved_at": number(tracker, "listened"), "misunderstood": 0}


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
    return remember(step=step or None, step_when=when, **planned(tracker))


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
        if asked_back(tracker, text):
            return own_up(dispatcher)
        if NO.match(text):
            say(dispatcher, "utter_step_no_date")
            return remember(step=None, step_when=None, misunderstood=0)
        if text and intent(tracker) == "set_goal" and not timely(text):
            return self._timeless(dispatcher, tracker, text)
        if len(text.split()) > LONGEST_MOMENT and not moment(text):
            return listen_on(dispatcher, tracker, text)
        if (new := another(text)) is not None:
            return plan(dispatcher, tracker, new, moment(new))
        when = named_moment(text) if timely(text) else None
        return plan(dispatcher, tracker, str(tracker.get_slot("step") or ""), when)

    def _timeless(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """
        No moment: that it will be done, something else to do, or something told.
        """
        if SAME.search(text) and ONESELF.search(text):
            return plan(dispatcher, tracker, str(tracker.get_slot("step") or ""), None)
        if looks_like_step(text) and (ONESELF.search(text) or TO_DO.search(text)):
            return take_up(dispatcher, tracker, text, None)
        return listen_on(dispatcher, tracker, text)


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
        if idea and nightly(tracker) and not of_night(str(idea)):
            say(dispatcher, "utter_smaller_night")
            return remember(smaller=size, misunderstood=0)
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
        One sentence of joy, and the question whether it was pleasant; told by the way, the joy is enough. What was done is no longer
        planned.
        """
        text, done = heard(tracker), items(tracker, "done")
        told = bool(text) and tracker.get_slot("question") not in LOOKED and not WORKED.search(text)
        say(dispatcher, "utter_goal_done_told" if told else "utter_goal_done")
        step = tracker.get_slot("step") or (text.strip(" .!") if told and len(text.split()) <= LONGEST_DEED else None)
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
        Say that it happens, and offer it smaller or with someone; what failed and was no step of ours is listened to.
        """
        stands = tracker.get_slot("step") or tracker.get_slot("question") in LOOKED
        if heard(tracker) and not stands:
            return listen_on(dispatcher, tracker, heard(tracker))
        say(dispatcher, "utter_relapse" if items(tracker, "done") else "utter_goal_not_done")
        return remember(looked_back=True, misunderstood=0)
