"""
Giving back: how somebody's own words come back in a line that listens: as a mirror (`actions.mirror`), as a quote (`actions.words`), or
not at all. The ways take turns, and after each comes a line without; never for somebody who does not like it. What is sore is not left
without: there at least it is named what it is about (`actions.gist`).
"""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from actions.gist import gist
from actions.mirror import mirror
from actions.talk import number
from actions.weight import weight
from actions.words import own_words
from store.texts import texts

QUOTED_FIRST = 2
QUOTE_EVERY = 3
MIRROR_EVERY = 3
BREATH = 2  # after a turn that gave words back comes one that does not
POLITE = "u"


@dataclass(frozen=True, slots=True)
class Given:
    """
    What comes back of a message, in the `turn` of listening that it is: a quote, a mirror, what it is about, or nothing.
    """

    turn: int
    words: str | None = None
    mirror: str | None = None
    gist: str | None = None

    @property
    def facts(self) -> dict[str, str | None]:
        """
        What fills in a line.
        """
        return {"words": self.words, "mirror": self.mirror, "gist": self.gist}

    def kept(self, tracker: Tracker) -> dict[str, Any]:
        """
        What to remember of it.
        """
        if self.mirror:
            return {"mirrored_at": self.turn}
        return {"quoted": number(tracker, "quoted") + 1, "quoted_at": self.turn} if self.words else {}


def given(tracker: Tracker, text: str, response: str) -> Given:
    """
    What to give back of a message in a response: the way that was not used last, if there is something for it.
    """
    turn = number(tracker, "listened") + 1
    quoted, mirrored = number(tracker, "quoted_at"), number(tracker, "mirrored_at")
    last = max(quoted, mirrored)
    if tracker.get_slot("no_quotes") or (last and turn - last < BREATH):
        return Given(turn)
    words = own_words(text) if _takes(response, "words") and _quotes(tracker, turn - quoted) else None
    said = (
        _mirror(tracker, text)
        if _takes(response, "mirror") and (not mirrored or turn - mirrored >= MIRROR_EVERY)
        else None
    )
    if said and not (words and mirrored > quoted):
        return Given(turn, mirror=said)
    return Given(turn, words=words)


def given_sore(tracker: Tracker, text: str, response: str) -> Given:
    """
    What to give back of a message that may be sore: for a heavy one always something, if there is anything.
    """
    back = given(tracker, text, response)
    if weight(text) != "heavy" or any(back.facts.values()):
        return back
    if about := gist(text):
        return Given(back.turn, gist=about)
    if tracker.get_slot("no_quotes"):
        return back
    if said := _mirror(tracker, text) if _takes(response, "mirror") else None:
        return Given(back.turn, mirror=said)
    return Given(back.turn, words=own_words(text) if _takes(response, "words") else None)


def _quotes(tracker: Tracker, since: int) -> bool:
    return number(tracker, "quoted") < QUOTED_FIRST or since >= QUOTE_EVERY


def _mirror(tracker: Tracker, text: str) -> str | None:
    """
    What a message weighs, in the you-form: never something light of what is heavy, and nothing while the safety net holds a worry.
    """
    said = None if number(tracker, "level") else mirror(text, polite=tracker.get_slot("address") == POLITE)
    return said if said and weight(text) in ("plain", weight(said)) else None


def _takes(response: str, way: str) -> bool:
    return any(way in line.wants() for line in texts().responses.get(response, []))
