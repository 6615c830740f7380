"""
A throttle: so many tries in so many seconds for one key, kept in memory and never by address.
"""

import time
from collections import OrderedDict, deque

from store.errors import TooManyTries

KEYS = 10_000


class Throttle:
    """
    Counts tries by key; the least recently tried keys are forgotten first.
    """

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries, self._seconds = tries, seconds
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, key: str) -> None:
        """
        Count a try. Raises TooManyTries.
        """
        now = time.monotonic()
        seen = self._seen.setdefault(key, deque(maxlen=self._tries))
        self._seen.move_to_end(key)
        if len(self._seen) > KEYS:
            self._seen.popitem(last=False)
        if len(seen) == self._tries and now - seen[0] < self._seconds:
            raise TooManyTries
        seen.append(now)

    def pardon(self, key: str) -> None:
        """
        Take back the last try of a key: this one was right, and tells nothing about those before it.
        """
        if seen := self._seen.get(key):
            seen.pop()

    def forget(self, key: str) -> None:
        """
        Forget the tries of a key: this one was right.
        """
        self._seen.pop(key, None)
