"""
Alarms: a red signal rings at everybody on shift and at the coordinator, again and again, until somebody takes it; whoever has no
console open gets each ring as a notice.

An alarm needs no consent, for it holds no word of the person: what it is about, since when, how often it rang. How somebody
takes one and what the person then sees is in `offers.py`. Only a helper ends an alarm. If the one who took it vanishes, or the
talk goes on without them, it rings again.
"""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, presence
from handover.notices import outbox
from store import clock, conversations
from store.database import wake
from store.errors import HandoverOver, NotFound, NotYours, ReasonMissing
from store.keys import MasterKey
from store.schema import Alarm, Handover, Helper, Role, State
from store.wakeups import QUEUE

LANE = "volunteer"
REPEAT = timedelta(seconds=60)
MISSED = timedelta(minutes=5)
UNSEEN = {"synchronize_session": False}
REASONS = ("talked", "safe", "declined", "no_reply", "false_alarm")


async def open_alarm(session: AsyncSession, conversation: str) -> Alarm | None:
    """
    The alarm of a conversation that is not over, if there is one.
    """
    query = select(Alarm).where(Alarm.conversation_id == conversation, Alarm.over_at.is_(None))
    return await session.scalar(query.execution_options(populate_existing=True))


async def sound(session: AsyncSession, conversation: str, topic: str, rule: str) -> None:
    """
    A red signal in a locked conversation: ring, or ring again. Who is live in the talk has it at once.
    """
    now = clock.now()
    alarm = await open_alarm(session, conversation)
    if alarm is None:
        alarm = Alarm(id=uuid.uuid4().hex, conversation_id=conversation, raised_at=now, rings=0)
        session.add(alarm)
    alarm.topic, alarm.rule, alarm.rung_at, alarm.rings = topic, rule, now, alarm.rings + 1
    if alarm.helper_id is None:
        live = select(Handover.helper_id).where(Handover.conversation_id == conversation, Handover.state == State.LIVE)
        alarm.helper_id = await session.scalar(live)
        alarm.taken_at = now if alarm.helper_id else None
    await session.flush()
    if alarm.helper_id is None:
        await _notify(session, {alarm.id: alarm.rings})
    wake(session, QUEUE)


async def _notify(session: AsyncSession, rings: dict[str, int]) -> None:
    """
    A ring also goes out as a notice, and on a break too.
    """
    helpers = await outbox.at_work(session, LANE, resting_too=True) | await outbox.coordinators(session)
    for alarm, ring in rings.items():
        await outbox.plan(session, "alarm", f"{alarm}:{ring}", helpers)


async def hold(session: AsyncSession, conversation: str, helper: Helper) -> None:
    """
    A helper is live in the conversation now: its alarm is theirs.
    """
    await _change(session, conversation, helper_id=helper.id, taken_at=clock.now())


async def release(session: AsyncSession, conversation: str) -> None:
    """
    The helper is gone from the conversation: its alarm rings again.
    """
    await _change(session, conversation, helper_id=None, taken_at=None, answer=None, rung_at=clock.now() - REPEAT)


async def finish(session: AsyncSession, conversation: str, reason: str) -> None:
    """
    A helper ended the talk, and with it the alarm.
    """
    await _change(session, conversation, over_at=clock.now(), reason=reason)


async def _change(session: AsyncSession, conversation: str, **values: Any) -> None:
    mine = update(Alarm).where(Alarm.conversation_id == conversation, Alarm.over_at.is_(None)).values(**values)
    changed = await session.execute(mine.returning(Alarm.id), execution_options=UNSEEN)
    if changed.all():
        wake(session, QUEUE)


async def overview(session: AsyncSession, helper: Helper) -> list[dict[str, Any]]:
    """
    What a helper hears: the alarms that nobody took and their own; a coordinator sees all. Longest ringing first.
    """
    if helper.role not in (Role.VOLUNTEER, Role.COORDINATOR):
        return []
    query = (
        select(Alarm, Helper.name, Handover.id, Handover.state)
        .join(Helper, Helper.id == Alarm.helper_id, isouter=True)
        .join(Handover, _held(), isouter=True)
        .where(Alarm.over_at.is_(None))
    )
    if helper.role != Role.COORDINATOR:
        query = query.where(or_(Alarm.helper_id.is_(None), Alarm.helper_id == helper.id))
    rows = (await session.execute(query.order_by(Alarm.raised_at))).all()
    return [
        {
            "id": alarm.id,
            "topic": alarm.topic,
            "since": clock.iso(alarm.raised_at),
            "rings": alarm.rings,
            "missed": alarm.missed_at is not None,
            "helper": name,
            "mine": alarm.helper_id == helper.id,
            "answer": alarm.answer,
            "handover": handover,
            "state": state or "bot",
        }
        for alarm, name, handover, state in rows
    ]


async def close(session: AsyncSession, master: MasterKey, helper: Helper, alarm_id: str, reason: str) -> None:
    """
    End an alarm that one took, with a reason of `REASONS`; a coordinator may end any.

    Raises ReasonMissing, NotYours, HandoverOver, NotFound, Forbidden.
    """
    access.alarms(helper)
    if reason not in REASONS:
        raise ReasonMissing
    alarm = await session.get(Alarm, alarm_id, populate_existing=True)
    if alarm is None:
        raise NotFound
    await conversations.open_by_id(session, master, alarm.conversation_id, lock=True)
    await session.refresh(alarm)
    if alarm.over_at is not None:
        raise HandoverOver
    if alarm.helper_id != helper.id and helper.role != Role.COORDINATOR:
        raise NotYours
    alarm.helper_id, alarm.taken_at = alarm.helper_id or helper.id, alarm.taken_at or clock.now()
    alarm.over_at, alarm.reason = clock.now(), reason
    wake(session, QUEUE)


async def go_round(session: AsyncSession) -> int:
    """
    Ring again whatever nobody took, or whose taker is gone; returns how many rang. An alarm that rang for `MISSED` is counted.
    """
    now = clock.now()
    seen = select(Helper.id).where(presence.seen())
    live = exists().where(_held(), Handover.state == State.LIVE)
    await session.execute(
        update(Alarm)
        .where(Alarm.over_at.is_(None), Alarm.helper_id.is_not(None), Alarm.helper_id.not_in(seen), ~live)
        .values(helper_id=None, taken_at=None, rung_at=now - REPEAT),
        execution_options=UNSEEN,
    )
    free = (Alarm.over_at.is_(None), Alarm.helper_id.is_(None))
    await session.execute(
        update(Alarm).where(*free, Alarm.missed_at.is_(None), Alarm.raised_at <= now - MISSED).values(missed_at=now),
        execution_options=UNSEEN,
    )
    rung = await session.execute(
        update(Alarm)
        .where(*free, Alarm.rung_at <= now - REPEAT)
        .values(rung_at=now, rings=Alarm.rings + 1)
        .returning(Alarm.id, Alarm.rings),
        execution_options=UNSEEN,
    )
    rings = {row.id: row.rings for row in rung}
    if rings:
        await _notify(session, rings)
        wake(session, QUEUE)
    return len(rings)


async def counts(session: AsyncSession) -> dict[str, int]:
    """
    How many alarms ring now, and how many were ever missed, of those still kept.
    """
    ringing = select(func.count()).where(Alarm.over_at.is_(None), Alarm.helper_id.is_(None))
    missed = select(func.count()).where(Alarm.missed_at.is_not(None))
    return {
        "ringing": int(await session.scalar(ringing) or 0),
        "missed": int(await session.scalar(missed) or 0),
    }


def _held() -> Any:
    return (Handover.conversation_id == Alarm.conversation_id) & Handover.state.in_((State.WAITING, State.LIVE))
