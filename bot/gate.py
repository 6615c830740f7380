"""
The gate: what no request gets past, whatever it asks for. Too large, too slow, too many from one address, or made by another site.

It stands before every route of the outer door. What a person says to their own conversation is never counted by address: many people
share one, and somebody among them may be in danger.
"""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.refusals import answer
from handover.console.door import SAFE, own_site
from store.errors import NachtlichtError, RequestSlow, RequestTooLarge
from store.peers import is_anybody, peer_of
from store.rates import Rate

BODY_MOST = 256 * 1024  # 16000 characters, each written as two escapes, and some
HEADERS_MOST = 16 * 1024
TARGET_MOST = 4 * 1024
BODY_SECONDS = 20.0
BEGIN_PER_MINUTE = 60
SAYING = (
    "/chat/api/messages",
    "/telegram/webhook",
)  # Telegram brings everybody's words from a few addresses of its own
BEGINNING = "/chat/api/conversations"
DOORS = {BEGINNING: BEGIN_PER_MINUTE}  # tries to log in are counted where they are made


class Gate:
    """
    ASGI middleware before all routes. `per_minute`: how many requests one address may make; 0 is no limit.
    """

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._all = Rate(per_minute)
        self._doors = {path: Rate(min(most, per_minute)) for path, most in DOORS.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Let a request through, with its body whole, or answer it here.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        path = request.url.path
        try:
            _sized(request)
            self._counted(request)
            if request.method not in SAFE and path.startswith("/chat/") and path not in SAYING:
                own_site(request)  # words are taken in whatever a proxy made of the site's name
            body = await _read(request, receive)
        except NachtlichtError as error:
            await answer(error)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    def _counted(self, request: Request) -> None:
        """
        Raises TooMuchAtOnce.
        """
        path, saying = request.url.path, request.method == "POST" and request.url.path in SAYING
        if saying or is_anybody(request):
            return
        peer = peer_of(request)
        self._all.check(peer)
        if request.method == "POST" and path in self._doors:
            self._doors[path].check(peer)


def _sized(request: Request) -> None:
    """
    Raises RequestTooLarge.
    """
    headers = sum(len(name) + len(value) for name, value in request.scope["headers"])
    target = len(request.scope.get("raw_path") or b"") + len(request.scope["query_string"])
    if headers > HEADERS_MOST or target > TARGET_MOST:
        raise RequestTooLarge


async def _read(request: Request, receive: Receive) -> bytes | None:
    """
    The whole body; None when there is none. Raises RequestTooLarge, RequestSlow.
    """
    length = request.headers.get("content-length", "")
    if not length and "transfer-encoding" not in request.headers:
        return None
    if length.isdecimal() and int(length[:12]) > BODY_MOST:
        raise RequestTooLarge
    body, more = bytearray(), True
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = bool(message.get("more_body", False))
                if len(body) > BODY_MOST:
                    raise RequestTooLarge
    except TimeoutError:
        raise RequestSlow from None
    return bytes(body)


def _replayed(body: bytes | None, receive: Receive) -> Receive:
    """
    What a route receives: the body that was read, and then whatever comes.
    """
    if body is None:
        return receive
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
