"""
Consent: from "I would like a person" to "yes, send this", and back at any moment.

Each function is one change of state inside the caller's transaction, with its audit row, its wake-up and the words that say
it aloud in the chat. The vault they get is locked. What a person agreed to is the summary as it stood on the card.
"""

import uuid

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import alarms, helplines, presence, summary
from store import clock
from store.conversations import Vault
from store.database import wake
from store.errors import NoConsent
from store.schema import OPEN_STATES, Handover, HandoverEvent, Helper, Holder, Sender, State
from store.speech import say
from store.texts import Line, texts
from store.wakeups import QUEUE

SUMMARY_LENGTH = 1200


async def open_handover(session: AsyncSession, vault: Vault) -> Handover | None:
    """
    The handover that is under way in this conversation, if any.
    """
    query = select(Handover).where(Handover.conversation_id == vault.id, Handover.state.in_(OPEN_STATES))
    return await session.scalar(query.execution_options(populate_existing=True))


async def ask(session: AsyncSession, vault: Vault) -> None:
    """
    Someone wants a person: show the consent card, or say honestly that nobody is there, or where the question stands.
    """
    handover = await open_handover(session, vault)
    if handover is None or handover.state == State.ASKED:
        if await presence.on_duty(session):
            await show_card(session, vault)
        else:
            await say(session, vault, texts().record("nobody_on_duty", open_now=open_now(vault)))
    elif handover.state == State.WAITING:
        await say(session, vault, await _place_line(session, vault, handover))
    else:
        await say(session, vault, texts().record("already_with_human", name=await _helper_name(session, handover)))


async def tell_waiting(session: AsyncSession, vault: Vault) -> None:
    """
    Say how long it may take, or whether anyone is there at all.
    """
    handover = await open_handover(session, vault)
    if handover and handover.state == State.WAITING:
        await say(session, vault, await _place_line(session, vault, handover))
        return
    names = await presence.on_duty(session)
    line = (
        texts().record("somebody_there", name=names[0])
        if names
        else texts().record("nobody_on_duty", open_now=open_now(vault))
    )
    await say(session, vault, line)


async def show_card(session: AsyncSession, vault: Vault) -> None:
    """
    Show what would be passed on, and ask whether it is right.
    """
    handover = await open_handover(session, vault)
    if handover is None:
        handover = Handover(
            id=uuid.uuid4().hex,
            conversation_id=vault.id,
            kind="volunteer",
            state=State.ASKED,
            level=level_of(vault),
            sealed_summary=vault.seal(summary.draft(vault.state()), "summary"),
            editing=False,
            asked_at=clock.now(),
        )
        session.add(handover)
        await session.flush()
        note(session, handover, "asked")
    if handover.state != State.ASKED:
        await ask(session, vault)
        return
    handover.editing = False
    names = await presence.on_duty(session)
    words = summary_of(vault, handover)
    card = (
        texts().record("card", name=names[0], summary=words) if names else texts().record("card_later", summary=words)
    )
    await say(session, vault, card)


async def begin_editing(session: AsyncSession, vault: Vault) -> None:
    """
    The person wants other words: the next thing they write is the summary.
    """
    handover = await _asked(session, vault)
    handover.editing = True
    await say(session, vault, texts().record("card_edit"), prefill=summary_of(vault, handover))


async def edit(session: AsyncSession, vault: Vault, words: str) -> None:
    """
    Take the person's own summary (cut at `SUMMARY_LENGTH` characters) and show the card again. A question is no summary: it is
    answered, and what was on the card stays.
    """
    handover = await _asked(session, vault)
    if words.rstrip().endswith("?"):
        await say(session, vault, texts().record("card_question"), prefill=summary_of(vault, handover))
        return
    handover.sealed_summary = vault.seal(words.strip()[:SUMMARY_LENGTH], "summary")
    await show_card(session, vault)


async def agree(session: AsyncSession, vault: Vault) -> None:
    """
    The yes. From here the question waits in the queue, and the bot stays. Raises NoConsent without an open card.
    """
    handover = await _asked(session, vault)
    handover.state = State.WAITING
    handover.editing = False
    handover.level = level_of(vault)
    handover.consent_at = handover.waiting_since = clock.now()
    vault.row.holder = Holder.WAITING
    await session.flush()
    note(session, handover, "consented")
    wake(session, QUEUE)
    await say(session, vault, await _place_line(session, vault, handover))


async def agree_to_meet(session: AsyncSession, vault: Vault) -> Handover:
    """
    The yes to somebody who took an alarm: a question that waits, and passes on nothing but that there was one.
    """
    handover = await open_handover(session, vault)
    if handover is None:
        handover = Handover(
            id=uuid.uuid4().hex, conversation_id=vault.id, kind="volunteer", state=State.ASKED, asked_at=clock.now()
        )
        session.add(handover)
    if handover.state == State.ASKED:
        handover.sealed_summary = vault.seal(texts().record("alarm_summary").text, "summary")
        handover.editing, handover.level, handover.state = False, level_of(vault), State.WAITING
        handover.consent_at = handover.waiting_since = clock.now()
        await session.flush()
        note(session, handover, "consented")
    return handover


async def withdraw(session: AsyncSession, vault: Vault) -> None:
    """
    The person takes it back, before or during the talk; the bot is there again and says so. Nothing open is no error.
    """
    handover = await open_handover(session, vault)
    if handover is None:
        await say(session, vault, texts().record("nothing_to_withdraw"))
        return
    was_live = handover.state == State.LIVE
    name = await _helper_name(session, handover) if was_live else ""
    handover.state, handover.reason = State.WITHDRAWN, "withdrawn"
    handover.over_at, handover.lease_until, handover.editing = clock.now(), None, False
    vault.row.holder = Holder.BOT
    await session.flush()
    note(session, handover, "withdrawn")
    if was_live:
        await alarms.release(session, vault.id)
    wake(session, QUEUE)
    line = texts().record("withdrawn_live", name=name) if was_live else texts().record("withdrawn")
    await say(session, vault, line, Sender.SYSTEM if was_live else Sender.BOT)


def open_now(vault: Vault) -> str:
    """
    One sentence with a line that can be called or chatted with at this moment, in the person's country.
    """
    country = helplines.country_of(vault.row.country)
    return " ".join(referral.sentence for referral in helplines.referral("talk", country, clock.now(), limit=1))


def level_of(vault: Vault) -> int:
    """
    The level of worry that the safety net holds for this conversation (0 green, 1 orange, 2 red).
    """
    return int(vault.row.watch.get("level", 0))


def topic_of(vault: Vault) -> str:
    """
    What that worry is about: a topic of the action matrix, or `none`.
    """
    return str(dict(vault.row.watch.get("net", {})).get("topic", "none"))


def summary_of(vault: Vault, handover: Handover) -> str:
    """
    The words on the card of a handover.
    """
    return str(vault.unseal(handover.sealed_summary, "summary")) if handover.sealed_summary else ""


def note(session: AsyncSession, handover: Handover, what: str, helper: Helper | None = None) -> None:
    """
    One row of the audit trail.
    """
    who = helper.id if helper else None
    session.add(HandoverEvent(handover_id=handover.id, what=what, helper_id=who, at=clock.now()))


async def place(session: AsyncSession, handover: Handover) -> int:
    """
    How many wait before this one: the more urgent, and of the same level those who wait longer.
    """
    ahead = (Handover.level > handover.level) | (
        (Handover.level == handover.level) & (Handover.waiting_since < handover.waiting_since)
    )
    query = select(func.count()).where(Handover.state == State.WAITING, Handover.kind == handover.kind, ahead)
    return int(await session.scalar(query) or 0)


async def _place_line(session: AsyncSession, vault: Vault, handover: Handover) -> Line:
    if not await presence.on_duty(session):
        return texts().record("waiting_nobody", open_now=open_now(vault))
    ahead = await place(session, handover)
    return texts().record("waiting_first") if ahead == 0 else texts().record("waiting", ahead=ahead)


async def helper_in(session: AsyncSession, conversation: str) -> str | None:
    """
    The name of the helper who is live in a conversation, if one is.
    """
    query = select(Helper.name).join(Handover, Handover.helper_id == Helper.id)
    return await session.scalar(query.where(Handover.conversation_id == conversation, Handover.state == State.LIVE))


async def _helper_name(session: AsyncSession, handover: Handover) -> str:
    return str(await session.scalar(select(Helper.name).where(Helper.id == handover.helper_id)))


async def _asked(session: AsyncSession, vault: Vault) -> Handover:
    handover = await open_handover(session, vault)
    if handover is None or handover.state != State.ASKED:
        raise NoConsent
    return handover
