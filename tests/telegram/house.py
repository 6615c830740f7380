"""
A small house with a Telegram channel: real database, router, safety net and dialogue; only the engine behind it is a parrot.
"""

import asyncio
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.channels.telegram import Telegram
from bot.dialogue import Dialogue
from bot.engine import Engine, Turn
from bot.returning import Returning
from bot.router import Router
from bot.safety.guard import Guard
from bot.safety.net import SafetyNet
from bot.settings import load
from store import conversations, log
from store.conversations import Vault
from store.database import Database
from store.errors import NachtlichtError
from store.ground import Ground
from store.keys import MasterKey
from store.schema import Holder, Sender, TelegramChat
from tests.telegram.botapi import BotApi
from tests.telegram.people import Person

PUBLIC = "https://nachtlicht.test"


class Parrot(Engine):
    """
    An engine that says what it heard, as soon as it may speak.
    """

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", "")
        self.may_speak = asyncio.Event()
        self.may_speak.set()

    async def turn(self, conversation: str, text: str, slots: dict[str, Any], *, choice: bool) -> Turn:
        """
        Repeat a text, or name the button.
        """
        await self.may_speak.wait()
        return Turn([{"text": f"{'Knop' if choice else 'Je zei'}: {text}"}], slots)


class House:
    """
    One run of the house on a data folder; a second one on the same folder is a restart.
    """

    def __init__(
        self, api: BotApi, folder: Path, *, webhook: bool = False, token: str | None = None, database: str = ""
    ) -> None:
        self.settings = load(
            _env_file=None,
            data=folder,
            database_url=database,
            telegram_token=api.token if token is None else token,
            telegram_api=api.url,
            public_url=PUBLIC if webhook else "",
        )
        self.database = Database(self.settings.database)
        self.master = MasterKey.read(self.settings.master_key, create=True)
        self.engine = Parrot()
        self.router = Router(self.database, self.master, Guard(SafetyNet.load()), Dialogue(self.engine, "NL"))
        self.returning = Returning(self.database, self.master)
        ground = Ground(self.database, self.master, True)
        self.telegram = Telegram(self.settings, ground, self.router, self.returning)
        self.app = app(self.telegram)
        api.reaches(PUBLIC, self.app)

    async def open(self) -> "House":
        """
        Start everything. Raises TelegramRefused.
        """
        await self.database.open()
        self.router.start()
        await self.telegram.start()
        return self

    async def close(self) -> None:
        """
        Stop everything, in order.
        """
        await self.telegram.stop()
        await self.router.stop()
        await self.engine.close()
        await self.database.close()

    async def vault(self, person: Person) -> Vault | None:
        """
        The conversation of a person, if there is one.
        """
        pseudonym = self.master.pseudonym("telegram", str(person.number))
        async with self.database.reading() as session:
            query = select(TelegramChat.conversation_id).where(TelegramChat.pseudonym == pseudonym)
            conversation = await session.scalar(query)
            return await conversations.open_by_id(session, self.master, conversation) if conversation else None

    async def log(self, person: Person) -> list[tuple[str, str]]:
        """
        Who said what in a person's conversation.
        """
        vault = await self.vault(person)
        assert vault is not None
        async with self.database.reading() as session:
            return [(entry.sender.value, entry.text) for entry in await log.after(session, vault, 0)]

    async def says(self, person: Person, sender: Sender, text: str, **extra: Any) -> None:
        """
        Put something into a person's log, as the house or a helper does.
        """
        vault = await self.vault(person)
        assert vault is not None
        async with self.database.writing() as session:
            locked = await conversations.open_by_id(session, self.master, vault.id, lock=True)
            await log.append(session, locked, sender, {"text": text, **extra})

    async def gives_to_human(self, person: Person) -> None:
        """
        Let a human hold a person's conversation.
        """
        vault = await self.vault(person)
        assert vault is not None
        async with self.database.writing() as session:
            locked = await conversations.open_by_id(session, self.master, vault.id, lock=True)
            locked.row.holder = Holder.HUMAN

    async def chats(self, **values: Any) -> None:
        """
        Change all rows of chats: what another process would have written.
        """
        async with self.database.writing() as session:
            await session.execute(update(TelegramChat).values(**values))


def app(telegram: Telegram) -> FastAPI:
    """
    An app with the webhook's route and the house's way of telling errors.
    """
    made = FastAPI()
    made.include_router(telegram.routes())

    @made.exception_handler(NachtlichtError)
    async def tell(_: Request, error: NachtlichtError) -> JSONResponse:
        return JSONResponse({"error": error.code, "detail": error.detail}, error.status)

    return made
