"""
Weight: whether a message is heavy, good or neither, when we do not know more of it; and for how long after something grave no line of
ours is cheerful. The words are a table, `words` in `dialogues/listening.yml`.
"""

from typing import Any, Literal

from rasa_sdk import Tracker

from actions.deaths import alive
from actions.talk import intent, items, number
from actions.telling import DEATH, says

Weight = Literal["heavy", "good", "plain"]

AFTER_DEATH = 6
AFTER_GRAVE = 3
ALARM = 2
ASKED = "question"
STILL = "still"
IN_A_ROW = 2
QUIET = ("still", "near", "soft", "loss")  # how the names of lines end that ask nothing


def weight(text: str) -> Weight:
    """
    What a message weighs by its words; good only when nothing in it is heavy, denied or long ago.
    """
    if says("heavy", text) or says("felt", text):
        return "heavy"
    return "good" if says("good", text) and not says("denied", text) else "plain"


def fitting(tracker: Tracker, text: str) -> str:
    """
    The line to listen with: by weight, softer after something grave, and without a question after two in a row.
    """
    weighs, meant = weight(text), intent(tracker)
    if weighs == "good" and meant.startswith("share_") and meant != "share_good_news":
        weighs = "plain"
    if (weighs == "good" or (weighs == "plain" and meant == "share_good_news")) and grave(tracker):
        return "utter_listen_soft"
    if weary(tracker):
        return "utter_listen_near" if weighs == "heavy" or grave(tracker) else "utter_listen_still"
    return {"heavy": "utter_listen_heavy", "good": "utter_listen_good", "plain": "utter_listen_on"}[weighs]


def weary(tracker: Tracker) -> bool:
    """
    Whether the last lines that listened all asked something.
    """
    return items(tracker, "kinds")[-IN_A_ROW:] == [ASKED] * IN_A_ROW


def grave(tracker: Tracker) -> bool:
    """
    Whether something grave was told not long ago, or the safety net holds an alarm: then nothing of ours cheers or wishes.
    """
    return number(tracker, "listened") < number(tracker, "grave") or number(tracker, "level") >= ALARM


def turned(tracker: Tracker, text: str, response: str) -> dict[str, Any]:
    """
    What to remember of a turn of listening: until when it stays grave, and whether it asked.
    """
    death = bool(DEATH.search(text)) and not alive(text)
    turns = AFTER_DEATH if death else AFTER_GRAVE if says("grave", text) else 0
    until = number(tracker, "listened") + 1 + turns if turns else 0
    quiet = response.startswith("utter_still_") or response.rpartition("_")[2] in QUIET
    kinds = [*items(tracker, "kinds"), STILL if quiet else ASKED][-IN_A_ROW:]
    return {"grave": max(number(tracker, "grave"), until) or None, "kinds": kinds}
