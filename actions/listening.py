"""
Listening: giving back what someone said, in their words, before anything is offered.

Two turns of listening come before any suggestion, three after a loss. Then, now and then, one step further: a wish, something
good, a person to talk to. What each kind of telling means is a table, `dialogues/listening.yml`.
"""

from functools import cache
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Events, added, heard, intent, items, number, remember, say
from actions.words import own_words
from store.texts import DIALOGUES

QUOTES = 8


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/listening.yml`: per intent the line to give back and the kind of loneliness, and the ladder of what comes after.
    """
    content: dict[str, Any] = yaml.safe_load((DIALOGUES / "listening.yml").read_text(encoding="utf-8"))
    return content


class ActionReflect(Action):
    """
    Gives back what was told, and asks one thing on.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_reflect"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Say a reflection for the intent; on a rung of the ladder a reflection without question, and then the rung's question.
        """
        told = table()["told"].get(intent(tracker), table()["told"]["share_sadness"])
        text = heard(tracker)
        words = own_words(text)
        listened = number(tracker, "listened") + 1
        kind = told.get("kind") or tracker.get_slot("kind")
        rung = next_rung(tracker, listened, told)
        if rung:
            say(dispatcher, told.get("echo", "utter_echo"), words=words)
            say(dispatcher, rung)
        else:
            say(dispatcher, told["hear"], words=words)
        quotes = added(items(tracker, "quotes"), text, QUOTES) if text else items(tracker, "quotes")
        asked = [*items(tracker, "offered"), rung] if rung else items(tracker, "offered")
        return remember(
            listened=listened,
            heard="enough" if listened >= patience(tracker, told) else "not_yet",
            words=words,
            quotes=quotes,
            kind=kind,
            topic=intent(tracker),
            loss=bool(told.get("loss")) or bool(tracker.get_slot("loss")),
            offered=asked,
            misunderstood=0,
        )


def patience(tracker: Tracker, told: dict[str, Any] | None = None) -> int:
    """
    How many turns of listening come before a suggestion.
    """
    loss = bool((told or {}).get("loss")) or bool(tracker.get_slot("loss"))
    return int(table()["patience"]["loss" if loss else "other"])


def next_rung(tracker: Tracker, listened: int, told: dict[str, Any]) -> str | None:
    """
    The response to go on with after this reflection, if it is time for one: never twice, never what was declined.
    """
    gone = {*items(tracker, "offered"), *items(tracker, "declined")}
    for rung in table()["ladder"]:
        late = int(rung["after"]) + patience(tracker, told) - int(table()["patience"]["other"])
        if rung["say"] in gone or tracker.get_slot(rung.get("unless", "")):
            continue
        return str(rung["say"]) if listened >= late and (listened - late) % 2 == 0 else None
    return None
