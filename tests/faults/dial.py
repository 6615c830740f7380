"""
The dial: turns the clock of a house that runs in another process, by way of a small file that both of them hold.

Time can pass (the wall clock and the ticks go on together, as in an hour of sleep) or the wall clock can jump (the ticks do not, as when
somebody sets it). The house knows nothing of it: `bend` stands in the place of `store.clock` in a house that is forked (`stem`).
"""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store import clock

FORM = struct.Struct("dd")


class Dial:
    """
    The hand on the clock of one house.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._passed, self._jumped = path, 0.0, 0.0
        path.write_bytes(FORM.pack(0.0, 0.0))

    def passes(self, seconds: float) -> None:
        """
        Let time go by.
        """
        self._passed += seconds
        self._set()

    def jumps(self, seconds: float) -> None:
        """
        Set the wall clock wrong by some seconds; 0 sets it right again.
        """
        self._jumped = seconds
        self._set()

    def _set(self) -> None:
        with self.path.open("r+b") as file:
            file.write(FORM.pack(self._passed + self._jumped, self._passed))


def bend(path: Path) -> None:
    """
    Let this process read its clock through the dial at a path.
    """
    with path.open("rb") as file:
        seen = mmap.mmap(file.fileno(), FORM.size, access=mmap.ACCESS_READ)

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=FORM.unpack_from(seen)[0])

    def ticks() -> float:
        return time.monotonic() + float(FORM.unpack_from(seen)[1])

    clock.now, clock.ticks = now, ticks
