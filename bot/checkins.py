"""
Check-ins: one message later, only after a yes, easy to put off for good. `bot.rounds` sends what is due.

Three kinds: one question after a step, one message after a week, and now and then a hello. We offer one at the end of a turn,
once a talk and never again after a no; whoever asks for a hello gets it. On Telegram a check-in comes by itself; on the web it
waits in the log for the return, and the offer says which of the two it is. To a child there is only the question after a step.
"""

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.safety.signal import Topic
from bot.safety.watch import Watch
from handover.hours import opening_words
from store import clock
from store.conversations import Vault
from store.schema import Checkin, CheckinKind, CheckinState, TelegramChat
from store.speech import say
from store.texts import Line, texts

Deed = Callable[[AsyncSession, Vault], Awaitable[None]]

PARKED = "utter_parked#"
OFFER = "checkin"  # the name of the offer among the moves made and declined
AT = time(18)
DAY_BEGINS = timedelta(hours=5)
WEEK = 7


def moment(days: int) -> datetime:
    """
    Early in the evening some days from now, on the Dutch clock; before five in the morning it is still the day before.
    """
    day = (clock.local() - DAY_BEGINS).date() + timedelta(days=days)
    return datetime.combine(day, AT, clock.AMSTERDAM)


def is_minor(vault: Vault) -> bool:
    """
    Whether we take the person for a child: they said so, or the safety net did.
    """
    net = Watch.from_dict(vault.row.watch.get("net", {}))
    return bool(vault.state().get("minor")) or net.topic is Topic.MINOR


async def planned(session: AsyncSession, vault: Vault) -> bool:
    """
    Whether a check-in is still to come.
    """
    mine = and_(Checkin.conversation_id == vault.id, Checkin.state == CheckinState.PLANNED)
    return bool(await session.scalar(select(exists().where(mine))))


async def plan(session: AsyncSession, vault: Vault, kind: CheckinKind, due_at: datetime) -> None:
    """
    Plan a check-in in a locked conversation; one of this kind that was planned before moves to the new moment.
    """
    ours = and_(Checkin.conversation_id == vault.id, Checkin.kind == kind)
    if kind is CheckinKind.HELLO:
        # Begun anew: the earlier hello brings no other one any more.
        await session.execute(
            update(Checkin).where(ours, Checkin.state == CheckinState.SENT).values(state=CheckinState.OFF)
        )
    move = update(Checkin).where(ours, Checkin.state == CheckinState.PLANNED).values(due_at=due_at)
    if await session.scalar(move.returning(Checkin.id)) is None:
        session.add(Checkin(id=uuid.uuid4().hex, conversation_id=vault.id, kind=kind, due_at=due_at))
    await session.flush()


async def offer_step(session: AsyncSession, vault: Vault) -> None:
    """
    After a step was planned: may I ask how it was?
    """
    await _offer(session, vault, CheckinKind.STEP)


async def offer_pulse(session: AsyncSession, vault: Vault) -> None:
    """
    After parking or holding back: may I ask in a week how things are?
    """
    state = vault.state()
    held_back = (
        state.get("parked") or state.get("resisted") or any(line.startswith(PARKED) for line in state.get("said", []))
    )
    if held_back and not is_minor(vault):
        await _offer(session, vault, CheckinKind.PULSE)


async def offer_hello(session: AsyncSession, vault: Vault) -> None:
    """
    The person would like a hello now and then: say what that means, and ask for the yes.
    """
    await say(session, vault, await _line(session, vault, f"ask_{CheckinKind.HELLO}"))


async def _offer(session: AsyncSession, vault: Vault, kind: CheckinKind) -> None:
    state = vault.state()
    moves = list(state.get("moves") or [])
    asking = state.get("question", "none") != "none"
    if (
        asking
        or state.get("quiet")
        or OFFER in [*moves, *(state.get("declined") or [])]
        or await planned(session, vault)
    ):
        return
    vault.remember(state | {"moves": [*moves, OFFER]})
    await say(session, vault, await _line(session, vault, f"ask_{kind}"))


async def _agree(session: AsyncSession, vault: Vault, *, kind: CheckinKind, days: int) -> None:
    """
    The yes: plan it, say when it comes and how to take it back.
    """
    if kind is not CheckinKind.STEP and is_minor(vault):
        await say(session, vault, texts().record("checkin_minor"))
        return
    due = moment(days)
    await plan(session, vault, kind, due)
    if kind is CheckinKind.STEP:
        vault.remember(vault.state() | {"looked_back": None})
    name = "hello_planned" if kind is CheckinKind.HELLO else "planned"
    await say(session, vault, await _line(session, vault, name, when=opening_words(due, clock.now(), "NL")))


async def decline(session: AsyncSession, vault: Vault) -> None:
    """
    The no: it is not asked again.
    """
    _give_up(vault)
    await say(session, vault, texts().record("checkin_no"))


async def off(session: AsyncSession, vault: Vault) -> None:
    """
    No messages any more: what is planned never comes, a hello is the last one, and nothing is offered again.
    """
    again = or_(Checkin.state == CheckinState.PLANNED, Checkin.kind == CheckinKind.HELLO)
    ours = update(Checkin).where(Checkin.conversation_id == vault.id, again)
    await session.execute(ours.values(state=CheckinState.OFF))
    _give_up(vault)
    await say(session, vault, texts().record("checkin_off"))


def _give_up(vault: Vault) -> None:
    state = vault.state()
    vault.remember(state | {"declined": [*(state.get("declined") or []), OFFER]})


async def _line(session: AsyncSession, vault: Vault, name: str, **facts: str) -> Line:
    """
    A text of record, as it is true on the channel where a check-in would reach the person.
    """
    chat = and_(TelegramChat.conversation_id == vault.id, TelegramChat.blocked_at.is_(None))
    where = "telegram" if await session.scalar(select(exists().where(chat))) else "web"
    return texts().record(f"checkin_{name}_{where}", **facts)


DEEDS: dict[str, Deed] = {
    "offer_step": offer_step,
    "offer_pulse": offer_pulse,
    "offer_hello": offer_hello,
    "checkin_day": partial(_agree, kind=CheckinKind.STEP, days=1),
    "checkin_later": partial(_agree, kind=CheckinKind.STEP, days=WEEK),
    "checkin_week": partial(_agree, kind=CheckinKind.PULSE, days=WEEK),
    "checkin_hello": partial(_agree, kind=CheckinKind.HELLO, days=WEEK),
    "checkin_no": decline,
    "checkin_off": off,
}
