"""
Own lines: sentences that a helper keeps at hand for the next talk. Theirs alone, sealed with the installation's key.
"""

import uuid

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.errors import InvalidRequest, MessageEmpty, NotFound
from store.keys import MasterKey
from store.schema import Helper, OwnLine

MOST = 50
LENGTH = 500


async def shown(session: AsyncSession, master: MasterKey, helper: Helper) -> list[dict[str, str]]:
    """
    A helper's own lines (`id`, `text`), oldest first.
    """
    query = select(OwnLine).where(OwnLine.helper_id == helper.id).order_by(OwnLine.at, OwnLine.id)
    return [
        {"id": line.id, "text": master.unseal(line.sealed_words, _place(line.id))}
        for line in await session.scalars(query)
    ]


async def add(session: AsyncSession, master: MasterKey, helper: Helper, words: str) -> str:
    """
    Keep a line; returns its id. Raises MessageEmpty, InvalidRequest.
    """
    words = words.strip().encode("utf-8", "replace").decode()
    if not words:
        raise MessageEmpty
    if len(words) > LENGTH:
        raise InvalidRequest(f"Een eigen zin is hooguit {LENGTH} tekens lang.")
    if int(await session.scalar(select(func.count()).where(OwnLine.helper_id == helper.id)) or 0) >= MOST:
        raise InvalidRequest(f"Je hebt al {MOST} eigen zinnen. Haal er eerst een weg.")
    name = uuid.uuid4().hex
    session.add(OwnLine(id=name, helper_id=helper.id, sealed_words=master.seal(words, _place(name)), at=clock.now()))
    return name


async def remove(session: AsyncSession, helper: Helper, line: str) -> None:
    """
    Forget one of a helper's own lines. Raises NotFound.
    """
    mine = delete(OwnLine).where(OwnLine.id == line, OwnLine.helper_id == helper.id)
    if await session.scalar(mine.returning(OwnLine.id)) is None:
        raise NotFound


def _place(line: str) -> str:
    return f"line:{line}"
