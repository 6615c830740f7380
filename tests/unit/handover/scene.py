"""
The scene of a handover: helpers who are there or on the roster, people who wait, and a clock that the test moves.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import consent, people, presence, promises, queue, roster
from store import clock, conversations, log
from store.conversations import Vault
from store.database import Database
from store.ground import Ground
from store.keys import MasterKey
from store.schema import Handover, HandoverEvent, Helper, Promise, Role
from tests.conversations.people import fits

KEY = bytes(range(32))
MASTER = MasterKey(KEY)
WEDNESDAY = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # three in the night in the Netherlands


class Clock:
    """
    The time of a test.
    """

    def __init__(self) -> None:
        self.at = WEDNESDAY

    def now(self) -> datetime:
        """
        The present of this test.
        """
        return self.at

    def passes(self, **time: float) -> None:
        """
        Let time pass.
        """
        self.at += timedelta(**time)

    def becomes(self, words: str) -> None:
        """
        Let it be a moment on the Dutch clock: "2026-03-04 10:30".
        """
        self.at = dutch(words)


def dutch(words: str) -> datetime:
    """
    A moment on the Dutch clock, in UTC.
    """
    return datetime.fromisoformat(words).replace(tzinfo=clock.AMSTERDAM).astimezone(UTC)


def ground(database: Database) -> Ground:
    """
    What the rounds stand on.
    """
    return Ground(database, MASTER, secure=False)


async def helper_of(database: Database, name: str, role: Role = Role.VOLUNTEER) -> Helper:
    """
    A helper, who is not there.
    """
    async with database.writing() as session:
        return await people.join(session, name, role)


async def comes(database: Database, helper: Helper, on_duty: bool = True) -> None:
    """
    A helper comes on duty at their screen, or leaves.
    """
    async with database.writing() as session:
        await presence.set_duty(session, await session.get_one(Helper, helper.id), on_duty)


async def there(database: Database, name: str, role: Role = Role.VOLUNTEER) -> Helper:
    """
    A helper who is there.
    """
    helper = await helper_of(database, name, role)
    await comes(database, helper)
    return helper


async def shift(database: Database, helper: Helper, weekday: int, start: str, end: str) -> str:
    """
    A shift of every week from today on.
    """
    async with database.writing() as session:
        return await roster.add_shift(session, helper.id, weekday, start, end)


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    Somebody who said yes to the card: their conversation and its handover.
    """

    conversation: str
    handover: str


async def waits(database: Database, level: int = 0) -> Waiting:
    """
    Somebody asks for a person and says yes to the card.
    """
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
        vault.row.watch = {"level": level}
        await consent.show_card(session, vault)
        await consent.agree(session, vault)
        handover = await consent.open_handover(session, vault)
        assert handover
        return Waiting(vault.id, handover.id)


async def within(database: Database, one: Waiting, deed: Callable[[AsyncSession, Vault], Awaitable[Any]]) -> Any:
    """
    Something happens in a conversation, as the desk does it.
    """
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, one.conversation, lock=True)
        return await deed(session, vault)


async def claims(database: Database, helper: Helper, one: Waiting) -> dict[str, Any]:
    """
    A helper takes somebody who waits.
    """
    async with database.writing() as session:
        fresh = await session.get_one(Helper, helper.id)
        return await queue.claim(session, MASTER, fresh, one.handover)


async def handover_of(database: Database, one: Waiting) -> Handover:
    """
    The handover as it is in the database.
    """
    async with database.reading() as session:
        return await session.get_one(Handover, one.handover)


async def promises_of(database: Database, one: Waiting) -> list[Promise]:
    """
    All that was promised to somebody, oldest first.
    """
    async with database.reading() as session:
        query = select(Promise).where(Promise.handover_id == one.handover)
        return list(await session.scalars(query.order_by(Promise.made_at, Promise.due_at)))


async def said(database: Database, one: Waiting) -> list[log.Entry]:
    """
    All that is in the log of somebody's conversation.
    """
    async with database.reading() as session:
        vault = await conversations.open_by_id(session, MASTER, one.conversation)
        return await log.after(session, vault, 0)


async def heard(database: Database, one: Waiting, name: str) -> list[str]:
    """
    What somebody was told with one text of record, each time that they were.
    """
    return [entry.text for entry in await said(database, one) if fits({"text": entry.text}, name)]


async def trail(database: Database, one: Waiting) -> list[str]:
    """
    What happened to a handover, in order.
    """
    async with database.reading() as session:
        query = select(HandoverEvent.what).where(HandoverEvent.handover_id == one.handover)
        return list(await session.scalars(query.order_by(HandoverEvent.id)))


async def round_of_promises(database: Database) -> int:
    """
    One look at all promises, as the schedule does it.
    """
    return await promises.go_round(ground(database))
