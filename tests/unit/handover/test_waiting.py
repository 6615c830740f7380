"""
Honest waiting on both databases: the place, the time, and told again, once, when it goes otherwise than we said.
"""

import asyncio
import re

from sqlalchemy import func, select

from handover import consent, waiting, waits
from handover.meanwhile import open_now
from store import conversations
from store.database import Database
from store.schema import Address, Conversation, Handover, Notice, Role
from tests.unit.handover import scene
from tests.unit.handover.scene import (
    MASTER,
    Clock,
    Waiting,
    claims,
    comes,
    dutch,
    ground,
    handover_of,
    heard,
    helper_of,
    promises_of,
    said,
    shift,
    there,
    within,
)

WEDNESDAY = 2


async def place(database: Database, one: Waiting) -> int:
    async with database.reading() as session:
        return await waiting.place(session, await session.get_one(Handover, one.handover))


async def go_round(database: Database) -> int:
    return await waiting.go_round(ground(database))


async def test_the_place_is_by_urgency_and_then_by_time(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    calm = await scene.waits(database)
    time.passes(seconds=10)
    later = await scene.waits(database)
    time.passes(seconds=10)
    urgent = await scene.waits(database, level=2)
    assert [await place(database, one) for one in (urgent, calm, later)] == [0, 1, 2]
    (line,) = await heard(database, later, "waiting")
    assert "wachten er nog 1." in line
    assert len(await heard(database, calm, "waiting_first")) == 1
    assert len(await heard(database, urgent, "waiting_first")) == 1


async def test_who_waits_is_told_a_line_that_is_open_too(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    one = await scene.waits(database)
    async with database.reading() as session:
        vault = await conversations.open_by_id(session, MASTER, one.conversation)
    (line,) = await heard(database, one, "waiting_first")
    assert open_now(vault) in line
    assert re.search(r"\d{4}", open_now(vault)), "a number that one can call"


async def test_who_waits_longer_than_we_said_hears_the_new_time_and_the_coordinator_hears_it_too(
    database: Database, time: Clock
) -> None:
    helper = await there(database, "Noor")
    await helper_of(database, "Cor", Role.COORDINATOR)
    one = await scene.waits(database)
    until = (await handover_of(database, one)).told_until
    assert until
    time.at = until + waiting.PATIENCE
    await comes(database, helper)
    assert await go_round(database) == 0
    time.passes(seconds=1)
    assert await go_round(database) == 1
    (line,) = await heard(database, one, "waiting_longer")
    assert waits.words(3) in line
    handover = await handover_of(database, one)
    assert handover.escalated_at == time.at
    assert handover.told_until
    assert handover.told_until > time.at
    assert await go_round(database) == 0


async def test_the_coordinator_is_told_of_it_once(database: Database, time: Clock) -> None:
    helper = await there(database, "Noor")
    coordinator = await helper_of(database, "Cor", Role.COORDINATOR)
    async with database.writing() as session:
        session.add(
            Address(id="a", helper_id=coordinator.id, kind="mail", mark="a", sealed_where=b"", added_at=time.at,
                    confirmed_at=time.at)
        )  # fmt: skip
    one = await scene.waits(database)
    for _ in range(3):
        time.passes(hours=1)
        await comes(database, helper)
        assert await go_round(database) == 1
    assert len(await heard(database, one, "waiting_longer")) == 3
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).where(Notice.event == "overdue")) == 1


async def test_when_everybody_leaves_who_waits_hears_it_before_their_time_is_up(
    database: Database, time: Clock
) -> None:
    helper = await there(database, "Noor")
    other = await helper_of(database, "Sam")
    one = await scene.waits(database)
    await shift(database, other, WEDNESDAY, "10:00", "11:00")
    assert await go_round(database) == 0
    await comes(database, helper, on_duty=False)
    assert await go_round(database) == 1
    (line,) = await heard(database, one, "waiting_promised")
    assert "vandaag om 10 uur" in line
    assert (await promises_of(database, one))[0].due_at == dutch("2026-03-04 10:00")
    assert await go_round(database) == 0


async def test_without_a_shift_it_is_told_plainly_and_once(database: Database, time: Clock) -> None:
    helper = await there(database, "Noor")
    one = await scene.waits(database)
    await comes(database, helper, on_duty=False)
    assert await go_round(database) == 1
    for _ in range(5):
        time.passes(hours=1)
        assert await go_round(database) == 0
    (line,) = await heard(database, one, "waiting_nobody")
    assert "088 0767 000" in line
    assert await promises_of(database, one) == []


async def test_whoever_waits_without_a_time_hears_it_when_somebody_comes_or_a_shift_does(
    database: Database, time: Clock
) -> None:
    one, other = await scene.waits(database), await scene.waits(database)
    time.passes(seconds=1)
    helper = await helper_of(database, "Noor")
    assert await go_round(database) == 0
    await shift(database, helper, WEDNESDAY, "10:00", "10:30")
    assert await go_round(database) == 2
    both = [(await promises_of(database, each))[0].due_at for each in (one, other)]
    assert sorted(both) == [dutch("2026-03-04 10:00"), dutch("2026-03-11 10:00")]
    third = await scene.waits(database)
    assert len(await heard(database, third, "waiting_nobody")) == 1
    await comes(database, helper)
    assert await go_round(database) == 1, "who was promised a moment is not told another one"
    assert len(await heard(database, third, "waiting")) == 1


async def test_it_is_said_beside_what_is_being_talked_about(database: Database, time: Clock) -> None:
    helper = await there(database, "Noor")
    one = await scene.waits(database)
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, one.conversation, lock=True)
        vault.remember(vault.state() | {"question": "wish"})
    time.passes(hours=2)
    await comes(database, helper)
    assert await go_round(database) == 1
    async with database.reading() as session:
        assert (await conversations.open_by_id(session, MASTER, one.conversation)).state()["question"] == "wish"


async def test_two_processes_tell_once(houses: list[Database], time: Clock) -> None:
    helper = await there(houses[0], "Noor")
    late = [await scene.waits(houses[0]) for _ in range(4)]
    time.passes(hours=3)
    await comes(houses[0], helper)
    told = await asyncio.gather(*(go_round(house) for house in houses))
    assert sum(told) == 4
    for one in late:
        assert len(await heard(houses[0], one, "waiting_longer")) == 1
    await comes(houses[0], helper, on_duty=False)
    gone = await asyncio.gather(*(go_round(house) for house in houses))
    assert sum(gone) == 4
    for one in late:
        assert len(await heard(houses[0], one, "waiting_nobody")) == 1


async def test_asking_again_how_long_tells_the_place_as_it_is_now(database: Database, time: Clock) -> None:
    helper = await there(database, "Noor")
    first = await scene.waits(database)
    time.passes(seconds=1)
    second = await scene.waits(database)
    assert len(await heard(database, second, "waiting")) == 1
    await claims(database, helper, first)
    await within(database, second, consent.tell_waiting)
    assert len(await heard(database, second, "waiting_first")) == 1


async def test_an_erased_talk_is_passed_over(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    one = await scene.waits(database)
    time.passes(hours=1)
    async with database.writing() as session:
        await conversations.erase(session, one.conversation)
    assert await go_round(database) == 0


async def test_the_line_that_is_named_is_of_the_person_s_own_country(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    one = await scene.waits(database)
    async with database.writing() as session:
        (await session.get_one(Conversation, one.conversation)).country = "BE"
    time.passes(hours=1)
    assert await go_round(database) == 1
    assert "088 0767 000" not in (await said(database, one))[-1].text
