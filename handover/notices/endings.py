"""
Endings: ten minutes before the end of a rostered shift, whoever still holds a live talk hears that it is nearly time to hand over.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from handover import access, roster
from handover.notices import outbox
from handover.roster import Duty
from store import clock, conversations
from store.errors import ConversationErased, NotFound
from store.ground import Ground
from store.schema import Handover, State

EVENT = "shift_ends"
SOON = timedelta(minutes=10)
LANES = sorted({lane for lanes in access.LANES.values() for lane in lanes})


async def go_round(ground: Ground) -> int:
    """
    Plan these notices, each once; returns how many are new.
    """
    now = clock.now()
    async with ground.database.reading() as session:
        duties = [
            duty
            for lane in LANES
            for duty in await roster.duties(session, lane, now, now + SOON + timedelta(minutes=1))
        ]
        ends = ending(duties, now)
        live = select(Handover.helper_id, func.min(Handover.conversation_id)).where(
            Handover.state == State.LIVE, Handover.helper_id.in_(ends)
        )
        holding = (await session.execute(live.group_by(Handover.helper_id))).all()
        untold = [
            (helper, conversation)
            for helper, conversation in holding
            if helper and await outbox.untold(session, EVENT, _subject(helper, ends[helper]), [helper])
        ]
    return sum([await _tell(ground, helper, conversation, ends[helper]) for helper, conversation in untold])


def ending(duties: list[Duty], now: datetime) -> dict[str, datetime]:
    """
    The helpers whose duty is over within `SOON`, and when; a shift on which another one of theirs follows is not over.
    """
    last: dict[str, datetime] = {}
    for duty in sorted(duties):
        if duty.start <= now or (duty.helper in last and duty.start <= last[duty.helper]):
            last[duty.helper] = max(duty.end, last.get(duty.helper, duty.end))
    return {helper: end for helper, end in last.items() if now < end <= now + SOON}


async def _tell(ground: Ground, helper: str, conversation: str, end: datetime) -> int:
    async with ground.database.writing() as session:
        try:
            await conversations.open_by_id(session, ground.master, conversation, lock=True)
        except (ConversationErased, NotFound):
            return 0
        return await outbox.plan(session, EVENT, _subject(helper, end), [helper])


def _subject(helper: str, end: datetime) -> str:
    return f"{helper}:{end:%Y%m%dT%H%M}"
