"""
One turn of one action, without engine or house: what is remembered goes in, what is said and remembered comes out.
"""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import all_actions
from actions.quiet import counted

ACTIONS: dict[str, Action] = {str(action.name()): action for action in all_actions()}


@dataclass(frozen=True, slots=True)
class Turn:
    """
    What an action did: the names of the responses it said, the facts it gave each, the whole memory afterwards, and what it asked the
    house to do.
    """

    said: list[str]
    facts: list[dict[str, Any]]
    slots: dict[str, Any]
    did: list[str]


def turn(action: str, text: str = "", intent: str = "", option: str = "", fact: str = "", **slots: Any) -> Turn:
    """
    Run an action by name for a message: its text, its (certain) intent, what it chose or asks, and the memory before it.
    """
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in (("option", option), ("fact", fact)) if value],
    }
    memory = {"question": "none", **slots}
    tracker = Tracker("x", dict(memory), message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events: Any = ACTIONS[action].run(dispatcher, tracker, {})
    kept = {event["name"]: event["value"] for event in events}
    lines = [message for message in dispatcher.messages if message.get("response")]
    did = [str(message["custom"]["do"]) for message in dispatcher.messages if (message.get("custom") or {}).get("do")]
    return Turn([str(line["response"]) for line in lines], lines, counted(memory | kept), did)


def telling(*told: tuple[str, str], **slots: Any) -> list[Turn]:
    """
    Several reflections in a row, each a text and its intent; the memory goes from one to the next.
    """
    turns: list[Turn] = []
    for text, intent in told:
        turns.append(turn("action_reflect", text, intent, **slots))
        slots = turns[-1].slots
    return turns
