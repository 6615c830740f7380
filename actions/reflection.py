"""
Reflection: giving back what someone said, in their words, before anything is offered.

Two turns of listening come before any suggestion, three after a loss, four after more than one. What each kind of telling means is a
table, `dialogues/listening.yml`; what comes after it another, `dialogues/circle.yml`.
"""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import deaths, particulars
from actions.chat import CHAT, chat_on, chatting
from actions.closed import avoids
from actions.concern import listen_about_other, still_about_other
from actions.general import listen_in_general
from actions.gist import gist
from actions.giving import Given, given
from actions.lacks import lacks
from actions.listening import listen_on, take_back
from actions.losses import BACK, BEREAVED, mourned, sympathise, unspoken
from actions.moves import next_move
from actions.noting import noticed
from actions.particulars import Particular
from actions.quiet import hushed
from actions.small import small
from actions.somebody import alive, gone, introduces, missed, pet, relation
from actions.talk import Events, do, heard, intent, items, number, remember, say
from actions.telling import (
    CERTAIN,
    LOST,
    Telling,
    circle,
    confidence,
    lost,
    of_another,
    others_than_lost,
    patience,
    says,
    sure,
    taken_back,
    told,
    unsaid,
)
from actions.trace import joined, noted, trace
from actions.weight import grave, weary, weight
from actions.words import asks, own_words

ASK_MEANING = "ask_meaning"
BARE = 2  # of so few words nothing is concluded, unless one of them weighs
MISSED = ("share_bereavement", "share_missing_someone")
MISSING = (*MISSED, "share_breakup")
SAD = (*MISSING, "share_alone", "share_sadness")


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
        Say a reflection for the intent, or one without question and then a move of the circle.
        """
        if (answered := noticed(dispatcher, tracker)) is not None:
            return answered
        telling, text = Telling.of(told(tracker)), heard(tracker)
        if tracker.get_slot("question") == "general":
            return listen_in_general(dispatcher, tracker)
        if still_about_other(tracker, telling, text):
            return listen_about_other(dispatcher, text)
        if chatting(tracker, text) and (telling.light or not sure(tracker, float(circle()["surely"]))):
            return chat_on(dispatcher, tracker, text)
        if tracker.get_slot("corrected"):
            say(dispatcher, "utter_misread")
        if taken_back(tracker, text):
            return take_back(dispatcher, tracker)
        return _reflect_or_listen(dispatcher, tracker, telling, text)


def _reflect_or_listen(dispatcher: CollectingDispatcher, tracker: Tracker, telling: Telling, text: str) -> Events:
    """
    A reflection of what is sure; what is not is only listened to.
    """
    if _about_somebody(tracker, telling, text):
        return listen_on(dispatcher, tracker, text)
    if gone(tracker) and telling.intent in SAD:
        return reflect(dispatcher, tracker, Telling.of(BEREAVED), text)
    if _doubtful(tracker, telling, text):
        return listen_on(dispatcher, tracker, text)
    return reflect(dispatcher, tracker, telling, text)


def _about_somebody(tracker: Tracker, telling: Telling, text: str) -> bool:
    """
    Whether it is about somebody who lives, and nobody is missed.
    """
    quiet = telling.intent == "share_alone" and not says("felt", text)
    return alive(tracker) and (telling.intent in MISSING or quiet or introduces(tracker, text))


def _doubtful(tracker: Tracker, telling: Telling, text: str) -> bool:
    """
    Whether what we took a message for is not what it says: a thing is missed and nobody, it cheers about what weighs, it is a word or
    two, none of the words in which such a thing is told, or told of somebody else.
    """
    if telling.intent in SAD and lacks(text):
        return True
    if (
        intent(tracker) in MISSED
        and others_than_lost(tracker, text)
        and items(tracker, "losses")
        and not LOST.search(text)
    ):
        return True  # who is still there is spoken of, and nobody is missed in it
    if telling.light and grave(tracker) and small(text, items(tracker, "particulars")):
        return True
    unsure = weight(text) != "good" and confidence(tracker) < CERTAIN
    cheered = telling.light and (grave(tracker) or weight(text) == "heavy" or (text and unsure))
    bare = 0 < len(text.split()) <= BARE and weight(text) == "plain"
    if cheered or bare or avoids(tracker, telling.intent):
        return True
    return not sure(tracker) or unsaid(tracker, telling, text) or of_another(telling, text)


@dataclass(frozen=True, slots=True)
class Told:
    """
    What somebody told in a turn, and what follows from it.
    """

    telling: Telling
    text: str
    found: Particular | None
    listened: int
    losses: list[str]
    heavy: int
    move: dict[str, Any] | None
    second: str | None
    asked: bool

    @classmethod
    def of(cls, tracker: Tracker, telling: Telling, text: str) -> "Told":
        """
        All of it, for a message.
        """
        found = particulars.fresh(tracker, text)
        light = telling.light or bool(found and found.light)
        listened = number(tracker, "listened") + 1
        losses = lost(items(tracker, "losses"), telling, text)
        asked = asks(text) and telling.kind != "existential"
        chats = tracker.get_slot("mode") == CHAT
        calm = not (tracker.get_slot("corrected") or chats or hushed(tracker) or asked)
        second = unspoken(tracker, text) if calm else None
        move: dict[str, Any] | None = {"say": BACK} if second else None
        if calm and not second and not gone(tracker):
            move = next_move(tracker, telling, listened, patience(len(losses)), text)
        heavy = 0 if light else number(tracker, "heavy") + 1
        return cls(telling, text, found, listened, losses, heavy, move, second, asked)

    @property
    def response(self) -> str:
        """
        The line that gives it back and asks on.
        """
        return f"utter_hear_{self.found.id}" if self.found else self.telling.hear

    def still(self, tracker: Tracker) -> str:
        """
        The line that only gives it back.
        """
        if hushed(tracker) and not self.found and confidence(tracker) < float(circle()["surely"]):
            return "utter_listen_still"
        return f"utter_still_{self.found.id if self.found else self.telling.intent}"


@dataclass(frozen=True, slots=True)
class Done:
    """
    What was done with it: the line that was said, how often in a row it was about what is heavy, and what of their words came back.
    """

    response: str
    heavy: int
    move: str | None = None
    back: Given | None = None


def reflect(dispatcher: CollectingDispatcher, tracker: Tracker, telling: Telling, text: str) -> Events:
    """
    Give back what was understood, and keep what it tells of the person.
    """
    found = particulars.fresh(tracker, text)
    if telling.intent == BEREAVED and not mourned(items(tracker, "losses")) and deaths.told(text):
        return sympathise(dispatcher, tracker, text, f"utter_still_{found.id}" if found else "utter_loss")
    turn = Told.of(tracker, telling, text)
    if turn.asked:
        say(dispatcher, "utter_fact_unknown_first")
    done = _answered(dispatcher, tracker, turn)
    return remember(**_understood(tracker, turn), **_made(tracker, turn, done))


def _answered(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Told) -> Done:
    """
    Ask whether they still want to live, make a move, only give back, or give back and ask on.
    """
    if _asks_meaning(tracker, turn):
        say(dispatcher, turn.still(tracker))
        do(dispatcher, ASK_MEANING)
        return Done(turn.response, 0, ASK_MEANING)
    if turn.move:
        return _moved(dispatcher, tracker, turn, turn.move)
    rest = (turn.heavy > circle()["heavy"] or weary(tracker)) and not tracker.get_slot("corrected")
    if hushed(tracker) or rest:
        still = turn.still(tracker)
        say(dispatcher, still, **_about(tracker, turn))
        return Done(still, 0)
    back = given(tracker, turn.text, turn.response)
    say(dispatcher, turn.response, **back.facts | _about(tracker, turn))
    return Done(turn.response, turn.heavy, back=None if turn.found else back)


def _about(tracker: Tracker, turn: Told) -> dict[str, Any]:
    """
    Whom and what it is about, when all that fits better was said.
    """
    about = {"name": missed(tracker), "pet": pet(tracker), "relation": relation(turn.text)}
    return about | {"gist": gist(turn.text)}


def _asks_meaning(tracker: Tracker, turn: Told) -> bool:
    """
    Whether this very line speaks of the whole life; what was said turns ago asks nothing now.
    """
    meant = turn.telling.kind == "existential" and says("whole_life", turn.text)
    return meant and ASK_MEANING not in items(tracker, "moves") and number(tracker, "level") < 2


def _moved(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Told, move: dict[str, Any]) -> Done:
    """
    Give back in a line without question, and make the move.
    """
    back = given(tracker, turn.text, turn.telling.echo)
    echoed = any(back.facts.values()) and not turn.found
    say(dispatcher, turn.telling.echo if echoed else turn.still(tracker), **back.facts | _about(tracker, turn))
    say(dispatcher, move["say"], second=turn.second)
    return Done(turn.response, 0 if move.get("light") else turn.heavy, move["say"], back if echoed else None)


def _understood(tracker: Tracker, turn: Told) -> dict[str, Any]:
    """
    What a turn tells of the person.
    """
    telling, found = turn.telling, turn.found
    return {
        "words": own_words(turn.text) or tracker.get_slot("words"),
        "kind": telling.kind or tracker.get_slot("kind"),
        "causes": joined(items(tracker, "causes"), telling.cause, found.cause if found else None),
        "topic": tracker.get_slot("topic") if telling.light else telling.intent,
        "losses": turn.losses,
        **noted(tracker, found.id if found else None),
    }


def _made(tracker: Tracker, turn: Told, done: Done) -> dict[str, Any]:
    """
    What was done in a turn.
    """
    moves = [*items(tracker, "moves"), *([done.move] if done.move else [])]
    moved_at = turn.listened if turn.move else tracker.get_slot("moved_at")
    kept = done.back.kept(tracker) if done.back else {}
    return {
        **trace(tracker, turn.text, done.response),
        "heavy": done.heavy,
        "moves": moves,
        "moved_at": moved_at,
        **kept,
    }
