"""
Moves: now and then, after listening, one step further round the circle: a wish, something good, a person to talk to. Which they are,
when and for whom is a table, `dialogues/circle.yml`.
"""

from typing import Any

from rasa_sdk import Tracker

from actions.talk import flagged, items, nightly, number
from actions.telling import Telling, circle
from actions.weight import grave

type Move = dict[str, Any]

ROUND = 3
OVERDUE = 3
BRIEF = 8
DETAIL = 3  # of a loss, so few words already tell something to stay with
ROUGH = ("share_anger", "share_let_down_by_services")


def next_move(tracker: Tracker, telling: Telling, listened: int, patient: int, text: str) -> Move | None:
    """
    The move to make after this reflection, if it is time for one: never twice, never what was declined, every third turn at most.
    """
    if not _calm(tracker, telling, listened - max(number(tracker, "moved_at"), patient), text):
        return None
    late = patient - int(circle()["patience"]["other"])
    late += ROUND if telling.tender or items(tracker, "losses") else 0
    spent = _spent(tracker, telling)
    able = (move for move in circle()["moves"] if listened >= int(move["after"]) + late)
    return next((dict(move) for move in able if _fits(tracker, move, spent)), None)


def _calm(tracker: Tracker, telling: Telling, waited: int, text: str) -> bool:
    """
    Whether it is a moment for a move: not on top of something that was just told at length, a detail of a loss, or anger.
    """
    mourned = telling.loss and items(tracker, "losses")
    full = len(text.split()) > (DETAIL if mourned else BRIEF) and not telling.light
    if waited < 1 or (number(tracker, "moved_at") and waited < ROUND) or telling.intent in ROUGH:
        return False
    return not full or not (mourned or waited < ROUND + OVERDUE)


def _spent(tracker: Tracker, telling: Telling) -> bool:
    """
    Whether a move may cost no effort: for whoever has no energy, and in the middle of the night.
    """
    tired = telling.cause == "tired" or "tired" in items(tracker, "causes")
    return tired or tracker.get_slot("energy") == "none" or nightly(tracker)


def _fits(tracker: Tracker, move: Move, spent: bool) -> bool:
    """
    Whether a move is for this person, now.
    """
    mourns = any(loss.startswith("share_bereavement") for loss in items(tracker, "losses"))
    if move["say"] in {*items(tracker, "moves"), *items(tracker, "declined")} or (spent and move.get("effort")):
        return False
    if any(tracker.get_slot(slot) for slot in move.get("unless", [])) or move.get("mourning", mourns) != mourns:
        return False
    if grave(tracker) and move["say"] != "utter_offer_human":
        return False
    if set(move.get("needs", [])) & set(items(tracker, "limits")):
        return False
    return all(flagged(tracker, slot, value) for slot, value in move.get("when", {}).items())
