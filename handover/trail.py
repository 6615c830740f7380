"""
The trail: what happened to a handover, when and by whom. Never any text.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.schema import Handover, HandoverEvent, Helper


def note(session: AsyncSession, handover: Handover, what: str, helper: Helper | None = None) -> None:
    """
    One row of the audit trail.
    """
    who = helper.id if helper else None
    session.add(HandoverEvent(handover_id=handover.id, what=what, helper_id=who, at=clock.now()))
