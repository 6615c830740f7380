"""
The webhook: where Telegram brings its updates. Only who knows the secret that we gave to Telegram is let in.
"""

import hmac

from fastapi import APIRouter, Request

from bot.channels.telegram.polling import Take
from store.errors import InvalidRequest, WebhookForged


def webhook(path: str, secret: str, take: Take) -> APIRouter:
    """
    The route of one bot. It answers 200 when an update is in the log; for all else Telegram brings it again.
    """
    api = APIRouter(tags=["telegram"])

    @api.post(path)
    async def bring(request: Request) -> dict[str, bool]:
        shown = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            raise WebhookForged
        try:
            update = await request.json()
        except (ValueError, RecursionError):
            raise InvalidRequest from None
        if not isinstance(update, dict):
            raise InvalidRequest
        await take(update)
        return {"ok": True}

    return api
