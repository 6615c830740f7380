"""
The client: python-telegram-bot's own bot towards one Bot API server, kept quiet, that hands over updates as they came.

The library logs what it cannot read, and httpx logs every address with the token in it. Both are silenced here; what goes
wrong is told by this channel in its own words, which are the kind of an error and nothing else.
"""

import logging
import os
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

# From 22.2 on the library warns at each flood control, unless one takes its coming form of a time span.
os.environ.setdefault("PTB_TIMEDELTA", "true")

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
SLACK_SECONDS = 10.0

# What a server can do to us: refuse, be away, or answer what is no answer.
TROUBLE = (TelegramError, KeyError, TypeError, ValueError)


class Client(ExtBot[int]):
    """
    One bot. Raises `telegram.error.InvalidToken` for an empty token.
    """

    def __init__(self, token: str, api: str) -> None:
        super().__init__(token, base_url=f"{api}/bot", rate_limiter=AIORateLimiter())

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """
        Updates from `offset` on, as JSON; waits at most some seconds for the first. Raises `telegram.error.TelegramError`.

        The library's own `get_updates` fails as a whole, and for good, on one update that it cannot read.
        """
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": UPDATES}
        return list(await self._post("getUpdates", asked, read_timeout=seconds + SLACK_SECONDS))


def quiet() -> None:
    """
    Keep the libraries' own words out of every log: they hold the token, and now and then what a person wrote.
    """
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
