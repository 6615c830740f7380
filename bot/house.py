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
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from bot import quiet
from bot.channels.telegram import Telegram
from bot.channels.web.api import api as chat_api
from bot.dialogue import Dialogue
from bot.engine import Engine
from bot.inner import inner_app
from bot.pages import serve_pages
from bot.returning import Returning
from bot.router import Router
from bot.safety.guard import Guard
from bot.safety.net import SafetyNet
from bot.schedule import Schedule
from bot.settings import Settings
from bot.supervisor import Supervisor, free_port
from handover.console.api import api as console_api
from handover.console.throttle import Throttle
from store.database import Database
from store.errors import (
    EngineBroken,
    InvalidRequest,
    MethodNotAllowed,
    NachtlichtError,
    NoSuchPage,
)
from store.ground import Ground
from store.keys import MasterKey

logger = logging.getLogger(__name__)


class House:
    """
    Everything that runs, for one set of settings.
    """

    def __init__(self, settings: Settings, database: Database, master: MasterKey, model: Path | None) -> None:
        self.settings, self.database = settings, database
        token = settings.engine_token.get_secret_value() or secrets.token_urlsafe(32)
        guard = Guard(SafetyNet.load())
        self.ground = Ground(database, master, settings.secure, settings.country, guard.explain)
        self.engine = Engine(settings.engine_url, token)
        self.router = Router(database, master, guard, Dialogue(self.engine, settings.country))
        self.schedule = Schedule(self.ground, settings.awake)
        self.returning = Returning(database, master)
        self.telegram = Telegram(settings, self.ground, self.router, self.returning)
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
        await self.telegram.stop()
        await self.schedule.stop()
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
        Open, serve the outer door until a signal comes, close. Raises EngineBroken when the engine cannot start at all.
        """
        server = _server(self.app, self.settings.host, self.settings.port)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(quiet.forgotten)
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, server.handle_exit, sign, None)
        guard = asyncio.create_task(self._stop_when_broken(server))
        try:
            await self.open()
            await server.serve()
        finally:
            guard.cancel()
            await self.close()
        if self.supervisor and self.supervisor.broken.is_set():
            raise EngineBroken

    async def _stop_when_broken(self, server: uvicorn.Server) -> None:
        if self.supervisor:
            await self.supervisor.broken.wait()
            server.should_exit = True

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
        app = FastAPI(title="Nachtlicht", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
        app.state.ground, app.state.router, app.state.throttle = (
            self.ground,
            self.router,
            Throttle(tries=10, seconds=60),
        )
        app.state.returning = self.returning
        app.include_router(chat_api)
        app.include_router(console_api)
        app.include_router(self.telegram.routes())
        app.add_api_route("/health", self.health, tags=["house"])
        serve_pages(app, self.settings)
        app.add_exception_handler(NachtlichtError, _told)
        app.add_exception_handler(RequestValidationError, _invalid)
        app.add_exception_handler(HTTPException, _http)
        app.add_exception_handler(Exception, _unexpected)
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


def _server(app: object, host: str, port: int) -> Server:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host, port=port, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=2, server_header=False, proxy_headers=False,
    )  # fmt: skip
    return Server(config)


def _answer(error: NachtlichtError) -> JSONResponse:
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    return JSONResponse({"error": error.code, "detail": error.detail}, error.status, headers)


async def _told(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NachtlichtError)
    return _answer(error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # Names of fields only: what was in them may be a person's words.
    fields = sorted(
        {".".join(str(part) for part in e["loc"][1:] if isinstance(part, str)) for e in error.errors()} - {""}
    )
    return _answer(InvalidRequest(f"Dit verzoek klopt niet: {', '.join(fields)}." if fields else None))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return _answer(MethodNotAllowed())
    return _answer(NoSuchPage() if error.status_code == 404 else InvalidRequest())


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return _answer(NachtlichtError())
