"""
Blocks: a helper ends a talk that went too far, and for a while nobody is asked for that person.

The bot answers each message with lines that can be reached now; the safety net looks at every message as ever, and its red ends what a
block does. On Telegram a block holds for the chat, also when the talk was erased. It ends by itself, and a coordinator can lift it.
"""

import contextlib
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, care, helplines, promises
from store import clock, conversations
from store.conversations import Vault
from store.errors import ConversationErased, InDanger, NotFound
from store.keys import MasterKey
from store.schema import Block, Helper, TelegramChat
from store.speech import aside
from store.texts import Line, texts

REASON = care.TOO_FAR
LASTS = timedelta(hours=24)
KEPT = timedelta(days=7)  # after its end, for whoever looks back
RED = 2


async def put(session: AsyncSession, vault: Vault, helper: Helper) -> Block:
    """
    Block a locked conversation, and the Telegram chat that it goes out to. Raises InDanger.
    """
    if _in_danger(vault):
        raise InDanger
    chat = select(TelegramChat.pseudonym).where(TelegramChat.conversation_id == vault.id)
    block = Block(
        id=uuid.uuid4().hex,
        conversation_id=vault.id,
        pseudonym=await session.scalar(chat),
        helper_id=helper.id,
        at=clock.now(),
        until=clock.now() + LASTS,
    )
    session.add(block)
    await session.flush()
    return block


async def standing(session: AsyncSession, vault: Vault) -> Block | None:
    """
    The block that counts for a conversation now; none does for whoever is in danger.
    """
    if _in_danger(vault):
        return None
    chat = select(TelegramChat.pseudonym).where(TelegramChat.conversation_id == vault.id).scalar_subquery()
    theirs = or_(Block.conversation_id == vault.id, Block.pseudonym == chat)
    now = select(Block).where(theirs, Block.until > clock.now(), Block.lifted_at.is_(None))
    return await session.scalar(now.order_by(Block.until.desc()).limit(1))


def told(vault: Vault, block: Block, name: str = "") -> Line:
    """
    What the person hears: from the helper `name` who ends the talk now, or later on from the bot.
    """
    found = helplines.referral("talk", helplines.country_of(vault.row.country), clock.now(), limit=2)
    lines, until = "\n".join(line.sentence for line in found), promises.moment_words(block.until)
    return texts().record("switch_to_blocked" if name else "blocked", name=name, lines=lines, until=until)


async def overview(session: AsyncSession, helper: Helper) -> list[dict[str, Any]]:
    """
    All blocks that are kept, the newest first, for coordinators. Raises Forbidden.
    """
    access.oversight(helper)
    query = select(Block, Helper.name).join(Helper, Helper.id == Block.helper_id).order_by(Block.at.desc())
    return [
        {
            "id": block.id,
            "helper": name,
            "at": clock.iso(block.at),
            "until": clock.iso(block.until),
            "stands": block.lifted_at is None and block.until > clock.now(),
        }
        for block, name in await session.execute(query)
    ]


async def lift(session: AsyncSession, master: MasterKey, helper: Helper, block_id: str) -> None:
    """
    A coordinator takes a block away, and the person hears so. Twice is once. Raises Forbidden, NotFound.
    """
    access.oversight(helper)
    conversation = await session.scalar(select(Block.conversation_id).where(Block.id == block_id))
    if conversation is None:
        raise NotFound
    with contextlib.suppress(ConversationErased, NotFound):
        vault = await conversations.open_by_id(session, master, conversation, lock=True)
        if await _lifted(session, helper, block_id):
            await aside(session, vault, texts().record("block_lifted"))
        return
    await _lifted(session, helper, block_id)


async def _lifted(session: AsyncSession, helper: Helper, block_id: str) -> bool:
    standing = update(Block).where(Block.id == block_id, Block.lifted_at.is_(None), Block.until > clock.now())
    done = standing.values(lifted_by=helper.id, lifted_at=clock.now()).returning(Block.id)
    return await session.scalar(done.execution_options(synchronize_session=False)) is not None


async def sweep(session: AsyncSession) -> None:
    """
    Forget whose chat a block was as soon as it is over, and the rest after `KEPT`.
    """
    now = clock.now()
    over = or_(Block.until <= now, Block.lifted_at.is_not(None))
    await session.execute(update(Block).where(over, Block.pseudonym.is_not(None)).values(pseudonym=None))
    await session.execute(delete(Block).where(Block.until < now - KEPT))


def _in_danger(vault: Vault) -> bool:
    return int(vault.row.watch.get("level", 0)) >= RED
