"""
The window: what anybody may see of how the house does, counted once in a while and not for everybody who looks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handover import audit, figures
from store import audit as talks
from store import clock
from store.database import Database

SECONDS = 15.0

Count = Callable[[AsyncSession], Awaitable[dict[str, Any]]]


class Pane:
    """
    One answer, kept for `SECONDS`. However many ask at the same moment, it is counted for one of them.
    """

    def __init__(self, database: Database, count: Count) -> None:
        self._database, self._count = database, count
        self._counting = asyncio.Lock()
        self._kept: dict[str, Any] = {}
        self._until = clock.ticks()

    async def look(self) -> dict[str, Any]:
        """
        The answer, not older than that.
        """
        async with self._counting:
            if not self._kept or clock.ticks() >= self._until:
                async with self._database.reading() as session:
                    self._kept = await self._count(session)
                self._until = clock.ticks() + SECONDS
            return self._kept


class Window:
    """
    The answers for anybody: `figures` of promises and waits, and the `status` of the house.
    """

    def __init__(self, database: Database) -> None:
        self.figures = Pane(database, figures.public)
        self.status = Pane(database, _status)


async def _status(session: AsyncSession) -> dict[str, Any]:
    doubled, unanswered = await audit.doubled(session), await talks.unowned(session)
    return await figures.status(session, len(doubled), len(unanswered))
