"""
What every action shares: reading the memory, saying a line by name, asking the house to do something.
"""

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

Events = list[dict[str, Any]]


def heard(tracker: Tracker) -> str:
    """
    What the person just wrote; empty for a button.
    """
    text = str(tracker.latest_message.get("text") or "")
    return "" if text.startswith("/") else text


def intent(tracker: Tracker) -> str:
    """
    The intent of what the person just wrote, in the light of what was asked (so not the first of the ranking).
    """
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def option(tracker: Tracker) -> str:
    """
    The option that the person chose, by button or in as many words (`dialogues/answers.yml`); empty for none.
    """
    return next((str(e["value"]) for e in tracker.latest_message.get("entities") or [] if e["entity"] == "option"), "")


def fact(tracker: Tracker) -> str:
    """
    Which question of `dialogues/questions.yml` the person asked; empty for none.
    """
    return next((str(e["value"]) for e in tracker.latest_message.get("entities") or [] if e["entity"] == "fact"), "")


def no_human(tracker: Tracker) -> bool:
    """
    Whether the person said no to a human in this talk: then it is not asked again.
    """
    return "utter_offer_human" in items(tracker, "declined")


def nightly(tracker: Tracker) -> bool:
    """
    Whether it is the middle of the night: then nobody is set to work unasked.
    """
    return bool(tracker.get_slot("late") == "yes")


def number(tracker: Tracker, slot: str) -> int:
    """
    A counting slot; empty is 0.
    """
    return int(tracker.get_slot(slot) or 0)


def items(tracker: Tracker, slot: str) -> list[str]:
    """
    A listing slot; empty is no items.
    """
    return list(tracker.get_slot(slot) or [])


def people(tracker: Tracker) -> list[dict[str, str]]:
    """
    The people whom somebody told of: `who` they are, and their `name` if it was told.
    """
    return list(tracker.get_slot("people") or [])


def flagged(tracker: Tracker, slot: str, value: str | None) -> bool:
    """
    Whether a slot has a value; `None` asks for an empty one. A number that is not there counts as 0.
    """
    held = tracker.get_slot(slot)
    return not held if value is None else str(held or 0 if value == "0" else held) == value


def say(dispatcher: CollectingDispatcher, response: str, **facts: Any) -> None:
    """
    Say a response of `dialogues/responses/`, with facts to fill in.
    """
    dispatcher.utter_message(response=response, **facts)


def do(dispatcher: CollectingDispatcher, deed: str) -> None:
    """
    Ask the house to do something: see `bot.dialogue`.
    """
    dispatcher.utter_message(json_message={"do": deed})


def remember(**slots: Any) -> Events:
    """
    The events that keep some slots.
    """
    return [SlotSet(name, value) for name, value in slots.items()]


def added(values: Iterable[str], value: str, most: int) -> list[str]:
    """
    A list with one more at its end, at most `most` long; the first stays, for it is what someone came with.
    """
    grown = [*values, value]
    return grown if len(grown) <= most else [grown[0], *grown[-(most - 1) :]]
