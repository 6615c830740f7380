"""
The engine as the house sees it: a turn goes in, what to say and remember comes out, or EngineDown.

The engine keeps nothing, so a turn may be asked again after any failure.
"""

from dataclasses import dataclass, field
from typing import Any

import httpx

from store.errors import EngineDown

ANSWER_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Turn:
    """
    One answered turn. `messages` are dicts with `text`, `buttons` and `custom`; `slots` is the whole memory of the dialogue.
    """

    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    intent: str | None = None
    confidence: float = 0.0
    ranking: list[list[Any]] = field(default_factory=list)


class Engine:
    """
    A client for one engine. `url` is set once it is known where the engine listens.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=1.0),
            trust_env=False,
        )

    async def close(self) -> None:
        """
        Let go of the connections.
        """
        await self._client.aclose()

    async def alive(self) -> bool:
        """
        Whether the engine is up with its model loaded.
        """
        try:
            answer = await self._client.get(f"{self.url}/webhooks/nachtlicht/", timeout=2.0)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    async def turn(self, conversation: str, text: str, slots: dict[str, Any], *, choice: bool) -> Turn:
        """
        Ask for one turn; `choice` marks our own command. Raises EngineDown for silence, failure and rubbish alike.
        """
        asked = {"sender": conversation, "message": text, "choice": choice, "slots": slots}
        try:
            answer = await self._client.post(f"{self.url}/webhooks/nachtlicht/webhook", json=asked)
            answer.raise_for_status()
            told = answer.json()
            return Turn(
                messages=[dict(message) for message in told["messages"]],
                slots=dict(told["slots"]),
                intent=told["intent"],
                confidence=float(told["confidence"]),
                ranking=list(told["ranking"]),
            )
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise EngineDown from error
