"""
The channel: one Telegram bot of this house, from its start to its end.

With a public https address Telegram calls us (`webhook`), else we ask (`polling`). Both hand each update to `take`, which returns
when what the person did is in the log; only then is it acknowledged.
"""

import asyncio
import contextlib
import logging
from itertools import chain, repeat
from typing import Any
from weakref import WeakValueDictionary

from fastapi import APIRouter
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.chats import Blocked
from bot.channels.telegram.client import TROUBLE, UPDATES, Client, quiet
from bot.channels.telegram.delivery import Courier
from bot.channels.telegram.heard import Heard, Leave, Tap, hear
from bot.channels.telegram.intake import Intake, Taken
from bot.channels.telegram.parts import Part
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.post import PAUSES, Closing, Post, settle
from bot.channels.telegram.webhook import webhook
from bot.returning import Returning
from bot.router import Router
from bot.settings import Settings
from handover.notices.letter import Gone
from store import database
from store.errors import DatabaseUnreachable, TelegramRefused
from store.ground import Ground
from store.texts import texts

logger = logging.getLogger(__name__)

WEBHOOK = "/telegram/webhook"
START_SECONDS = 3.0


class Telegram:
    """
    The Telegram channel; without a token it is there and does nothing. `secret` is what Telegram shows at the webhook.
    """

    def __init__(self, settings: Settings, ground: Ground, router: Router, returning: Returning) -> None:
        quiet()
        token = settings.telegram_token.get_secret_value().strip()
        self.secret = ground.master.pseudonym("telegram-webhook", token)
        self._webhook = f"{settings.public_url}{WEBHOOK}" if settings.secure else None
        self._on = bool(token)
        self._client = Client(token or "0:uit", settings.telegram_api)
        self._intake = Intake(ground, router, returning)
        self._post = Post(self._client)
        self._courier = Courier(ground, self._post)
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._connection: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """
        Begin to deliver and to take in. A server that is away is tried again in the background. Raises TelegramRefused.
        """
        if not self._on:
            return
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._client.initialize()
        except InvalidToken:
            raise TelegramRefused from None
        except (TimeoutError, *TROUBLE) as error:
            logger.warning("telegram.away kind=%s", type(error).__name__)
        await self._courier.start()
        self._connection = asyncio.create_task(self._connect())

    async def stop(self) -> None:
        """
        Let what is on its way arrive, and stop. A webhook stays set: what comes meanwhile waits at Telegram.
        """
        await self._courier.stop()
        if self._connection:
            await settle([self._connection])
        await self._client.shutdown()

    @property
    def on(self) -> bool:
        """
        Whether this house has a bot.
        """
        return self._on

    def name(self) -> str | None:
        """
        The bot's user name; None as long as Telegram did not tell.
        """
        with contextlib.suppress(RuntimeError):
            return self._client.username
        return None

    async def notify(self, chat: int, text: str) -> None:
        """
        Write to a helper's chat, beside any talk. Raises Gone, and `telegram.error.TelegramError` for what may work later.
        """
        try:
            await self._post.send_once(chat, Part(text))
        except Blocked:
            raise Gone from None

    def routes(self) -> APIRouter:
        """
        What the house serves for Telegram.
        """
        return webhook(WEBHOOK, self.secret, self.take)

    async def take(self, update_json: dict[str, Any]) -> None:
        """
        Take in one update, as Telegram sent it; when this returns, it may be acknowledged. Raises DatabaseUnreachable.

        What one chat sends is taken in one after another, different chats side by side.
        """
        try:
            heard = hear(Update.de_json(update_json, self._client))
        except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
            logger.error("telegram.unreadable kind=%s", type(error).__name__)
            return
        if isinstance(heard, Leave):
            self._post.beside(self._client.leave_chat(heard.chat))
        elif heard is not None:
            async with self._lanes.setdefault(heard.chat, asyncio.Lock()):
                try:
                    taken = await self._intake.take(heard)
                except database.TROUBLE:
                    raise DatabaseUnreachable from None
                self._follow_up(heard, taken)

    def _follow_up(self, heard: Heard, taken: Taken) -> None:
        if heard.tap:
            self._post.beside(self._answer(heard.chat, heard.tap, taken))
        if taken.receipt:
            erased, rest = texts().record("erased", receipt=taken.receipt), texts().record("telegram_erased")
            self._courier.tell(heard.chat, f"{erased.text} {rest.text}")
        elif taken.told:
            self._courier.tell(heard.chat, texts().record(taken.told).text)
        elif taken.conversation:
            self._courier.kick(taken.conversation)

    async def _answer(self, chat: int, tap: Tap, taken: Taken) -> None:
        alert = texts().record("telegram_button_gone").text if taken.stale else None
        with contextlib.suppress(TelegramError):
            await self._client.answer_callback_query(tap.query, alert, show_alert=bool(alert))
        if tap.message is not None:
            await self._client.edit_message_reply_markup(chat, tap.message)

    async def _connect(self) -> None:
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                await self._client.initialize()
                await self._choose_way()
                break
            except InvalidToken:
                logger.error("telegram.refused")
                return
            except TROUBLE as error:
                logger.warning("telegram.away kind=%s", type(error).__name__)
            try:
                await self._post.pause(pause)
            except Closing:
                return
        if not self._webhook:
            await Poller(self._client, self.take, self._post.closing).run()

    async def _choose_way(self) -> None:
        if self._webhook:
            await self._client.set_webhook(self._webhook, allowed_updates=UPDATES, secret_token=self.secret)
        else:
            await self._client.delete_webhook()
        self._post.beside(self._client.set_my_commands(commands()))


def commands() -> list[tuple[str, str]]:
    """
    Our commands with what they do, for the menu of Telegram: the lines of the help that begin with a slash.
    """
    lines = texts().record("telegram_help").text.splitlines()
    return [(name[1:], does) for name, _, does in (line.partition(" – ") for line in lines) if name.startswith("/")]
