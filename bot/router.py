"""
The router: takes in what a person sends, and lets the one who holds the conversation answer, one message at a time and
in order.

Taking in is one transaction (log, safety net, acknowledgement). Answering is work behind it: a lease on the
conversation's row keeps it with one worker among all processes, and what was not answered when a worker dies or the
engine is down stays unhandled in the log, to be found by the sweep. A turn of the engine changes nothing until its
answer is written, so it can be asked again. While the engine is away one talk at a time asks whether it is back, and
the others wait for that.
"""

import asyncio
import contextlib
import logging
import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk, outage
from bot.dialogue import Dialogue
from bot.safety.guard import Guard, answered, mark_answered
from handover import helplines
from store import clock, conversations, log
from store.conversations import Vault
from store.database import TROUBLE, Database
from store.errors import (
    ConversationErased,
    EngineConfused,
    EngineDown,
    MessageEmpty,
    MessageTooLong,
    NachtlichtError,
    NotFound,
    TooMuchAtOnce,
)
from store.keys import MasterKey
from store.log import Entry
from store.rates import Rate
from store.schema import Conversation, Holder, Sender
from store.speech import aside, say
from store.texts import texts
from store.voices import hears

logger = logging.getLogger(__name__)

MESSAGE_LENGTH = 4000
LEASE = timedelta(seconds=30)
BEYOND = (
    2 * LEASE
)  # clocks of two processes differ a little; a lease that ends later than this is of one that was wrong
SWEEP_SECONDS = 1.0
SWEEP_LIMIT = 500
TRIES = 3
PATIENCE = 30

Find = Callable[[AsyncSession], Awaitable[Vault]]


@dataclass(frozen=True, slots=True)
class Incoming:
    """
    What a channel hands over: its own id of the message, and typed text or the id of a button that we issued.
    """

    external_id: str
    text: str = ""
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """
    The message's number in the log; and the receipt, when it asked to erase everything.
    """

    seq: int
    receipt: str | None = None


def storable(text: str) -> str:
    """
    Text as it can be stored and sent on: trimmed, and with halves of characters made whole.
    """
    return text.strip().encode("utf-8", "replace").decode()


def _place(vault: Vault, text: str) -> None:
    """
    Whose helplines come first: those of the country that somebody names, and until they do, Belgium's from the first message that is
    clearly Flemish.
    """
    if named := helplines.country_in(text):
        helplines.settle(vault, named)
    elif not helplines.settled(vault) and hears("flemish", text):
        vault.row.country = "BE"


class Router:
    """
    Between channels, safety net, engine and helpers.
    """

    def __init__(
        self, database: Database, master: MasterKey, guard: Guard, dialogue: Dialogue, rate: Rate | None = None
    ) -> None:
        self._database, self._master, self._guard, self._dialogue = database, master, guard, dialogue
        self._rate = Rate(0) if rate is None else rate
        self._name = uuid.uuid4().hex
        self._again: dict[str, bool] = {}
        self._failures: dict[str, int] = {}
        self._confusions: dict[str, int] = {}
        self._in_vain: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """
        Begin to look, every second and at each wake-up, for what is still unanswered.
        """
        self._sweeper = asyncio.create_task(self._sweep_on())

    async def stop(self) -> None:
        """
        Let the turns under way end, and stop.
        """
        if self._sweeper:
            self._sweeper.cancel()
        tasks = [*self._tasks, *([self._sweeper] if self._sweeper else [])]
        await asyncio.gather(*tasks, return_exceptions=True)

    def worries(self, text: str) -> bool:
        """
        Whether the safety net would answer a text that is not taken in (yet).
        """
        return self._guard.worries(text)

    def wake(self) -> None:
        """
        Look again now, at all that waits: the engine is back, say.
        """
        self._in_vain.clear()
        self._wake.set()

    async def receive(self, find: Find, incoming: Incoming) -> Received:
        """
        Take in one message. When this returns, it is in the log, looked at by the safety net, and will be answered.

        Raises MessageEmpty, MessageTooLong, ChoiceUnknown, TooMuchAtOnce, and what `find` raises.
        """
        if len(incoming.text) > MESSAGE_LENGTH:
            raise MessageTooLong
        if incoming.choice is None and not incoming.text.strip():
            raise MessageEmpty
        async with self._database.writing() as session:
            vault = await find(session)
            body = {"text": storable(incoming.text)}
            if incoming.choice is not None:
                chosen = await log.choice(session, vault, incoming.choice)
                body = {"text": chosen["label"], "choice": chosen["payload"]}
            known = vault.row.last_seq
            seq = await log.append(session, vault, Sender.YOU, body, incoming.external_id)
            receipt = None
            if seq > known:
                self._slow_down(vault, body)
                if desk.asks_to_erase(vault, body):
                    receipt = await conversations.erase(session, vault.id)
                elif "choice" not in body:
                    _place(vault, body["text"])
                    await self._guard.look(session, vault, seq, body["text"])
        self.kick(vault.id)
        return Received(seq, receipt)

    def _slow_down(self, vault: Vault, body: dict[str, str]) -> None:
        """
        Refuse what is too much for one conversation; never what may be danger, nor the wish to erase. Raises TooMuchAtOnce.
        """
        if self._rate.over(vault.id) and not desk.asks_to_erase(vault, body):
            if not (desk.answers_the_net(body) or self._guard.worries_in(vault, body["text"])):
                raise TooMuchAtOnce
            self._rate.check(f"danger:{vault.id}")

    def kick(self, conversation: str) -> None:
        """
        See to a conversation soon; while it is being seen to, see to it once more afterwards.
        """
        if conversation in self._again:
            self._again[conversation] = True
            return
        self._again[conversation] = False
        task = asyncio.create_task(self._see_to(conversation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_to(self, conversation: str) -> None:
        try:
            while True:
                self._again[conversation] = False
                await self._attend(conversation)
                self._failures.pop(conversation, None)
                if not self._again[conversation]:
                    return
        except TROUBLE as error:
            logger.warning("router.database kind=%s", type(error).__name__)
        except Exception as error:
            # Whatever it was, the message stays unhandled and the sweep comes back to it; its text must not reach a log.
            logger.error("router.failed kind=%s", type(error).__name__)
            self._failures[conversation] = self._failures.get(conversation, 0) + 1
            if self._failures[conversation] >= TRIES:
                with contextlib.suppress(*TROUBLE, NachtlichtError):
                    await self._pass_by(conversation)
        finally:
            del self._again[conversation]

    async def _pass_by(self, conversation: str) -> None:
        """
        Own up to a message that fails again and again, and go on, so that it does not hold up all that follow.
        """
        self._failures.pop(conversation, None)
        async with self._database.writing() as session:
            vault = await conversations.open_by_id(session, self._master, conversation, lock=True)
            for entry in (await self._unanswered(session, vault))[:1]:
                mark_answered(vault, entry.seq)
                await say(session, vault, texts().record("engine_silent"))

    async def _attend(self, conversation: str) -> None:
        with contextlib.suppress(ConversationErased, NotFound):
            while (entry := await self._next(conversation)) is not None:
                try:
                    await self._answer(conversation, entry)
                except EngineDown as error:
                    seen = await self._without_engine(conversation, self._in_vain.pop(conversation, 0))
                    if isinstance(error, EngineConfused):
                        await self._bear(conversation)
                    else:
                        self._confusions.pop(conversation, None)
                        self._in_vain[conversation] = seen
                    return
                self._confusions.pop(conversation, None)

    async def _bear(self, conversation: str) -> None:
        """
        Bear with an engine that answers and makes no sense; but a message that it will never understand is passed by.
        """
        self._confusions[conversation] = self._confusions.get(conversation, 0) + 1
        if self._confusions[conversation] >= PATIENCE:
            del self._confusions[conversation]
            await self._pass_by(conversation)

    async def _next(self, conversation: str) -> Entry | None:
        """
        The first unanswered message, with the lease taken; None, with the lease let go, when there is nothing for us.
        """
        async with self._database.writing() as session:
            vault = await conversations.open_by_id(session, self._master, conversation, lock=True)
            row, now = vault.row, clock.now()
            # A lease that ends later than one can is of a clock that was wrong.
            if row.worker not in (None, self._name) and row.worker_until and now < row.worker_until <= now + BEYOND:
                return None
            unanswered = await self._unanswered(session, vault)
            if not unanswered:
                row.handled_seq = row.said_seq
                row.worker = row.worker_until = None
                return None
            row.worker, row.worker_until = self._name, now + LEASE
            return unanswered[0]

    async def _unanswered(self, session: AsyncSession, vault: Vault) -> list[Entry]:
        said = await log.after(session, vault, vault.row.handled_seq)
        ours = [entry for entry in said if entry.sender is Sender.YOU and not answered(vault, entry.seq)]
        # While a human holds the talk, what is said is said to them; only the wish to end it is still ours.
        return [entry for entry in ours if vault.row.holder != Holder.HUMAN or desk.ends_talk(entry)]

    async def _answer(self, conversation: str, entry: Entry) -> None:
        async with self._database.writing() as session:
            vault = await conversations.open_by_id(session, self._master, conversation, lock=True)
            if vault.row.holder == Holder.HUMAN and not desk.ends_talk(entry):
                return
            if await desk.handle(session, vault, entry):
                vault.row.handled_seq = entry.seq
                return
            asked = await self._dialogue.ask(session, vault, entry)
        await self._database.ring(f"typing-bot:{conversation}")
        turn = await self._dialogue.turn(asked)
        if self._in_vain:
            self.wake()
        async with self._database.writing() as session:
            vault = await conversations.open_by_id(session, self._master, conversation, lock=True)
            # A human may have come in between; the bot gives way, whatever it was about to say.
            if vault.row.holder != Holder.HUMAN:
                await self._dialogue.tell(session, vault, turn)
            vault.row.handled_seq = entry.seq
            vault.row.watch = {k: v for k, v in vault.row.watch.items() if k != "outage"}

    async def _without_engine(self, conversation: str, seen: int) -> int:
        """
        What can be done while the engine is down: say so once, and see to every message that is the desk's and that was not looked at
        before. Returns the number of the last one that was.
        """
        async with self._database.writing() as session:
            vault = await conversations.open_by_id(session, self._master, conversation, lock=True)
            row = vault.row
            row.worker = row.worker_until = None
            if row.holder == Holder.HUMAN:
                return seen
            if not row.watch.get("outage"):
                await aside(session, vault, await outage.told(session, vault))
                row.watch = {**row.watch, "outage": True}
            for entry in await self._unanswered(session, vault):
                if entry.seq > seen:
                    seen = entry.seq
                    if await desk.handle(session, vault, entry):
                        mark_answered(vault, entry.seq)
        return seen

    async def _due(self, waiting: list[str]) -> list[str]:
        """
        Those of the waiting talks that are worth a try: all, but of those whose last try found no engine only one (any), and that
        when there is one now; to look is cheaper than to ask.
        """
        in_vain = [conversation for conversation in waiting if conversation in self._in_vain]
        asking = random.choice(in_vain) if in_vain and await self._dialogue.awake() else None
        return [talk for talk in waiting if talk not in self._in_vain or talk == asking]

    async def _sweep_on(self) -> None:
        while True:
            self._wake.clear()
            try:
                async with self._database.reading() as session:
                    query = select(Conversation.id).where(Conversation.handled_seq < Conversation.said_seq)
                    waiting = list(await session.scalars(query.order_by(Conversation.last_at).limit(SWEEP_LIMIT)))
            except TROUBLE as error:
                logger.warning("sweep.database kind=%s", type(error).__name__)
                waiting = []
            for conversation in await self._due(waiting):
                self.kick(conversation)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SWEEP_SECONDS)
