"""
Ideas: one at a time, only after listening, fitting the person, and tied to something they said.

Which idea is a table, `dialogues/offers.yml`: the kind of loneliness, the isolation, the causes, the energy and how worried we
are choose rows; the first idea of those rows that was neither made nor declined before is the one. When none is left we say so.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.gist import last_gist
from actions.talk import Events, heard, intent, items, nightly, no_human, number, remember, say
from actions.words import bare_wish, own_words
from store import tables
from store.texts import DIALOGUES, texts
from store.unsaid import names

UNKNOWN = "unknown"
BY_DAY = re.compile(
    r"\b(?:morgen\w*|overmorgen|overdag|in de ochtend|straks|als het licht is|weekend|volgende|de week|"
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag)\b",
    re.IGNORECASE,
)


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/offers.yml`: axes, offers, limits and rows.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "offers.yml")
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
            energy=_energy(tracker),
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


def _energy(tracker: Tracker) -> str:
    """
    The energy that was answered; of somebody who told how tired they are and was not asked, hardly any.
    """
    said = _said(tracker, "energy")
    return "none" if said == UNKNOWN and "tired" in items(tracker, "causes") else said


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
    The first fitting offer that was neither made nor declined in this talk; None when there is none left. In the middle of the night
    only what fits the night, unless they asked for an idea for tomorrow.
    """
    gone = {*items(tracker, "offered"), *items(tracker, "declined"), *(["human"] if no_human(tracker) else [])}
    situation = Situation.of(tracker)
    able = (name for name in [*_own(tracker, situation), *fitting(situation)] if name not in gone)
    calm = nightly(tracker) and not for_tomorrow(tracker)
    return next((name for name in able if not breaks(name, tracker) and (not calm or of_night(name))), None)


def for_tomorrow(tracker: Tracker) -> bool:
    """
    Whether somebody asks for something to do by day.
    """
    return intent(tracker) == "ask_tip" and bool(BY_DAY.search(heard(tracker)))


def of_night(name: str) -> bool:
    """
    Whether an offer fits the middle of the night.
    """
    return bool(table()["offers"][name].get("night"))


def _own(tracker: Tracker, situation: Situation) -> list[str]:
    """
    The offers that build on a wish or a talent they told of; not for a child or in much worry, when people come first, nor in mourning.
    """
    if situation.minor == "yes" or situation.worry == "much" or "loss" in situation.causes:
        return []
    return [name for slot, name in table()["own"].items() if tracker.get_slot(slot) and allowed(situation, name)]


def breaks(name: str, tracker: Tracker) -> bool:
    """
    Whether an offer asks for what somebody said they do not want or cannot, or goes against what they told.
    """
    against, closed = {*items(tracker, "limits"), *items(tracker, "told")}, items(tracker, "closed")
    if closed and all(names(closed, line.text) for line in texts().responses[f"utter_idea_{name}"]):
        return True
    return bool(against & set(table()["offers"][name].get("needs", [])))


def offer(dispatcher: CollectingDispatcher, tracker: Tracker, tied: bool = True) -> Events:
    """
    Make the next offer, tied to what was said unless something else was just said back; or say that there is none left.
    """
    name = next_offer(tracker)
    if name is None:
        alone = no_human(tracker) or "people" in items(tracker, "limits")
        if nightly(tracker) and not for_tomorrow(tracker):
            say(dispatcher, "utter_ideas_night")
        else:
            say(dispatcher, "utter_ideas_own" if alone else "utter_ideas_gone")
        return remember(pending=None, misunderstood=0)
    if tied:
        tie(dispatcher, tracker, name)
    say(dispatcher, f"utter_idea_{name}")
    return remember(offer=name, offered=[*items(tracker, "offered"), name], pending=None, smaller=0, misunderstood=0)


def tie(dispatcher: CollectingDispatcher, tracker: Tracker, name: str) -> None:
    """
    Say what the idea builds on: their wish or talent where it is made for that, else their own words, or what they told about.
    """
    wish = str(tracker.get_slot("wish") or "")
    if name == table()["own"]["wish"]:
        say(dispatcher, "utter_because_wish", words=bare_wish(wish))
        return
    if name == table()["own"]["talent"]:
        say(dispatcher, "utter_because_talent")
        return
    told = next((words for quote in reversed(items(tracker, "quotes")) if (words := own_words(quote))), None)
    words, topic = told or own_words(wish), str(tracker.get_slot("topic") or "")
    if words or topic:
        say(dispatcher, "utter_because", words=words, subject=last_gist(tracker))
