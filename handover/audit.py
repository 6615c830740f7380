"""
The audit of handovers: whether each has an owner and a reason, one live holder and a yes that fits; and whether promises, notices and
alarms are what they say.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import alarms, blocks, proof, queue, reading
from handover.notices import outbox
from store import clock, conversations
from store.audit import Check, Doubt
from store.errors import ConversationErased, MasterKeyWrong
from store.keys import MasterKey
from store.schema import (
    OPEN_STATES,
    OVER_STATES,
    Address,
    Alarm,
    Conversation,
    Handover,
    HandoverEvent,
    Helper,
    Holder,
    Notice,
    NoticeState,
    Promise,
    PromiseState,
    State,
)

LATE = timedelta(minutes=5)  # the rounds come by every few seconds
UNSENT = timedelta(hours=2)  # more than the longest pause between two tries
HELD = {State.ASKED: Holder.BOT, State.WAITING: Holder.WAITING, State.LIVE: Holder.HUMAN}
FREE = ("returned", "expired", "transferred", "reassigned", "closed", "withdrawn")
REASONS = (*queue.REASONS, blocks.REASON, "withdrawn")


async def holders(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    Who holds a talk is who its one open handover says.
    """
    opened = select(Handover.conversation_id, Handover.state).where(Handover.state.in_(OPEN_STATES))
    held: dict[str, list[str]] = {}
    for talk, state in await session.execute(opened):
        held.setdefault(talk, []).append(state)
    doubts = [Doubt(talk, "er loopt meer dan één overdracht") for talk, states in held.items() if len(states) > 1]
    talks = await session.execute(
        select(Conversation.id, Conversation.holder).where(Conversation.holder != Holder.ENDED)
    )
    for talk, holder in talks:
        meant = HELD[State(held[talk][0])] if talk in held else Holder.BOT
        if holder != meant:
            doubts.append(
                Doubt(talk, f"volgens het gesprek is het bij '{holder}', volgens de overdracht bij '{meant}'")
            )
    return doubts


async def owners(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    What is live has one helper, who claimed it and is still there; what is over has a reason and somebody who ended it.
    """
    doubts = []
    last = _latest(("claimed", "taken_over"))
    live = select(Handover, last).where(Handover.state == State.LIVE)
    for handover, claimer in await session.execute(live):
        if handover.helper_id is None or handover.helper_id != claimer:
            doubts.append(Doubt(handover.id, "loopt, en niemand nam het aan"))
        if handover.lease_until is None or handover.lease_until < clock.now() - LATE:
            doubts.append(Doubt(handover.id, "loopt, en de helper is al te lang weg"))
    over = select(
        Handover.id, Handover.state, Handover.reason, Handover.over_at, _latest(("closed", "withdrawn"), "what")
    )
    for handover_id, state, reason, over_at, how in await session.execute(over.where(Handover.state.in_(OVER_STATES))):
        if over_at is None or reason not in REASONS:
            doubts.append(Doubt(handover_id, "voorbij zonder reden"))
        if how != state:
            doubts.append(Doubt(handover_id, "voorbij, en niemand sloot het af"))
    return doubts


def _latest(kinds: tuple[str, ...], column: str = "helper_id") -> ColumnElement[str | None]:
    query = select(getattr(HandoverEvent, column)).where(
        HandoverEvent.handover_id == Handover.id, HandoverEvent.what.in_(kinds)
    )
    return query.order_by(HandoverEvent.id.desc()).limit(1).scalar_subquery()


async def doubled(session: AsyncSession) -> list[str]:
    """
    Handovers (ids) that were claimed again while somebody had them.
    """
    before = func.lag(HandoverEvent.what).over(partition_by=HandoverEvent.handover_id, order_by=HandoverEvent.id)
    moves = select(HandoverEvent.handover_id.label("id"), HandoverEvent.what.label("what"), before.label("before"))
    moved = moves.where(HandoverEvent.what.in_(("claimed", "taken_over", *FREE))).subquery()
    twice = and_(moved.c.what == "claimed", moved.c.before.in_(("claimed", "taken_over")))
    return list(await session.scalars(select(moved.c.id).where(twice).distinct()))


async def claims(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    Nothing was ever claimed twice at once.
    """
    return [Doubt(handover, "twee keer tegelijk aangenomen") for handover in await doubled(session)]


async def consents(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    What waits, is live or was shown has the proof of a yes to just that.
    """
    doubts = []
    query = select(Handover).where(
        or_(Handover.state.in_((State.WAITING, State.LIVE)), Handover.consent_at.is_not(None))
    )
    for handover in await session.scalars(query):
        try:
            vault = await conversations.open_by_id(session, master, handover.conversation_id)
            fits = handover.consent_at is not None and proof.holds(vault, handover)
        except (ConversationErased, MasterKeyWrong):
            fits = False
        if not fits:
            doubts.append(Doubt(handover.id, "het bewijs van een ja past niet"))
    return doubts


async def promises(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    An open promise is one of somebody who waits, and its time is not over; one that is over was told so in the trail.
    """
    doubts = []
    query = select(Promise, Handover.state).join(Handover, Handover.id == Promise.handover_id)
    for promise, state in await session.execute(query.where(Promise.state == PromiseState.OPEN)):
        if state != State.WAITING:
            doubts.append(Doubt(promise.id, "belofte aan iemand die niet meer wacht"))
        if promise.lapses_at < clock.now() - LATE:
            doubts.append(Doubt(promise.id, "belofte is voorbij, en niemand zei het"))
    ended = select(Promise.handover_id, Promise.state, func.count()).where(Promise.state != PromiseState.OPEN)
    told = select(HandoverEvent.handover_id, HandoverEvent.what, func.count()).where(
        HandoverEvent.what.like("promise_%")
    )
    known = {
        (handover, what): n
        for handover, what, n in await session.execute(told.group_by(HandoverEvent.handover_id, HandoverEvent.what))
    }
    for handover, promised, n in await session.execute(ended.group_by(Promise.handover_id, Promise.state)):
        if known.get((handover, f"promise_{promised}"), 0) != n:
            doubts.append(Doubt(handover, f"beloftes '{promised}' staan niet zo in het spoor"))
    return doubts


async def waits(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    Nobody waits longer than we said without having heard so.
    """
    promised = select(Promise.handover_id).where(Promise.state == PromiseState.OPEN)
    silent = select(Handover.id).where(
        Handover.state == State.WAITING, Handover.id.not_in(promised), Handover.told_until < clock.now() - LATE * 2
    )
    return [Doubt(handover, "wacht langer dan gezegd, en hoorde niets") for handover in await session.scalars(silent)]


async def notices(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    A notice that is due goes out, to an address that is confirmed.
    """
    stuck = select(Notice.id).where(Notice.state == NoticeState.PLANNED, Notice.due_at < clock.now() - UNSENT)
    strange = (
        select(Notice.id)
        .join(Address, Address.id == Notice.address_id)
        .where(Notice.event != outbox.CONFIRM, Address.confirmed_at.is_(None))
    )
    return [
        *(Doubt(notice, "melding ging niet uit") for notice in await session.scalars(stuck)),
        *(Doubt(notice, "melding naar een plek die niemand bevestigde") for notice in await session.scalars(strange)),
    ]


async def ringing(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    An alarm that nobody took rings on; who took one is somebody who helps.
    """
    silent = select(Alarm.id).where(
        Alarm.over_at.is_(None), Alarm.helper_id.is_(None), Alarm.rung_at < clock.now() - alarms.REPEAT - LATE
    )
    away = select(Alarm.id).join(Helper, Helper.id == Alarm.helper_id).where(Alarm.over_at.is_(None), ~Helper.active)
    return [
        *(Doubt(alarm, "alarm ging niet meer af") for alarm in await session.scalars(silent)),
        *(Doubt(alarm, "alarm is bij iemand die niet meer meedoet") for alarm in await session.scalars(away)),
    ]


async def readings(session: AsyncSession, master: MasterKey) -> list[Doubt]:
    """
    The log of who read what is whole: no row of it was changed, taken away or put in.
    """
    return [Doubt("leeslog", sentence) for sentence in await reading.verify(session)]


CHECKS: list[tuple[str, Check]] = [
    ("wie heeft het", holders),
    ("eigenaar en reden", owners),
    ("aannemen", claims),
    ("toestemming", consents),
    ("beloftes", promises),
    ("wachten", waits),
    ("meldingen", notices),
    ("alarmen", ringing),
    ("wie las wat", readings),
]
