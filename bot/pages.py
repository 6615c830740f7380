"""
The pages: static files of the chat and the console, with the headers that keep everything else out.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import ROOT, Settings

CHAT = ROOT / "bot" / "channels" / "web" / "page"
CONSOLE = ROOT / "handover" / "console" / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ON_OTHER_SITES = {"Cross-Origin-Resource-Policy": "cross-origin"}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


class SafeHeaders:
    """
    ASGI middleware: the headers on every answer of the outer door, event streams included.
    """

    def __init__(self, app: ASGIApp, embed_from: str, secure: bool) -> None:
        self.app = app
        self.headers = HEADERS | (ONLY_HTTPS if secure else {})
        self.chat_policy = POLICY.format(ancestors=_ancestors(embed_from))
        self.console_policy = POLICY.format(ancestors="'none'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Pass a request on, and put the headers on what comes back.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (self.headers | (ON_OTHER_SITES if path == EMBED else {})).items():
                    headers.setdefault(name, value)
                console = path.startswith("/console")
                headers.setdefault("Content-Security-Policy", self.console_policy if console else self.chat_policy)
                page = path.startswith(("/static/", "/console/static/")) or path in PAGES
                headers.setdefault("Cache-Control", "no-cache" if page and message["status"] < 400 else "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


EMBED = "/embed.js"
PAGES = {
    "/": CHAT / "index.html",
    "/cijfers": CHAT / "cijfers.html",
    "/status": CHAT / "status.html",
    "/wie-leest-mee": CHAT / "wie-leest-mee.html",
    EMBED: CHAT / "embed.js",
    "/console": CONSOLE / "index.html",
    "/console/": CONSOLE / "index.html",
}


def serve_pages(app: FastAPI, settings: Settings) -> None:
    """
    Mount chat and console, and put the headers on every answer.
    """
    app.mount("/static", StaticFiles(directory=CHAT), name="chat-files")
    app.mount("/console/static", StaticFiles(directory=CONSOLE), name="console-files")
    for path, file in PAGES.items():
        app.add_api_route(path, _sender(file), include_in_schema=False, response_class=FileResponse)
    app.add_middleware(SafeHeaders, embed_from=settings.embed_from, secure=settings.secure)


def _sender(file: Path) -> Callable[[], Awaitable[FileResponse]]:
    async def send() -> FileResponse:
        return FileResponse(file)

    return send


def _ancestors(sites: str) -> str:
    return "*" if sites.strip() == "*" else " ".join(["'self'", *sites.split()])
