"""
Delivery: brings what is said in the log to Telegram, one deliverer a chat, from the cursor on, in order and at least once.

A deliverer is there while a talk is going on and ends after a quiet while. The sweep finds, right at the start and every few
seconds, what nobody delivers: after a restart, after another process has died, or when a helper writes hours later.
"""

import asyncio
import contextlib
import logging
import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import chats
from bot.channels.telegram.chats import Blocked
from bot.channels.telegram.parts import Part, parts
from bot.channels.telegram.post import Closing, Post, settle
from store import feed, log
from store.database import TROUBLE
from store.errors import ConversationErased, NotFound
from store.ground import Ground
from store.wakeups import heard

logger = logging.getLogger(__name__)

QUIET_SECONDS = 600.0
SWEEP_SECONDS = 3.0
TYPING_SECONDS = 4.0
HOLD_SECONDS = 10.0  # well below the lease, also with a slow attempt behind it


class Lost(Exception):
    """
    The lease on a chat is gone: another process delivers, or the conversation was erased.
    """


class Courier:
    """
    All deliverers of this process.
    """

    def __init__(self, ground: Ground, post: Post) -> None:
        self._ground, self._post = ground, post
        self._name = uuid.uuid4().hex
        self._deliverers: dict[str, asyncio.Task[None]] = {}
        self._sent: dict[str, int] = {}
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """
        Take up everything that is undelivered, now and from now on.
        """
        if self._ground.database.on_sqlite:
            async with self._ground.database.writing() as session:
                await chats.release_all(session)
        self._sweeper = asyncio.create_task(self._sweep_on())

    async def stop(self) -> None:
        """
        Let the messages on their way arrive, and stop.
        """
        self._post.closing.set()
        for conversation in self._deliverers:
            self._ground.database.wakeups.wake(conversation)
        await settle([*self._deliverers.values(), *([self._sweeper] if self._sweeper else [])])
        await self._post.stop()

    def kick(self, conversation: str) -> None:
        """
        See to it that a conversation has its deliverer.
        """
        task = self._deliverers.get(conversation)
        if (task is None or task.done()) and not self._post.closing.is_set():
            self._deliverers[conversation] = task = asyncio.create_task(self._see_to(conversation))
            task.add_done_callback(lambda done: self._forget(conversation, done))

    def tell(self, chat: int, text: str) -> None:
        """
        Say something outside any log: what is said when a conversation is gone.
        """
        self._post.beside(self._post.send(chat, Part(text), self._post.pause))

    def _forget(self, conversation: str, task: asyncio.Task[None]) -> None:
        if self._deliverers.get(conversation) is task:
            del self._deliverers[conversation]

    async def _see_to(self, conversation: str) -> None:
        try:
            await self._deliver(conversation)
        except (ConversationErased, NotFound, Closing, Lost):
            return
        except Blocked:
            logger.info("telegram.blocked")
        except TROUBLE as error:
            logger.warning("telegram.database kind=%s", type(error).__name__)
        except Exception as error:
            # Whatever it was, the sweep comes back to it; what was said must not reach a log.
            logger.error("telegram.delivery kind=%s", type(error).__name__)

    async def _deliver(self, conversation: str) -> None:
        database, master = self._ground.database, self._ground.master

        async def read(session: AsyncSession, _: int) -> list[log.Entry]:
            if self._post.closing.is_set():
                raise Closing
            return await chats.undelivered(session, master, conversation, self._name)

        typing = asyncio.create_task(self._show_typing(conversation))
        try:
            while entries := await feed.wait(database, conversation, read, 0, QUIET_SECONDS):
                await self._carry(conversation, entries)
        finally:
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)

    async def _carry(self, conversation: str, entries: list[log.Entry]) -> None:
        """
        Send some entries and move the cursor behind each. Raises Lost, Blocked, Closing.
        """
        database, name = self._ground.database, self._name
        async with database.writing() as session:
            delivered = await chats.claim(session, conversation, name)
            if delivered is None:
                raise Lost
            chat = await chats.address(session, self._ground.master, conversation)
            known = await chats.newest(session, conversation)
        tag = chats.tag(self._ground.master, conversation)
        try:
            # What was sent while the cursor could not be moved is known here, and not sent again.
            delivered = max(delivered, self._sent.get(conversation, 0))
            for entry in entries:
                if entry.seq > delivered:
                    await self._carry_one(conversation, chat, parts(entry, tag), known)
                    self._sent[conversation] = delivered = entry.seq
                if entry is not entries[-1]:
                    async with database.writing() as session:
                        if not await chats.advance(session, conversation, name, delivered):
                            raise Lost
        finally:
            async with database.writing() as session:
                await chats.release(session, conversation, name, delivered)
            self._sent.pop(conversation, None)

    async def _carry_one(self, conversation: str, chat: int, pieces: list[Part], known: int) -> None:
        async def wait(seconds: float) -> None:
            while seconds > 0:
                async with self._ground.database.writing() as session:
                    if not await chats.hold(session, conversation, self._name):
                        raise Lost
                await self._post.pause(min(seconds, HOLD_SECONDS))
                seconds -= HOLD_SECONDS

        try:
            for piece in pieces:
                if self._post.closing.is_set():
                    raise Closing
                await self._post.send(chat, piece, wait)
        except Blocked:
            async with self._ground.database.writing() as session:
                await chats.block(session, conversation, self._name, known)
            raise

    async def _show_typing(self, conversation: str) -> None:
        with self._ground.database.wakeups.listening(
            f"typing-bot:{conversation}", f"typing-human:{conversation}"
        ) as bell:
            while True:
                await bell.wait()
                with contextlib.suppress(Exception):
                    async with self._ground.database.reading() as session:
                        chat = await chats.address(session, self._ground.master, conversation)
                    await self._post.typing(chat)
                await asyncio.sleep(TYPING_SECONDS)
                bell.clear()

    async def _sweep_on(self) -> None:
        while not self._post.closing.is_set():
            try:
                async with self._ground.database.reading() as session:
                    waiting = await chats.pending(session)
                for conversation in waiting:
                    self.kick(conversation)
            except TROUBLE as error:
                logger.warning("telegram.database kind=%s", type(error).__name__)
            await heard(self._post.closing, SWEEP_SECONDS)
