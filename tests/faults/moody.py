"""
A moody engine: speaks the protocol of ours over plain TCP, says what it heard, and misbehaves on command in every way that a process
behind a port can.
"""

import asyncio
import contextlib
import json
import socket
from typing import Any

Json = dict[str, Any]
HEARD = "Je zei: "
DRIP_SECONDS = 0.4

# What an engine might answer that is good JSON and no good answer.
WRONG: dict[str, Any] = {
    "list": [1, 2, 3],
    "nothing": None,
    "empty": {},
    "no messages": {"messages": None},
    "messages of text": {"messages": ["hoi"]},
    "number for a text": {"messages": [{"text": 7}]},
    "button without title": {"messages": [{"text": "Kies maar", "buttons": [{"payload": "/greet"}]}]},
    "buttons of text": {"messages": [{"text": "Kies maar", "buttons": "ja"}]},
    "custom as a list": {"messages": [{"text": "Hoi", "custom": ["do"]}]},
    "slots as a list": {"slots": [1]},
    "confidence in words": {"confidence": "zeker"},
    "silence": {"messages": []},
}
RUBBISH = ("fails", "garbles", "halves", "drips", "hangs", "refuses", *(f"wrong: {name}" for name in WRONG))


class MoodyEngine:
    """
    The engine. `mood` is `well` or one of `RUBBISH`.
    """

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.mood = "well"
        self._changed = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def open(self) -> "MoodyEngine":
        """
        Begin to listen.
        """
        self._server = await asyncio.start_server(self._connect, sock=self._door)
        return self

    async def close(self) -> None:
        """
        Stop, whoever is still waiting.
        """
        assert self._server
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def feels(self, mood: str) -> None:
        """
        Change mood; whoever hung is let go of.
        """
        self.mood = mood
        self._changed.set()
        self._changed = asyncio.Event()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk
        self._talks.add(talk)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while await self._one(reader, writer):
                    pass
        except asyncio.CancelledError:
            pass  # the engine closes
        finally:
            writer.transport.abort()
            self._talks.discard(talk)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """
        One request; False when the line is to be broken.
        """
        if self.mood == "refuses":
            return False
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length:")), 0)
        asked: Json = json.loads(await reader.readexactly(length)) if length else {}
        mood, changed = self.mood, self._changed
        if mood == "hangs":
            await changed.wait()
            return False
        body = json.dumps(answer(asked, mood) if asked else {"status": "ok"}).encode()
        if mood == "garbles":
            body = b"<html>" + body[::2]
        status = "500 Internal Server Error" if mood == "fails" else "200 OK"
        promised = len(body) if mood != "drips" else 1_000_000
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {promised}\r\n\r\n".encode()
        )
        if mood == "drips":
            while not changed.is_set():
                writer.write(b" ")
                await writer.drain()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), DRIP_SECONDS)
            return False
        writer.write(body[: len(body) // 2] if mood == "halves" else body)
        await writer.drain()
        return mood != "halves"


def answer(asked: Json, mood: str) -> Any:
    """
    What the engine says to a message in a mood.
    """
    kind = "Knop: " if asked.get("choice") else HEARD
    good = {
        "messages": [{"text": f"{kind}{asked['message']}"}],
        "slots": asked["slots"],
        "intent": "inform",
        "confidence": 1.0,
        "ranking": [["inform", 1.0]],
    }
    _, wrong, name = mood.partition("wrong: ")
    if not wrong:
        return good
    bad = WRONG[name]
    return good | bad if isinstance(bad, dict) and bad else bad
