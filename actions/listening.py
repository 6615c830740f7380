"""
Listening: whatever was not understood well enough to answer as such. Nothing is concluded from it but what was said in so many words: a
particular, a thing that is missed, something small and good, somebody by name; else the line fits what the message weighs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import particulars
from actions.curt import ease_off, tires
from actions.giving import given
from actions.lacks import lacks
from actions.losses import BACK, unspoken
from actions.particulars import Particular
from actions.quiet import hushed
from actions.small import small
from actions.somebody import introduces, line_for, pet
from actions.talk import Events, intent, items, remember, say
from actions.trace import noted, trace
from actions.weight import fitting, grave, weary, weight
from actions.words import asks


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A line with what fills it in; `first` is said before it, `subject` is what it answers, `concludes` whether the talk may be about what
    we took the message for, `kept` what else to remember.
    """

    response: str
    facts: dict[str, Any] = field(default_factory=dict)
    first: str | None = None
    subject: str | None = None
    concludes: bool = True
    kept: dict[str, Any] = field(default_factory=dict)


Way = Callable[[Tracker, str, Particular | None], Answer | None]


def listen_on(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    What was not understood well enough is listened to, or owned up to when it was a question.
    """
    found = particulars.fresh(tracker, text)
    if tires(tracker) and not found and not hushed(tracker):
        return ease_off(dispatcher, corrected=None, about_other=None)
    answer = next(answer for way in WAYS if (answer := way(tracker, text, found)))
    if answer.first:
        say(dispatcher, answer.first)
    say(dispatcher, answer.response, **answer.facts)
    about = intent(tracker) if answer.concludes else None
    kept = {"moves": items(tracker, "moves"), "topic": tracker.get_slot("topic") or about}
    kept |= trace(tracker, text, answer.response) | noted(tracker, answer.subject)
    return remember(**kept | answer.kept)


def take_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Own up to it, and forget what was concluded.
    """
    say(dispatcher, "utter_taken_back")
    return remember(topic=None, losses=None, causes=None, kind=None, corrected=None, misunderstood=0)


def _question(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    return Answer("utter_question", concludes=_concludes(tracker, text)) if asks(text) else None


def _quietly(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    if not hushed(tracker):
        return None
    response, subject = (f"utter_still_{found.id}", found.id) if found else ("utter_listen_still", None)
    return Answer(response, subject=subject, concludes=_concludes(tracker, text))


def _particularly(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    if not found:
        return None
    facts = {"pet": pet(tracker)}
    return Answer(f"utter_hear_{found.id}", facts, subject=found.id, concludes=_concludes(tracker, text))


def _lack(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    lacking = lacks(text)
    return Answer("utter_listen_lack", {"thing": lacking}, concludes=False) if lacking else None


def _small(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    good = small(text, items(tracker, "particulars"))
    if not good:
        return None
    key, thing = good
    soft = grave(tracker) or weary(tracker)
    facts = {"thing": thing, "Thing": f"{thing[:1].upper()}{thing[1:]}"}
    return Answer(f"utter_small_{'soft' if soft else 'good'}", facts, subject=key, concludes=False)


def _second(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    second = unspoken(tracker, text)
    moves = [*items(tracker, "moves"), BACK]
    return Answer(BACK, {"second": second}, first="utter_listen_still", kept={"moves": moves}) if second else None


def _somebody(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    person = line_for(tracker)
    return Answer(*person) if person and (weight(text) != "heavy" or introduces(tracker, text)) else None


def _weighing(tracker: Tracker, text: str, found: Particular | None) -> Answer:
    response = fitting(tracker, text)
    back = given(tracker, text, response)
    return Answer(response, dict(back.facts), kept=back.kept(tracker))


def _concludes(tracker: Tracker, text: str) -> bool:
    return not (lacks(text) or small(text, items(tracker, "particulars")))


WAYS: tuple[Way, ...] = (_question, _quietly, _particularly, _lack, _small, _second, _somebody, _weighing)
