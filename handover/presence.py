"""
Presence: who is on duty, as a heartbeat in data. A helper is there when on duty and seen a moment ago.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access
from store import clock
from store.database import wake
from store.schema import Helper
from store.wakeups import QUEUE

SEEN_WITHIN = timedelta(minutes=2)
SEEN_STEP = timedelta(seconds=20)
NAMED = 3


async def set_duty(session: AsyncSession, helper: Helper, on_duty: bool) -> None:
    """
    Come on duty or leave it.
    """
    now = clock.now()
    begun = {"duty_since": now if on_duty else None, "break_until": None} if on_duty != helper.on_duty else {}
    await session.execute(update(Helper).where(Helper.id == helper.id).values(on_duty=on_duty, seen_at=now, **begun))
    wake(session, QUEUE)


async def note_seen(session: AsyncSession, helper: Helper) -> None:
    """
    Note that a helper is there at this moment.
    """
    await session.execute(update(Helper).where(Helper.id == helper.id).values(seen_at=clock.now()))


def must_note(helper: Helper) -> bool:
    """
    Whether it is time to note again that a helper was seen.
    """
    return helper.seen_at is None or abs(clock.now() - helper.seen_at) > SEEN_STEP


async def on_duty(session: AsyncSession, lane: str = "volunteer") -> list[str]:
    """
    The names of those who can pick up in a lane now, the one seen last first.
    """
    query = select(Helper.name).where(there(), Helper.role.in_(access.roles_of(lane))).order_by(Helper.seen_at.desc())
    return list(await session.scalars(query))


def listed(names: Sequence[str]) -> str:
    """
    Names as one says them: "Bo", "Bo en Noor", "Bo, Noor en nog 3".
    """
    shown = [*names[:NAMED], *([f"nog {len(names) - NAMED}"] if len(names) > NAMED else [])]
    return " en ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def seen() -> ColumnElement[bool]:
    """
    The helpers whose screen is open at this moment, on duty or not.
    """
    now = clock.now()  # seen long from now is seen by a clock that was wrong
    return and_(Helper.active, Helper.seen_at > now - SEEN_WITHIN, Helper.seen_at < now + SEEN_WITHIN)


def is_there(helper: Helper) -> bool:
    """
    Whether this helper's screen is open at this moment.
    """
    return helper.active and helper.seen_at is not None and abs(clock.now() - helper.seen_at) < SEEN_WITHIN


def there() -> ColumnElement[bool]:
    """
    The helpers who can pick up at this moment: on duty, at their screen, and not on a break.
    """
    rested = or_(Helper.break_until.is_(None), Helper.break_until <= clock.now())
    return and_(seen(), Helper.on_duty, rested)
