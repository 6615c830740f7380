"""
Transfer: a live talk goes on to a colleague, with a note from one to the other.

The person hears by name who gives it on and to whom. It waits ten minutes for that colleague (two when it is red), who may say no at
once; then it is for everybody. Meanwhile the bot is there, and the person may ask for whoever comes first. Who gives a hard talk on
gets the same breather as who ends one.
"""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, care, consent, leases, promises, queue, waiting, waits, wanted
from handover.notices import outbox
from store.conversations import Vault
from store.errors import ColleagueAway
from store.keys import MasterKey
from store.schema import Handover, Helper, PromiseState, Sender, State
from store.speech import say
from store.texts import texts

PATIENCE = timedelta(minutes=10)
URGENT = timedelta(minutes=2)
NOTE_LENGTH = 1000


async def hand_on(
    session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, colleague_id: str | None, remark: str
) -> None:
    """
    Give one's own talk to a colleague who is there, or to whoever comes first, with a note. Raises ColleagueAway, NotYours, HandoverOver,
    Forbidden, NotFound.
    """
    vault, handover = await queue.own(session, master, helper, handover_id)
    await care.after(session, await session.get_one(Helper, helper.id), handover)
    handover.sealed_handing = vault.seal(remark.strip()[:NOTE_LENGTH], "handing") if remark.strip() else None
    if colleague_id is None:
        await leases.let_go(session, vault, handover, "transferred", helper)
        await say(session, vault, texts().record("transfer_any", name=helper.name), Sender.SYSTEM)
        await say(session, vault, await waiting.told(session, vault, handover))
        return
    colleague = await access.colleague(session, helper, handover.kind, colleague_id)
    if not await wanted.can_come(session, colleague):
        raise ColleagueAway
    patience = patience_for(handover)
    wanted.want(handover, colleague, patience)
    await leases.let_go(session, vault, handover, "transferred", helper)
    await outbox.plan(session, "transfer", f"{handover.id}:{vault.row.last_seq}", {colleague.id})
    facts = {"name": helper.name, "colleague": colleague.name, "wait": waits.words(waits.rounded(patience))}
    await say(session, vault, texts().record("transfer_to", **facts), Sender.SYSTEM)


def patience_for(handover: Handover) -> timedelta:
    """
    How long a question waits for one colleague.
    """
    return URGENT if handover.level == queue.RED else PATIENCE


async def decline(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> None:
    """
    Say no to a question that waits for oneself: it is for everybody at once. Raises NotYours, HandoverOver, Forbidden, NotFound.
    """
    vault, handover = await queue.locked(session, master, helper, handover_id)
    access.wanted(helper, handover)
    await wanted.not_coming(session, vault, handover, "declined", helper)


async def anyone(session: AsyncSession, vault: Vault) -> None:
    """
    The person would rather have whoever comes first than the one they wait for, or whom they were promised.
    """
    handover = await consent.open_handover(session, vault)
    if handover is not None and handover.state == State.WAITING:
        promise = await promises.open_promise(session, handover)
        if promise is not None and promise.helper_id is not None and promise.kind == promises.TALK:
            await promises.end(session, handover, PromiseState.RELEASED)
        if handover.wanted_id is not None:
            await wanted.free(session, vault, handover, "anyone")
    await consent.tell_waiting(session, vault)
