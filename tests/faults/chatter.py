"""
Someone who chats by Telegram, whose updates come twice or in another order than they were sent.
"""

import asyncio
from random import Random

from tests.faults.ledger import Ledger
from tests.telegram.botapi import BotApi
from tests.telegram.chat import Json
from tests.telegram.people import Person

PATIENCE = 90.0


class Chatter:
    """
    One person in one private chat.
    """

    def __init__(self, api: BotApi, number: int, name: str, draw: Random) -> None:
        self.person, self.ledger = Person(api, number), Ledger(name)
        self._api, self._draw = api, draw
        self._updates: list[Json] = []

    async def says(self, text: str) -> None:
        """
        Send a text.
        """
        self.ledger.sent.append(text)
        self._updates.append(await self.person.says(text))

    async def says_at_once(self, first: str, second: str) -> None:
        """
        Send two texts of which the second comes first; their numbers say how they were sent.
        """
        self.ledger.sent += [first, second]
        early, late = (self._update(text) for text in (first, second))
        self._api.pending.append(late)
        await self._api.again(early)
        self._updates += [early, late]

    async def repeats(self) -> None:
        """
        Telegram brings something again that it brought before.
        """
        if self._updates:
            await self._api.again(self._draw.choice(self._updates))

    async def answered(self) -> None:
        """
        Wait until all that was said is answered.
        """
        chat = self.person.chat
        try:
            async with chat.changed, asyncio.timeout(PATIENCE):
                await chat.changed.wait_for(lambda: self.ledger.answers(self.bubbles()) >= len(self.ledger.sent))
        except TimeoutError:
            raise AssertionError(f"said {self.ledger.sent}, came {self.bubbles()}") from None

    async def caught_up(self, log: list[tuple[int, str, str]]) -> None:
        """
        Wait until the last of the log has come.
        """
        last = next(text for _, sender, text in reversed(log) if sender != "you")
        await self.person.chat.until(lambda: self.bubbles()[-1:] == [last], last)

    def bubbles(self) -> list[str]:
        """
        All that came out of the bot, in order.
        """
        return [bubble.text for bubble in self.person.chat.bubbles]

    def _update(self, text: str) -> Json:
        self.person.chat.open = True
        frame = self._api.message(self.person.chat, self._api.number("message"))
        who = {"id": self.person.number, "is_bot": False, "first_name": "Proefpersoon"}
        return {"update_id": 7000 + self._api.number("update"), "message": frame | {"from": who, "text": text}}
