"""
The post: takes due notices out of the outbox, one by one, and lets a sender bring each.

What fails comes again after a pause that grows, and at last no more. To one address goes one notice at a time, to all others
beside it: who cannot be reached holds up nobody. Only a crash between sending and noting it sends a notice twice.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from handover.notices import addresses, news, outbox
from handover.notices.letter import Gone, Letter, Sender, sentence
from store.ground import Ground
from store.keys import MasterKey
from store.schema import Address, Helper, Notice, NoticeState

logger = logging.getLogger(__name__)

AT_ONCE = 8  # of one kind
LOOK_SECONDS = 2.0
SEND_SECONDS = 20.0  # less than the first pause, or a slow try could meet the next
STOP_SECONDS = 5.0

type Way = asyncio.Task[bool]


async def go_round(ground: Ground, senders: Mapping[str, Sender]) -> int:
    """
    Send all that is due to addresses of the kinds there are senders for; returns how many went out. While one is on its way it goes on
    looking, so that what becomes due does not wait for it.
    """
    ways: dict[str, dict[str, Way]] = {kind: {} for kind in senders}
    sent = 0
    try:
        while True:
            for kind, busy in ways.items():
                await _begin(ground, kind, senders[kind], busy)
            under_way = [way for busy in ways.values() for way in busy.values()]
            if not under_way:
                return sent
            await asyncio.wait(under_way, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for busy in ways.values():
                sent += sum(busy.pop(address).result() for address, way in [*busy.items()] if way.done())
    finally:
        await _settle([way for busy in ways.values() for way in busy.values()])


async def _begin(ground: Ground, kind: str, sender: Sender, busy: dict[str, Way]) -> None:
    if len(busy) >= AT_ONCE:
        return
    async with ground.database.reading() as session:
        found = await outbox.due(session, kind, busy)
    for notice in found[: AT_ONCE - len(busy)]:
        busy[notice.address_id] = asyncio.create_task(_see_to(ground, kind, sender, notice))


async def _settle(ways: Collection[Way]) -> None:
    """
    Let what is on its way arrive, so that it is noted, and let go of the rest.
    """
    if ways:
        _, late = await asyncio.wait(ways, timeout=STOP_SECONDS)
        for way in late:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _see_to(ground: Ground, kind: str, sender: Sender, notice: Notice) -> bool:
    """
    Take one notice and try it. Whatever goes wrong with it stays with it: the words of a failure may hold an address.
    """
    async with ground.database.writing() as session:
        if not await outbox.take(session, notice):
            return False
    try:
        state = await _try(ground, sender, notice)
    except Gone:
        logger.info("notices.gone kind=%s", kind)
        async with ground.database.writing() as session:
            await addresses.drop(session, notice.address_id)
        return False
    except Exception as error:
        logger.warning("notices.failed kind=%s how=%s", kind, type(error).__name__)
        if notice.tries < len(outbox.PAUSES):
            return False
        state = NoticeState.OFF
    async with ground.database.writing() as session:
        await outbox.end(session, notice.id, state)
    return state == NoticeState.SENT


async def _try(ground: Ground, sender: Sender, notice: Notice) -> NoticeState:
    async with ground.database.reading() as session:
        letter = await _letter(session, ground.master, notice)
    if letter is None:
        return NoticeState.OFF
    async with asyncio.timeout(SEND_SECONDS):
        await sender.send(letter)
    return NoticeState.SENT


async def _letter(session: AsyncSession, master: MasterKey, notice: Notice) -> Letter | None:
    """
    The letter of a notice that was taken; None when it is no news any more, or was tried often enough.
    """
    address = await session.get(Address, notice.address_id, populate_existing=True)
    if address is None or notice.tries > len(outbox.PAUSES):
        return None
    asks = notice.event == outbox.CONFIRM
    if asks != (address.confirmed_at is None) or (asks and addresses.too_late(address)):
        return None
    helper = await session.get_one(Helper, address.helper_id, populate_existing=True)
    if not helper.active or not await news.still(session, notice.event, notice.subject, helper.id):
        return None
    where = addresses.where(master, address)
    return Letter(notice.id, notice.event, where.to, sentence(notice.event, where.code))
