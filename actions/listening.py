"""
Listening: giving back what someone said, in their words, before anything is offered.

Two turns of listening come before any suggestion, three after a loss, four after more than one. Then, now and then, one step
further round the circle: a wish, something good, a person to talk to. What each kind of telling means is a table,
`dialogues/listening.yml`; what comes after it another, `dialogues/circle.yml`.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import deaths, particulars
from actions.closed import avoids
from actions.curt import ease_off, tires
from actions.giving import given
from actions.lacks import lacks
from actions.losses import BACK, BEREAVED, mourned, sympathise, unspoken
from actions.noting import noticed
from actions.particulars import Particular
from actions.quotes import quoted
from actions.small import small
from actions.somebody import alive, gone, introduces, line_for, missed, pet
from actions.talk import Events, do, flagged, heard, intent, items, nightly, number, remember, say
from actions.telling import (
    CERTAIN,
    HOW_TO,
    Telling,
    circle,
    confidence,
    left_alone,
    lost,
    patience,
    says,
    since,
    sure,
    taken_back,
    told,
    unsaid,
)
from actions.weight import fitting, grave, turned, weary, weight
from actions.words import asks, own_words

ROUND = 3
ONESELF = re.compile(
    r"\b(?:kwaad|boos|woedend|nie?t? bezorgd|ikzelf|mezelf|mijzelf|ik voel(?:de)? me|(?:ik|voel me|ben|zit ik) (?:eigenlijk )?zelf|zelf ook"
    r"|(?:bij|over) mij)\b",
    re.IGNORECASE,
)
GENERAL_TURNS = 2
CHAT = "chat"
ASK_MEANING = "ask_meaning"
BRIEF = 8
DETAIL = 3  # of a loss, so few words already tell something to stay with
BARE = 2  # of so few words nothing is concluded, unless one of them weighs
OVERDUE = 3
MISSING = ("share_bereavement", "share_breakup", "share_missing_someone")
ROUGH = ("share_anger", "share_let_down_by_services")


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
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        telling, text = Telling.of(told(tracker)), heard(tracker)
        if tracker.get_slot("question") == "general":
            return listen_in_general(dispatcher, tracker)
        # "Liever over mij" asks the open question again: what comes then is about oneself; and so is what makes one angry.
        about_other = tracker.get_slot("about_other") and tracker.get_slot("question") != "open"
        if (
            about_other
            and telling.intent != "share_anger"
            and not tracker.get_slot("corrected")
            and not (ONESELF.search(text) or left_alone(text))
        ):
            return listen_about_other(dispatcher, text)
        if chatting(tracker, text) and (telling.light or not sure(tracker, float(circle()["surely"]))):
            return chat_on(dispatcher, tracker, text)
        if tracker.get_slot("corrected"):
            say(dispatcher, "utter_misread")
        if taken_back(tracker, text):
            return take_back(dispatcher, tracker)
        quiet = telling.intent == "share_alone" and not says("felt", text)
        if alive(tracker) and (telling.intent in MISSING or quiet or introduces(tracker, text)):
            return listen_on(dispatcher, tracker, text)
        if gone(tracker) and telling.intent in (*MISSING, "share_alone", "share_sadness"):
            return reflect(dispatcher, tracker, Telling.of("share_bereavement"), text)
        doubted = weight(text) != "good" and confidence(tracker) < CERTAIN
        cheered = telling.light and (grave(tracker) or weight(text) == "heavy" or (text and doubted))
        bare = 0 < len(text.split()) <= BARE and weight(text) == "plain"
        if telling.intent in (*MISSING, "share_alone", "share_sadness") and lacks(text):
            return listen_on(dispatcher, tracker, text)
        if telling.light and grave(tracker) and small(text, items(tracker, "particulars")):
            return listen_on(dispatcher, tracker, text)
        if cheered or bare or avoids(tracker, telling.intent) or not sure(tracker) or unsaid(tracker, telling, text):
            return listen_on(dispatcher, tracker, text)
        return reflect(dispatcher, tracker, telling, text)


def take_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Own up to it, and forget what was concluded.
    """
    say(dispatcher, "utter_taken_back")
    return remember(topic=None, losses=None, causes=None, kind=None, corrected=None, misunderstood=0)


def listen_about_other(dispatcher: CollectingDispatcher, text: str) -> Events:
    """
    One turn about somebody else: words to begin with for whoever asks for them, else what was seen given back.
    """
    asks = text.rstrip().endswith("?")
    if in_need(text):
        say(dispatcher, "utter_concern_urgent")
    else:
        tip = "utter_concern_tip" if asks else "utter_concern_on"
        say(dispatcher, "utter_concern_words" if HOW_TO.search(text) else tip)
    return remember(about_other=True, misunderstood=0, corrected=None)


def in_need(text: str) -> bool:
    """
    Whether somebody else may be lying there: no answer, or signs of nobody, for days.
    """
    return says("unanswered", text) or (says("unseen", text) and says("days", text))


def chatting(tracker: Tracker, text: str) -> bool:
    """
    Whether this is small talk, and stays so: nothing in it is felt.
    """
    return tracker.get_slot("mode") == CHAT and weight(text) != "heavy"


def chat_on(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    One more turn of small talk: about what was named, when it is something we know.
    """
    found = _particular(tracker, text)
    if found:
        say(dispatcher, f"utter_hear_{found.id}", pet=pet(tracker))
    else:
        say(dispatcher, "utter_listen_good" if weight(text) == "good" else "utter_chat_on", words=own_words(text))
    return remember(
        mode=CHAT, about_other=None, misunderstood=0, corrected=None, **_noted(tracker, found.id if found else None)
    )


def listen_on(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    What was not understood well enough is listened to, or owned up to when it was a question; nothing is concluded from it but a
    particular that was said in so many words.
    """
    found = _particular(tracker, text)
    if tires(tracker) and not found and not number(tracker, "quiet"):
        return ease_off(dispatcher, corrected=None, about_other=None)
    facts: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    lacking, good = lacks(text), small(text, items(tracker, "particulars"))
    moves = items(tracker, "moves")
    if asks(text):
        response, found = "utter_question", None
    elif number(tracker, "quiet"):
        response = f"utter_still_{found.id}" if found else "utter_listen_still"
    elif found:
        response, facts = f"utter_hear_{found.id}", {"pet": pet(tracker)}
    elif lacking:
        response, facts = "utter_listen_lack", {"thing": lacking}
    elif good:
        response, facts = f"utter_small_{'soft' if grave(tracker) or weary(tracker) else 'good'}", _thing(good[1])
    elif second := unspoken(tracker, text):
        say(dispatcher, "utter_listen_still")
        response, facts, moves = BACK, {"second": second}, [*moves, BACK]
    elif (person := line_for(tracker)) and (weight(text) != "heavy" or introduces(tracker, text)):
        response, facts = person
    else:
        response = fitting(tracker, text)
        back = given(tracker, text, response)
        facts, kept = back.facts, back.kept(tracker)
    say(dispatcher, response, **facts)
    return remember(
        listened=number(tracker, "listened") + 1,
        quotes=quoted(tracker, text),
        topic=tracker.get_slot("topic") or (None if lacking or good else intent(tracker)),
        moves=moves,
        duration=tracker.get_slot("duration") or since(text),
        corrected=None,
        about_other=None,
        misunderstood=0,
        quiet=max(0, number(tracker, "quiet") - 1),
        **turned(tracker, text, response),
        **_noted(tracker, found.id if found else good[0] if good and "thing" in facts else None),
        **kept,
    )


def _particular(tracker: Tracker, text: str) -> Particular | None:
    """
    The particular that a message is about; nothing light after something grave.
    """
    found = particulars.find(text, items(tracker, "particulars"))
    return None if found and found.light and grave(tracker) else found


def reflect(dispatcher: CollectingDispatcher, tracker: Tracker, telling: Telling, text: str) -> Events:
    """
    Give back what was understood, and keep what it tells of the person.
    """
    corrected = bool(tracker.get_slot("corrected"))
    found = _particular(tracker, text)
    if telling.intent == BEREAVED and not mourned(items(tracker, "losses")) and deaths.told(text):
        return sympathise(dispatcher, tracker, text, f"utter_still_{found.id}" if found else "utter_loss")
    light = telling.light or bool(found and found.light)
    heavy = 0 if light else number(tracker, "heavy") + 1
    listened = number(tracker, "listened") + 1
    losses = lost(items(tracker, "losses"), telling, text)
    moves = items(tracker, "moves")
    hushed = number(tracker, "quiet") > 0
    small = tracker.get_slot("mode") == CHAT
    asked = asks(text) and telling.kind != "existential"
    if asked:
        say(dispatcher, "utter_fact_unknown_first")
    calm = not (corrected or small or hushed or asked)
    second = unspoken(tracker, text) if calm else None
    move: dict[str, Any] | None = {"say": BACK} if second else None
    if calm and not second and not gone(tracker):
        move = next_move(tracker, telling, listened, patience(len(losses)), text)
    still = f"utter_still_{found.id if found else telling.intent}"
    if hushed and not found and confidence(tracker) < float(circle()["surely"]):
        still = "utter_listen_still"
    meant = says("whole_life", text)  # of this very line; what was said turns ago asks nothing now
    response = f"utter_hear_{found.id}" if found else telling.hear
    back, said_back = given(tracker, text, telling.echo if move else response), False
    if telling.kind == "existential" and meant and ASK_MEANING not in moves and number(tracker, "level") < 2:
        say(dispatcher, still)
        do(dispatcher, ASK_MEANING)
        moves, heavy = [*moves, ASK_MEANING], 0
    elif move:
        said_back = bool(any(back.facts.values()) and not found)
        say(dispatcher, telling.echo if said_back else still, **back.facts)
        say(dispatcher, move["say"], second=second)
        moves, heavy = [*moves, move["say"]], 0 if move.get("light") else heavy
    elif hushed or ((heavy > circle()["heavy"] or weary(tracker)) and not corrected):
        response, heavy = still, 0
        say(dispatcher, still)
    else:
        said_back = not found
        say(dispatcher, response, **back.facts, name=missed(tracker), pet=pet(tracker))
    return remember(
        listened=listened,
        heavy=heavy,
        words=own_words(text) or tracker.get_slot("words"),
        quotes=quoted(tracker, text),
        kind=telling.kind or tracker.get_slot("kind"),
        duration=tracker.get_slot("duration") or since(text),
        causes=_with(_with(items(tracker, "causes"), telling.cause), found.cause if found else None),
        topic=tracker.get_slot("topic") if telling.light else telling.intent,
        losses=losses,
        moves=moves,
        moved_at=listened if move else tracker.get_slot("moved_at"),
        about_other=None,
        corrected=None,
        misunderstood=0,
        quiet=max(0, number(tracker, "quiet") - 1),
        **turned(tracker, text, response),
        **_noted(tracker, found.id if found else None),
        **(back.kept(tracker) if said_back else {}),
    )


def _noted(tracker: Tracker, name: str | None) -> dict[str, Any]:
    return {"particulars": [*items(tracker, "particulars"), name]} if name else {}


def _thing(said: str) -> dict[str, Any]:
    return {"thing": said, "Thing": f"{said[:1].upper()}{said[1:]}"}


class ActionChat(Action):
    """
    Talking about nothing in particular: from then on no steps, no questions about what is hard, until something hard is told.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_chat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Begin, or go on.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text = heard(tracker)
        if tracker.get_slot("mode") == CHAT:
            return chat_on(dispatcher, tracker, text)
        say(dispatcher, "utter_just_talk")
        return remember(mode=CHAT, about_other=None, misunderstood=0)


class ActionGeneral(Action):
    """
    Talking in general terms first, about people, and only later and softly about oneself.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_general"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Go on in general; after a few turns ask whether they know it themselves.
        """
        return listen_in_general(dispatcher, tracker)


def listen_in_general(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    One turn of talking about people in general.
    """
    turns = number(tracker, "general") + 1
    say(
        dispatcher,
        "utter_general_self" if turns == GENERAL_TURNS else "utter_general_on",
        words=own_words(heard(tracker)),
    )
    return remember(general=turns, misunderstood=0)


def next_move(tracker: Tracker, telling: Telling, listened: int, patient: int, text: str) -> dict[str, Any] | None:
    """
    The move to make after this reflection, if it is time for one: never twice, never what was declined, every third turn at most.

    Never on top of something that was just told at length, a detail of a loss, or anger: then it waits for a calmer moment.
    """
    gone = {*items(tracker, "moves"), *items(tracker, "declined")}
    late = patient - int(circle()["patience"]["other"]) + (ROUND if telling.tender or items(tracker, "losses") else 0)
    waited = listened - max(number(tracker, "moved_at"), patient)
    mourned = telling.loss and items(tracker, "losses")
    full = len(text.split()) > (DETAIL if mourned else BRIEF) and not telling.light
    if waited < 1 or (number(tracker, "moved_at") and waited < ROUND) or telling.intent in ROUGH:
        return None
    if full and (mourned or waited < ROUND + OVERDUE):
        return None
    spent = tracker.get_slot("energy") == "none" or telling.cause == "tired" or "tired" in items(tracker, "causes")
    mourns = any(loss.startswith("share_bereavement") for loss in items(tracker, "losses"))
    for move in circle()["moves"]:
        if move["say"] in gone or listened < int(move["after"]) + late:
            continue
        if any(tracker.get_slot(slot) for slot in move.get("unless", [])) or move.get("mourning", mourns) != mourns:
            continue
        if grave(tracker) and move["say"] != "utter_offer_human":
            continue
        if ((spent or nightly(tracker)) and move.get("effort")) or set(move.get("needs", [])) & set(
            items(tracker, "limits")
        ):
            continue
        if all(flagged(tracker, slot, value) for slot, value in move.get("when", {}).items()):
            return dict(move)
    return None


def _with(values: list[str], value: str | None) -> list[str]:
    return [*values, value] if value and value not in values else values
