"""
The wire: a TCP proxy in front of a house, which is slow, breaks off in the middle of an answer, or holds a line open and says nothing.

All of it is on the side of the answers, where it hurts: what was asked has reached the house, and nobody heard what came of it.
"""

import asyncio
import contextlib
import socket

CHUNK = 65536


class Wire:
    """
    A proxy on a free port in front of another port. Its faults hold for the lines that are there as well as for new ones.
    """

    def __init__(self, port: int) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._port, self._slow, self._left = port, 0.0, -1
        self._free = asyncio.Event()
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> "Wire":
        """
        Let lines through.
        """
        self._free.set()
        self._server = await asyncio.start_server(self._connect, sock=self._door)
        return self

    async def close(self) -> None:
        """
        Break all lines.
        """
        assert self._server
        self._server.close()
        lines = [*self._lines]
        self.breaks()
        await asyncio.gather(*lines, return_exceptions=True)

    def slows(self, seconds: float) -> None:
        """
        Every piece of an answer takes some seconds; 0 is no longer.
        """
        self._slow = seconds

    def cuts(self, after: int) -> None:
        """
        Let some bytes of answers pass, and break the line of the next; -1 is no longer.
        """
        self._left = after

    def hangs(self) -> None:
        """
        Lines stay open, and no answer comes.
        """
        self._free.clear()

    def heals(self) -> None:
        """
        Lines that hung are broken, new ones are good.
        """
        if not self._free.is_set():
            self.breaks()
            self._free.set()
        self._slow, self._left = 0.0, -1

    def breaks(self) -> None:
        """
        Break every line there is.
        """
        for line in [*self._lines]:
            self._lines.discard(line)
            line.cancel()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line
        self._lines.add(line)
        try:
            house_reader, house_writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            self._lines.discard(line)
            return
        ways = [asyncio.create_task(self._ask(reader, house_writer))]
        ways.append(asyncio.create_task(self._answer(house_reader, writer)))
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            pass  # the line is broken
        finally:
            self._lines.discard(line)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (writer, house_writer):
                end.transport.abort()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                writer.write(chunk)
                await writer.drain()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                if self._slow:
                    await asyncio.sleep(self._slow)
                await self._free.wait()
                if self._left >= 0:
                    chunk, self._left = chunk[: self._left], self._left - len(chunk)
                    writer.write(chunk)
                    await writer.drain()
                    if self._left <= 0:
                        self._left = 0
                        return
                    continue
                writer.write(chunk)
                await writer.drain()
