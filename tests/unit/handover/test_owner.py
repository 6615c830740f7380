"""
Nobody gets lost: a live talk has an owner, an ended one has a reason, and what a vanished helper held is back in the queue.
"""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handover import consent, leases, people, queue
from store import clock, conversations, log
from store.database import Database
from store.errors import ReasonMissing
from store.keys import MasterKey
from store.schema import Handover, Helper, Role, State
from tests.conversations.people import fits
from tests.unit.handover.scene import Clock

MASTER = MasterKey(bytes(range(32)))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await opened.open()
    yield opened
    await opened.close()


async def queued(session: AsyncSession) -> Handover:
    """
    A person who said yes and waits.
    """
    vault, _ = await conversations.begin(session, MASTER, "web")
    await consent.show_card(session, vault)
    await consent.agree(session, vault)
    handover = await consent.open_handover(session, vault)
    assert handover is not None
    return handover


async def claimed(database: Database) -> tuple[str, str, Helper]:
    """
    A talk that a helper holds: handover, conversation, helper.
    """
    async with database.writing() as session:
        helper = await people.join(session, f"Helper {uuid.uuid4().hex[:6]}", Role.VOLUNTEER)
        handover = await queued(session)
        await queue.claim(session, MASTER, helper, handover.id)
        return handover.id, handover.conversation_id, helper


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.LIVE},
        {"state": State.LIVE, "lease_until": clock.now()},
        {"state": State.CLOSED, "over_at": clock.now()},
        {"state": State.WITHDRAWN, "reason": "withdrawn"},
        {"state": State.WAITING, "consent_at": None},
    ],
    ids=lambda values: " ".join(values),
)
async def test_the_database_refuses_a_talk_without_owner_reason_or_consent(
    database: Database, values: dict[str, Any]
) -> None:
    async with database.writing() as session:
        handover = (await queued(session)).id
    with pytest.raises(IntegrityError):
        async with database.writing() as session:
            await session.execute(update(Handover).where(Handover.id == handover).values(**values))


async def test_a_talk_ends_with_a_reason_or_not_at_all(database: Database) -> None:
    handover, _, helper = await claimed(database)
    with pytest.raises(ReasonMissing):
        async with database.writing() as session:
            await queue.close(session, MASTER, helper, handover, "", "zomaar")
    async with database.reading() as session:
        assert await session.scalar(select(Handover.state).where(Handover.id == handover)) == State.LIVE


async def test_what_a_vanished_helper_held_is_back_in_its_place_and_the_person_is_told(database: Database) -> None:
    handover, conversation, _ = await claimed(database)
    async with database.writing() as session:
        waited = await session.scalar(select(Handover.waiting_since).where(Handover.id == handover))
        late = clock.now() - timedelta(seconds=1)
        await session.execute(update(Handover).where(Handover.id == handover).values(lease_until=late))
    async with database.writing() as session:
        assert await leases.expire(session, MASTER) == 1
    async with database.reading() as session:
        back = await session.get_one(Handover, handover)
        assert (back.state, back.helper_id, back.waiting_since) == (State.WAITING, None, waited)
        vault = await conversations.open_by_id(session, MASTER, conversation)
        assert fits({"text": (await log.after(session, vault, 0))[-2].text}, "back_in_queue")


async def test_a_clock_that_jumped_leaves_a_helper_the_time_to_show_that_they_are_there(
    database: Database, time: Clock
) -> None:
    handover, _, helper = await claimed(database)
    time.passes(hours=1)
    async with database.writing() as session:
        await leases.renew(session)
        assert await leases.expire(session, MASTER) == 0
        await leases.heartbeat(session, helper, handover)
    time.passes(minutes=-90)
    async with database.writing() as session:
        await leases.renew(session)
    time.passes(seconds=91)
    async with database.writing() as session:
        assert await leases.expire(session, MASTER) == 1
