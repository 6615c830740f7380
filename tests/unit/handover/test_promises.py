"""
Promises on both databases: made only where somebody has a shift, reminded, warned of in time, never broken in silence, done once.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from handover import consent, figures, presence, promises, queue, roster, waiting
from store import clock
from store.database import Database
from store.schema import Address, Handover, Helper, Notice, Promise, PromiseState, Role
from tests.unit.handover.scene import (
    MASTER,
    Clock,
    claims,
    comes,
    dutch,
    ground,
    handover_of,
    heard,
    helper_of,
    promises_of,
    round_of_promises,
    shift,
    there,
    trail,
    waits,
    within,
)

WEDNESDAY = 2
SLOT = promises.SLOT


async def reachable(database: Database, helper: Helper) -> None:
    """
    Give a helper an address, so that the outbox has somewhere to put what they are told.
    """
    async with database.writing() as session:
        session.add(
            Address(id=helper.id, helper_id=helper.id, kind="mail", mark=helper.id, sealed_where=b"", added_at=clock.now(),
                    confirmed_at=clock.now())
        )  # fmt: skip


async def notices(database: Database) -> list[tuple[str, str]]:
    """
    What was put in the outbox: event, and the helper it is for.
    """
    async with database.reading() as session:
        query = select(Notice.event, Notice.address_id).order_by(Notice.due_at, Notice.event)
        return [(event, helper) for event, helper in await session.execute(query)]


async def one_slot(database: Database, time: Clock) -> tuple[Helper, Any]:
    """
    A helper with a shift from ten to eleven this morning, and somebody who was promised ten o'clock.
    """
    helper = await helper_of(database, "Noor")
    await shift(database, helper, WEDNESDAY, "10:00", "11:00")
    return helper, await waits(database)


async def test_nobody_there_gives_a_dated_promise_inside_a_shift(database: Database, time: Clock) -> None:
    _, one = await one_slot(database, time)
    (promise,) = await promises_of(database, one)
    assert (promise.due_at, promise.lapses_at) == (dutch("2026-03-04 10:00"), dutch("2026-03-04 10:30"))
    (told,) = await heard(database, one, "waiting_promised")
    assert "vandaag om 10 uur" in told
    assert (await handover_of(database, one)).told_until == promise.lapses_at


async def test_each_helper_is_promised_once_a_slot(database: Database, time: Clock) -> None:
    noor, sam = await helper_of(database, "Noor"), await helper_of(database, "Sam")
    await shift(database, noor, WEDNESDAY, "10:00", "11:00")
    await shift(database, sam, WEDNESDAY, "10:15", "11:00")
    due = [(await promises_of(database, await waits(database)))[0].due_at for _ in range(4)]
    week = timedelta(days=7)
    ten, half = dutch("2026-03-04 10:00"), dutch("2026-03-04 10:30")
    assert due == [ten, half, half, ten + week]


async def test_without_a_shift_there_is_no_promise_but_the_truth_and_a_coordinator_who_hears(
    database: Database, time: Clock
) -> None:
    coordinator = await helper_of(database, "Cor", Role.COORDINATOR)
    await reachable(database, coordinator)
    one = await waits(database)
    assert await promises_of(database, one) == []
    assert len(await heard(database, one, "waiting_nobody")) == 1
    assert (await handover_of(database, one)).escalated_at == time.at
    assert await notices(database) == [("overdue", coordinator.id)]


async def test_a_shift_too_soon_too_short_or_on_a_holiday_gives_no_slot(database: Database, time: Clock) -> None:
    helper = await helper_of(database, "Noor")
    time.becomes("2026-04-26 09:55")  # a Sunday, and Monday is King's Day
    await shift(database, helper, 6, "10:00", "10:59")
    await shift(database, helper, 0, "10:00", "12:00")
    async with database.reading() as session:
        assert await promises.next_slot(session, "volunteer") == dutch("2026-05-03 10:00")


async def test_who_does_not_come_to_their_shift_is_not_counted_on_for_the_rest_of_it(
    database: Database, time: Clock
) -> None:
    helper = await helper_of(database, "Noor")
    await shift(database, helper, WEDNESDAY, "10:00", "13:00")

    async def slot() -> datetime | None:
        async with database.reading() as session:
            return await promises.next_slot(session, "volunteer")

    time.becomes("2026-03-04 10:05")
    assert await slot() == dutch("2026-03-04 10:30")
    time.becomes("2026-03-04 10:15")
    assert await slot() == dutch("2026-03-11 10:00")
    await comes(database, helper)
    assert await slot() == dutch("2026-03-04 10:30")


async def test_a_promise_of_one_helper_takes_their_slot_and_leaves_that_of_a_colleague(
    database: Database, time: Clock
) -> None:
    noor, sam = await helper_of(database, "Noor"), await helper_of(database, "Sam")
    for helper in (noor, sam):
        await shift(database, helper, WEDNESDAY, "10:00", "10:30")
    first = await waits(database)
    async with database.writing() as session:
        await session.execute(update(Promise).where(Promise.handover_id == first.handover).values(helper_id=noor.id))
    async with database.reading() as session:
        assert await promises.next_slot(session, "volunteer", noor.id) == dutch("2026-03-11 10:00")
        assert await promises.next_slot(session, "volunteer", sam.id) == dutch("2026-03-04 10:00")
        assert await promises.next_slot(session, "volunteer") == dutch("2026-03-04 10:00")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)), st.integers(1, 12 * 60))
def test_slots_are_whole_half_hours_of_the_clock_and_none_is_left_out(begins: datetime, minutes: int) -> None:
    start = begins.replace(second=0, microsecond=0, tzinfo=UTC)
    duty = roster.Duty(start, start + timedelta(minutes=minutes), "noor")
    midnight = start.replace(hour=0, minute=0)
    halves = [midnight + number * SLOT for number in range(48 * 3)]
    assert promises._slots(duty) == [half for half in halves if duty.covers(half, half + SLOT)]


async def test_an_hour_before_those_on_the_shift_are_reminded_and_nobody_else(database: Database, time: Clock) -> None:
    helper, one = await one_slot(database, time)
    other = await helper_of(database, "Sam")
    for somebody in (helper, other):
        await reachable(database, somebody)
    time.becomes("2026-03-04 08:59")
    assert await round_of_promises(database) == 0
    time.becomes("2026-03-04 09:00")
    assert await round_of_promises(database) == 1
    assert await round_of_promises(database) == 0
    assert await notices(database) == [("promise_soon", helper.id)]
    assert (await promises_of(database, one))[0].reminded_at == time.at


async def test_when_the_shift_is_gone_the_coordinator_hears_it_long_before(database: Database, time: Clock) -> None:
    helper, one = await one_slot(database, time)
    coordinator = await helper_of(database, "Cor", Role.COORDINATOR)
    await reachable(database, coordinator)
    assert await round_of_promises(database) == 0
    async with database.writing() as session:
        await roster.add_change(session, helper.id, date(2026, 3, 4), "absent")
    assert await round_of_promises(database) == 1
    assert await notices(database) == [("promise_danger", coordinator.id)]
    assert (await handover_of(database, one)).escalated_at == time.at
    assert "promise_danger" in await trail(database, one)
    assert (await promises_of(database, one))[0].state == PromiseState.OPEN


async def test_when_one_of_two_is_gone_only_the_later_promise_is_in_danger(database: Database, time: Clock) -> None:
    noor, sam = await helper_of(database, "Noor"), await helper_of(database, "Sam")
    for helper in (noor, sam):
        await shift(database, helper, WEDNESDAY, "10:00", "10:30")
    first = await waits(database)
    time.passes(minutes=1)
    second = await waits(database)
    async with database.writing() as session:
        await roster.add_change(session, noor.id, date(2026, 3, 4), "absent")
    assert await round_of_promises(database) == 1
    warned = [bool((await promises_of(database, one))[0].warned_at) for one in (first, second)]
    assert warned == [False, True]


async def test_ten_minutes_before_somebody_is_there_or_the_coordinator_hears(database: Database, time: Clock) -> None:
    helper, one = await one_slot(database, time)
    time.becomes("2026-03-04 09:00")
    await round_of_promises(database)
    time.becomes("2026-03-04 09:49")
    assert await round_of_promises(database) == 0
    time.becomes("2026-03-04 09:50")
    await comes(database, helper)
    assert await round_of_promises(database) == 0
    await comes(database, helper, on_duty=False)
    assert await round_of_promises(database) == 1
    assert (await promises_of(database, one))[0].warned_at == time.at


async def test_ten_minutes_after_nobody_picked_up_is_a_danger_although_somebody_is_there(
    database: Database, time: Clock
) -> None:
    helper, one = await one_slot(database, time)
    time.becomes("2026-03-04 09:55")
    await comes(database, helper)
    await round_of_promises(database)
    time.becomes("2026-03-04 10:09")
    await comes(database, helper)
    assert await round_of_promises(database) == 0
    time.becomes("2026-03-04 10:10")
    await comes(database, helper)
    assert await round_of_promises(database) == 1
    assert (await promises_of(database, one))[0].warned_at == time.at


async def test_a_promise_that_lapses_is_told_and_promised_anew(database: Database, time: Clock) -> None:
    helper, one = await one_slot(database, time)
    await shift(database, helper, WEDNESDAY, "14:00", "15:00")
    time.becomes("2026-03-04 10:29")
    await round_of_promises(database)
    assert await heard(database, one, "promise_broken") == []
    time.becomes("2026-03-04 10:30")
    assert await round_of_promises(database) == 1
    assert await round_of_promises(database) == 0
    (told,) = await heard(database, one, "promise_broken")
    assert "vandaag om 10 uur" in told
    assert "vandaag om 14 uur" in told
    broken, new = await promises_of(database, one)
    assert (broken.state, new.state) == (PromiseState.BROKEN, PromiseState.OPEN)
    assert (await handover_of(database, one)).told_until == new.lapses_at == dutch("2026-03-04 14:30")
    assert await waiting.go_round(ground(database)) == 0


async def test_a_promise_that_lapses_without_another_is_told_once_with_a_line_that_is_open(
    database: Database, time: Clock
) -> None:
    helper, one = await one_slot(database, time)
    async with database.writing() as session:
        await roster.remove(session, helper.id, (await roster.shown(session, helper.id))["shifts"][0]["id"])
    time.becomes("2026-03-04 10:30")
    await round_of_promises(database)
    (told,) = await heard(database, one, "promise_broken_open")
    assert "088 0767 000" in told
    for _ in range(3):
        time.passes(minutes=5)
        await round_of_promises(database)
        assert await waiting.go_round(ground(database)) == 0
    async with database.reading() as session:
        assert await figures.kept_rate(session) == {"kept": 0, "broken": 1, "released": 0}


async def test_a_claim_keeps_it_and_a_withdrawal_releases_it(database: Database, time: Clock) -> None:
    helper, kept = await one_slot(database, time)
    released = await waits(database)
    await within(database, released, consent.withdraw)
    time.becomes("2026-03-04 10:02")
    await comes(database, helper)
    await claims(database, helper, kept)
    assert (await promises_of(database, kept))[0].state == PromiseState.KEPT
    assert (await promises_of(database, released))[0].state == PromiseState.RELEASED
    time.becomes("2026-03-04 12:00")
    assert await round_of_promises(database) == 0
    async with database.reading() as session:
        assert await figures.kept_rate(session) == {"kept": 1, "broken": 0, "released": 1}


async def test_it_outlives_a_restart(address: str, time: Clock) -> None:
    before = Database(address)
    await before.open()
    _, one = await one_slot(before, time)
    await before.close()
    time.becomes("2026-03-04 10:45")  # down over the time itself
    after = Database(address)
    await after.open()
    assert await round_of_promises(after) == 1
    assert len(await heard(after, one, "promise_broken")) == 1
    assert [promise.state for promise in await promises_of(after, one)] == [PromiseState.BROKEN, PromiseState.OPEN]
    await after.close()


async def test_two_processes_do_each_thing_once(houses: list[Database], time: Clock) -> None:
    database = houses[0]
    helper, one = await one_slot(database, time)
    coordinator = await helper_of(database, "Cor", Role.COORDINATOR)
    for somebody in (helper, coordinator):
        await reachable(database, somebody)
    changed = []
    for moment in ("09:00", "09:50", "10:10", "10:30", "10:31"):
        time.becomes(f"2026-03-04 {moment}")
        changed.append(sum(await asyncio.gather(*(round_of_promises(house) for house in houses))))
    assert changed == [1, 1, 0, 1, 0]
    assert len(await heard(database, one, "promise_broken")) == 1
    assert [event for event, _ in await notices(database)] == ["promise_soon", "promise_danger", "promise_broken"]
    assert [what for what in await trail(database, one) if what.startswith("promise")] == [
        "promised", "promise_danger", "promise_broken", "promised",
    ]  # fmt: skip


async def test_many_who_ask_at_once_are_never_promised_the_same_place(houses: list[Database], time: Clock) -> None:
    helper = await helper_of(houses[0], "Noor")
    await shift(houses[0], helper, WEDNESDAY, "10:00", "13:00")
    asked = await asyncio.gather(*(waits(houses[number % 2]) for number in range(6)))
    due = [(await promises_of(houses[0], one))[0].due_at for one in asked]
    assert sorted(due) == [dutch("2026-03-04 10:00") + number * SLOT for number in range(6)]


async def test_a_talk_that_comes_back_to_the_queue_is_promised_again_when_nobody_is_left(
    database: Database, time: Clock
) -> None:
    helper = await there(database, "Noor")
    one = await waits(database)
    assert await promises_of(database, one) == []
    await claims(database, helper, one)
    await shift(database, helper, WEDNESDAY, "10:00", "11:00")
    async with database.writing() as session:
        await presence.set_duty(session, await session.get_one(Helper, helper.id), False)
        await queue.give_back(session, MASTER, helper, one.handover)
    (promise,) = await promises_of(database, one)
    assert promise.due_at == dutch("2026-03-04 10:00")
    async with database.reading() as session:
        assert (await session.get_one(Handover, one.handover)).state == "waiting"
