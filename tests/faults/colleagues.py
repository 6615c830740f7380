"""
The colleagues of a volunteer: one who reads along, whispers, and takes a talk over that is handed to them; and one who goes to an alarm.
"""

import asyncio
import uuid
from typing import Any

from tests.faults.asking import Asker
from tests.faults.pair import STEP_SECONDS, Volunteer
from tests.faults.web import Web

LATER = (403, 404, 409)  # it is not so any more, or not yet; one looks again
RED = "ik sta op het dak en ik ga nu springen"


class Overleg:
    """
    What was whispered beside one talk: each line of which a colleague knows that it was taken, by its number.
    """

    def __init__(self) -> None:
        self.taken: dict[int, str] = {}
        self.handed = 0

    async def whispers(self, helper: Asker, handover: str, line: tuple[str, str]) -> bool:
        """
        Say a line to the colleagues; false when it could not be said just now.
        """
        number, text = line
        said = await helper.ask(
            "POST", f"/console/api/handovers/{handover}/whispers", json={"id": number, "text": text}
        )
        assert said.status_code == 200 or said.status_code in LATER, said.text
        if said.status_code == 200:
            assert self.taken.setdefault(said.json()["id"], text) == text, "two whispers with one number"
        return said.status_code == 200


class First(Volunteer):
    """
    The volunteer who picks a talk up, asks a colleague to read along, and hands the talk to them.
    """

    def __init__(self, url: str, token: str, overleg: Overleg, colleague: str) -> None:
        super().__init__(url, token)
        self._overleg, self._colleague = overleg, colleague
        self._line: tuple[str, str] | None = (str(uuid.uuid4()), "Lees je even mee?")

    async def ends(self, mine: dict[str, Any]) -> None:
        """
        Ask the colleague along, whisper to them, and hand the talk on.
        """
        root = f"/console/api/handovers/{mine['id']}"
        if self._line:
            asked = await self.ask("POST", f"{root}/readers", json={"helper": self._colleague})
            assert asked.status_code == 200 or asked.status_code in LATER, asked.text
            if await self._overleg.whispers(self, mine["id"], self._line):
                self._line = None
            return
        handing = {"helper": self._colleague, "note": "We waren bij morgen."}
        handed = await self.ask("POST", f"{root}/transfer", json=handing)
        assert handed.status_code == 200 or handed.status_code in LATER, handed.text
        self._overleg.handed += handed.status_code == 200


class Second(Volunteer):
    """
    The colleague: reads along where they are asked to, whispers, and takes what is handed to them.
    """

    def __init__(self, url: str, token: str, overleg: Overleg, own: str) -> None:
        super().__init__(url, token)
        self._overleg, self._own = overleg, own
        self._line: tuple[str, str] | None = (str(uuid.uuid4()), "Ja, ik ben erbij.")

    def may_claim(self, waiting: dict[str, Any]) -> bool:
        """
        Only what waits for them.
        """
        return bool(waiting["wanted"] == self._own)

    async def looks(self, queue: dict[str, Any]) -> None:
        """
        Read along, and whisper once.
        """
        for one in queue["invited"]:
            joined = await self.ask("POST", f"/console/api/handovers/{one['handover']}/readers/join")
            assert joined.status_code == 200 or joined.status_code in LATER, joined.text
        for one in queue["reading"]:
            if self._line and await self._overleg.whispers(self, one["handover"], self._line):
                self._line = None


class Ringer(Asker):
    """
    The colleague who goes to an alarm and ends it.
    """

    async def goes_to(self, person: Web) -> None:
        """
        Somebody writes that they are in danger; take the alarm, and end it when they do not answer.
        """
        await person.begin()
        await person.says(RED)
        rang = False
        while True:
            ringing = (await self.ask("GET", "/console/api/queue")).json()["alarms"]
            if rang and not ringing:
                return
            rang = rang or bool(ringing)
            for alarm in ringing:
                await self._one(f"/console/api/alarms/{alarm['id']}", alarm)
            await asyncio.sleep(STEP_SECONDS)

    async def _one(self, root: str, alarm: dict[str, Any]) -> None:
        if alarm["mine"]:
            done = await self.ask("POST", f"{root}/close", json={"reason": "no_reply"})
        else:
            done = await self.ask("POST", f"{root}/take")
        assert done.status_code == 200 or done.status_code in LATER, done.text
