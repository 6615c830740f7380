"""
The schedule: what happens by the clock. Leases that ran out go back to the queue; alarms that nobody took ring again; promises are
reminded, warned of and never broken in silence; whoever waits longer than we said hears so; check-ins that are due are sent;
notices go out to helpers who have no console open; conversations past their day are erased; who asked how much is forgotten.

Every job may run in several processes at once: each change is conditional and takes its row's lock.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot import rounds
from handover import alarms, blocks, figures, leases, promises, reading, waiting, wanted
from handover.hours import Hours
from handover.notices import addresses, endings, outbox, post
from handover.notices.letter import Sender
from store import clock, rates, retention
from store.database import TROUBLE
from store.ground import Ground

logger = logging.getLogger(__name__)

LEASE_SECONDS = 5.0
WAITING_SECONDS = 10.0
ALARM_SECONDS = 5.0
NOTICE_SECONDS = 5.0
ENDING_SECONDS = 30.0
CHECKIN_SECONDS = 30.0
RATES_SECONDS = 60.0
RETENTION_SECONDS = 300.0
STEADY_SECONDS = 600.0  # so long the clock has to be trusted before anything is erased by it


class Schedule:
    """
    The jobs of one process. `awake` is when people may be written to unasked; `senders` are the ways out for notices.
    """

    def __init__(self, ground: Ground, awake: Hours, senders: Mapping[str, Sender] | None = None) -> None:
        self._ground, self._awake, self._senders = ground, awake, senders or {}
        self._tasks: list[asyncio.Task[None]] = []
        self._lease_clock, self._retention_clock = clock.Steadiness(), clock.Steadiness()

    def start(self) -> None:
        """
        Begin all jobs.
        """
        self._tasks = [
            asyncio.create_task(self._every(LEASE_SECONDS, self._leases)),
            asyncio.create_task(self._every(ALARM_SECONDS, self._alarms)),
            asyncio.create_task(self._every(WAITING_SECONDS, self._waiting)),
            asyncio.create_task(self._every(NOTICE_SECONDS, self._notices)),
            asyncio.create_task(self._every(ENDING_SECONDS, self._endings)),
            asyncio.create_task(self._every(CHECKIN_SECONDS, self._checkins)),
            asyncio.create_task(self._every(RATES_SECONDS, self._rates)),
            asyncio.create_task(self._every(RETENTION_SECONDS, self._retention)),
        ]

    async def stop(self) -> None:
        """
        End all jobs.
        """
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _every(self, seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await job()
            except TROUBLE as error:
                logger.warning("schedule.database kind=%s", type(error).__name__)
            except Exception as error:
                # Whatever it was, the job has its next turn; else nothing would be kept by the clock until the next start.
                logger.error("schedule.failed kind=%s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.sleep(seconds)

    async def _leases(self) -> None:
        jumped = self._lease_clock.jumped()
        async with self._ground.database.writing() as session:
            if jumped:
                await leases.renew(session)
            await leases.expire(session, self._ground.master)

    async def _alarms(self) -> None:
        async with self._ground.database.writing() as session:
            await alarms.go_round(session)

    async def _waiting(self) -> None:
        await promises.go_round(self._ground)
        await wanted.go_round(self._ground)
        await waiting.go_round(self._ground)

    async def _notices(self) -> None:
        await post.go_round(self._ground, self._senders)

    async def _endings(self) -> None:
        await endings.go_round(self._ground)

    async def _checkins(self) -> None:
        await rounds.go(self._ground, self._awake)

    async def _rates(self) -> None:
        rates.age()

    async def _retention(self) -> None:
        self._retention_clock.jumped()
        if self._retention_clock.steady_seconds < STEADY_SECONDS:
            return
        await retention.sweep(self._ground.database)
        async with self._ground.database.writing() as session:
            await addresses.forget(session)
            await outbox.forget(session)
            await figures.sweep(session)
            await reading.sweep(session)
            await blocks.sweep(session)
