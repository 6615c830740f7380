"""
A Bot API server of our own: what Telegram does for one bot, over real HTTP on a free port, with its state in memory.

It keeps Telegram's promises (updates come in order and again until they are acknowledged, blocked chats answer 403, texts are at most
4096 long) and breaks on demand: flood control, failures before or after the deed. `people.Person` sits on the other side of it.
"""

import asyncio
import contextlib
import socket
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tests.telegram.chat import PATIENCE, Bubble, Chat, Json
from tests.telegram.wire import Fault, Refusal, parameters

TOKEN = "4242:proef-sleutel"
TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
DATA_LENGTH = 64


class BotApi:
    """
    The server. `url` is what NACHTLICHT_TELEGRAM_API points to.
    """

    def __init__(self) -> None:
        self.token = TOKEN
        self.url = ""
        self.chats: dict[int, Chat] = {}
        self.pending: list[Json] = []
        self.calls: list[tuple[str, Json]] = []
        self.answers: dict[str, Json | None] = {}
        self.webhook: Json | None = None
        self.pushed: list[int] = []
        self.commands: dict[str, str] = {}
        self._numbers = defaultdict[str, int](int)
        self._faults = defaultdict[str, deque[Fault]](deque)
        self._houses: dict[str, ASGIApp] = {}
        self._news = asyncio.Condition()
        self._polls = 0

    def reaches(self, address: str, house: ASGIApp) -> None:
        """
        Let a public address lead to an app, as a proxy would.
        """
        self._houses[address] = house

    def breaks(
        self, method: str, *, times: int = 1, status: int = 502, after: bool = False, retry_after: int | None = None
    ) -> None:
        """
        Let the next calls of a method go wrong; with `retry_after` as flood control, with `after` once the deed is done.
        """
        parameters = {"retry_after": retry_after} if retry_after else {}
        status = 429 if retry_after else status
        description = f"Too Many Requests: retry after {retry_after}" if retry_after else f"Broken ({status})"
        fault = Fault(Refusal(status, description, parameters), after)
        self._faults[method.lower()].extend([fault] * times)

    def mends(self) -> None:
        """
        Nothing goes wrong any more, also what did not get the chance yet.
        """
        self._faults.clear()

    def chat(self, number: int, kind: str = "private") -> Chat:
        """
        The chat with a number, made when it is new.
        """
        return self.chats.setdefault(number, Chat(number, kind))

    def number(self, of: str) -> int:
        """
        The next number of a kind.
        """
        self._numbers[of] += 1
        return self._numbers[of]

    async def comes(self, **update: Any) -> Json:
        """
        Something happens: put it before the bot.
        """
        whole = {"update_id": 7000 + self.number("update"), **update}
        await self.again(whole)
        return whole

    async def again(self, update: Json) -> None:
        """
        Put an update before the bot (once more).
        """
        async with self._news:
            self.pending.append(update)
            self._news.notify_all()

    async def acknowledged(self) -> None:
        """
        Wait until the bot has acknowledged everything.
        """
        async with self._news, asyncio.timeout(PATIENCE):
            await self._news.wait_for(lambda: not self.pending)

    async def called(self, method: str, times: int) -> None:
        """
        Wait until a method was called so many times.
        """
        async with self._news, asyncio.timeout(PATIENCE):
            await self._news.wait_for(lambda: len(self.asked(method)) >= times)

    def asked(self, method: str, person: int | None = None) -> list[Json]:
        """
        What the calls of a method asked for, of all or for one chat.
        """
        found = [asked for called, asked in self.calls if called == method.lower()]
        return [asked for asked in found if person is None or int(asked["chat_id"]) == person]

    async def waits_webhook(self) -> Json:
        """
        Wait until the bot has set a webhook, and return what it asked for.
        """
        async with self._news, asyncio.timeout(PATIENCE):
            await self._news.wait_for(lambda: self.webhook is not None)
        assert self.webhook is not None
        return self.webhook

    def app(self) -> Starlette:
        """
        The ASGI app with all methods under one route, as at Telegram.
        """
        return Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])])

    async def push_on(self) -> None:
        """
        Bring updates to the webhook, in order, again and again until each is taken.
        """
        while True:
            async with self._news:
                await self._news.wait_for(lambda: bool(self.webhook and self.pending))
                assert self.webhook is not None
                hook, update = self.webhook, self.pending[0]
            status = await self.push(hook["url"], update, hook.get("secret_token"))
            self.pushed.append(status)
            async with self._news:
                if status == 200:
                    self.pending.remove(update)
                self._news.notify_all()

    async def push(self, url: str, update: Json, secret: str | None) -> int:
        """
        Bring one update to an address; returns the status of the answer.
        """
        house = next(house for address, house in self._houses.items() if url.startswith(address))
        headers = [] if secret is None else [(b"X-Telegram-Bot-Api-Secret-Token", secret.encode())]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(house, raise_app_exceptions=False)) as client:
            return (await client.post(url, json=update, headers=headers)).status_code

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"].lower()
        deed: Callable[[Json], Awaitable[Any]] | None = getattr(self, f"_do_{method}", None)
        try:
            if request.path_params["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            if deed is None:
                raise Refusal(404, "Not Found: method not found")
            asked = await parameters(request)
            self.calls.append((method, asked))
            async with self._news:
                self._news.notify_all()
            fault = self._faults[method].popleft() if self._faults[method] else None
            if fault and not fault.after:
                raise fault.refusal
            result = await deed(asked)
            if fault:
                raise fault.refusal
        except Refusal as no:
            body: Json = {"ok": False, "error_code": no.status, "description": no.description}
            return JSONResponse(body | ({"parameters": no.parameters} if no.parameters else {}), no.status)
        return JSONResponse({"ok": True, "result": result})

    async def _do_getme(self, _: Json) -> Json:
        return {"id": 4242, "is_bot": True, "first_name": "Nachtlicht", "username": "nachtlicht_bot"}

    async def _do_getupdates(self, asked: Json) -> list[Json]:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        async with self._news:
            if asked.get("offset"):
                self.pending = [u for u in self.pending if u["update_id"] >= int(asked["offset"])]
            self._news.notify_all()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(float(asked.get("timeout", 0))):
                    await self._news.wait_for(lambda: bool(self.pending) or self._polls != mine)
        if self._polls != mine:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        kinds = asked.get("allowed_updates") or []
        return [u for u in self.pending if not kinds or any(kind in u for kind in kinds)][:100]

    async def _do_setwebhook(self, asked: Json) -> bool:
        if not asked["url"].startswith("https://"):
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        async with self._news:
            self.webhook = asked
            self._news.notify_all()
        return True

    async def _do_setmycommands(self, asked: Json) -> bool:
        self.commands = {one["command"]: one["description"] for one in asked["commands"]}
        return True

    async def _do_deletewebhook(self, _: Json) -> bool:
        self.webhook = None
        return True

    async def _do_sendmessage(self, asked: Json) -> Json:
        text = str(asked.get("text", ""))
        if not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > TEXT_LENGTH:
            raise Refusal(400, "Bad Request: message is too long")
        return await self._hang_up(asked, text, asked.get("entities")) | {"text": text}

    async def _do_sendphoto(self, asked: Json) -> Json:
        photo, text = asked.get("photo"), str(asked.get("caption", ""))
        if not isinstance(photo, bytes) or not photo.startswith(b"\x89PNG"):
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if len(text.encode("utf-16-le")) // 2 > CAPTION_LENGTH:
            raise Refusal(400, "Bad Request: message caption is too long")
        sizes = [{"file_id": "p", "file_unique_id": "p1", "width": 1, "height": 1}]
        return await self._hang_up(asked, text, asked.get("caption_entities"), photo) | {
            "photo": sizes,
            "caption": text,
        }

    async def _hang_up(self, asked: Json, text: str, entities: list[Json] | None, photo: bytes | None = None) -> Json:
        chat = self._reachable(asked)
        rows = (asked.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = [[(button["text"], button["callback_data"]) for button in row] for row in rows]
        if any(not label or not 1 <= len(data.encode()) <= DATA_LENGTH for row in buttons for label, data in row):
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        bubble = Bubble(self.number("message"), text, entities or [], buttons, photo)
        chat.bubbles.append(bubble)
        await chat.ring()
        return self.message(chat, bubble.number)

    async def _do_sendchataction(self, asked: Json) -> bool:
        chat = self._reachable(asked)
        chat.typing += 1
        await chat.ring()
        return True

    async def _do_editmessagereplymarkup(self, asked: Json) -> Json:
        chat = self._reachable(asked)
        bubble = next((b for b in chat.bubbles if b.number == int(asked["message_id"])), None)
        if bubble is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if not bubble.buttons:
            raise Refusal(400, "Bad Request: message is not modified")
        bubble.buttons = []
        await chat.ring()
        return self.message(chat, bubble.number) | {"text": bubble.text}

    async def _do_answercallbackquery(self, asked: Json) -> bool:
        query = asked["callback_query_id"]
        if self.answers.get(query, {}) is not None:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answers[query] = asked
        for chat in self.chats.values():
            await chat.ring()
        return True

    async def _do_leavechat(self, asked: Json) -> bool:
        chat = self.chats[int(asked["chat_id"])]
        chat.left = True
        await chat.ring()
        return True

    def message(self, chat: Chat, number: int) -> Json:
        """
        The frame of a message in a chat.
        """
        return {"message_id": number, "date": int(time.time()), "chat": {"id": chat.number, "type": chat.kind}}

    def _reachable(self, asked: Json) -> Chat:
        chat = self.chats.get(int(asked["chat_id"]))
        if chat is None or not chat.open:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        """
        Leave Ctrl-C to the tests.
        """
        yield


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[BotApi]:
    """
    A running server.
    """
    api = BotApi()
    with socket.create_server(("127.0.0.1", 0)) as door:
        api.url = f"http://127.0.0.1:{door.getsockname()[1]}"
        config = uvicorn.Config(api.app(), log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1)
        server = _Server(config)
        tasks = [asyncio.create_task(server.serve(sockets=[door])), asyncio.create_task(api.push_on())]
        try:
            yield api
        finally:
            server.should_exit = server.force_exit = True
            tasks[1].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
