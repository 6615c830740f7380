"""
Overleg: colleagues beside a live talk. Who reads along in silence, and the lines they whisper to each other.

Whoever holds a talk asks colleagues to read along; a coordinator who was called may come along too. The person hears it when somebody
begins to read and when they stop. Reading along ends with the claim in which it was asked (`access.asked_along`). A whisper
is for those beside this talk now and never for the person; it is sealed with the talk's key and goes with it.
"""

import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, presence, queue, talking
from handover.consent import note
from handover.notices import outbox
from store import clock, conversations
from store.conversations import Vault
from store.database import wake
from store.errors import HandoverOver, MessageEmpty, MessageTooLong, NotYours
from store.keys import MasterKey
from store.schema import OVER_STATES, Handover, Helper, Reader, Whisper
from store.speech import aside
from store.texts import texts
from store.wakeups import QUEUE


def bell(conversation: str) -> str:
    """
    What rings when something changes beside a talk: the person's own bell stays still.
    """
    return f"beside:{conversation}"


async def colleagues(session: AsyncSession, helper: Helper) -> list[dict[str, Any]]:
    """
    Those who share a lane with a helper, by name; `there` are those who can pick up now.
    """
    lanes = access.desk(helper)
    roles = {role for lane in lanes for role in access.roles_of(lane)}
    query = select(Helper.id, Helper.name, Helper.role, presence.there().label("there")).where(
        Helper.active, Helper.id != helper.id, Helper.role.in_(roles)
    )
    rows = await session.execute(query.order_by(Helper.name))
    return [{"id": row.id, "name": row.name, "role": row.role, "there": bool(row.there)} for row in rows]


async def invite(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, colleague_id: str) -> None:
    """
    Ask a colleague to read along in one's own talk; twice is once. Raises NotYours, HandoverOver, Forbidden, NotFound.
    """
    _, handover = await queue.own(session, master, helper, handover_id)
    colleague = await access.colleague(session, helper, handover.kind, colleague_id)
    if await _reader(session, handover, colleague):
        return
    # What was asked in an earlier claim is over, whatever became of it.
    old = update(Reader).where(
        Reader.handover_id == handover.id, Reader.helper_id == colleague.id, Reader.until.is_(None)
    )
    await session.execute(old.values(until=clock.now()), execution_options={"synchronize_session": False})
    reader = await _ask(session, handover, colleague)
    note(session, handover, "reader_asked", helper)
    near = await outbox.at_work(session, handover.kind) | await outbox.coordinators(session)
    await outbox.plan(session, "overleg", reader.id, {colleague.id} & near)
    wake(session, QUEUE)


async def _ask(session: AsyncSession, handover: Handover, colleague: Helper) -> Reader:
    reader = Reader(
        id=uuid.uuid4().hex,
        handover_id=handover.id,
        helper_id=colleague.id,
        asked_by=handover.helper_id,
        asked_at=clock.now(),
    )
    session.add(reader)
    await session.flush()
    return reader


async def join(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> dict[str, Any]:
    """
    Begin to read along where one was asked to, or called as a coordinator; the person hears it once. Returns the handover as helpers
    see it. Raises NotYours, HandoverOver, Forbidden, NotFound.
    """
    vault, handover = await queue.locked(session, master, helper, handover_id)
    if handover.state in OVER_STATES:
        raise HandoverOver
    reader = await _reader(session, handover, helper)
    if reader is None and handover.helper_id != helper.id and await access.is_called(session, helper, handover):
        reader = await _ask(session, handover, helper)
    if reader is None:
        raise NotYours
    if reader.since is None:
        reader.since = clock.now()
        note(session, handover, "reader_joined", helper)
        holder = await session.get_one(Helper, handover.helper_id)
        await aside(session, vault, texts().record("reader_joins", reader=helper.name, name=holder.name))
        _changed(session, vault)
    return queue.public(vault, handover)


async def leave(session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str) -> None:
    """
    Read no further, or say no to being asked; nothing to leave is no error. Raises Forbidden, NotFound.
    """
    vault, handover = await queue.locked(session, master, helper, handover_id)
    reader = await _reader(session, handover, helper)
    if reader is None:
        return
    reader.until = clock.now()
    note(session, handover, "reader_left" if reader.since else "reader_declined", helper)
    if reader.since:
        await aside(session, vault, texts().record("reader_leaves", reader=helper.name))
    _changed(session, vault)


def _changed(session: AsyncSession, vault: Vault) -> None:
    wake(session, QUEUE)
    wake(session, bell(vault.id))


async def _reader(session: AsyncSession, handover: Handover, helper: Helper) -> Reader | None:
    query = select(Reader).where(access.asked_along(), Handover.id == handover.id, Reader.helper_id == helper.id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def readers(session: AsyncSession, conversation: str) -> list[str]:
    """
    The names of those who read along in a conversation now, first come first.
    """
    query = select(Helper.name).join(Reader, Reader.helper_id == Helper.id)
    reading = query.where(access.asked_along(), Handover.conversation_id == conversation, Reader.since.is_not(None))
    return list(await session.scalars(reading.order_by(Reader.since)))


async def invited(session: AsyncSession, helper: Helper) -> list[dict[str, str]]:
    """
    The talks that a helper was asked to read along in and did not yet: `handover`, `conversation`, and the `helper` who asks.
    """
    return await _asked(session, helper, began=False)


async def reading(session: AsyncSession, helper: Helper) -> list[dict[str, str]]:
    """
    The talks that a helper reads along in: `handover`, `conversation`, and the `helper` who holds it.
    """
    return await _asked(session, helper, began=True)


async def _asked(session: AsyncSession, helper: Helper, *, began: bool) -> list[dict[str, str]]:
    query = (
        select(Handover.id, Handover.conversation_id, Helper.name)
        .join(Helper, Helper.id == Handover.helper_id)
        .join(Reader, access.asked_along())
        .where(Reader.helper_id == helper.id, Reader.since.is_not(None) if began else Reader.since.is_(None))
    )
    rows = await session.execute(query.order_by(Reader.asked_at))
    return [{"handover": row.id, "conversation": row.conversation_id, "helper": row.name} for row in rows]


async def whispers(
    session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, after: int
) -> list[dict[str, Any]]:
    """
    What is whispered beside a talk, after a number. Raises NotYours, HandoverOver, Forbidden, NotFound.
    """
    handover = await access.beside(session, helper, handover_id)
    vault = await conversations.open_by_id(session, master, handover.conversation_id)
    query = (
        select(Whisper, Helper.name)
        .join(Helper, Helper.id == Whisper.helper_id)
        .where(Whisper.handover_id == handover.id, Whisper.id > after)
    )
    if handover.claimed_at:  # what was whispered while others held it stays between them
        query = query.where(Whisper.at >= handover.claimed_at)
    rows = await session.execute(query.order_by(Whisper.id))
    return [
        {
            "id": row.id,
            "helper": name,
            "mine": row.helper_id == helper.id,
            "text": str(vault.unseal(row.sealed_words, _place(row))),
            "at": clock.iso(row.at),
        }
        for row, name in rows
    ]


async def whisper(
    session: AsyncSession, master: MasterKey, helper: Helper, handover_id: str, words: str, external_id: str
) -> int:
    """
    Say something to the colleagues beside a talk; the same `external_id` again is the same whisper. Returns its number. Raises
    MessageEmpty, MessageTooLong, NotYours, HandoverOver, Forbidden, NotFound.
    """
    if not words.strip():
        raise MessageEmpty
    if len(words) > talking.MESSAGE_LENGTH:
        raise MessageTooLong
    vault, handover = await queue.locked(session, master, helper, handover_id)
    await access.beside(session, helper, handover.id)
    mark = f"{helper.id[:8]}:{external_id}"
    known = select(Whisper.id).where(Whisper.handover_id == handover.id, Whisper.external_id == mark)
    if (number := await session.scalar(known)) is not None:
        return number
    line = Whisper(handover_id=handover.id, helper_id=helper.id, external_id=mark, at=clock.now())
    line.sealed_words = vault.seal(words.strip().encode("utf-8", "replace").decode(), _place(line))
    session.add(line)
    await session.flush()
    wake(session, bell(vault.id))
    return line.id


def _place(line: Whisper) -> str:
    return f"whisper:{line.handover_id}:{line.external_id}"
