"""
The schedule: what happens by the clock. Leases that ran out go back to the queue; alarms that nobody took ring again; check-ins that
are due are sent;
conversations past their day are erased.

Every job may run in several processes at once: each change is conditional and takes its row's lock.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import DBAPIError

from bot import rounds
from handover import alarms, queue
from handover.hours import Hours
from store import retention
from store.ground import Ground

logger = logging.getLogger(__name__)

LEASE_SECONDS = 5.0
ALARM_SECONDS = 5.0
CHECKIN_SECONDS = 30.0
RETENTION_SECONDS = 300.0


class Schedule:
    """
    The jobs of one process. `awake` is when people may be written to unasked.
    """

    def __init__(self, ground: Ground, awake: Hours) -> None:
        self._ground, self._awake = ground, awake
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """
        Begin all jobs.
        """
        self._tasks = [
            asyncio.create_task(self._every(LEASE_SECONDS, self._leases)),
            asyncio.create_task(self._every(ALARM_SECONDS, self._alarms)),
            asyncio.create_task(self._every(CHECKIN_SECONDS, self._checkins)),
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
            except (DBAPIError, OSError) as error:
                logger.warning("schedule.failed kind=%s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.sleep(seconds)

    async def _leases(self) -> None:
        async with self._ground.database.writing() as session:
            await queue.expire_leases(session, self._ground.master)

    async def _alarms(self) -> None:
        async with self._ground.database.writing() as session:
            await alarms.go_round(session)

    async def _checkins(self) -> None:
        await rounds.go(self._ground, self._awake)

    async def _retention(self) -> None:
        await retention.sweep(self._ground.database)
