"""
The scene: one house with a bad line in front of it, a moody engine behind it, ground that gives way under it, and the people of one round.
"""

import asyncio
from dataclasses import dataclass, field
from random import Random

from tests.conversations.people import fits
from tests.faults.asking import Asker
from tests.faults.audit import Audit
from tests.faults.chatter import Chatter
from tests.faults.colleagues import First, Overleg, Ringer, Second
from tests.faults.forked import ForkedHouse
from tests.faults.ground import Ground
from tests.faults.moody import MoodyEngine
from tests.faults.pair import Volunteer, asks
from tests.faults.web import Message, Web
from tests.faults.wire import Wire
from tests.telegram.botapi import BotApi

WRITERS = 2
PAUSE_SECONDS = 0.4
SETTLE_SECONDS = 90.0


@dataclass
class Scene:
    """
    What stays from round to round. `crashes` are the faults after which Telegram may see something twice, `told` the seconds until
    people heard of an engine that was away, `refused` how often the house said that it could not now, `struck` how long each fault
    of a kind took; `whispered`, `handed` and `promised` how much of that there was to lose.
    """

    house: ForkedHouse
    wire: Wire
    engine: MoodyEngine
    ground: Ground
    api: BotApi
    tokens: dict[str, str]
    crashes: int = 0
    rounds: int = 0
    told: list[float] = field(default_factory=list)
    refused: int = 0
    struck: dict[str, list[float]] = field(default_factory=dict)
    chats: int = 880_000
    ids: dict[str, str] = field(default_factory=dict)
    whispered: int = 0
    handed: int = 0
    promised: int = 0

    def count(self) -> int:
        """
        How many faults there were.
        """
        return sum(map(len, self.struck.values()))


class Round:
    """
    The people of one round: two who write on the web, one on Telegram, one who asks for a human and goes on to their colleague, and one in
    danger.
    """

    def __init__(self, scene: Scene, draw: Random) -> None:
        self.scene, self.draw = scene, draw
        scene.rounds += 1
        scene.chats += 1
        url, number = scene.wire.url, scene.rounds
        self.crashes_before = scene.crashes
        self.writers = [Web(url, f"schrijver {number}.{n}", draw) for n in range(WRITERS)]
        self.asker = Web(url, f"vrager {number}", draw)
        self.late = (
            scene.rounds % 3 == 0
        )  # in every third round nobody is there at first, and the volunteer stays to the end
        self.overleg, kim = Overleg(), scene.ids["Kim"]
        first = First(url, scene.tokens["Noor"], self.overleg, kim)
        self.volunteer = Volunteer(url, scene.tokens["Noor"]) if self.late else first
        self.colleague = Second(url, scene.tokens["Kim"], self.overleg, kim)
        self.ringer, self.endangered = Ringer(url, scene.tokens["Ada"]), Web(url, f"gevaar {number}", draw)
        self.chatter = Chatter(scene.api, scene.chats, f"telegram {number}", draw)
        self.stops = draw.random() < 0.25
        self.nudges: list[Web] = []

    @property
    def web(self) -> list[Web]:
        """
        Everybody on the web.
        """
        return [*self.writers, self.asker, self.endangered, *self.nudges]

    @property
    def helpers(self) -> list[Asker]:
        """
        Everybody at the console.
        """
        return [self.volunteer, self.colleague, self.ringer]

    async def goes(self) -> None:
        """
        Everybody says what they have to say, and waits for what comes back.
        """
        if self.late:
            for helper in (self.volunteer, self.colleague):
                await helper.ask("POST", "/console/api/presence", json={"on_duty": False})
        async with asyncio.TaskGroup() as group:
            for writer in self.writers:
                group.create_task(self._writes(writer))
            group.create_task(self._chats())
            group.create_task(self._asks())
            group.create_task(self._helps(self.volunteer, ["Hoi, ik ben er.", "Hoe is het nu?"]))
            group.create_task(self._helps(self.colleague, ["Ik neem het over.", "Waar waren jullie?"]))
            group.create_task(self.ringer.goes_to(self.endangered))

    async def ends(self, audit: Audit) -> None:
        """
        When all is quiet: hold every ledger against the log. Closes all browsers.
        """
        for person in self.web:
            await self._caught_up(person, audit)
        for person in self.web:
            log = await audit.by_token(person.token)
            person.ledger.holds(log, echoed=person not in (self.asker, self.endangered))
            assert [person.ledger.seen[seq] for seq in sorted(person.ledger.seen)] == [entry[1:] for entry in log]
        await self.chatter.answered()  # also what was said by a fault, after everybody had left
        log = await audit.by_chat(self.chatter.person.number)
        await self.chatter.caught_up(log)
        self.chatter.ledger.holds(log, echoed=True)
        self.chatter.ledger.delivered(log, self.chatter.bubbles(), self.scene.crashes - self.crashes_before)
        await audit.adds_up()
        await audit.rang(self.endangered.token)
        await audit.promised(self.asker.token)
        await audit.whispered(self.asker.token, self.overleg.taken)
        self.scene.whispered += len(self.overleg.taken)
        self.scene.handed += self.overleg.handed
        self.scene.promised += self.late
        self.scene.refused += sum(one.busy for one in [*self.web, *self.helpers])
        rude = [told for one in [*self.web, *self.helpers] for told in one.rude]
        assert not rude, rude

    async def leaves(self) -> None:
        """
        Close all browsers.
        """
        for person in self.web:
            await person.leave()
        for helper in self.helpers:
            await helper.close()

    async def _writes(self, person: Web) -> None:
        await person.begin()
        for n in range(self.draw.randint(3, 5)):
            await person.says(f"bericht {n} van {person.ledger.name}")
            await asyncio.sleep(self.draw.uniform(0, PAUSE_SECONDS))
        await self._answered(person)

    async def _chats(self) -> None:
        name = self.chatter.ledger.name
        for n in range(self.draw.randint(2, 4)):
            await self.chatter.says(f"bericht {n} van {name}")
            await asyncio.sleep(self.draw.uniform(0, PAUSE_SECONDS))
        await self.chatter.answered()

    async def _helps(self, helper: Volunteer, texts: list[str]) -> None:
        if self.late:
            await self.asker.sees(lambda m: fits(m, "waiting_promised"), "a promise", SETTLE_SECONDS)
        await helper.helps(self.asker, texts)

    async def _asks(self) -> None:
        await self.asker.begin()
        texts = [f"vraag {n} van {self.asker.ledger.name}" for n in range(2)]
        await asks(self.asker, self.draw, texts, stops=self.stops)

    async def _answered(self, person: Web) -> None:
        def answered(_: Message) -> bool:
            return person.ledger.answers([message["text"] for message in person.messages]) >= len(person.ledger.sent)

        await person.sees(answered, "an answer to everything", SETTLE_SECONDS)

    async def _caught_up(self, person: Web, audit: Audit) -> None:
        if person in self.nudges:
            await self._answered(person)
        last = len(await audit.by_token(person.token))
        await person.sees(lambda m: m["seq"] >= last, f"number {last}", SETTLE_SECONDS)
