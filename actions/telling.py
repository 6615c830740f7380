"""
Telling: what somebody told, as the table knows it, and how sure we are of it.

What each kind of telling means is a table, `dialogues/listening.yml`. What nobody said is not concluded: a death only when it was
named, and the rest only in words in which such a thing is told.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasa_sdk import Tracker

from actions.deaths import alive
from actions.owner import own_part
from actions.talk import heard, intent, items, number
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

KIN = re.compile(
    r"\b(?:man|vrouw|moeder|mama|ma|vader|papa|pa|zoon|dochter|zus|broer|oma|opa|vriend|vriendin|hond|kat|kind|partner)\b",
    re.IGNORECASE,
)
LONG = re.compile(
    r"\b(?:jaren|al lang|mijn hele leven|altijd al|(?:\d+|twee|drie|vier|vijf|zes|tien|twintig) jaar)\b", re.IGNORECASE
)
TIME = re.compile(r"\b(?:sinds|maand(?:en)?|weken|vorig(?:e)? (?:week|jaar|maand)|geleden|een jaar)\b", re.IGNORECASE)
CERTAIN = 0.9
AWAY = ("share_let_down_by_services", "share_anger", "share_breakup", "concern_for_other")
FEW = 4
OF_ONE = re.compile(r"\b(?:hem|haar|hij|ze|zij)\b", re.IGNORECASE)
HOW_TO = re.compile(r"\b(?:hoe (?:begin|zeg|vraag)|wat (?:zeg|schrijf|zet)|wat zal ik)\b", re.IGNORECASE)
DEATH = re.compile(
    r"\b(?:overl(?:eden|ijden|eed)|gest(?:orven|ierf)|stierf|sterf\w*|dood\w*|begra\w+|crema\w+|gecremeerd|weduw\w+|rouw\w*|uitvaart|verloor|"
    r"verloren|heengegaan|ingeslapen|urn|graf|kerkhof|er niet meer|niet meer is)\b",
    re.IGNORECASE,
)
PARTED = re.compile(r"\b(?:scheid\w*|gescheiden|uit elkaar|uitgemaakt|mijn ex|m'n ex|ruzie|verlaten)\b", re.IGNORECASE)
LOST = re.compile(rf"{DEATH.pattern}|{PARTED.pattern}|\bmis(?:t|sen)?\b", re.IGNORECASE)


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/listening.yml`: per intent the line to give back, the kind of loneliness and the cause.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "listening.yml")
    return content


@cache
def circle() -> dict[str, Any]:
    """
    `dialogues/circle.yml`: the phases, how patient we are, and the moves that come after listening.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "circle.yml")
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
    own: bool = False

    @classmethod
    def of(cls, intent: str) -> "Telling":
        """
        The row of an intent; that of sadness for one that has none.
        """
        known = table()["told"]
        name = intent if intent in known else "share_sadness"
        fields = {key: value for key, value in known[name].items() if key not in ("back", "says", "means")}
        return cls(name, **fields)


def told(tracker: Tracker) -> str:
    """
    What was told. Of a death only when it was said; and somebody who died is not lightly taken for somebody who left.
    """
    name, text = intent(tracker), heard(tracker)
    if name in AWAY and left_alone(text):
        return "share_alone"
    mourned = any(loss.startswith("share_bereavement") for loss in items(tracker, "losses"))
    if name == "share_bereavement" and text and not mourned and (not DEATH.search(text) or alive(text)):
        return "share_missing_someone"
    others = others_than_lost(tracker, text)
    if name == "share_bereavement" and mourned and others and not DEATH.search(text):
        return "share_missing_someone"
    if name == "share_missing_someone" and mourned and others:
        return name
    if name == "share_breakup" and mourned and not PARTED.search(text):
        return "share_bereavement"
    if name == "share_missing_someone" and mourned and (OF_ONE.search(text) or not sure(tracker, CERTAIN)):
        return "share_bereavement"
    return name


def others_than_lost(tracker: Tracker, text: str) -> set[str]:
    """
    Who of one's own a message names that was not lost: {"dochter"}.
    """
    lost_ones = {loss.partition(":")[2] for loss in items(tracker, "losses")}
    return {kin.lower() for kin in KIN.findall(text)} - lost_ones


def of_another(telling: Telling, text: str) -> bool:
    """
    Whether what was told is only of somebody else, where it counts of oneself: "mijn dochter is weer wakker".
    """
    return telling.own and bool(text) and not own_part(text)


def left_alone(text: str) -> bool:
    """
    Whether a message tells that others do not come or call: of being alone, and of no worry about them.
    """
    return says("stays_away", text) and not says("elsewhere", text) and not says("services", text)


def unsaid(tracker: Tracker, telling: Telling, text: str) -> bool:
    """
    Whether a message has none of the words in which such a thing is told; then it has to be very sure, and longer than a few words.
    """
    stems, means = (table()["told"][telling.intent].get(key) for key in ("says", "means"))
    certain = confidence(tracker) >= CERTAIN and len(text.split()) > FEW
    if means and text:
        return not says(means, text) and (not certain or says("idle", text))
    if not stems or not text or certain:
        return False
    return not any(word.startswith(tuple(map(str, stems))) for word in plain(text).split())


def taken_back(tracker: Tracker, text: str) -> bool:
    """
    Whether a message says that what we took them to mean is not so: "ik schaam me niet"; who lives is not
    mourned by `actions.losses`.
    """
    topic = tracker.get_slot("topic")
    back = compiled(table()["told"].get(topic, {}).get("back") or []) if topic else None
    return bool(back and back.search(plain(text)))


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


def says(kind: str, text: str) -> bool:
    """
    Whether a message has words of a kind: a list under `words` in the table.
    """
    found = _words(kind)
    return bool(found and found.search(plain(text)))


@cache
def _words(kind: str) -> re.Pattern[str] | None:
    return compiled(table()["words"][kind])


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
