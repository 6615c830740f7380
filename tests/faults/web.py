"""
Someone who chats on the web through a bad line: says things until they are acknowledged, and reads on from a cursor, by stream or by long
poll, asleep now and then.
"""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable
from random import Random
from typing import Any

import httpx

from tests.faults.asking import PAUSE_SECONDS, Asker
from tests.faults.ledger import Ledger

Message = dict[str, Any]
SILENCE = 20.0
POLL_SECONDS = 3
TURNS = 6


class Web(Asker):
    """
    One person in one browser.
    """

    def __init__(self, url: str, name: str, draw: Random) -> None:
        super().__init__(url)
        self.ledger, self.cursor, self.messages = Ledger(name), 0, list[Message]()
        self.awake = asyncio.Event()
        self.awake.set()
        self._draw, self._news = draw, asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None

    async def begin(self) -> "Web":
        """
        Open the page and begin to talk.
        """
        begun = await self.ask("POST", "/chat/api/conversations", json={})
        assert begun.status_code == 201, begun.text
        self.token = begun.json()["token"]
        self._listening = asyncio.create_task(self._listen())
        return self

    async def leave(self) -> None:
        """
        Close the page. Raises what went wrong while listening.
        """
        if self._listening:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        await self.close()

    async def says(self, text: str) -> int:
        """
        Type something.
        """
        self.ledger.sent.append(text)
        return await self._sends(text, text=text)

    async def taps(self, choice: str) -> int:
        """
        Tap a button.
        """
        return await self._sends("", choice=choice)

    async def sees(self, found: Callable[[Message], bool], hope: str, seconds: float = 60.0) -> Message:
        """
        The first message that is so, waiting for it.
        """

        def first() -> Message | None:
            return next((message for message in self.messages if found(message)), None)

        try:
            async with self._news, asyncio.timeout(seconds):
                await self._news.wait_for(lambda: first() is not None or self._broken())
        except TimeoutError:
            told = [(message["seq"], message["from"], message["text"][:30]) for message in self.messages]
            raise AssertionError(f"{self.ledger.name}: in vain: {hope}; seen {told}") from None
        if self._broken() and self._listening:
            await self._listening
        message = first()
        assert message
        return message

    def sleeps(self) -> None:
        """
        The lid is closed: the line breaks, and nothing is read.
        """
        self.awake.clear()

    def wakes(self) -> None:
        """
        Read on from where it was.
        """
        self.awake.set()

    async def _sends(self, said: str, **what: str) -> int:
        body = {"id": str(uuid.UUID(int=self._draw.getrandbits(128), version=4)), **what}
        answer = await self.ask("POST", "/chat/api/messages", json=body)
        assert answer.status_code == 202, answer.text
        seq = int(answer.json()["seq"])
        self.ledger.acknowledged(f"{body['id']}|{said}", seq)
        return seq

    def _broken(self) -> bool:
        return self._listening is not None and self._listening.done()

    async def _listen(self) -> None:
        try:
            while True:
                await self.awake.wait()
                await self._by_stream() if self._draw.random() < 0.5 else await self._by_poll()
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            async with self._news:
                self._news.notify_all()

    async def _by_poll(self) -> None:
        for _ in range(TURNS):
            page = await self.once("GET", "/chat/api/messages", params={"after": self.cursor, "wait": POLL_SECONDS})
            if page is None or not self.awake.is_set():
                return
            assert page.status_code == 200, page.text
            await self._take(page.json()["messages"])

    async def _by_stream(self) -> None:
        headers, asked = {"Authorization": f"Bearer {self.token}"}, {"after": self.cursor}
        waits = httpx.Timeout(SILENCE, connect=2.0)
        with contextlib.suppress(httpx.TransportError):
            async with self.http.stream(
                "GET", "/chat/api/stream", params=asked, headers=headers, timeout=waits
            ) as stream:
                assert stream.status_code == 200 or stream.status_code >= 500, stream.status_code
                kind = "message"
                async for line in stream.aiter_lines():
                    name, _, value = line.partition(": ")
                    kind = value if name == "event" else "message" if not line else kind
                    if name == "data" and kind == "message" and stream.status_code == 200:
                        await self._take([json.loads(value)])
                    if not self.awake.is_set():
                        return

    async def _take(self, messages: list[Message]) -> None:
        self.ledger.shown(self.cursor, messages)
        if messages:
            self.cursor = messages[-1]["seq"]
            self.messages += messages
            async with self._news:
                self._news.notify_all()
