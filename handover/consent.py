"""
Consent: from "I would like a person" to "yes, send this", and back at any moment.

Each function is one change of state inside the caller's transaction, with its audit row, its wake-up and the words that say
it aloud in the chat. The vault they get is locked. What a person agreed to is the summary as it stood on the card.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import (
    alarms,
    blocks,
    bonds,
    care,
    figures,
    meanwhile,
    presence,
    promises,
    proof,
    summary,
    waiting,
    walking,
)
from handover.notices import outbox
from handover.trail import note as note
from store import clock
from store.conversations import Vault
from store.database import wake
from store.errors import NoConsent
from store.schema import OPEN_STATES, Handover, Helper, Holder, PromiseState, Sender, Shares, State
from store.speech import say
from store.texts import texts
from store.wakeups import QUEUE

SUMMARY_LENGTH = 1200
CARDS = {Shares.NOTHING.value: "card_nothing", Shares.TALK.value: "card_talk"}


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
    walking.mean(vault, wanted=False)
    if handover is None and (block := await blocks.standing(session, vault)):
        await say(session, vault, blocks.told(vault, block))
    elif handover is None or handover.state == State.ASKED:
        if await presence.on_duty(session):
            await show_card(session, vault)
        else:
            await _nobody(session, vault)
    elif handover.state == State.WAITING:
        await say(session, vault, await waiting.told(session, vault, handover))
    else:
        await say(session, vault, texts().record("already_with_human", name=await _helper_name(session, handover)))


async def tell_waiting(session: AsyncSession, vault: Vault) -> None:
    """
    Say how long it may take, or whether anyone is there at all.
    """
    handover = await open_handover(session, vault)
    if handover and handover.state == State.WAITING:
        await say(session, vault, await waiting.told(session, vault, handover))
    elif names := await presence.on_duty(session):
        there = "somebody_there" if len(names) == 1 else "several_there"
        await say(session, vault, texts().record(there, name=names[0], names=presence.listed(names)))
    else:
        await _nobody(session, vault)


async def _nobody(session: AsyncSession, vault: Vault) -> None:
    later = await waiting.nobody(session, vault)
    await say(session, vault, texts().record("nobody_on_duty", later=later, open_now=meanwhile.open_now(vault)))


async def show_card(session: AsyncSession, vault: Vault) -> None:
    """
    Show what would be passed on, and ask whether it is right.
    """
    handover = await open_handover(session, vault)
    if handover is None and (block := await blocks.standing(session, vault)):
        await say(session, vault, blocks.told(vault, block))
        return
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
    when, names = await walking.when(session, vault), await presence.on_duty(session)
    facts = {"name": "".join(names[:1]), "names": presence.listed(names), "when": when}
    line = texts().record(_card(handover, names, when), **facts, summary=summary_of(vault, handover))
    await say(session, vault, line)


def _card(handover: Handover, names: Sequence[str], when: str) -> str:
    """
    Which card is true now: it says what goes along, who can pick up at this moment, and that only volunteers read it.
    """
    if handover.shares in CARDS:
        return CARDS[handover.shares]
    there = {0: "card_later", 1: "card"}.get(len(names), "card_more")
    return "card_walk" if when else there


async def ask_shares(session: AsyncSession, vault: Vault) -> None:
    """
    The person wants something else to go along: nothing, some sentences, or the talk so far.
    """
    await _asked(session, vault)
    await say(session, vault, texts().record("card_shares"))


async def share(session: AsyncSession, vault: Vault, shares: Shares) -> None:
    """
    What goes along, chosen; the card shows it before anything does.
    """
    handover = await _asked(session, vault)
    handover.shares = shares
    await show_card(session, vault)


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
    The yes. From here the question waits in the queue, and the bot stays: for somebody who walks along, for a helper of the person's own
    (`bonds`), or for anybody. Raises NoConsent without an open card.
    """
    handover = await _asked(session, vault)
    _consented(vault, handover)
    vault.row.holder = Holder.WAITING
    await session.flush()
    note(session, handover, "consented")
    wake(session, QUEUE)
    line = await walking.told(session, vault, handover) or await bonds.told(session, vault, handover)
    if line is None:
        await outbox.plan(session, "waiting", handover.id, await outbox.at_work(session, handover.kind))
        line = await waiting.told(session, vault, handover)
    await say(session, vault, line)


def _consented(vault: Vault, handover: Handover) -> None:
    """
    The yes itself: what is on the card now is what was agreed to, and its proof can be made by no one else.
    """
    if handover.shares == Shares.NOTHING:
        handover.sealed_summary = vault.seal("", "summary")
    handover.state, handover.editing, handover.level = State.WAITING, False, level_of(vault)
    handover.consent_at = handover.waiting_since = clock.now()
    handover.sealed_consent = proof.seal(vault, handover)


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
        handover.sealed_summary, handover.shares = (
            vault.seal(texts().record("alarm_summary").text, "summary"),
            Shares.SUMMARY,
        )
        _consented(vault, handover)
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
    was_live, waited = handover.state == State.LIVE, handover.state == State.WAITING
    holder = await session.get(Helper, handover.helper_id) if was_live else None
    handover.state, handover.reason = State.WITHDRAWN, "withdrawn"
    handover.over_at, handover.lease_until, handover.editing = clock.now(), None, False
    vault.row.holder = Holder.BOT
    await session.flush()
    note(session, handover, "withdrawn")
    if waited:
        figures.note_wait(session, handover, "left")
        await promises.end(session, handover, PromiseState.RELEASED)
    if holder:
        await care.after(session, holder, handover)
        if handover.claimed_at:
            figures.note(session, figures.TALK, "over", handover.kind, handover.claimed_at, handover.level)
        await alarms.release(session, vault.id)
    wake(session, QUEUE)
    line = texts().record("withdrawn_live", name=holder.name) if holder else texts().record("withdrawn")
    await say(session, vault, line, Sender.SYSTEM if was_live else Sender.BOT)


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
