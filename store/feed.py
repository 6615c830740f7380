"""
The feed: new entries of a conversation as they come, for long polls, event streams and channels that deliver.

A wake-up only wakes; after a while without one the feed looks by itself.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from store.database import Database
from store.log import Entry
from store.wakeups import heard

LOOK_SECONDS = 5.0

Read = Callable[[AsyncSession, int], Awaitable[list[Entry]]]


async def wait(database: Database, conversation: str, read: Read, after: int, seconds: float) -> list[Entry]:
    """
    Entries after a number: at once if there are any, else the first to come within some seconds, else none.
    """
    with database.wakeups.listening(conversation) as bell:
        while True:
            bell.clear()
            async with database.reading() as session:
                entries = await read(session, after)
            if entries or seconds <= 0:
                return entries
            step = min(seconds, LOOK_SECONDS)
            seconds -= step
            await heard(bell, step)


async def follow(database: Database, conversation: str, read: Read, after: int) -> AsyncIterator[list[Entry]]:
    """
    Batches of entries after a number, without end; an empty batch now and then, for whoever keeps a line alive.
    """
    with database.wakeups.listening(conversation) as bell:
        while True:
            bell.clear()
            async with database.reading() as session:
                entries = await read(session, after)
            if entries:
                after = entries[-1].seq
                yield entries
                continue
            if not await heard(bell, LOOK_SECONDS):
                yield []
