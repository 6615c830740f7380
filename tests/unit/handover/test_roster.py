"""
The roster on the Dutch clock: every week, past midnight, through summer time, and the days that are different.
"""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover import roster
from handover.roster import Duty
from store import clock
from store.database import Database
from store.errors import InvalidRequest, NotFound
from store.schema import Helper, Role, Shift, ShiftChange
from tests.unit.handover.scene import Clock, dutch, helper_of, shift

MONDAY, WEDNESDAY, SATURDAY, SUNDAY = 0, 2, 5, 6


def weekly(weekday: int, start: int, end: int, helper: str = "noor") -> Shift:
    return Shift(
        helper_id=helper, weekday=weekday, start_minute=start, end_minute=end, from_day=date(2026, 1, 1), until_day=None
    )


def one_day(day: str, kind: str, start: int | None = None, end: int | None = None) -> ShiftChange:
    return ShiftChange(helper_id="noor", day=date.fromisoformat(day), kind=kind, start_minute=start, end_minute=end)


def spread(shifts: list[Shift], day: str, changes: list[ShiftChange] | None = None) -> list[tuple[datetime, datetime]]:
    """
    The duty that begins on a day.
    """
    found = roster.joined(roster.spread(shifts, changes or [], date.fromisoformat(day), date.fromisoformat(day)))
    return [(duty.start, duty.end) for duty in found]


async def between(database: Database, since: str, until: str, lane: str = "volunteer") -> list[Duty]:
    async with database.reading() as session:
        return await roster.duties(session, lane, dutch(since), dutch(until))


async def change(
    database: Database, helper: Helper, day: str, kind: str, start: str | None = None, end: str | None = None
) -> str:
    async with database.writing() as session:
        return await roster.add_change(session, helper.id, date.fromisoformat(day), kind, start, end)


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [("2026-03-21", "21:00", 8), ("2026-03-28", "21:00", 7), ("2026-04-04", "20:00", 8), ("2026-10-24", "20:00", 9)],
    ids=["winter", "to summer time", "summer", "back to winter time"],
)
def test_a_night_keeps_its_hours_on_the_clock_through_summer_time(day: str, begins: str, hours: int) -> None:
    ((start, end),) = spread([weekly(SATURDAY, 22 * 60, 30 * 60)], day)
    assert f"{start:%H:%M}" == begins
    assert end - start == timedelta(hours=hours)
    assert f"{clock.local(start):%H:%M}-{clock.local(end):%H:%M}" == "22:00-06:00"


def test_a_shift_whose_time_summer_time_takes_does_not_count() -> None:
    assert spread([weekly(SUNDAY, 150, 180)], "2026-03-29") == []
    assert len(spread([weekly(SUNDAY, 150, 180)], "2026-03-22")) == 1


@pytest.mark.parametrize("day", ["2026-04-27", "2026-04-06", "2026-12-25", "2026-05-05"])
def test_a_weekly_shift_does_not_count_on_a_holiday_and_an_extra_one_does(day: str) -> None:
    every_day = [weekly(number, 600, 720) for number in range(7)]
    assert spread(every_day, day) == []
    extra = one_day(day, "extra", 600, 720)
    assert spread(every_day, day, [extra]) == [(dutch(f"{day} 10:00"), dutch(f"{day} 12:00"))]


def test_the_evening_before_a_holiday_counts_to_its_end() -> None:
    ((start, end),) = spread([weekly(3, 22 * 60, 26 * 60)], "2026-12-24")
    assert (start, end) == (dutch("2026-12-24 22:00"), dutch("2026-12-25 02:00"))


def test_what_overlaps_or_touches_is_one_duty_and_two_helpers_stay_two() -> None:
    shifts = [weekly(MONDAY, 600, 660), weekly(MONDAY, 660, 720), weekly(MONDAY, 700, 780), weekly(MONDAY, 800, 860)]
    assert spread(shifts, "2026-03-09") == [
        (dutch("2026-03-09 10:00"), dutch("2026-03-09 13:00")),
        (dutch("2026-03-09 13:20"), dutch("2026-03-09 14:20")),
    ]
    both = [weekly(MONDAY, 600, 660), weekly(MONDAY, 600, 660, "sam")]
    assert len(spread(both, "2026-03-09")) == 2


shifts_of_a_week = st.lists(
    st.builds(
        lambda weekday, start, length, helper: weekly(weekday, start, start + length, helper),
        st.integers(0, 6), st.integers(0, 1439), st.integers(1, roster.LONGEST), st.sampled_from(["noor", "sam"]),
    ),
    max_size=8,
)  # fmt: skip


@given(shifts_of_a_week, st.dates(date(2026, 1, 5), date(2026, 12, 20)))
def test_nobody_is_there_twice_at_a_time_and_every_end_is_after_its_start(shifts: list[Shift], first: date) -> None:
    found = roster.joined(roster.spread(shifts, [], first, first + timedelta(days=7)))
    assert all(duty.start < duty.end for duty in found)
    for name in ("noor", "sam"):
        own = sorted(duty for duty in found if duty.helper == name)
        assert all(one.end < other.start for one, other in pairwise(own))


async def test_past_midnight_it_is_still_the_shift_of_the_day_before(database: Database, time: Clock) -> None:
    helper = await helper_of(database, "Noor")
    await shift(database, helper, WEDNESDAY, "22:00", "02:00")
    for moment, on in (("21:59", False), ("22:00", True)):
        time.becomes(f"2026-03-04 {moment}")
        async with database.reading() as session:
            assert (await roster.on_shift(session) == {helper.id}) is on
    for moment, on in (("01:59", True), ("02:00", False)):
        time.becomes(f"2026-03-05 {moment}")
        async with database.reading() as session:
            assert (await roster.on_shift(session) == {helper.id}) is on
    time.becomes("2026-03-10 12:00")
    await change(database, helper, "2026-03-12", "absent")
    assert len(await between(database, "2026-03-11 21:00", "2026-03-12 03:00")) == 1
    await change(database, helper, "2026-03-11", "absent")
    assert await between(database, "2026-03-11 21:00", "2026-03-12 03:00") == []
    assert len(await between(database, "2026-03-18 21:00", "2026-03-19 03:00")) == 1


async def test_absent_and_extra_and_taken_back(database: Database, time: Clock) -> None:
    helper = await helper_of(database, "Noor")
    weekly_one = await shift(database, helper, WEDNESDAY, "19:30", "22:00")
    gone = await change(database, helper, "2026-03-11", "absent")
    extra = await change(database, helper, "2026-03-11", "extra", "8:00", "9:15")
    async with database.reading() as session:
        assert await roster.shown(session, helper.id) == {
            "shifts": [{"id": weekly_one, "weekday": WEDNESDAY, "start": "19:30", "end": "22:00"}],
            "changes": [
                {"id": gone, "day": "2026-03-11", "kind": "absent", "start": None, "end": None},
                {"id": extra, "day": "2026-03-11", "kind": "extra", "start": "08:00", "end": "09:15"},
            ],
        }
    (only,) = await between(database, "2026-03-11 00:00", "2026-03-12 00:00")
    assert (only.start, only.end) == (dutch("2026-03-11 08:00"), dutch("2026-03-11 09:15"))
    for item in (gone, extra):
        async with database.writing() as session:
            await roster.remove(session, helper.id, item)
    (again,) = await between(database, "2026-03-11 00:00", "2026-03-12 00:00")
    assert again.start == dutch("2026-03-11 19:30")


async def test_only_their_own_helper_takes_a_shift_away(database: Database, time: Clock) -> None:
    noor, sam = await helper_of(database, "Noor"), await helper_of(database, "Sam")
    item = await shift(database, noor, WEDNESDAY, "10:00", "12:00")
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await roster.remove(session, sam.id, item)
    assert len(await between(database, "2026-03-11 00:00", "2026-03-12 00:00")) == 1


async def test_a_shift_counts_from_the_day_it_was_made_for_active_helpers_of_the_lane(
    database: Database, time: Clock
) -> None:
    helper = await helper_of(database, "Noor")
    coordinator = await helper_of(database, "Cor", Role.COORDINATOR)
    meldpunt = await helper_of(database, "Mel", Role.MELDPUNT)
    for one in (helper, coordinator, meldpunt):
        await shift(database, one, MONDAY, "10:00", "12:00")
    assert await between(database, "2026-03-02 00:00", "2026-03-03 00:00") == []
    volunteers = {duty.helper for duty in await between(database, "2026-03-09 00:00", "2026-03-10 00:00")}
    assert volunteers == {helper.id, coordinator.id}
    desk = {duty.helper for duty in await between(database, "2026-03-09 00:00", "2026-03-10 00:00", "meldpunt")}
    assert desk == {coordinator.id, meldpunt.id}
    async with database.writing() as session:
        (await session.get_one(Helper, helper.id)).active = False
    left = {duty.helper for duty in await between(database, "2026-03-09 00:00", "2026-03-10 00:00")}
    assert left == {coordinator.id}


@pytest.mark.parametrize(("start", "end"), [("8:00", "20:00"), ("20", "8"), ("23:59", "0:00"), ("00:00", "12:00")])
async def test_up_to_twelve_hours_is_a_shift(database: Database, time: Clock, start: str, end: str) -> None:
    helper = await helper_of(database, "Noor")
    assert await shift(database, helper, MONDAY, start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [("8:00", "20:01"), ("8:00", "8:00"), ("8:00", "7:59"), ("24:00", "2:00"), ("12:60", "13:00"), ("19:²", "20:00"),
     ("٩:00", "10:00"), ("-1:00", "2:00"), ("", "2:00"), ("8:5", "9:00"), ("8:00 ", "9:00"), ("acht", "9:00")],
)  # fmt: skip
async def test_anything_else_is_refused_in_plain_words(database: Database, time: Clock, start: str, end: str) -> None:
    helper = await helper_of(database, "Noor")
    with pytest.raises(InvalidRequest):
        await shift(database, helper, MONDAY, start, end)


@pytest.mark.parametrize(
    ("day", "kind", "start"),
    [("2026-03-03", "absent", None), ("2027-05-01", "absent", None), ("2026-03-05", "extra", None),
     ("2026-03-05", "ziek", None)],
)  # fmt: skip
async def test_a_day_that_is_different_is_ahead_and_known(
    database: Database, time: Clock, day: str, kind: str, start: str | None
) -> None:
    helper = await helper_of(database, "Noor")
    with pytest.raises(InvalidRequest):
        await change(database, helper, day, kind, start, start)


async def test_the_end_of_a_shift_is_seen_coming_and_not_when_the_next_one_joins(
    database: Database, time: Clock
) -> None:
    helper = await helper_of(database, "Noor")
    await shift(database, helper, WEDNESDAY, "19:00", "22:00")

    async def ends(moment: str) -> datetime | None:
        time.becomes(f"2026-03-04 {moment}")
        async with database.reading() as session:
            return await roster.ends(session, helper.id)

    end = dutch("2026-03-04 22:00")
    seen = {moment: await ends(moment) for moment in ("18:50", "19:05", "21:44", "21:45", "22:00", "22:14", "22:16")}
    assert seen == {
        "18:50": None, "19:05": None, "21:44": None, "21:45": end, "22:00": end, "22:14": end, "22:16": None,
    }  # fmt: skip
    await shift(database, helper, WEDNESDAY, "22:00", "23:00")
    assert await ends("21:50") is None
    assert await ends("22:50") == dutch("2026-03-04 23:00")
