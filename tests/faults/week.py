"""
A simulated week: people who ask for a human at all hours, volunteers who come, do not come, or vanish, and a clock in our hands.

Everything that is decided is decided by the house's own functions; the simulation only plays people. What they do is drawn from a
seeded generator, so that a week can be played again.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from handover import consent, leases, people, presence, promises, queue, roster, waiting
from handover.roster import Duty
from store import clock, conversations
from store.ground import Ground
from store.schema import Handover, Helper, Promise, PromiseState, Role, Shift, ShiftChange, State

TICK = timedelta(minutes=1)
LULL = timedelta(minutes=10)  # while nobody is there
TALKS = (480, 700, 900, 1100, 1300, 1500, 1800, 2100, 2600, 3300)
BY_HOUR = [4, 3, 3, 2, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6, 6, 7, 9, 12, 14, 14, 11, 7]


@dataclass
class Told:
    """
    What somebody heard when they said yes: by when, and when somebody was there.
    """

    said: datetime
    by: datetime
    promised: bool
    met: datetime | None = None

    def ratio(self) -> float:
        """
        The real wait as a share of the one that was told.
        """
        assert self.met
        return (self.met - self.said) / (self.by - self.said)


@dataclass
class Week:
    """
    The players, and what is to be looked at afterwards.
    """

    ground: Ground
    start: datetime
    days: int
    visitors: int
    seed: int = 1
    no_show: float = 0.15
    now: datetime = field(init=False)
    told: dict[str, Told] = field(default_factory=dict)
    in_the_dark: list[str] = field(default_factory=list)
    _ends: dict[str, datetime] = field(default_factory=dict)
    _vanished: set[str] = field(default_factory=set)
    _leaves: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now, self.draw = self.start, random.Random(self.seed)

    async def play(self, drain: int = 4) -> None:
        """
        The week, and some days more in which nobody new comes.
        """
        arrivals = self._arrivals()
        duties = await self._duties(drain)
        end = self.start + timedelta(days=self.days + drain)
        while self.now < end:
            waits, talks = await self._open()
            comes = bool(arrivals) and arrivals[0] <= self.now
            if waits or talks or comes:
                await self._staff(duties)
            while arrivals and arrivals[0] <= self.now:
                arrivals.pop(0)
                await self._visit()
            if waits or talks:
                await self._people_leave()
                await self._helpers_work(bool(waits))
                await self._jobs()
                await self._look()
            self.now += TICK if talks or self._here(duties) else LULL

    def _arrivals(self) -> list[datetime]:
        found = []
        for _ in range(self.visitors):
            day, hour = self.draw.randrange(self.days), self.draw.choices(range(24), BY_HOUR)[0]
            found.append(self.start + timedelta(days=day, hours=hour, minutes=self.draw.randrange(60)))
        return sorted(found)

    async def _duties(self, drain: int) -> list[tuple[Duty, bool]]:
        async with self.ground.database.reading() as session:
            until = self.start + timedelta(days=self.days + drain)
            all_of_them = await roster.duties(session, "volunteer", self.start, until)
        # After the week everybody comes, so that nothing is left open by the play itself.
        last = self.start + timedelta(days=self.days)
        return [(duty, duty.start >= last or self.draw.random() >= self.no_show) for duty in all_of_them]

    def _here(self, duties: list[tuple[Duty, bool]]) -> set[str]:
        return {duty.helper for duty, comes in duties if comes and duty.start <= self.now < duty.end}

    async def _staff(self, duties: list[tuple[Duty, bool]]) -> None:
        here = self._here(duties)
        async with self.ground.database.reading() as session:
            helpers = list(await session.scalars(select(Helper)))
        there = {helper.id for helper in helpers if helper.id in here - self._vanished}
        if there or any(helper.on_duty for helper in helpers):
            async with self.ground.database.writing() as session:
                for helper in helpers:
                    if (helper.id in there) != helper.on_duty:
                        await presence.set_duty(session, helper, helper.id in there)
                    elif helper.id in there:
                        await presence.note_seen(session, helper)
        if self.now.minute == 0:
            self._vanished.clear()  # a browser that was gone is opened again

    async def _visit(self) -> None:
        async with self.ground.database.writing() as session:
            vault, _ = await conversations.begin(session, self.ground.master, "web")
            await consent.ask(session, vault)
            if self.draw.random() < 0.15:
                return
            await consent.show_card(session, vault)
            await consent.agree(session, vault)
            handover = await consent.open_handover(session, vault)
            assert handover
            if handover.told_until:
                promised = await promises.open_promise(session, handover) is not None
                self.told[handover.id] = Told(self.now, handover.told_until, promised)
            if self.draw.random() < 0.1:
                self._leaves[vault.id] = self.now + timedelta(minutes=self.draw.randrange(5, 300))

    async def _open(self) -> tuple[int, int]:
        async with self.ground.database.reading() as session:
            counted = select(Handover.state, func.count().label("number")).where(
                Handover.state.in_((State.WAITING, State.LIVE))
            )
            rows = await session.execute(counted.group_by(Handover.state))
            found = {row.state: int(row.number) for row in rows}
        return found.get(State.WAITING, 0), found.get(State.LIVE, 0)

    async def _people_leave(self) -> None:
        for conversation in [one for one, when in self._leaves.items() if when <= self.now]:
            del self._leaves[conversation]
            async with self.ground.database.writing() as session:
                vault = await conversations.open_by_id(session, self.ground.master, conversation, lock=True)
                await consent.withdraw(session, vault)

    async def _helpers_work(self, somebody_waits: bool) -> None:
        async with self.ground.database.reading() as session:
            there = list(await session.scalars(select(Helper).where(presence.there())))
            live = list(await session.scalars(select(Handover).where(Handover.state == State.LIVE)))
        for handover in live:
            await self._on_with(handover)
        for helper in there:
            held = sum(one.helper_id == helper.id for one in live)
            if somebody_waits and held < 2 and self.draw.random() < 0.6:
                await self._claim(helper)

    async def _on_with(self, handover: Handover) -> None:
        if handover.helper_id in self._vanished:
            return
        if self.draw.random() < 0.0005:
            self._vanished.add(str(handover.helper_id))
            return
        async with self.ground.database.writing() as session:
            helper = await session.get_one(Helper, handover.helper_id)
            if self.now >= self._ends[handover.id]:
                await queue.close(session, self.ground.master, helper, handover.id, "good_end", "")
            else:
                await leases.heartbeat(session, helper, handover.id)

    async def _claim(self, helper: Helper) -> None:
        async with self.ground.database.writing() as session:
            waiting_ones = (await queue.overview(session, self.ground.master, helper))["waiting"]
            if not waiting_ones:
                return
            first = waiting_ones[0]["id"]
            await queue.claim(session, self.ground.master, helper, first)
        self._ends[first] = self.now + timedelta(seconds=self.draw.choice(TALKS))
        if first in self.told and self.told[first].met is None:
            self.told[first].met = self.now

    async def _jobs(self) -> None:
        async with self.ground.database.writing() as session:
            await leases.expire(session, self.ground.master)
        await promises.go_round(self.ground)
        await waiting.go_round(self.ground)

    async def _look(self) -> None:
        """
        Nobody waits in the dark: whoever waits has a promise to come, or a told time that is not long past, or was told that there is none.
        """
        async with self.ground.database.reading() as session:
            promised = select(Promise.handover_id).where(
                Promise.state == PromiseState.OPEN, Promise.lapses_at >= self.now
            )
            query = select(Handover.id).where(Handover.state == State.WAITING, Handover.id.not_in(promised))
            late = query.where(Handover.told_until < self.now - waiting.PATIENCE - LULL)
            self.in_the_dark += list(await session.scalars(late))


async def staffed(ground: Ground, first: datetime) -> None:
    """
    Eight volunteers with shifts in the mornings and evenings, none on Wednesday; one comes extra on the second Christmas Day.
    """
    async with ground.database.writing() as session:
        for number in range(8):
            helper = await people.join(session, f"Vrijwilliger {number}", Role.VOLUNTEER)
            for weekday in (number % 7, (number + 3) % 7, (number + 5) % 7):
                if weekday != 2:
                    start = (10 if number % 2 else 19) * 60
                    session.add(
                        Shift(
                            id=f"{helper.id[:20]}{weekday}",
                            helper_id=helper.id,
                            weekday=weekday,
                            start_minute=start,
                            end_minute=start + 240,
                            from_day=clock.local(first).date() - timedelta(days=1),
                        )
                    )
            if number == 0:
                day = datetime(2026, 12, 26, tzinfo=UTC).date()
                session.add(
                    ShiftChange(
                        id=helper.id,
                        helper_id=helper.id,
                        day=day,
                        kind="extra",
                        start_minute=19 * 60,
                        end_minute=23 * 60,
                    )
                )
        await people.join(session, "Coördinator", Role.COORDINATOR)
