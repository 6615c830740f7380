"""
Somebody: the one whom a message names, as far as we were told who that is (`actions.memory`). Who lives is not mourned, who died is
spoken of by name.
"""

import re
from typing import Any

from rasa_sdk import Tracker

from actions import deaths
from actions.names import started
from actions.talk import heard
from actions.telling import LOST

INTRODUCED = 6
PETS = ("hond", "hondje", "kat", "poes", "kater")
MISSES = re.compile(r"\bmis(?:t|sen)?\b", re.IGNORECASE)


def _person(tracker: Tracker) -> dict[str, Any]:
    return dict((tracker.get_slot("news") or {}).get("person") or {})


def line_for(tracker: Tracker) -> tuple[str, dict[str, str]] | None:
    """
    The line for somebody whom a message names: the first time with who it is.
    """
    person, new = _person(tracker), (tracker.get_slot("news") or {}).get("new", [])
    if not person:
        return None
    response = "utter_listen_person"
    if person["name"] in new:
        response = "utter_listen_new_person" if person["who"] else "utter_listen_who"
    return response, called(person)


def called(person: dict[str, Any]) -> dict[str, str]:
    """
    Somebody, to fill in a line: their name, within a sentence and to begin one, and who they are.
    """
    name = str(person["name"])
    return {"name": name, "Name": started(name)} | ({"relation": f"je {person['who']}"} if person["who"] else {})


def alive(tracker: Tracker) -> bool:
    """
    Whether a message speaks of somebody by name who did not die, and says nothing of a loss: then it is about them.
    """
    person = _person(tracker)
    return bool(person and not person.get("gone") and not LOST.search(heard(tracker)))


def gone(tracker: Tracker) -> bool:
    """
    Whether a message speaks by name of somebody who died.
    """
    return bool(_person(tracker).get("gone"))


def relation(text: str) -> str | None:
    """
    The one of one's own whom a message names by what they are: "je broertje".
    """
    named = set(deaths.named(text))
    return f"je {named.pop()}" if len(named) == 1 else None


def introduces(tracker: Tracker, text: str) -> bool:
    """
    Whether a short message does no more than say who somebody is.
    """
    return bool((tracker.get_slot("news") or {}).get("new")) and len(text.split()) <= INTRODUCED


def missed(tracker: Tracker) -> str | None:
    """
    The name of the one who is missed in a message: who died, or of whom it says so.
    """
    person = _person(tracker)
    misses = person and (person.get("gone") or MISSES.search(heard(tracker)))
    return str(person["name"]) if misses else None


def pet(tracker: Tracker) -> str | None:
    """
    The name of the animal whom a message speaks of.
    """
    person = _person(tracker)
    return str(person["name"]) if person.get("who") in PETS else None
