"""
Quiet: whoever wants no questions, or answers in a word or two, gets none for some turns.

The actions only begin it; the house counts down, once a turn of whatever kind (`counted`), so that the turn in which it began counts
as well.
"""

from typing import Any

from rasa_sdk import Tracker

from actions.talk import number

QUIET = "quiet"
TURNS = 3
BEGUN = {QUIET: TURNS + 1}  # the turn in which it begins, and those after it


def hushed(tracker: Tracker) -> bool:
    """
    Whether nothing is asked now.
    """
    return number(tracker, QUIET) > 0


def counted(state: dict[str, Any]) -> dict[str, Any]:
    """
    What is remembered, a turn later.
    """
    left = state.get(QUIET)
    return {**state, QUIET: int(left) - 1} if left else state
