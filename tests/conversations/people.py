"""
The people in a talk: a person on the web and volunteers at the console, each through the public interface only.
"""

import re
import time
import uuid
from typing import Any

import httpx

from store.texts import Line, texts
from store.voices import Voice
from tests.running import RunningHouse

Message = dict[str, Any]
VOICES = (Voice(), Voice(polite=True), Voice(flemish=True), Voice(polite=True, flemish=True))


class Person:
    """
    Someone who chats. Reads on from a cursor, so nothing is read twice and nothing is skipped.
    """

    def __init__(self, house: RunningHouse) -> None:
        self.house = house
        begun = house.request("POST", "/chat/api/conversations", json={})
        assert begun.status_code == 201, begun.text
        self.token: str = begun.json()["token"]
        house.guests.append(self.token)
        self.cursor: int = begun.json()["cursor"]
        self.seen: list[Message] = []

    def send(self, *, message_id: str | None = None, **what: str) -> httpx.Response:
        """
        Post a message (`text=` or `choice=`).
        """
        body = {"id": message_id or str(uuid.uuid4()), **what}
        return self.house.request("POST", "/chat/api/messages", self.token, json=body)

    def says(self, text: str) -> int:
        """
        Type something; returns its number.
        """
        answer = self.send(text=text)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def chooses(self, label: str) -> int:
        """
        Tap the latest button with this label.
        """
        offered = [c for m in self.read_all() for c in m["choices"] if c["label"] == label]
        assert offered, f"no button '{label}' in {[c['label'] for m in self.seen for c in m['choices']]}"
        answer = self.send(choice=offered[-1]["id"])
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def read(self, wait: float = 0) -> list[Message]:
        """
        What is new, waiting some seconds for the first of it.
        """
        answer = self.house.request(
            "GET", "/chat/api/messages", self.token, params={"after": self.cursor, "wait": wait}
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()
        self.cursor = page["cursor"]
        self.seen += page["messages"]
        return list(page["messages"])

    def read_all(self) -> list[Message]:
        """
        Everything so far.
        """
        self.read()
        return self.seen

    def hears(self, sender: str, within: float = 10.0) -> Message:
        """
        The next message of a sender (bot, human or system), skipping one's own.
        """
        end = time.monotonic() + within
        while True:
            for at, message in enumerate(self.pending()):
                if message["from"] == sender:
                    self._heard = self.pending()[at]["seq"]
                    return message
            assert time.monotonic() < end, f"nothing from {sender}; after {self._heard}: {self.pending()}"
            self.read(wait=min(2.0, max(0.1, end - time.monotonic())))

    def hears_turn(self, within: float = 10.0) -> list[Message]:
        """
        All that the bot says in its next turn; the house puts a turn into the log as one.
        """
        self.hears("bot", within)
        first = self._heard
        self._heard = self.seen[-1]["seq"]
        return [m for m in self.seen if m["seq"] >= first and m["from"] == "bot"]

    _heard = 0

    def pending(self) -> list[Message]:
        """
        What was read and not yet asked for by `hears`.
        """
        return [m for m in self.seen if m["seq"] > self._heard]


class Volunteer:
    """
    Someone at the console, with an API token.
    """

    def __init__(self, house: RunningHouse, name: str, role: str = "volunteer") -> None:
        self.house, self.name = house, name
        self.token = house.helper_token(name, role)
        self.handover: dict[str, Any] = {}
        self.cursor = 0

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """
        A request to the helpers' API.
        """
        return self.house.request(method, f"/console/api{path}", self.token, **more)

    def on_duty(self, there: bool = True) -> None:
        """
        Come on duty, or leave.
        """
        assert self.call("POST", "/presence", json={"on_duty": there}).json() == {"on_duty": there}

    def rests(self, minutes: int) -> None:
        """
        Take a break of so many minutes; 0 ends the one that is.
        """
        assert self.call("POST", "/me/break", json={"minutes": minutes}).status_code == 200

    def waiting(self) -> list[dict[str, Any]]:
        """
        Who waits.
        """
        answer = self.call("GET", "/queue")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["waiting"])

    def claims(self) -> dict[str, Any]:
        """
        Take the first in the queue.
        """
        first = self.waiting()[0]
        answer = self.call("POST", f"/handovers/{first['id']}/claim")
        assert answer.status_code == 200, answer.text
        self.handover = answer.json()
        self.cursor = 0
        return self.handover

    def says(self, text: str) -> None:
        """
        Write to the person.
        """
        answer = self.call("POST", f"{self.talk}/messages", json={"id": str(uuid.uuid4()), "text": text})
        assert answer.status_code == 202, answer.text

    @property
    def talk(self) -> str:
        """
        The path of one's live conversation.
        """
        return f"/conversations/{self.handover['conversation']}"

    def reads(self, wait: float = 5.0) -> list[Message]:
        """
        What is new in the live talk.
        """
        answer = self.call("GET", f"{self.talk}/messages", params={"after": self.cursor, "wait": wait})
        assert answer.status_code == 200, answer.text
        self.cursor = answer.json()["cursor"]
        return list(answer.json()["messages"])

    def closes(self, reason: str = "good_end") -> None:
        """
        End the talk.
        """
        answer = self.call("POST", f"/handovers/{self.handover['id']}/close", json={"reason": reason, "note": ""})
        assert answer.status_code == 200, answer.text


def fits(message: Message, name: str) -> bool:
    """
    Whether a message is a response or a text of record by that name, whatever was filled in, in whatever voice.
    """
    lines: list[Line] = texts().responses.get(name, []) or [texts().records[name]]
    forms = {voice.word(line.text, line.forms) for line in lines for voice in VOICES}
    return any(_pattern(form).fullmatch(message["text"]) for form in forms)


def _pattern(text: str) -> re.Pattern[str]:
    literal = re.split(r"\{\w+\}|\b(?:[Jj]e|[Uu]w) (?:man|vrouw|zus|broer|moeder|vader|hond|kat)\b", text)
    return re.compile(".*".join(re.escape(part) for part in literal), re.DOTALL)
