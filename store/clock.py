"""
The clock of the house: aware times in UTC inside, Dutch local time towards people.
"""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
JUMP_SECONDS = 30.0


def now() -> datetime:
    """
    The present, aware, in UTC.
    """
    return datetime.now(UTC)


def local(at: datetime | None = None) -> datetime:
    """
    A moment (default: now) as people in the Netherlands and Flanders read it from the wall.
    """
    return (at or now()).astimezone(AMSTERDAM)


def iso(moment: datetime) -> str:
    """
    A moment in UTC as the interface writes it: "2026-03-04T02:00:00Z".
    """
    return moment.isoformat().replace("+00:00", "Z")


def ticks() -> float:
    """
    Seconds that only count on, whatever happens to the wall clock; they say how much time went by, and not what time it is.
    """
    return time.monotonic()


class Steadiness:
    """
    Whether the wall clock goes on as time does, or was set by somebody, lost by a machine that slept, or is new to us.
    """

    def __init__(self) -> None:
        self._drift: float | None = None
        self._since = ticks()

    def jumped(self) -> bool:
        """
        Whether the clock jumped since the last time this was asked. The first time it did: we do not know what was before.
        """
        drift = now().timestamp() - ticks()
        jumped = self._drift is None or abs(drift - self._drift) > JUMP_SECONDS
        self._drift = drift
        if jumped:
            self._since = ticks()
        return jumped

    @property
    def steady_seconds(self) -> float:
        """
        How long it has been going on without a jump.
        """
        return ticks() - self._since
