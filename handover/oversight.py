"""
Oversight: what a coordinator sees of everything that waits, is live or was promised, and what they can do about it.

No summary and no word of a talk is in it, and never how long somebody's talks take. A coordinator takes a talk over, asks a colleague
to, or ends it with a reason; the person hears each of these aloud.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import (
    access,
    alarms,
    care,
    figures,
    leases,
    meanwhile,
    overleg,
    presence,
    promises,
    queue,
    transfer,
    wanted,
)
from handover.notices import outbox
from handover.trail import note
from store import clock
from store.conversations import Vault
from store.database import wake
from store.errors import AlreadyClaimed, ColleagueAway, HandoverOver, ReasonMissing
from store.keys import MasterKey
from store.schema import OVER_STATES, Handover, Helper, Holder, Promise, PromiseState, Sender, State
from store.speech import aside, say
from store.texts import texts
from store.wakeups import QUEUE

URGENT = timedelta(minutes=2)  # how long what is red waits for one colleague


async def overview(session: AsyncSession, helper: Helper) -> dict[str, Any]:
    """
    Everything at a glance: `waiting`, `live`, `promised`, `people`, `calls` (who asked to be called back) and `figures`.
    """
    access.oversight(helper)
    return {
        "waiting": await _waiting(session),
        "live": await _live(session),
        "promised": await _promised(session),
        "people": await _people(session),
        "calls": [call | {"since": clock.iso(call["since"])} for call in await care.asking(session)],
        "figures": await figures.inside(session),
    }


async def _waiting(session: AsyncSession) -> list[dict[str, Any]]:
    now = clock.now()
    promised = select(Promise.handover_id, Promise.due_at).where(Promise.state == PromiseState.OPEN)
    due = {row.handover_id: row.due_at for row in await session.execute(promised)}
    query = select(Handover).where(Handover.state == State.WAITING)
    return [
        {
            "id": handover.id,
            "kind": handover.kind,
            "level": queue.LEVELS[handover.level],
            "since": clock.iso(handover.waiting_since or handover.asked_at),
            "promised": clock.iso(due[handover.id]) if handover.id in due else None,
            "overdue": bool(handover.escalated_at or (handover.told_until and handover.told_until < now)),
            "wanted": handover.wanted_id if handover.wanted_until and handover.wanted_until > now else None,
        }
        for handover in await session.scalars(query.order_by(Handover.level.desc(), Handover.waiting_since))
    ]


async def _live(session: AsyncSession) -> list[dict[str, Any]]:
    """
    `since` is when the person began to wait, as helpers see it too.
    """
    query = select(Handover, Helper.name).join(Helper, Helper.id == Handover.helper_id)
    rows = await session.execute(
        query.where(Handover.state == State.LIVE).order_by(Handover.level.desc(), Handover.waiting_since)
    )
    return [
        {
            "id": handover.id,
            "helper": name,
            "helper_id": handover.helper_id,
            "level": queue.LEVELS[handover.level],
            "since": clock.iso(handover.waiting_since or handover.asked_at),
            "escalated": handover.escalated_at is not None,
        }
        for handover, name in rows
    ]


async def _promised(session: AsyncSession) -> list[dict[str, Any]]:
    query = select(Promise, Helper.name).join(Helper, Helper.id == Promise.helper_id, isouter=True)
    rows = await session.execute(query.where(Promise.state == PromiseState.OPEN).order_by(Promise.due_at))
    return [
        {
            "id": promise.handover_id,
            "due": clock.iso(promise.due_at),
            "lapses": clock.iso(promise.lapses_at),
            "danger": promise.warned_at is not None,
            "helper": name,
        }
        for promise, name in rows
    ]


async def _people(session: AsyncSession) -> list[dict[str, Any]]:
    holding = select(Handover.helper_id).where(Handover.state == State.LIVE)
    live = Counter(await session.scalars(holding))
    found = await session.scalars(select(Helper).where(Helper.role.in_(access.DESK_ROLES)).order_by(Helper.name))
    return [
        {
            "id": helper.id,
            "name": helper.name,
            "role": helper.role,
            "active": helper.active,
            "on_duty": helper.on_duty,
            "there": helper.on_duty and presence.is_there(helper),
            "live": live[helper.id],
            "resting": care.rests(helper),
        }
        for helper in found
    ]


async def take_over(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> dict[str, Any]:
    """
    Take what waits, for whomever it does, or what a colleague holds; the coordinator reads the talk from where the colleague did.
    Raises HandoverOver, Forbidden, NotFound.
    """
    access.oversight(helper)
    vault, handover = await queue.locked(session, master, helper, handover_id)
    if handover.state != State.LIVE:
        return await queue.begin(session, vault, handover, helper)
    if handover.helper_id != helper.id:
        await _instead(session, vault, handover, helper)
    return queue.public(vault, handover)


async def _instead(session: AsyncSession, vault: Vault, handover: Handover, helper: Helper) -> None:
    before = await session.get_one(Helper, handover.helper_id)
    handover.helper_id, handover.claimed_at = helper.id, clock.now()
    handover.lease_until = clock.now() + leases.LEASE
    await session.flush()
    note(session, handover, "taken_over", helper)
    await care.after(session, before, handover)
    await alarms.hold(session, vault.id, helper)
    wake(session, QUEUE)
    wake(session, overleg.bell(vault.id))
    line = texts().record("taken_over", name=helper.name, before=before.name)
    await say(session, vault, line, Sender.SYSTEM, name=helper.name)


async def reassign(
    session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, colleague_id: str
) -> None:
    """
    Ask a colleague who is there to take what waits or what another holds. It waits for them first, as after a transfer, but not for
    long when it is red. Raises ColleagueAway, AlreadyClaimed (it is theirs), HandoverOver, Forbidden, NotFound.
    """
    access.oversight(helper)
    vault, handover = await queue.locked(session, master, helper, handover_id)
    if handover.state in OVER_STATES:
        raise HandoverOver
    colleague = await access.colleague(session, helper, handover.kind, colleague_id)
    if handover.helper_id == colleague.id:
        raise AlreadyClaimed
    if not await wanted.can_come(session, colleague):
        raise ColleagueAway
    wanted.want(handover, colleague, URGENT if handover.level == queue.RED else transfer.PATIENCE)
    if handover.state == State.LIVE:
        before = await session.get_one(Helper, handover.helper_id)
        await care.after(session, before, handover)
        await leases.let_go(session, vault, handover, "reassigned", helper)
        line = texts().record("reassigned_live", name=colleague.name, before=before.name)
        await say(session, vault, line, Sender.SYSTEM)
    else:
        note(session, handover, "reassigned", helper)
        wake(session, QUEUE)
        await aside(session, vault, texts().record("reassigned", name=colleague.name))
    await outbox.plan(session, "transfer", f"{handover.id}:{vault.row.last_seq}", {colleague.id})


async def end(
    session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, reason: str, remark: str
) -> None:
    """
    End what waits or is live, with a reason (one of `queue.REASONS`) and an optional remark; the person is told kindly. Raises
    ReasonMissing, HandoverOver, Forbidden, NotFound.
    """
    access.oversight(helper)
    if reason not in queue.REASONS:
        raise ReasonMissing
    vault, handover = await queue.locked(session, master, helper, handover_id)
    if handover.state in OVER_STATES:
        raise HandoverOver
    if handover.state == State.LIVE:
        before = await session.get_one(Helper, handover.helper_id)
        await queue.finish(session, vault, handover, helper, reason, remark)
        await say(session, vault, texts().record("switch_to_bot", name=before.name), Sender.SYSTEM)
    else:
        await _close(session, vault, handover, helper, reason, remark)
    await say(session, vault, texts().record(f"ended_{reason}", open_now=meanwhile.open_now(vault)), Sender.SYSTEM)


async def _close(
    session: AsyncSession, vault: Vault, handover: Handover, helper: Helper, reason: str, remark: str
) -> None:
    """
    What waits is over without anybody having come: a promise on it counts as broken, and an alarm rings on.
    """
    handover.state, handover.reason, handover.over_at = State.CLOSED, reason, clock.now()
    handover.wanted_id = handover.wanted_until = None
    handover.sealed_note = vault.seal(remark[: queue.REMARK_LENGTH], "note") if remark.strip() else None
    vault.row.holder = Holder.BOT
    await session.flush()
    note(session, handover, "closed", helper)
    figures.note_wait(session, handover, "ended")
    await promises.end(session, handover, PromiseState.BROKEN)
    wake(session, QUEUE)
