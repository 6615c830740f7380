"""
Offers: somebody takes an alarm, and the person is asked whether they want to talk with them.

Whoever takes an alarm picks up the question that waits, if there is one. Otherwise the person sees a name and says yes or no; only
after a yes does the talk go over, and nothing of before goes with it.
"""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, consent, presence, queue
from handover.alarms import UNSEEN, open_alarm
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import AlreadyClaimed, HandoverOver, NotFound
from store.keys import MasterKey
from store.schema import Alarm, Helper, Sender, State
from store.speech import say
from store.texts import texts
from store.wakeups import QUEUE


async def take(session: AsyncSession, master: MasterKey, helper: Helper, alarm_id: str) -> dict[str, Any] | None:
    """
    Take an alarm. Returns the handover that was picked up with it; None when the person is asked first.

    Raises AlreadyClaimed for everyone but the first, HandoverOver, NotFound, Forbidden.
    """
    access.alarms(helper)
    conversation = await session.scalar(select(Alarm.conversation_id).where(Alarm.id == alarm_id))
    if conversation is None:
        raise NotFound
    vault = await conversations.open_by_id(session, master, conversation, lock=True)
    taken = await session.scalar(
        update(Alarm)
        .where(Alarm.id == alarm_id, Alarm.helper_id.is_(None), Alarm.over_at.is_(None))
        .values(helper_id=helper.id, taken_at=clock.now(), answer=None)
        .returning(Alarm.id)
        .execution_options(**UNSEEN)
    )
    if taken is None:
        over = await session.scalar(select(Alarm.over_at).where(Alarm.id == alarm_id))
        raise HandoverOver if over else AlreadyClaimed
    wake(session, QUEUE)
    handover = await consent.open_handover(session, vault)
    if handover and handover.state == State.WAITING and handover.kind in access.desk(helper):
        return await queue.claim(session, master, helper, handover.id)
    await say(session, vault, texts().record("alarm_offer", name=helper.name), Sender.SYSTEM)
    return None


async def meet(session: AsyncSession, vault: Vault) -> None:
    """
    The person says yes to whoever took the alarm: the talk goes over at once, and nothing of before with it.
    """
    alarm = await open_alarm(session, vault.id)
    helper = await session.get(Helper, alarm.helper_id) if alarm and alarm.helper_id else None
    if alarm is None or helper is None or not presence.is_there(helper):
        await consent.ask(session, vault)
        return
    alarm.answer = "yes"
    handover = await consent.agree_to_meet(session, vault)
    if handover.state == State.WAITING:
        await queue.begin(session, vault, handover, helper)


async def meet_not(session: AsyncSession, vault: Vault) -> None:
    """
    The person would rather not. Who took the alarm sees it, and the offer stays open.
    """
    alarm = await open_alarm(session, vault.id)
    if alarm:
        alarm.answer = "no"
        wake(session, QUEUE)
    await say(session, vault, texts().record("alarm_declined"))
