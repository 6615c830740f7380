"""
The inner door: what the engine asks of the house, on loopback and by token. Its actions, and its texts (Rasa's NLG endpoint).
"""

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk.executor import ActionExecutor
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions import all_actions
from store.texts import Line, texts
from store.voices import Voice

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]


def inner_app(token: str) -> Starlette:
    """
    The ASGI app with `/actions` and `/nlg`.
    """
    executor = ActionExecutor()
    for action in all_actions():
        executor.register_action(action)

    async def actions(request: Request) -> Response:
        result = await executor.run(await request.json())
        return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})

    async def nlg(request: Request) -> Response:
        asked = await request.json()
        return JSONResponse(speak(asked["response"], asked["tracker"]["slots"], asked.get("arguments") or {}))

    def guarded(handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            shown = request.headers.get("authorization", "")
            if not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
                return JSONResponse({"error": "unauthorized"}, status_code=401)
            try:
                return await handler(request)
            except Exception as error:
                # A traceback may hold a person's words, so only the kind of failure is told.
                logger.error("inner.failed path=%s kind=%s", request.url.path, type(error).__name__)
                return JSONResponse({"error": "internal"}, status_code=500)

        return answer

    return Starlette(
        routes=[Route("/actions", guarded(actions), methods=["POST"]), Route("/nlg", guarded(nlg), methods=["POST"])]
    )


def speak(name: str, slots: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """
    A response for the engine: the text, its buttons, and under `custom` which line it was and what it asks.
    """
    line = texts().pick(name, {**slots, **facts}, slots.get("said") or []) or Line(name, "")
    line = line.voiced(Voice.of(slots))
    return {
        "text": line.text,
        "buttons": [{"title": choice["label"], "payload": choice["payload"]} for choice in line.choices],
        "custom": {"shows": facts.get("shows"), "line": line.id, "question": line.question, "then": line.then},
    }
