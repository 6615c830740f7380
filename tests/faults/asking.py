"""
Asking: requests that are made again until there is an answer, as a page does that waits for its connection.

Only two things may go wrong in a fault: nobody is reached, or the house says in its own words that it cannot now. Anything else would
make a page tell its person that the talk is gone, and is kept as `rude`.
"""

import asyncio
import contextlib
from typing import Any

import httpx

PATIENCE = 90.0
ANSWER_SECONDS = 6.0
PAUSE_SECONDS = 0.1


class Asker:
    """
    The client of one browser. `busy` counts how often the house said that it cannot now.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self.token, self.busy = token, 0
        self.rude: list[str] = []
        self.http = httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS, trust_env=False)

    async def close(self) -> None:
        """
        Let go of the connections.
        """
        await self.http.aclose()

    async def once(self, method: str, path: str, **more: Any) -> httpx.Response | None:
        """
        One attempt; None when nobody was reached, or the house could not now.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = await self.http.request(method, path, headers=headers, **more)
        except httpx.TransportError:
            return None
        if answer.status_code < 500:
            return answer
        self.busy += 1
        body: dict[str, str] = {}
        with contextlib.suppress(ValueError):
            body = answer.json()
        if answer.status_code != 503 or body.get("error") != "not_now" or not body.get("detail", "").endswith("."):
            self.rude.append(f"{method} {answer.status_code} {body}")
        return None

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """
        Ask until there is an answer.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                if (answer := await self.once(method, path, **more)) is not None:
                    return answer
                await asyncio.sleep(PAUSE_SECONDS)
