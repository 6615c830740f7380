"""
The post: one message to one chat with patience, in order, through flood control, outages and a server that is away.

Within a chat everything goes one after another, in the order in which it was asked for. Between chats nothing waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine
from datetime import timedelta
from itertools import chain, repeat
from typing import Any
from weakref import WeakValueDictionary

from telegram import LinkPreviewOptions
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import picture
from bot.channels.telegram.chats import Blocked
from bot.channels.telegram.client import Client
from bot.channels.telegram.parts import Part
from store.wakeups import heard

logger = logging.getLogger(__name__)

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
STOP_SECONDS = 5.0
NOBODY = ("chat not found", "peer_id_invalid")
PICTURE_NAME = "kaart.png"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Wait = Callable[[float], Awaitable[None]]


class Closing(Exception):
    """
    The house closes; what is not sent yet is sent after the next start.
    """


class Post:
    """
    The way out to Telegram. `closing` is set once and for all when the house closes.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.closing = asyncio.Event()
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """
        Let what is under way end.
        """
        self.closing.set()
        await settle(self._tasks)

    async def send(self, chat: int, part: Part, wait: Wait) -> None:
        """
        Send one message, again and again until it is there; `wait` is called with the seconds of each pause.

        Raises Blocked when the person does not want it, and what `wait` raises. What Telegram will never take is passed over.
        """
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            seconds = await self._attempt(chat, part, pause)
            if seconds is None:
                return
            await wait(seconds)

    async def send_once(self, chat: int, part: Part) -> None:
        """
        Send one message in one attempt. Raises Blocked, and `telegram.error.TelegramError` for what may work later.
        """
        try:
            async with self._line(chat):
                await self._send(chat, part)
        except Forbidden as error:
            raise Blocked from error
        except BadRequest as error:
            if _nobody(error):
                raise Blocked from error
            raise
        except (KeyError, TypeError, ValueError) as error:
            logger.error("telegram.answer_unreadable kind=%s", type(error).__name__)

    async def pause(self, seconds: float) -> None:
        """
        Wait. Raises Closing as soon as the house closes.
        """
        if await heard(self.closing, seconds):
            raise Closing

    async def typing(self, chat: int) -> None:
        """
        Show that someone types, in its turn between the messages.
        """
        async with self._line(chat):
            await self.client.send_chat_action(chat, ChatAction.TYPING)

    def beside(self, call: Coroutine[Any, Any, object]) -> None:
        """
        Do something that may also fail: answering a tap, leaving a group.
        """
        task = asyncio.create_task(_quietly(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, chat: int, part: Part, pause: float) -> float | None:
        """
        One attempt: None when there is nothing more to do, else how long to wait before the next.
        """
        try:
            async with self._line(chat):
                await self._send(chat, part)
        except RetryAfter as error:
            logger.warning("telegram.flood")
            return _seconds(error.retry_after)
        except Forbidden as error:
            raise Blocked from error
        except BadRequest as error:
            if _nobody(error):
                raise Blocked from error
            logger.error("telegram.unsendable kind=BadRequest")
        except TelegramError as error:
            logger.warning("telegram.retry kind=%s", type(error).__name__)
            return pause
        except (KeyError, TypeError, ValueError) as error:
            # Sent, but the answer was no message: sending it again would only double it.
            logger.error("telegram.answer_unreadable kind=%s", type(error).__name__)
        return None

    async def _send(self, chat: int, part: Part) -> None:
        if part.picture is None:
            await self.client.send_message(
                chat,
                part.text,
                entities=part.entities,
                reply_markup=part.keyboard,
                link_preview_options=NO_PREVIEW,
            )
            return
        png = await asyncio.to_thread(picture.draw, part.picture)
        await self.client.send_photo(
            chat,
            png,
            caption=part.text or None,
            caption_entities=part.entities,
            reply_markup=part.keyboard,
            filename=PICTURE_NAME,
        )

    def _line(self, chat: int) -> asyncio.Lock:
        return self._lines.setdefault(chat, asyncio.Lock())


async def settle(tasks: Collection[asyncio.Task[None]]) -> None:
    """
    Wait until some tasks have ended, at most `STOP_SECONDS`, and let go of the rest.
    """
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _quietly(call: Coroutine[Any, Any, object]) -> None:
    try:
        await call
    except (TelegramError, Blocked, Closing) as error:
        logger.info("telegram.beside kind=%s", type(error).__name__)
    except Exception as error:
        logger.error("telegram.beside kind=%s", type(error).__name__)


def _nobody(error: BadRequest) -> bool:
    return any(word in error.message.lower() for word in NOBODY)


def _seconds(span: int | timedelta) -> float:
    return span.total_seconds() if isinstance(span, timedelta) else float(span)
