"""
A pair: somebody who asks for a human, and the volunteer who is there for them, all the way from the card to the end, through faults.

Both do as people do with a page that lost its line: look where things stand, and go on from there.
"""

import asyncio
import uuid
from random import Random
from typing import Any

from tests.conversations.people import fits
from tests.faults.asking import Asker
from tests.faults.web import Web

WAY = ("Ja, stuur maar", "Ja, zet maar klaar", "Liever een mens")
STEP_SECONDS = 0.25
AGAIN_SECONDS = 6.0
ENDS = ("switch_to_bot", "withdrawn", "withdrawn_live")


class Volunteer(Asker):
    """
    A volunteer at the console. `there` is cleared when their browser is killed.
    """

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self.there = asyncio.Event()
        self.there.set()
        self.live = False

    async def helps(self, person: Web, texts: list[str]) -> None:
        """
        Pick up whoever waits, say some things to them and end the talk; until it is over.
        """
        left = [(str(uuid.uuid4()), text) for text in texts]
        while not over(person):
            await self.there.wait()
            await self.ask("POST", "/console/api/presence", json={"on_duty": True})
            queue = (await self.ask("GET", "/console/api/queue")).json()
            self.live = bool(queue["mine"])
            await self.looks(queue)
            first = next(filter(self.may_claim, queue["waiting"]), None)
            if queue["mine"]:
                await self._goes_on(queue["mine"][0], person, left)
            elif first:
                claimed = await self.ask("POST", f"/console/api/handovers/{first['id']}/claim")
                assert claimed.status_code in (200, 404, 409), claimed.text
            await asyncio.sleep(STEP_SECONDS)
        self.live = False

    async def _goes_on(self, mine: dict[str, Any], person: Web, left: list[tuple[str, str]]) -> None:
        """
        The next thing to do in one's talk. That it is one's own no longer is no fault; the loop looks again.
        """
        if left:
            number, text = left[0]
            path = f"/console/api/conversations/{mine['conversation']}/messages"
            person.ledger.tried.add(text)
            said = await self.ask("POST", path, json={"id": number, "text": text})
            assert said.status_code in (202, 403, 404), said.text
            if said.status_code == 202:
                person.ledger.acknowledged(f"{number}|{text}", said.json()["seq"])
                person.ledger.helped.append(text)
                left.pop(0)
            await self.ask("POST", f"/console/api/handovers/{mine['id']}/heartbeat")
        else:
            await self.ends(mine)

    def may_claim(self, waiting: dict[str, Any]) -> bool:
        """
        Whether to pick this up.
        """
        return True

    async def looks(self, queue: dict[str, Any]) -> None:
        """
        See to what else there is on the screen.
        """

    async def ends(self, mine: dict[str, Any]) -> None:
        """
        Close one's talk, in which everything is said.
        """
        ending = {"reason": "good_end", "note": ""}
        ended = await self.ask("POST", f"/console/api/handovers/{mine['id']}/close", json=ending)
        assert ended.status_code in (200, 403, 404, 409), ended.text


def over(person: Web) -> bool:
    """
    Whether the person was told that there is no handover any more.
    """
    return any(fits(message, name) for message in person.messages for name in ENDS)


async def asks(person: Web, draw: Random, texts: list[str], *, stops: bool) -> None:
    """
    Ask for a human and say yes to the card, however often the way there is broken; then talk along, and with `stops` end it oneself.
    """
    tapped: set[str] = set()
    async with asyncio.timeout(120):
        while not any(fits(message, "switch_to_human") for message in person.messages):
            offered = [c for m in person.messages for c in m["choices"] if c["label"] in WAY and c["id"] not in tapped]
            newest = min(offered, key=lambda c: (WAY.index(c["label"]), -int(c["id"].partition("-")[0])), default=None)
            if newest and not (tapped and newest["label"] == WAY[-1]):
                tapped.add(newest["id"])
                await person.taps(newest["id"])
            await asyncio.sleep(STEP_SECONDS)
    for text in texts:
        await person.says(text)
        await asyncio.sleep(draw.uniform(0, STEP_SECONDS))
    if stops:
        await person.says("stop")
