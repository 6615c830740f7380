"""
The wait that is told: monotone in helpers and in who is ahead, and true for nine in ten, in a queue that is played out.
"""

import heapq
import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover import care, figures, presence, waits
from handover.waits import Line, estimate
from store.database import Database
from store.schema import Helper
from tests.unit.handover import scene
from tests.unit.handover.scene import Clock, claims, helper_of, there

lengths = st.lists(st.integers(30, 7200), min_size=1, max_size=30)
lasted = st.lists(st.floats(0, 7200), max_size=6)


def told(line: Line, talks: Sequence[int] = waits.TALKS, pickups: Sequence[int] = waits.PICKUPS) -> float:
    return estimate(line, talks, pickups)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 12), st.integers(1, 5), lasted, lengths, lengths)
def test_one_more_place_never_makes_it_longer(
    ahead: int, free: int, under_way: list[float], talks: list[int], pickups: list[int]
) -> None:
    room = len(under_way) + free
    waited = [told(Line(ahead, room + more, under_way), talks, pickups) for more in range(4)]
    assert waited == sorted(waited, reverse=True)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 8), st.integers(0, 3), lasted, lengths, lengths)
def test_one_more_ahead_never_makes_it_shorter(
    ahead: int, free: int, under_way: list[float], talks: list[int], pickups: list[int]
) -> None:
    room = max(1, len(under_way) + free)
    waited = [told(Line(ahead + more, room, under_way), talks, pickups) for more in range(4)]
    assert waited == sorted(waited)


@given(st.integers(0, 5), st.integers(1, 5))
def test_the_same_line_is_told_the_same_to_everybody(ahead: int, room: int) -> None:
    assert told(Line(ahead, room, [])) == told(Line(ahead, room, []))


def test_who_finds_a_free_helper_waits_for_the_picking_up_alone() -> None:
    assert told(Line(0, 1, [])) == max(waits.PICKUPS)
    assert told(Line(0, 1, []), pickups=[15]) == 15
    assert told(Line(1, 1, []), talks=[600], pickups=[15]) == 15 + 600 + 15


def test_a_talk_that_has_lasted_long_is_nearer_its_end() -> None:
    young, old = told(Line(0, 1, [0.0])), told(Line(0, 1, [3000.0]))
    assert old < young


@pytest.mark.parametrize("helpers", [1, 3, 8])
@pytest.mark.parametrize("busy", [0.8, 1.2])
def test_of_those_who_wait_nine_in_ten_are_met_within_what_they_were_told(helpers: int, busy: float) -> None:
    evenings = [evening(random.Random(f"{seed} {helpers} {busy}"), helpers, busy) for seed in range(15)]
    met = [in_time for one in evenings for in_time in one]
    assert len(met) > 300
    assert 0.85 <= sum(met) / len(met) <= 0.95


def evening(draw: random.Random, helpers: int, busy: float, people: int = 60) -> list[bool]:
    """
    A queue played out: people come as they like, each is told a wait and then really waits. For each who found every place taken,
    whether they were met in time. `busy` is how much comes in, of what the helpers can take.
    """

    def talk() -> int:
        return int(draw.lognormvariate(7.1, 0.5))

    def pickup() -> int:
        return int(draw.expovariate(1 / 40)) + 5

    talks, pickups = [talk() for _ in range(waits.HISTORY)], [pickup() for _ in range(waits.HISTORY)]
    gap = (sum(talks) + sum(pickups)) / waits.HISTORY / helpers / busy
    free = [0.0] * helpers  # when each place comes free
    holds: list[tuple[float, float]] = []  # begun, over
    met, now = [], 0.0
    for _ in range(people):
        now += draw.expovariate(1 / gap)
        under_way = [now - begun for begun, over in holds if begun <= now < over]
        ahead = sum(1 for begun, _ in holds if begun > now)
        line = Line(ahead, helpers, under_way)
        seconds = waits.rounded(timedelta(seconds=told(line, talks, pickups))) * 60
        begun = max(now, heapq.heappop(free)) + pickup()
        over = begun + talk()
        heapq.heappush(free, over)
        holds.append((begun, over))
        if ahead or len(under_way) == helpers:
            met.append(begun - now <= seconds)
    return met


@pytest.mark.parametrize(
    ("seconds", "minutes", "words"),
    [(1, 1, "een minuut"), (60, 1, "een minuut"), (61, 2, "2 minuten"), (600, 10, "10 minuten"),
     (12 * 60, 10, "10 minuten"), (13 * 60, 15, "15 minuten"), (56 * 60, 55, "55 minuten"), (58 * 60, 60, "een uur"),
     (74 * 60, 60, "een uur"), (75 * 60, 90, "anderhalf uur"), (140 * 60, 150, "2,5 uur"), (180 * 60, 180, "3 uur")],
)  # fmt: skip
def test_a_wait_is_told_as_one_says_it(seconds: int, minutes: int, words: str) -> None:
    assert waits.rounded(timedelta(seconds=seconds)) == minutes
    assert waits.words(minutes) == words


@given(st.integers(1, 12 * 3600), st.integers(1, 12 * 3600))
def test_a_longer_wait_is_never_told_as_a_shorter_one(one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    assert waits.rounded(timedelta(seconds=shorter)) <= waits.rounded(timedelta(seconds=longer))


async def test_how_things_stand_counts_who_is_there_and_what_they_can_hold(database: Database, time: Clock) -> None:
    noor = await there(database, "Noor")
    resting = await there(database, "Sam")
    await helper_of(database, "Kim")
    async with database.writing() as session:
        await care.set_most(session, noor, 1)
        await care.rest(session, resting, 30)
        assert await waits.standing(session, "volunteer", 3) == Line(3, 1, [])
    one = await scene.waits(database)
    await claims(database, noor, one)
    time.passes(minutes=1)
    async with database.writing() as session:
        await presence.note_seen(session, noor)
        assert await waits.standing(session, "volunteer", 0) == Line(0, 1, [60.0])
        await care.rest(session, resting, 0)
        await presence.note_seen(session, await session.get_one(Helper, resting.id))
        assert await waits.standing(session, "volunteer", 0) == Line(0, 1 + waits.USUAL, [60.0])


async def test_what_really_happened_is_what_is_told(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    for _ in range(waits.ENOUGH):
        async with database.writing() as session:
            figures.note(session, waits.PICKUP, "met", "volunteer", time.at - timedelta(minutes=7))
    one = await scene.waits(database)
    (line,) = await scene.heard(database, one, "waiting_first")
    assert "binnen 7 minuten" in line
