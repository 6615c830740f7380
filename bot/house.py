"""
The house: puts all rooms together into one ASGI app, and opens and closes them in order.

Two doors. The outer app serves people and helpers; the inner one, on loopback, serves the engine. Both run in one event loop.
"""

import asyncio
import contextlib
import logging
import secrets
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from bot import quiet, refusals
from bot.channels.telegram import Telegram
from bot.channels.web.api import api as chat_api
from bot.dialogue import Dialogue
from bot.engine import Engine
from bot.gate import Gate
from bot.inner import inner_app
from bot.opening import must_fit
from bot.pages import serve_pages
from bot.returning import Returning
from bot.router import Router
from bot.safety.guard import Guard
from bot.safety.net import SafetyNet
from bot.schedule import Schedule
from bot.settings import Settings
from bot.supervisor import Supervisor, free_port
from handover.console.api import api as console_api
from handover.console.blocks_api import api as blocks_api
from handover.console.door import api as door_api
from handover.console.duty_api import api as duty_api
from handover.console.notices_api import api as notices_api
from handover.console.organisation_api import api as organisation_api
from handover.console.oversight_api import api as oversight_api
from handover.console.oversight_api import public as public_api
from handover.console.people_api import api as people_api
from handover.console.reading_api import api as reading_api
from handover.console.together_api import api as together_api
from handover.console.tries import Tries
from handover.console.ways_api import api as ways_api
from handover.notices.mail import Mail
from handover.notices.push import Push
from handover.notices.telegram import Telegram as TelegramNotices
from handover.notices.vapid import Vapid
from handover.notices.ways import Ways
from handover.organisation import Organisation
from handover.window import Window
from store.database import Database
from store.errors import EngineBroken, TooManyTries
from store.ground import Ground
from store.keys import MasterKey
from store.rates import Crowd, Rate

logger = logging.getLogger(__name__)

LINES = 20  # open streams and long polls of one conversation


class House:
    """
    Everything that runs, for one set of settings.
    """

    def __init__(self, settings: Settings, database: Database, master: MasterKey, model: Path | None) -> None:
        self.settings, self.database = settings, database
        database.must_hold = partial(must_fit, database, settings, master)
        token = settings.engine_token.get_secret_value() or secrets.token_urlsafe(32)
        guard = Guard(SafetyNet.load())
        self.ground = Ground(database, master, settings.secure, settings.country, guard.explain, settings.public_url)
        self.engine = Engine(settings.engine_url, token)
        rate = Rate(settings.messages_per_minute)
        self.router = Router(database, master, guard, Dialogue(self.engine, settings.country), rate)
        self.returning = Returning(database, master)
        self.telegram = Telegram(settings, self.ground, self.router, self.returning)
        self.ways = _ways(settings, master, self.telegram)
        self.organisation = _organisation(settings)
        self.schedule = Schedule(self.ground, settings.awake, self.ways.senders())
        self._inner_port = settings.inner_port or free_port()
        self._inner = _server(inner_app(token), settings.inner_host, self._inner_port)
        self._inner_task: asyncio.Task[None] | None = None
        self.supervisor: Supervisor | None = None
        if model is not None:
            house = f"http://{settings.inner_host}:{self._inner_port}"
            log = settings.data / "engine.log"
            self.supervisor = Supervisor(self.engine, model, token, house, log, self.router.wake)
        self.app = self._outer()

    async def open(self) -> None:
        """
        Start all that runs beside the outer server. Raises TelegramRefused.
        """
        self._inner_task = asyncio.create_task(self._inner.serve())
        if self.supervisor:
            self.supervisor.start()
        self.router.start()
        self.schedule.start()
        await self.telegram.start()

    async def close(self) -> None:
        """
        Stop everything, the engine last but the database.
        """
        await self.schedule.stop()
        await self.telegram.stop()
        await self.ways.close()
        if self.organisation:
            await self.organisation.close()
        await self.router.stop()
        if self.supervisor:
            await self.supervisor.stop()
        self._inner.should_exit = True
        if self._inner_task:
            await asyncio.gather(self._inner_task, return_exceptions=True)
        await self.engine.close()
        await self.database.close()

    async def serve(self) -> None:
        """
        Open, serve the outer door until a signal comes, close. Raises EngineBroken when the engine cannot start at all, and what
        `must_fit` does, or HouseBusy, when the lock of the house was lost to somebody else.
        """
        server = _server(self.app, self.settings.host, self.settings.port)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(quiet.forgotten)
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, server.handle_exit, sign, None)
        ends = [self.database.out, *([self.supervisor.broken] if self.supervisor else [])]
        guards = [asyncio.create_task(_stop_at(end, server)) for end in ends]
        try:
            await self.open()
            await server.serve()
        finally:
            for guard in guards:
                guard.cancel()
            await self.close()
        if self.database.why:
            raise self.database.why
        if self.supervisor and self.supervisor.broken.is_set():
            raise EngineBroken

    async def health(self) -> dict[str, str]:
        """
        How app, engine and database are: ok, starting or down.
        """
        if self.supervisor:
            engine = self.supervisor.state
            engine = "down" if engine == "ok" and not await self.engine.alive() else engine
        else:
            engine = "ok" if await self.engine.alive() else "down"
        return {"app": "ok", "engine": engine, "database": "ok" if await self.database.alive() else "down"}

    def _outer(self) -> FastAPI:
        app = FastAPI(
            title="Nachtlicht", docs_url=None, redoc_url=None, openapi_url="/openapi.json", redirect_slashes=False
        )
        app.state.ground, app.state.router, app.state.tries = self.ground, self.router, Tries()
        app.state.organisation = self.organisation
        app.state.returning, app.state.ways, app.state.codes = self.returning, self.ways, Rate(5, 900, TooManyTries)
        app.state.lines, app.state.window = Crowd(LINES), Window(self.database)
        app.include_router(chat_api)
        app.include_router(console_api)
        app.include_router(door_api)
        app.include_router(organisation_api)
        app.include_router(ways_api)
        app.include_router(reading_api)
        app.include_router(together_api)
        app.include_router(notices_api)
        app.include_router(duty_api)
        app.include_router(oversight_api)
        app.include_router(people_api)
        app.include_router(blocks_api)
        app.include_router(public_api)
        app.include_router(self.telegram.routes())
        app.add_api_route("/health", self.health, tags=["house"])
        app.add_middleware(Gate, per_minute=self.settings.requests_per_minute)
        serve_pages(app, self.settings)
        refusals.put_on(app)
        return app


class Server(uvicorn.Server):
    """
    A server that leaves signals to the house, which has two of them to close and an engine besides.
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """
        Capture none.
        """
        yield


async def _stop_at(end: asyncio.Event, server: uvicorn.Server) -> None:
    await end.wait()
    server.should_exit = True


def _ways(settings: Settings, master: MasterKey, telegram: Telegram) -> Ways:
    """
    The ways out for notices, as far as these settings have them. Raises DataFolderClosed, MasterKeyWrong.
    """
    mail_url, console = settings.mail_url.get_secret_value(), settings.console
    return Ways(
        Push(Vapid.read(settings.vapid_key, master, settings.contact), settings.push_services),
        Mail(mail_url, settings.mail_from, console) if mail_url else None,
        TelegramNotices(telegram.notify, telegram.name, console) if telegram.on else None,
    )


def _organisation(settings: Settings) -> Organisation | None:
    """
    The organisation's server for logging in, if these settings name one.
    """
    if not settings.oidc_issuer:
        return None
    return Organisation(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret.get_secret_value())


def _server(app: object, host: str, port: int) -> Server:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host, port=port, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=2, server_header=False, proxy_headers=False,
    )  # fmt: skip
    return Server(config)
