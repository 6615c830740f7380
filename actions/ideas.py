"""
Ideas: one at a time, only after listening, fitting the person, and tied to something they said.

Which idea is a table, `dialogues/offers.yml`: the kind of loneliness, the isolation, the causes, the energy and how worried we
are choose rows; the first idea of those rows that was neither made nor declined before is the one. When none is left we say so.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.listening import HOW_TO, Telling, listened_enough
from actions.talk import Events, heard, items, no_human, number, remember, say
from actions.words import own_words
from store.texts import DIALOGUES

UNKNOWN = "unknown"
MUCH_SADNESS = 3


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/offers.yml`: axes, offers, limits and rows.
    """
    content: dict[str, Any] = yaml.safe_load((DIALOGUES / "offers.yml").read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True, slots=True)
class Situation:
    """
    Where a person is, on the axes of the table. Causes are several, for there is seldom one.
    """

    kind: str = UNKNOWN
    isolation: str = UNKNOWN
    causes: frozenset[str] = field(default_factory=frozenset)
    energy: str = UNKNOWN
    worry: str = "none"
    minor: str = "no"

    @classmethod
    def of(cls, tracker: Tracker) -> "Situation":
        """
        The situation as far as it was said in this talk. Isolation is only what was answered, never concluded from a feeling.
        """
        level, sad = number(tracker, "level"), items(tracker, "quotes") and tracker.get_slot("topic") == "share_sadness"
        worried = "much" if level else "some" if tracker.get_slot("duration") == "long" or sad else "none"
        return cls(
            kind=str(tracker.get_slot("kind") or UNKNOWN),
            isolation=_said(tracker, "isolation"),
            causes=frozenset(items(tracker, "causes")),
            energy=_said(tracker, "energy"),
            worry=worried,
            minor="yes" if tracker.get_slot("minor") else "no",
        )

    def fits(self, when: dict[str, str]) -> bool:
        """
        Whether all that a row asks for is so.
        """
        return all(
            (value in self.causes or (value == UNKNOWN and not self.causes))
            if axis == "cause"
            else getattr(self, axis) == value
            for axis, value in when.items()
        )


def _said(tracker: Tracker, slot: str) -> str:
    value = str(tracker.get_slot(slot) or UNKNOWN)
    return value if value in table()["axes"][slot] else UNKNOWN


def fitting(situation: Situation) -> list[str]:
    """
    The names of all offers for a situation, the most fitting first, within the limits.
    """
    names = dict.fromkeys(
        name
        for row in table()["rows"]
        if situation.fits(row["when"])
        for name in row["offers"]
        if allowed(situation, name)
    )
    return list(names)


def allowed(situation: Situation, name: str) -> bool:
    """
    Whether the limits let an offer through.
    """
    offer = table()["offers"][name]
    for limit in table()["limits"]:
        if situation.fits(limit["when"]) and (
            offer["minutes"] > limit.get("minutes", offer["minutes"])
            or (offer.get("group") and limit.get("group") is False)
        ):
            return False
    return True


def next_offer(tracker: Tracker) -> str | None:
    """
    The first fitting offer that was neither made nor declined in this talk; None when there is none left.
    """
    gone = {*items(tracker, "offered"), *items(tracker, "declined"), *(["human"] if no_human(tracker) else [])}
    return next((name for name in fitting(Situation.of(tracker)) if name not in gone), None)


def offer(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Make the next offer, tied to what was said; or say that there is none left.
    """
    name = next_offer(tracker)
    if name is None:
        say(dispatcher, "utter_ideas_own" if no_human(tracker) else "utter_ideas_gone")
        return remember(pending=None, misunderstood=0)
    tie(dispatcher, tracker)
    say(dispatcher, f"utter_idea_{name}")
    return remember(offer=name, offered=[*items(tracker, "offered"), name], pending=None, smaller=0, misunderstood=0)


def tie(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """
    Say what the idea builds on: their own words, or what they told about.
    """
    quotes = items(tracker, "quotes")
    told = next((words for quote in reversed(quotes) if (words := own_words(quote))), None)
    words = told or own_words(str(tracker.get_slot("wish") or ""))
    say(dispatcher, "utter_because", words=words, subject=Telling.of(str(tracker.get_slot("topic") or "")).subject)


class ActionTip(Action):
    """
    Answers "what could I do?": first listening, then how much energy there is, then one idea.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_tip"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Ask on while there was too little listening; ask for energy once; else offer.
        """
        if tracker.get_slot("about_other"):
            say(dispatcher, "utter_concern_words" if HOW_TO.search(heard(tracker)) else "utter_concern_tip")
            return remember(misunderstood=0)
        if not listened_enough(tracker):
            say(dispatcher, "utter_tip_first_listen")
            return remember(listened=number(tracker, "listened"), misunderstood=0)
        if not tracker.get_slot("energy"):
            say(dispatcher, "utter_ask_energy")
            return remember(pending="idea", energy="asked", misunderstood=0)
        return offer(dispatcher, tracker)


class ActionTipYes(Action):
    """
    An idea that was taken becomes the person's own step.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_tip_yes"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Keep it as the step; lead to a person at once when that was the idea, to a sentence when that was, else ask when.
        """
        name = str(tracker.get_slot("offer") or "")
        known = table()["offers"].get(name, {})
        say(dispatcher, AFTER_YES.get(name, "utter_tip_yes"))
        return remember(step=known.get("step") or heard(tracker) or None, step_when=None, misunderstood=0)


AFTER_YES = {"human": "utter_tip_human", "sentence": "utter_sentence_to", "trusted_adult": "utter_sentence_to"}


class ActionTipNo(Action):
    """
    An idea that does not fit is gone for this talk.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_tip_no"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Thank them for saying so, and ask what would fit.
        """
        name = tracker.get_slot("offer")
        say(dispatcher, "utter_tip_other")
        gone = items(tracker, "declined")
        return remember(declined=[*gone, name] if name and name not in gone else gone, offer=None, misunderstood=0)
