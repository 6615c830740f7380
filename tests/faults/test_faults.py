"""
Whatever falls over, at whatever moment: no message is lost, none doubled, none out of order, and no handover without owner and reason.

The kinds of faults come from a deck that is shuffled anew when it is empty, their moments are drawn. In the suite each kind comes once on
each database; `make faults` (NACHTLICHT_LONG) draws 500 points on each. NACHTLICHT_SEED draws others; a failure tells its seed and points.
"""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.faults.audit import Audit
from tests.faults.forked import ForkedHouse, Stem
from tests.faults.ground import Ground, PostgresGround, SqliteGround
from tests.faults.moody import MoodyEngine
from tests.faults.scene import Round, Scene
from tests.faults.strikes import STRIKES
from tests.faults.wire import Wire
from tests.telegram.botapi import serving

LONG = bool(os.environ.get("NACHTLICHT_LONG"))
POINTS = int(os.environ.get("NACHTLICHT_POINTS") or (500 if LONG else len(STRIKES)))
SEED = int(os.environ.get("NACHTLICHT_SEED") or 20261122)
A_ROUND = 6
GAP_SECONDS = 0.6


@pytest.fixture(scope="module")
def stem() -> Iterator[Stem]:
    """
    The process from which houses are forked.
    """
    grown = Stem()
    yield grown
    grown.fell()


@pytest_asyncio.fixture(scope="module", params=["sqlite", "postgresql"], loop_scope="session")
async def scene(
    request: pytest.FixtureRequest, stem: Stem, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """
    A house in the middle of all that can go wrong, on SQLite and on PostgreSQL.
    """
    folder = tmp_path_factory.mktemp(f"faults_{request.param}")
    engine = await MoodyEngine().open()
    postgres = PostgresGround(folder / "postgresql") if request.param == "postgresql" else None
    async with serving() as api:
        settings = {"engine_url": engine.url, "telegram_token": api.token, "telegram_api": api.url}
        database = {"database_url": postgres.url} if postgres else {}
        house = ForkedHouse(stem, folder / "data", **settings, **database)
        await asyncio.to_thread(house.start)
        ground: Ground = postgres or SqliteGround(house)
        await ground.prepare()
        tokens = {name: await asyncio.to_thread(house.helper_token, name) for name in ("Noor", "Kim", "Ada")}
        who = {name: house.request("GET", "/console/api/session", token).json() for name, token in tokens.items()}
        for weekday in range(7):  # so that there is something to promise
            shift = {"weekday": weekday, "start": "10:00", "end": "12:00"}
            assert house.request("POST", "/console/api/roster/shifts", tokens["Kim"], json=shift).status_code == 200
        wire = await Wire(house.port).open()
        yield Scene(house, wire, engine, ground, api, tokens, ids={name: one["id"] for name, one in who.items()})
        await wire.close()
        await asyncio.to_thread(house.stop)
    await engine.close()
    if postgres:
        postgres.stop()


def deck(draw: random.Random) -> Iterator[str]:
    """
    Kinds of faults without end, each as often as every other.
    """
    while True:
        yield from draw.sample(sorted(STRIKES), len(STRIKES))


async def play(scene: Scene, points: list[str], draw: random.Random) -> None:
    """
    One round: people talk, faults strike at drawn moments, and afterwards all adds up.
    """
    now = Round(scene, draw)
    people = asyncio.create_task(now.goes())
    try:
        for point in points:
            await asyncio.sleep(draw.uniform(0, GAP_SECONDS))
            began = time.monotonic()
            await STRIKES[point](scene, now, draw)
            scene.struck.setdefault(point, []).append(time.monotonic() - began)
        await people
        audit = Audit(scene.ground.url, scene.house.data / "master.key")
        try:
            await now.ends(audit)
        finally:
            await audit.close()
    finally:
        scene.api.mends()
        people.cancel()
        await asyncio.gather(people, return_exceptions=True)
        await now.leaves()


async def test_nothing_is_lost_doubled_or_out_of_order(scene: Scene) -> None:
    began, kinds = time.monotonic(), deck(random.Random(SEED))
    left = POINTS
    while left:
        points = [next(kinds) for _ in range(min(A_ROUND, left))]
        left -= len(points)
        try:
            await play(scene, points, random.Random(f"{SEED}.{scene.rounds}"))
        except BaseException as error:
            error.add_note(f"NACHTLICHT_SEED={SEED}, round {scene.rounds}, {points}; {scene.count()} struck in all")
            raise
    struck = {kind: len(took) for kind, took in scene.struck.items()}
    assert scene.count() == POINTS
    assert min(struck[kind] for kind in STRIKES) >= POINTS // len(STRIKES)
    assert scene.refused, "full disks and the like were felt"
    assert min(scene.whispered, scene.handed, scene.promised) > 0, "there was something to lose"
    took, told = time.monotonic() - began, max(scene.told)
    print(
        f"{POINTS} points in {scene.rounds} rounds, {took:.0f} s; {scene.refused} times 'not now'; told within {told:.1f} s"
    )
    for kind, seconds in sorted(scene.struck.items()):
        print(f"  {kind:22} {len(seconds):4} times, {sum(seconds) / len(seconds):5.1f} s each")
