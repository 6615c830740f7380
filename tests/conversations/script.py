"""
Talks as scripts that anyone can read: `talks/*.talk`.

    # a title, then one line a turn
    jij: hoi                          the person types
    jij kiest: Gewoon even praten     the person taps a button
    bot: utter_greet                  the bot says one of the texts by that name
    bot: utter_greet of utter_tell    one of several
    bot luistert                      the bot gives back what was said, in one of its ways
    daarin: woorden                   the line just heard has these words
    daarin niet: woorden              or does not have them (whole words)
    systeem: switch_to_human          the house says a text of record
    Sam komt                          a volunteer named Sam comes on duty
    Sam pakt op                       takes the first in the queue
    Sam leest: woorden                reads, somewhere in the live talk, these words
    Sam: Hoi                          writes, and the person reads it
    Sam sluit af: good_end            ends the talk with a reason
    Sam geeft terug                   returns it to the queue
    Sam gaat                          leaves duty
    jij stopt met Sam                 the person ends the talk with Sam by its button

A name stands for the same volunteer in all talks, who is off duty at the start of each. A line that fits none of these is an error.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store.texts import texts
from tests.conversations.people import Person, Volunteer, fits
from tests.running import RunningHouse, until

REFLECTIONS = (
    "utter_hear_",
    "utter_still_",
    "utter_listen_",
    "utter_echo",
    "utter_feeling",
    "utter_small_",
    "utter_loss",
    "utter_known_",
    "utter_old_loss",
)


def listens(message: dict[str, Any]) -> bool:
    """
    Whether a message gives back what was said, in one of the ways to do so.
    """
    return any(fits(message, name) for name in texts().responses if name.startswith(REFLECTIONS))


class Script:
    """
    One talk, played against a house.
    """

    def __init__(self, path: Path, house: RunningHouse) -> None:
        self.path, self.house = path, house
        self.person = Person(house)
        self.volunteers: dict[str, Volunteer] = {}
        self.heard = ""
        self.grammar: list[tuple[re.Pattern[str], Callable[..., None]]] = [
            (re.compile(r"jij: (.+)"), self._says),
            (re.compile(r"jij kiest: (.+)"), self._chooses),
            (re.compile(r"jij stopt met (\w+)"), self._stops),
            (re.compile(r"(bot|systeem): (.+)"), self._hears),
            (re.compile(r"bot luistert"), self._listened),
            (re.compile(r"daarin(| niet): (.+)"), self._has),
            (re.compile(r"(\w+) komt"), self._comes),
            (re.compile(r"(\w+) gaat"), self._goes),
            (re.compile(r"(\w+) pakt op"), self._claims),
            (re.compile(r"(\w+) leest: (.+)"), self._reads),
            (re.compile(r"(\w+) sluit af: (\w+)"), self._closes),
            (re.compile(r"(\w+) geeft terug"), self._returns),
            (re.compile(r"(\w+): (.+)"), self._writes),
        ]

    def play(self) -> None:
        """
        Play all lines; AssertionError names the line that went wrong.
        """
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                self._play(number, line.strip())

    def _play(self, number: int, line: str) -> None:
        for pattern, deed in self.grammar:
            if match := pattern.fullmatch(line):
                try:
                    deed(*match.groups())
                except AssertionError as error:
                    raise AssertionError(f"{self.path.name}:{number}: {line}\n{error}\n{self._transcript()}") from None
                return
        raise AssertionError(f"{self.path.name}:{number}: no such line: {line}")

    def _transcript(self) -> str:
        return "\n".join(f"  {m['from']:>6}: {m['text']}" for m in self.person.read_all())

    def _says(self, text: str) -> None:
        self.person.says(text)

    def _chooses(self, label: str) -> None:
        self.person.chooses(label)

    def _stops(self, name: str) -> None:
        self.person.chooses(f"Stop het gesprek met {self.volunteers[name].name}")

    def _hears(self, who: str, names: str) -> None:
        message = self.person.hears("bot" if who == "bot" else "system")
        self.heard = message["text"]
        assert any(fits(message, name) for name in names.split(" of ")), f"heard: {message['text']}"

    def _has(self, without: str, words: str) -> None:
        found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self.heard)
        assert bool(found) != bool(without), f"heard: {self.heard}"

    def _listened(self) -> None:
        message = self.person.hears("bot")
        self.heard = message["text"]
        assert listens(message), f"heard: {message['text']}"

    def _comes(self, name: str) -> None:
        volunteer = self.volunteers.setdefault(name, Volunteer(self.house, f"Vrijwilliger {name}"))
        volunteer.on_duty()

    def _goes(self, name: str) -> None:
        self.volunteers[name].on_duty(False)

    def _claims(self, name: str) -> None:
        until(self.volunteers[name].waiting, "somebody waiting")
        self.volunteers[name].claims()

    def _reads(self, name: str, words: str) -> None:
        read: list[str] = []

        def found() -> bool:
            read.extend(m["text"] for m in self.volunteers[name].reads(wait=1))
            return any(words in text for text in read)

        until(found, f"'{words}' in {read}")

    def _writes(self, name: str, text: str) -> None:
        self.volunteers[name].says(text)
        message = self.person.hears("human")
        assert message["text"] == text, message
        assert message["name"] == self.volunteers[name].name, message

    def _closes(self, name: str, reason: str) -> None:
        self.volunteers[name].closes(reason)

    def _returns(self, name: str) -> None:
        volunteer = self.volunteers[name]
        assert volunteer.call("POST", f"/handovers/{volunteer.handover['id']}/return").status_code == 200
