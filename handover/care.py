"""
Care for helpers: their own maximum, a break, and after a hard talk a breather and the question how they are.

Nothing here measures anybody. What a helper answers is seen by the coordinators alone, and only to call them back.
"""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover.notices import outbox
from store import clock
from store.database import wake
from store.errors import InvalidRequest, NotFound
from store.schema import Debrief, Handover, Helper
from store.wakeups import QUEUE

MOST = 5
BREATHER = timedelta(minutes=10)
LONGEST_BREAK = 120
TOO_FAR = "blocked"
ANSWERS = ("fine", "heavy", "call_me")


async def after(session: AsyncSession, helper: Helper, handover: Handover) -> None:
    """
    A talk ended. After an orange or red one, or one that went too far, its helper gets a breather, which they may end, and the
    question how they are, once a talk; so does each who held it.
    """
    if handover.level == 0 and handover.reason != TOO_FAR:
        return
    until = clock.now() + BREATHER
    helper.break_until = max(helper.break_until or until, until)
    known = select(Debrief.id).where(Debrief.handover_id == handover.id, Debrief.helper_id == helper.id)
    if await session.scalar(known) is None:
        session.add(Debrief(id=uuid.uuid4().hex, helper_id=helper.id, handover_id=handover.id, asked_at=clock.now()))
    await session.flush()


async def open_debriefs(session: AsyncSession, helper: Helper) -> list[str]:
    """
    The ids of the questions that a helper has not answered.
    """
    query = select(Debrief.id).where(Debrief.helper_id == helper.id, Debrief.answered_at.is_(None))
    return list(await session.scalars(query.order_by(Debrief.asked_at)))


async def answer(session: AsyncSession, helper: Helper, debrief: str, word: str) -> None:
    """
    Answer one: `fine`, `heavy`, or `call_me`, which the coordinators hear. Raises InvalidRequest, NotFound.
    """
    if word not in ANSWERS:
        raise InvalidRequest("Kies hoe het gaat.")
    mine = update(Debrief).where(Debrief.id == debrief, Debrief.helper_id == helper.id)
    given = mine.values(answer=word, answered_at=clock.now(), seen_at=None).returning(Debrief.id)
    if await session.scalar(given.execution_options(synchronize_session=False)) is None:
        raise NotFound
    if word == "call_me":
        await outbox.plan(session, "debrief", debrief, await outbox.coordinators(session) - {helper.id})
    wake(session, QUEUE)


async def asking(session: AsyncSession) -> list[dict[str, Any]]:
    """
    The helpers who asked to be called back and were not yet, longest ago first: `id`, `helper`, `since`.
    """
    query = (
        select(Debrief.id, Helper.name, Debrief.answered_at)
        .join(Helper, Helper.id == Debrief.helper_id)
        .where(Debrief.answer == "call_me", Debrief.seen_at.is_(None))
    )
    rows = await session.execute(query.order_by(Debrief.answered_at))
    return [{"id": row.id, "helper": row.name, "since": row.answered_at} for row in rows]


async def seen(session: AsyncSession, debrief: str) -> None:
    """
    A coordinator called back. Raises NotFound.
    """
    done = update(Debrief).where(Debrief.id == debrief, Debrief.answer == "call_me").values(seen_at=clock.now())
    if await session.scalar(done.returning(Debrief.id).execution_options(synchronize_session=False)) is None:
        raise NotFound
    wake(session, QUEUE)


async def set_most(session: AsyncSession, helper: Helper, most: int | None) -> None:
    """
    How many talks at once a helper wants; None is no maximum of their own. Raises InvalidRequest.
    """
    if most is not None and not 1 <= most <= MOST:
        raise InvalidRequest(f"Kies een aantal van 1 tot {MOST}.")
    await session.execute(update(Helper).where(Helper.id == helper.id).values(max_talks=most))
    wake(session, QUEUE)


async def rest(session: AsyncSession, helper: Helper, minutes: int) -> None:
    """
    A break of so many minutes, 0 ends it: no new talk comes to them meanwhile. Raises InvalidRequest.
    """
    if not 0 <= minutes <= LONGEST_BREAK:
        raise InvalidRequest(f"Een pauze duurt hooguit {LONGEST_BREAK} minuten.")
    until = clock.now() + timedelta(minutes=minutes) if minutes else None
    await session.execute(update(Helper).where(Helper.id == helper.id).values(break_until=until))
    wake(session, QUEUE)


def rests(helper: Helper) -> bool:
    """
    Whether a helper is on a break now.
    """
    return helper.break_until is not None and helper.break_until > clock.now()
