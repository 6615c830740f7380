"""
Rates: how much one conversation, name or network address may ask of the house, without keeping who asked.

A key is only ever kept as a hash with a salt of this process; salt and counts are thrown away together every hour, also when nobody asks
anything (`age`). Nothing of it is written down.
"""

import hashlib
import secrets
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

from store import clock
from store.errors import NachtlichtError, TooMuchAtOnce

KEYS = 10_000
FORGET_SECONDS = 3600.0

_known: WeakSet["Rate"] = WeakSet()


class Rate:
    """
    So many in so many seconds for one key: all of them at once, or spread out. 0 is no limit. The least recent keys are forgotten first.
    """

    def __init__(self, most: int, seconds: float = 60.0, refusal: type[NachtlichtError] = TooMuchAtOnce) -> None:
        self._most, self._per_second, self._refusal = float(most), most / seconds, refusal
        self._forget()
        _known.add(self)

    def _forget(self) -> None:
        self._salt, self._since = secrets.token_bytes(32), clock.ticks()
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def age(self) -> None:
        """
        Throw everything away when it is an hour old.
        """
        if clock.ticks() - self._since >= FORGET_SECONDS:
            self._forget()

    def over(self, key: str) -> bool:
        """
        Count one; whether it is too much.
        """
        if not self._most:
            return False
        self.age()
        now, mark = clock.ticks(), self._mark(key)
        left, at = self._left.pop(mark, (self._most, now))
        left = min(self._most, left + (now - at) * self._per_second)
        self._left[mark] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > KEYS:
            self._left.popitem(last=False)
        return left < 1

    def check(self, key: str) -> None:
        """
        Count one. Raises what it was made with.
        """
        if self.over(key):
            raise self._refusal

    def pardon(self, key: str) -> None:
        """
        Take back the last one of a key: it was right, and tells nothing about those before it.
        """
        mark = self._mark(key)
        if mark in self._left:
            left, at = self._left[mark]
            self._left[mark] = (min(self._most, left + 1), at)

    def forget(self, key: str) -> None:
        """
        Forget all of a key: this one was right.
        """
        self._left.pop(self._mark(key), None)

    def __len__(self) -> int:
        """
        How many keys are known at this moment.
        """
        return len(self._left)

    def _mark(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode("utf-8", "replace"), key=self._salt, digest_size=16).digest()


def age() -> None:
    """
    Let every rate of this process forget what is an hour old.
    """
    for rate in list(_known):
        rate.age()


class Crowd:
    """
    How many lines one key holds open at the same time.
    """

    def __init__(self, most: int) -> None:
        self._most, self._open = most, Counter[str]()

    def check(self, key: str) -> None:
        """
        Whether there is room for one more. Raises TooMuchAtOnce.
        """
        if self._open[key] >= self._most:
            raise TooMuchAtOnce

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """
        One line more, for as long as it is open.
        """
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            self._open += Counter()  # keeps what is more than nothing
