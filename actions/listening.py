"""
Listening: giving back what someone said, in their words, before anything is offered.

Two turns of listening come before any suggestion, three after a loss, four after more than one. Then, now and then, one step
further round the circle: a wish, something good, a person to talk to. What each kind of telling means is a table,
`dialogues/listening.yml`; what comes after it another, `dialogues/circle.yml`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import particulars
from actions.particulars import Particular
from actions.patterns import compiled, plain
from actions.talk import Events, added, do, flagged, heard, intent, items, number, remember, say
from actions.words import own_words, tells
from store.texts import DIALOGUES

QUOTES = 8
ROUND = 3
KIN = re.compile(
    r"\b(?:man|vrouw|moeder|mama|ma|vader|papa|pa|zoon|dochter|zus|broer|oma|opa|vriend|vriendin|hond|kat|kind|partner)\b",
    re.IGNORECASE,
)
ONESELF = re.compile(
    r"\b(?:kwaad|boos|woedend|nie?t? bezorgd|ikzelf|mezelf|mijzelf|ik voel(?:de)? me|(?:ik|voel me|ben) (?:eigenlijk )?zelf|zelf ook"
    r"|(?:bij|over) mij)\b",
    re.IGNORECASE,
)
LONG = re.compile(
    r"\b(?:jaren|al lang|mijn hele leven|altijd al|(?:\d+|twee|drie|vier|vijf|zes|tien|twintig) jaar)\b", re.IGNORECASE
)
TIME = re.compile(r"\b(?:sinds|maand(?:en)?|weken|vorig(?:e)? (?:week|jaar|maand)|geleden|een jaar)\b", re.IGNORECASE)
GENERAL_TURNS = 2
CERTAIN = 0.9
HOW_TO = re.compile(r"\b(?:hoe (?:begin|zeg|vraag)|wat (?:zeg|schrijf|zet)|wat zal ik)\b", re.IGNORECASE)
CHAT = "chat"
ASK_MEANING = "ask_meaning"
QUOTED_FIRST = 2
QUOTE_EVERY = 3
BRIEF = 8
OVERDUE = 3
ROUGH = ("share_anger", "share_let_down_by_services")
DEATH = re.compile(
    r"\b(?:overl(?:eden|ijden|eed)|gest(?:orven|ierf)|stierf|sterf\w*|dood\w*|begra\w+|crema\w+|gecremeerd|weduw\w+|rouw\w*|uitvaart|verloor|"
    r"verloren|heengegaan|ingeslapen|urn|graf|kerkhof|er niet meer|niet meer is)\b",
    re.IGNORECASE,
)
ALIVE = re.compile(
    r"\b(?:niet (?:dood|overleden|gestorven)|leeft (?:nog|gewoon)|leven nog|(?:ze|hij|zij) leeft|nog in leven)\b",
    re.IGNORECASE,
)


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/listening.yml`: per intent the line to give back, the kind of loneliness and the cause.
    """
    content: dict[str, Any] = yaml.safe_load((DIALOGUES / "listening.yml").read_text(encoding="utf-8"))
    return content


@cache
def circle() -> dict[str, Any]:
    """
    `dialogues/circle.yml`: the phases, how patient we are, and the moves that come after listening.
    """
    content: dict[str, Any] = yaml.safe_load((DIALOGUES / "circle.yml").read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True, slots=True)
class Telling:
    """
    What someone told, as the table knows it.
    """

    intent: str
    hear: str
    echo: str = "utter_echo"
    kind: str | None = None
    cause: str | None = None
    loss: bool = False
    light: bool = False
    tender: bool = False
    subject: str = ""

    @classmethod
    def of(cls, intent: str) -> "Telling":
        """
        The row of an intent; that of sadness for one that has none.
        """
        known = table()["told"]
        name = intent if intent in known else "share_sadness"
        fields = {key: value for key, value in known[name].items() if key not in ("back", "says")}
        return cls(name, **fields)


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
        telling, text = Telling.of(told(tracker)), heard(tracker)
        if tracker.get_slot("question") == "general":
            return listen_in_general(dispatcher, tracker)
        # "Liever over mij" asks the open question again: what comes then is about oneself; and so is what makes one angry.
        about_other = tracker.get_slot("about_other") and tracker.get_slot("question") != "open"
        if (
            about_other
            and telling.intent != "share_anger"
            and not tracker.get_slot("corrected")
            and not ONESELF.search(text)
        ):
            return listen_about_other(dispatcher, text)
        if tracker.get_slot("mode") == CHAT and (telling.light or not sure(tracker, float(circle()["surely"]))):
            return chat_on(dispatcher, text)
        if tracker.get_slot("corrected"):
            say(dispatcher, "utter_misread")
        if taken_back(tracker, text):
            return take_back(dispatcher, tracker)
        if not sure(tracker) or unsaid(tracker, telling, text):
            return listen_on(dispatcher, tracker, text)
        return reflect(dispatcher, tracker, telling, text)


def told(tracker: Tracker) -> str:
    """
    What was told. Of a death only when it was said; and somebody who died is not lightly taken for somebody who left.
    """
    name, text = intent(tracker), heard(tracker)
    mourned = any(loss.startswith("share_bereavement") for loss in items(tracker, "losses"))
    if name == "share_bereavement" and text and not mourned and (not DEATH.search(text) or ALIVE.search(text)):
        return "share_missing_someone"
    if name in ("share_breakup", "share_missing_someone") and mourned and not sure(tracker, CERTAIN):
        return "share_bereavement"
    return name


def unsaid(tracker: Tracker, telling: Telling, text: str) -> bool:
    """
    Whether a message has none of the words in which such a thing is told; then it has to be very sure.
    """
    stems = table()["told"][telling.intent].get("says")
    if not stems or not text or confidence(tracker) >= CERTAIN:
        return False
    return not any(word.startswith(tuple(map(str, stems))) for word in plain(text).split())


def taken_back(tracker: Tracker, text: str) -> bool:
    """
    Whether a message says that what we took them to mean is not so: "ze leeft nog", "ik schaam me niet".
    """
    if any(loss.startswith("share_bereavement") for loss in items(tracker, "losses")) and ALIVE.search(text):
        return True
    topic = tracker.get_slot("topic")
    back = compiled(table()["told"].get(topic, {}).get("back") or []) if topic else None
    return bool(back and back.search(plain(text)))


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
    say(
        dispatcher,
        "utter_concern_words" if HOW_TO.search(text) else "utter_concern_tip" if asks else "utter_concern_on",
    )
    return remember(about_other=True, misunderstood=0, corrected=None)


def chat_on(dispatcher: CollectingDispatcher, text: str) -> Events:
    """
    One more turn of talking about nothing in particular.
    """
    say(dispatcher, "utter_chat_on")
    return remember(mode=CHAT, about_other=None, misunderstood=0, corrected=None)


def listen_on(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    What was not understood well enough is listened to, or owned up to when it was a question; nothing is concluded from it but a
    particular that was said in so many words.
    """
    found = particulars.find(text, items(tracker, "particulars"))
    if text.rstrip().endswith("?"):
        say(dispatcher, "utter_question")
        found = None
    elif number(tracker, "quiet"):
        say(dispatcher, f"utter_still_{found.id}" if found else "utter_listen_still")
    elif found:
        say(dispatcher, f"utter_hear_{found.id}")
    else:
        say(dispatcher, "utter_listen_on", words=giving_back(tracker, text))
    return remember(
        listened=number(tracker, "listened") + 1,
        quotes=quoted(tracker, text),
        topic=tracker.get_slot("topic") or intent(tracker),
        duration=tracker.get_slot("duration") or since(text),
        corrected=None,
        about_other=None,
        misunderstood=0,
        quiet=max(0, number(tracker, "quiet") - 1),
        **_noted(tracker, found),
        **_gave_back(tracker, text),
    )


def reflect(dispatcher: CollectingDispatcher, tracker: Tracker, telling: Telling, text: str) -> Events:
    """
    Give back what was understood, and keep what it tells of the person.
    """
    words, corrected = giving_back(tracker, text), bool(tracker.get_slot("corrected"))
    found = particulars.find(text, items(tracker, "particulars"))
    light = telling.light or bool(found and found.light)
    heavy = 0 if light else number(tracker, "heavy") + 1
    listened = number(tracker, "listened") + 1
    losses = lost(items(tracker, "losses"), telling, text)
    moves = items(tracker, "moves")
    chatting = tracker.get_slot("mode") == CHAT
    hushed = number(tracker, "quiet") > 0
    move = (
        None if corrected or chatting or hushed else next_move(tracker, telling, listened, patience(len(losses)), text)
    )
    still = f"utter_still_{found.id if found else telling.intent}"
    if hushed and not found and confidence(tracker) < float(circle()["surely"]):
        still = "utter_listen_still"
    if telling.kind == "existential" and ASK_MEANING not in moves and number(tracker, "level") < 2:
        say(dispatcher, still)
        do(dispatcher, ASK_MEANING)
        moves, heavy = [*moves, ASK_MEANING], 0
    elif move:
        say(dispatcher, still if found or not words else telling.echo, words=words)
        say(dispatcher, move["say"])
        moves, heavy = [*moves, move["say"]], 0 if move.get("light") else heavy
    elif hushed or (heavy > circle()["heavy"] and not corrected):
        say(dispatcher, still)
        heavy = 0
    else:
        say(dispatcher, f"utter_hear_{found.id}" if found else telling.hear, words=words)
    return remember(
        listened=listened,
        heavy=heavy,
        words=words or tracker.get_slot("words"),
        quotes=quoted(tracker, text),
        kind=telling.kind or tracker.get_slot("kind"),
        duration=tracker.get_slot("duration") or since(text),
        causes=_with(_with(items(tracker, "causes"), telling.cause), found.cause if found else None),
        topic=telling.intent,
        losses=losses,
        moves=moves,
        moved_at=listened if move else tracker.get_slot("moved_at"),
        about_other=None,
        corrected=None,
        misunderstood=0,
        quiet=max(0, number(tracker, "quiet") - 1),
        **_noted(tracker, found),
        **_gave_back(tracker, text),
    )


def giving_back(tracker: Tracker, text: str) -> str | None:
    """
    The words to quote from a message, or None: the first two times there are any, then now and then, and never again to somebody
    who did not like it.
    """
    last, listened = number(tracker, "quoted_at"), number(tracker, "listened") + 1
    often = number(tracker, "quoted") >= QUOTED_FIRST and listened - last < QUOTE_EVERY
    return None if often or tracker.get_slot("no_quotes") else own_words(text)


def _gave_back(tracker: Tracker, text: str) -> dict[str, Any]:
    if giving_back(tracker, text) is None:
        return {}
    return {"quoted": number(tracker, "quoted") + 1, "quoted_at": number(tracker, "listened") + 1}


def _noted(tracker: Tracker, found: Particular | None) -> dict[str, Any]:
    return {"particulars": [*items(tracker, "particulars"), found.id]} if found else {}


def lost(losses: list[str], telling: Telling, text: str) -> list[str]:
    """
    The losses so far, with this one if it is another: of another kind, or of another person than was named before.
    """
    if not telling.loss:
        return losses
    who = KIN.search(text)
    named = f"{telling.intent}:{who.group(0).lower()}" if who else None
    known = [loss for loss in losses if loss.startswith(telling.intent)]
    if not known:
        return [*losses, named or telling.intent]
    if named is None or named in losses:
        return losses
    return (
        [named if loss == telling.intent else loss for loss in losses] if telling.intent in losses else [*losses, named]
    )


def quoted(tracker: Tracker, text: str) -> list[str]:
    """
    The person's sentences so far, with this one if it tells something worth giving back.
    """
    quotes = items(tracker, "quotes")
    return added(quotes, text, QUOTES) if tells(text) else quotes


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
        text = heard(tracker)
        if tracker.get_slot("mode") == CHAT:
            return chat_on(dispatcher, text)
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


def sure(tracker: Tracker, enough: float | None = None) -> bool:
    """
    Whether what was told was understood well enough to answer it as such, or went on about the same; else it is only listened to.
    """
    enough = enough or float(circle()["sure"])
    return confidence(tracker) >= enough or bool(intent(tracker) == tracker.get_slot("topic"))


def confidence(tracker: Tracker) -> float:
    """
    How sure the understanding is of what was said, 0 to 1.
    """
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def patience(losses: int) -> int:
    """
    How many turns of listening come before a suggestion; `losses` counts who was lost, not how often they are spoken of.
    """
    patient = circle()["patience"]
    return int(patient["losses"] if losses > 1 else patient["loss"] if losses else patient["other"])


def listened_enough(tracker: Tracker) -> bool:
    """
    Whether there was enough listening for a suggestion.
    """
    return number(tracker, "listened") >= patience(len(items(tracker, "losses")))


def since(text: str) -> str | None:
    """
    How long it is going on, where someone said so by themselves: `long`, or `said` for anything shorter or vaguer.
    """
    if LONG.search(text):
        return "long"
    return "said" if TIME.search(text) else None


def next_move(tracker: Tracker, telling: Telling, listened: int, patient: int, text: str) -> dict[str, Any] | None:
    """
    The move to make after this reflection, if it is time for one: never twice, never what was declined, every third turn at most.

    Never on top of something that was just told at length, nor after anger: then it waits for a calmer moment.
    """
    gone = {*items(tracker, "moves"), *items(tracker, "declined")}
    late = patient - int(circle()["patience"]["other"]) + (ROUND if telling.tender or items(tracker, "losses") else 0)
    waited = listened - max(number(tracker, "moved_at"), patient)
    full = len(text.split()) > BRIEF and not telling.light
    if waited < 1 or (number(tracker, "moved_at") and waited < ROUND) or telling.intent in ROUGH:
        return None
    if full and waited < ROUND + OVERDUE:
        return None
    spent = tracker.get_slot("energy") == "none" or telling.cause == "tired" or "tired" in items(tracker, "causes")
    for move in circle()["moves"]:
        if move["say"] in gone or listened < int(move["after"]) + late or tracker.get_slot(move.get("unless", "")):
            continue
        if spent and move.get("effort"):
            continue
        if all(flagged(tracker, slot, value) for slot, value in move.get("when", {}).items()):
            return dict(move)
    return None


def _with(values: list[str], value: str | None) -> list[str]:
    return [*values, value] if value and value not in values else values
