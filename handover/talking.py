"""
A live talk as its helper has it: what they may read of it, and what they say.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, proof
from store import conversations, log
from store.conversations import Vault
from store.errors import MessageEmpty, MessageTooLong, NoConsent
from store.keys import MasterKey
from store.schema import Handover, Helper, Sender

MESSAGE_LENGTH = 4000


async def read(
    session: AsyncSession, master: MasterKey, helper: Helper, conversation: str, after: int
) -> tuple[Vault, list[log.Entry]]:
    """
    The live talk of a conversation that one holds or reads along in, after a number; never from before what the claim shows.
    """
    handover = await access.talk(session, helper, conversation)
    vault = await conversations.open_by_id(session, master, conversation)
    await _announced(session, vault, handover)
    start = max(after, (handover.live_from_seq or 1) - 1)
    return vault, await log.after(session, vault, start)


async def _announced(session: AsyncSession, vault: Vault, handover: Handover) -> None:
    """
    Whatever the row of a handover says: nothing is read of before the line in the log that told the person of it, unless they shared
    the whole talk. Raises NoConsent.
    """
    if proof.shares_talk(vault, handover):
        return
    first = await log.one(session, vault, handover.live_from_seq or 0)
    if first is None or first.body.get("handover") != handover.id:
        raise NoConsent


async def write(
    session: AsyncSession, master: MasterKey, helper: Helper, conversation: str, words: str, external_id: str
) -> int:
    """
    Say something in one's own conversation; the same `external_id` again is the same message.
    """
    access.desk(helper)
    if not words.strip():
        raise MessageEmpty
    if len(words) > MESSAGE_LENGTH:
        raise MessageTooLong
    vault = await conversations.open_by_id(session, master, conversation, lock=True)
    await access.own_talk(session, helper, conversation)
    body = {"text": words.strip().encode("utf-8", "replace").decode(), "name": helper.name}
    return await log.append(session, vault, Sender.HUMAN, body, f"h:{helper.id[:8]}:{external_id}")
