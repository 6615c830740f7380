"""
Bonds: the same volunteer again, where both want it, for some weeks or open-ended.

The helper says so when closing a talk; then the person is asked, and only both yeses count. From then on a question in this talk is
asked of that helper first when they are there, and promised in a shift of theirs when nobody is. What is red waits for nobody.
Who has somebody already is not asked about another. A bond goes when its talk is erased.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, meanwhile, presence, promises, trail, wanted
from handover.hours import MONTHS
from handover.notices import outbox
from store import clock
from store.conversations import Vault
from store.schema import Bond, Handover, Helper
from store.speech import say
from store.texts import Line, texts

PERIOD = timedelta(weeks=4)
FIRST = timedelta(minutes=5)
AHEAD = timedelta(days=7)
URGENT = 2  # the level that waits for nobody in particular

Term = Literal["weeks", "open"]


async def wish(session: AsyncSession, vault: Vault, handover: Handover, helper: Helper, term: Term) -> None:
    """
    A helper who ended this talk (its conversation is locked) would like to be there again: the person is asked. Where that was agreed
    before, it goes on, and the person hears so.
    """
    until = clock.now() + PERIOD if term == "weeks" else None
    kept = await in_force(session, vault.id, handover.kind)
    if kept is not None and kept.id != helper.id:
        return
    bond = await session.get(Bond, vault.id, populate_existing=True)
    if bond is None:
        bond = Bond(conversation_id=vault.id)
        session.add(bond)
    bond.helper_id, bond.helper_at, bond.until = helper.id, clock.now(), until
    bond.person_at = bond.person_at if kept else None
    await _note(session, vault, "bond_wished", helper)
    name = "bond_longer" if kept else "bond_question"
    await say(session, vault, texts().record(name, name=helper.name, term=_words(until)))


async def yes(session: AsyncSession, vault: Vault) -> None:
    """
    The person wants it too.
    """
    bond = await session.get(Bond, vault.id, populate_existing=True)
    if bond is None or (bond.until and bond.until <= clock.now()):
        await say(session, vault, texts().record("card_gone"))
        return
    bond.person_at = bond.person_at or clock.now()
    await _note(session, vault, "bond_yes")
    helper = await session.get_one(Helper, bond.helper_id)
    await say(session, vault, texts().record("bond_kept", name=helper.name, term=_words(bond.until)))
    if vault.row.keep_days is None:
        await say(session, vault, texts().record("bond_keep"))


async def no(session: AsyncSession, vault: Vault) -> None:
    """
    The person would rather not, or not any more.
    """
    bond = await session.get(Bond, vault.id, populate_existing=True)
    if bond is not None:
        await session.delete(bond)
        await _note(session, vault, "bond_no")
    await say(session, vault, texts().record("bond_not"))


async def in_force(session: AsyncSession, conversation: str, lane: str) -> Helper | None:
    """
    The helper whom a person in this conversation gets again, because both said so.
    """
    query = (
        select(Helper)
        .join(Bond, Bond.helper_id == Helper.id)
        .where(
            Bond.conversation_id == conversation,
            Bond.helper_at.is_not(None),
            Bond.person_at.is_not(None),
            or_(Bond.until.is_(None), Bond.until > clock.now()),
            Helper.active,
            Helper.role.in_(access.roles_of(lane)),
        )
    )
    return await session.scalar(query.execution_options(populate_existing=True))


async def told(session: AsyncSession, vault: Vault, handover: Handover) -> Line | None:
    """
    A question that begins to wait, and has somebody of its own: it waits for them first, or is promised when they come. The words to the
    person; None when it waits like any other.
    """
    helper = await in_force(session, vault.id, handover.kind)
    if helper is None or handover.level >= URGENT:
        return None
    if await wanted.can_come(session, helper):
        wanted.want(handover, helper, FIRST)
        await outbox.plan(session, "waiting", handover.id, {helper.id})
        return texts().record("bond_waiting", name=helper.name)
    if await presence.on_duty(session, handover.kind):
        return None
    slot = await promises.next_slot(session, handover.kind, helper.id)
    if slot is None or slot > clock.now() + AHEAD:
        return None
    promise = await promises.make(session, handover, helper=helper.id)
    if promise is None:
        return None
    handover.told_until = promise.lapses_at
    when, open_now = promises.when(promise), meanwhile.open_now(vault)
    return texts().record("bond_promised", name=helper.name, when=when, open_now=open_now)


def _words(until: datetime | None) -> str:
    """
    How long it counts, in Dutch: "tot en met 3 januari", "zonder einddatum".
    """
    if until is None:
        return "zonder einddatum"
    day = clock.local(until)
    return f"tot en met {day.day} {MONTHS[day.month - 1]}"


async def _note(session: AsyncSession, vault: Vault, what: str, helper: Helper | None = None) -> None:
    """
    A row in the audit trail of the latest handover of this talk.
    """
    last = select(Handover).where(Handover.conversation_id == vault.id).order_by(Handover.asked_at.desc()).limit(1)
    if (handover := await session.scalar(last)) is not None:
        trail.note(session, handover, what, helper)
