"""
Listening: whatever was not understood well enough to answer as such. Nothing is concluded from it but what was said in so many words: a
particular, a thing that is missed, something small and good, somebody by name; else the line fits what the message weighs.
"""

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import particulars
from actions.curt import ease_off, tires
from actions.giving import given_sore
from actions.lacks import lacks
from actions.losses import BACK, unspoken
from actions.particulars import Particular
from actions.quiet import hushed
from actions.small import small
from actions.somebody import introduces, line_for, pet, relation
from actions.talk import Events, intent, items, remember, say
from actions.telling import Telling, of_another
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


TOLD = "share_"
STILL = "utter_listen_still"


def listen_on(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    What was not understood well enough is listened to, or owned up to when it was a question.
    """
    found = particulars.fresh(tracker, text)
    if tires(tracker) and not found and not hushed(tracker):
        return ease_off(dispatcher, corrected=None, about_other=None)
    answer = (
        _question(tracker, text)
        or _quietly(tracker, text, found)
        or _particularly(tracker, text, found)
        or _lack(text)
        or _small(tracker, text)
        or _second(tracker, text)
        or _somebody(tracker, text)
        or _weighing(tracker, text)
    )
    if answer.first:
        say(dispatcher, answer.first)
    say(dispatcher, answer.response, **answer.facts)
    about = intent(tracker) if answer.concludes and intent(tracker).startswith(TOLD) else None
    kept = {"moves": items(tracker, "moves"), "topic": tracker.get_slot("topic") or about}
    kept |= trace(tracker, text, answer.response) | noted(tracker, answer.subject)
    return remember(**kept | answer.kept)


def take_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Own up to it, and forget what was concluded.
    """
    say(dispatcher, "utter_taken_back")
    return remember(topic=None, losses=None, causes=None, kind=None, corrected=None, misunderstood=0)


def _question(tracker: Tracker, text: str) -> Answer | None:
    return Answer("utter_question", concludes=_concludes(tracker, text)) if asks(text) else None


def _quietly(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    if not hushed(tracker):
        return None
    if found:
        return Answer(f"utter_still_{found.id}", subject=found.id, concludes=_concludes(tracker, text))
    back = given_sore(tracker, text, STILL)
    return Answer(STILL, dict(back.facts), concludes=_concludes(tracker, text), kept=back.kept(tracker))


def _particularly(tracker: Tracker, text: str, found: Particular | None) -> Answer | None:
    if not found:
        return None
    facts = {"pet": pet(tracker), "relation": relation(text)}
    return Answer(f"utter_hear_{found.id}", facts, subject=found.id, concludes=_concludes(tracker, text))


def _lack(text: str) -> Answer | None:
    lacking = lacks(text)
    return Answer("utter_listen_lack", {"thing": lacking}, concludes=False) if lacking else None


def _small(tracker: Tracker, text: str) -> Answer | None:
    good = small(text, items(tracker, "particulars"))
    if not good:
        return None
    key, thing = good
    soft = grave(tracker) or weary(tracker)
    facts = {"thing": thing, "Thing": f"{thing[:1].upper()}{thing[1:]}"}
    return Answer(f"utter_small_{'soft' if soft else 'good'}", facts, subject=key, concludes=False)


def _second(tracker: Tracker, text: str) -> Answer | None:
    second = unspoken(tracker, text)
    moves = [*items(tracker, "moves"), BACK]
    if not second:
        return None
    return Answer(BACK, {"second": second}, STILL, None, _concludes(tracker, text), {"moves": moves})


def _somebody(tracker: Tracker, text: str) -> Answer | None:
    person = line_for(tracker)
    if not person or (weight(text) == "heavy" and not introduces(tracker, text)):
        return None
    return Answer(*person, concludes=_concludes(tracker, text))


def _weighing(tracker: Tracker, text: str) -> Answer:
    response = fitting(tracker, text)
    back = given_sore(tracker, text, response)
    return Answer(response, dict(back.facts), concludes=_concludes(tracker, text), kept=back.kept(tracker))


def _concludes(tracker: Tracker, text: str) -> bool:
    """
    Whether the talk may be about what we took a message for: not a thing that is missed, something small, or what is so of another.
    """
    small_or_thing = lacks(text) or small(text, items(tracker, "particulars"))
    return not (small_or_thing or of_another(Telling.of(intent(tracker)), text))
