"""
The clock of the house: aware times in UTC inside, Dutch local time towards people.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


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
