"""
Presence: who is on duty, as a heartbeat in data. A helper is there when on duty and seen a moment ago.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.database import wake
from store.schema import Helper, Role
from store.wakeups import QUEUE

SEEN_WITHIN = timedelta(minutes=2)
SEEN_STEP = timedelta(seconds=20)


async def set_duty(session: AsyncSession, helper: Helper, on_duty: bool) -> None:
    """
    Come on duty or leave it.
    """
    await session.execute(update(Helper).where(Helper.id == helper.id).values(on_duty=on_duty, seen_at=clock.now()))
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
    return helper.seen_at is None or clock.now() - helper.seen_at > SEEN_STEP


async def on_duty(session: AsyncSession, lane: str = "volunteer") -> list[str]:
    """
    The names of those who can pick up in a lane now, the one seen last first.
    """
    query = select(Helper.name).where(_there(), Helper.role.in_(_roles(lane))).order_by(Helper.seen_at.desc())
    return list(await session.scalars(query))


def seen() -> ColumnElement[bool]:
    """
    The helpers whose screen is open at this moment, on duty or not.
    """
    return and_(Helper.active, Helper.seen_at > clock.now() - SEEN_WITHIN)


def is_there(helper: Helper) -> bool:
    """
    Whether this helper's screen is open at this moment.
    """
    return helper.active and helper.seen_at is not None and helper.seen_at > clock.now() - SEEN_WITHIN


def _there() -> ColumnElement[bool]:
    return and_(seen(), Helper.on_duty)


def _roles(lane: str) -> list[Role]:
    return [Role.MELDPUNT, Role.COORDINATOR] if lane == "meldpunt" else [Role.VOLUNTEER, Role.COORDINATOR]
