"""
The strikes: everything that goes wrong in these tests, each as one function that does its harm, sees to it that people are told, and
ends. All but the moment, length and kind of harm is the house's own doing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from random import Random

from tests.conversations.people import fits
from tests.faults.moody import RUBBISH
from tests.faults.scene import Round, Scene
from tests.faults.web import Web

Strike = Callable[[Scene, Round, Random], Awaitable[None]]

TOLD_SECONDS = 15.0  # promised is 5, on a machine that does nothing else
MINUTE, HOUR = 60.0, 3600.0
LEASE_SECONDS = 95.0


async def app_killed(scene: Scene, now: Round, draw: Random) -> None:
    """
    SIGKILL for the app, and a new start.
    """
    scene.crashes += 1
    await asyncio.to_thread(scene.house.kill)
    await asyncio.to_thread(scene.house.start)


async def engine_rubbish(scene: Scene, now: Round, draw: Random) -> None:
    """
    The engine is gone, hangs, or says nothing of use; whoever writes then is told so in words.
    """
    person = await _newcomer(scene, now)
    scene.engine.feels(draw.choice(RUBBISH))
    try:
        await _is_told(scene, person)
    finally:
        scene.engine.feels("well")


async def engine_flickers(scene: Scene, now: Round, draw: Random) -> None:
    """
    The engine is unwell for a moment only.
    """
    scene.engine.feels(draw.choice(RUBBISH[:6]))
    await asyncio.sleep(draw.uniform(0.05, 1.0))
    scene.engine.feels("well")


async def disk_full(scene: Scene, now: Round, draw: Random) -> None:
    """
    Nothing can be written for a while.
    """
    await scene.ground.fill(True)
    try:
        await asyncio.sleep(draw.uniform(0.05, 1.5))
    finally:
        await scene.ground.fill(False)


async def database_locked(scene: Scene, now: Round, draw: Random) -> None:
    """
    Somebody else holds the database for a while.
    """
    await scene.ground.lock(draw.uniform(0.05, 2.0))


async def database_cut(scene: Scene, now: Round, draw: Random) -> None:
    """
    All connections of the app to the database end.
    """
    for _ in range(draw.randint(1, 4)):
        await scene.ground.cut()
        await asyncio.sleep(draw.uniform(0, 0.2))


async def database_restarted(scene: Scene, now: Round, draw: Random) -> None:
    """
    The database falls over, and comes back.
    """
    await scene.ground.restart()


async def clock_jumps(scene: Scene, now: Round, draw: Random) -> None:
    """
    Somebody sets the clock wrong, by minutes or by more than a day, forward or back; and right again.
    """
    scene.house.dial.jumps(draw.choice((-1, 1)) * draw.choice((2 * MINUTE, HOUR, 30 * HOUR)))
    await asyncio.sleep(draw.uniform(0.05, 1.5))
    scene.house.dial.jumps(0)


async def clock_wrong_at_start(scene: Scene, now: Round, draw: Random) -> None:
    """
    The app dies and starts while the clock is wrong.
    """
    scene.house.dial.jumps(draw.choice((-1, 1)) * draw.choice((2 * MINUTE, HOUR, 30 * HOUR)))
    await app_killed(scene, now, draw)
    await asyncio.sleep(draw.uniform(0.05, 1.0))
    scene.house.dial.jumps(0)


async def network_slow(scene: Scene, now: Round, draw: Random) -> None:
    """
    Every piece of an answer takes its time.
    """
    scene.wire.slows(draw.uniform(0.1, 1.0))
    await asyncio.sleep(draw.uniform(0.2, 1.5))
    scene.wire.heals()


async def network_breaks(scene: Scene, now: Round, draw: Random) -> None:
    """
    Lines break in the middle of an answer, or before its first byte.
    """
    for _ in range(draw.randint(1, 3)):
        scene.wire.cuts(draw.choice((0, 1, 30, 200, 1000)))
        await asyncio.sleep(draw.uniform(0.1, 0.5))
    scene.wire.heals()


async def network_half_open(scene: Scene, now: Round, draw: Random) -> None:
    """
    Lines are open, and nothing comes.
    """
    scene.wire.hangs()
    await asyncio.sleep(draw.uniform(0.2, 2.0))
    scene.wire.heals()


async def telegram_twice(scene: Scene, now: Round, draw: Random) -> None:
    """
    Telegram brings again what it brought before.
    """
    for _ in range(draw.randint(1, 4)):
        await now.chatter.repeats()


async def telegram_out_of_order(scene: Scene, now: Round, draw: Random) -> None:
    """
    Of two messages, Telegram brings the second first.
    """
    name, number = now.chatter.ledger.name, draw.getrandbits(32)
    await now.chatter.says_at_once(f"eerst {number} van {name}", f"dan {number} van {name}")


async def telegram_fails(scene: Scene, now: Round, draw: Random) -> None:
    """
    Telegram does not take messages: it is away, wants us to wait, or takes one and does not say so.
    """
    how = draw.choice(("away", "flood", "unsaid"))
    scene.crashes += how == "unsaid"
    scene.api.breaks("sendMessage", after=how == "unsaid", retry_after=1 if how == "flood" else None)


async def browser_sleeps(scene: Scene, now: Round, draw: Random) -> None:
    """
    Somebody shuts their laptop, an hour goes by, and they open it again.
    """
    person = draw.choice(now.web)
    person.sleeps()
    await asyncio.sleep(draw.uniform(0.1, 1.0))
    scene.house.dial.passes(HOUR)
    await asyncio.sleep(draw.uniform(0.1, 0.5))
    person.wakes()


async def volunteer_vanishes(scene: Scene, now: Round, draw: Random) -> None:
    """
    The volunteer's browser dies, perhaps in the middle of a talk; the person is told, and whoever comes back goes on.
    """
    now.volunteer.there.clear()
    try:
        before = sum(fits(message, "back_in_queue") for message in now.asker.messages)
        await asyncio.sleep(draw.uniform(0.3, 0.6))
        if now.volunteer.live and not now.stops:
            scene.house.dial.passes(LEASE_SECONDS)
            await now.asker.sees(lambda _: _backs(now.asker) > before, "the words of a volunteer who is gone")
    finally:
        now.volunteer.there.set()


def _backs(person: Web) -> int:
    return sum(fits(message, "back_in_queue") for message in person.messages)


async def _newcomer(scene: Scene, now: Round) -> Web:
    person = await Web(scene.wire.url, f"nieuw {scene.rounds}.{len(now.nudges)}", now.draw).begin()
    now.nudges.append(person)
    return person


async def _is_told(scene: Scene, person: Web) -> None:
    began = time.monotonic()
    seq = await person.says(f"ben je daar, {person.ledger.name}")
    await person.sees(
        lambda m: m["seq"] > seq and m["from"] == "bot", "words about an engine that is away", TOLD_SECONDS
    )
    scene.told.append(time.monotonic() - began)


STRIKES: dict[str, Strike] = {
    strike.__name__: strike
    for strike in (
        app_killed, engine_rubbish, engine_flickers, disk_full, database_locked, database_cut, database_restarted, clock_jumps,
        clock_wrong_at_start, network_slow, network_breaks, network_half_open, telegram_twice, telegram_out_of_order,
        telegram_fails, browser_sleeps, volunteer_vanishes,
    )
}  # fmt: skip
