"""
The circle: beginning, coming back after a while, and going back a phase. Every phase can be entered, skipped and left.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.listening import listen_on
from actions.memory import names
from actions.noting import noticed
from actions.talk import Events, heard, items, number, people, remember, say
from actions.telling import circle
from actions.words import bare_wish, own_words
from store.patterns import plain

AWAY_MINUTES = 180
HELLO_WORDS = 6
HELLO = re.compile(
    r"\b(?:hoi|hallo|hey|hee|heey|hai|hi|yo|he|dag|goe\w* ?(?:morgen|middag|dag|avond|nacht)|daar|allemaal|nachtlicht|ben (?:ik )?er weer"
    r"|is daar iemand)\b"
)


def more_than_hello(text: str) -> bool:
    """
    Whether a message tells something besides its greeting.
    """
    return len(HELLO.sub(" ", plain(text)).split()) > HELLO_WORDS


class ActionGreet(Action):
    """
    Says hello; to someone who comes back after hours or days, with where they were.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Who says more than hello is listened to. Else first ask after a step that was planned, or pick up their words, or begin.
        """
        if more_than_hello(heard(tracker)):
            answered = noticed(dispatcher, tracker)
            return listen_on(dispatcher, tracker, heard(tracker)) if answered is None else answered
        away = number(tracker, "away") >= AWAY_MINUTES
        quotes, step = items(tracker, "quotes"), str(tracker.get_slot("step") or "")
        if away and step and not tracker.get_slot("looked_back"):
            say(dispatcher, "utter_back_step", step=bare_wish(step))
            return remember(looked_back=True, measured=None, misunderstood=0)
        if away and quotes:
            named = names(people(tracker))
            say(dispatcher, "utter_back_talk", words=None if named else own_words(quotes[-1]), people_named=named)
            return remember(measured=None, misunderstood=0)
        say(dispatcher, "utter_greet")
        return remember(misunderstood=0)


class ActionBack(Action):
    """
    Goes back one phase of the circle, and shows the others.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Begin the phase before this one again; after the first there is only the choice.
        """
        visited = [phase for phase in items(tracker, "phases") if phase in circle()["phases"]]
        earlier = visited[:-1]
        if not earlier:
            say(dispatcher, "utter_go_back")
            return remember(misunderstood=0)
        wish = tracker.get_slot("wish")
        quotes = items(tracker, "quotes")
        facts = {
            "wish": bare_wish(str(wish)) if wish else None,
            "words": own_words(quotes[0]) if quotes else None,
            "step": tracker.get_slot("step"),
        }
        say(dispatcher, circle()["phases"][earlier[-1]]["enter"], **facts)
        return remember(phases=earlier[:-1], misunderstood=0)
