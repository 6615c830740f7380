"""
The engine as the house sees it: a turn goes in, what to say and remember comes out, or EngineDown.

The engine keeps nothing, so a turn may be asked again after any failure.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from store.errors import EngineConfused, EngineDown

ANSWER_SECONDS = 4.0
AWAY = (401, 429, 502, 503, 504)  # it starts, or whoever stands before it has none: nothing is known of the message
ALIVE_SECONDS = 2.0
REHEARSAL, REHEARSAL_SECONDS = "ik zit elke avond alleen voor de tv, en ik mis mijn zus", 30.0


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


class Button(BaseModel):
    """
    A button in an answer.
    """

    title: str
    payload: str


class Message(BaseModel):
    """
    A message in an answer.
    """

    text: str | None = None
    buttons: list[Button] | None = None
    custom: dict[str, Any] | None = None


class Told(BaseModel):
    """
    An answer of the engine, as it has to be.
    """

    model_config = ConfigDict(strict=True)

    messages: list[Message]
    slots: dict[str, Any]
    intent: str | None
    confidence: float
    ranking: list[list[Any]]


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
            async with asyncio.timeout(ALIVE_SECONDS):
                answer = await self._client.get(f"{self.url}/webhooks/nachtlicht/")
        except (httpx.HTTPError, TimeoutError):
            return False
        return answer.status_code == 200

    async def rehearse(self) -> None:
        """
        Take one turn for nobody, so that the first person does not wait for all that is read on first use. It may fail.
        """
        with contextlib.suppress(EngineDown):
            await self._ask({"sender": "-", "message": REHEARSAL, "choice": False, "slots": {}}, REHEARSAL_SECONDS)

    async def turn(self, conversation: str, text: str, slots: dict[str, Any], *, choice: bool) -> Turn:
        """
        Ask for one turn; `choice` marks our own command. Raises EngineDown for silence, and EngineConfused for failure and rubbish.
        """
        asked = {"sender": conversation, "message": text, "choice": choice, "slots": slots}
        return await self._ask(asked, ANSWER_SECONDS)

    async def _ask(self, asked: dict[str, Any], seconds: float) -> Turn:
        try:
            # A limit on the whole of it: an answer that comes byte by byte never ends, and never is late by httpx.
            async with asyncio.timeout(seconds):
                answer = await self._client.post(f"{self.url}/webhooks/nachtlicht/webhook", json=asked, timeout=seconds)
            answer.raise_for_status()
            told = Told.model_validate_json(answer.content)
        except httpx.HTTPStatusError as error:
            raise (EngineDown if error.response.status_code in AWAY else EngineConfused) from error
        except (httpx.DecodingError, ValidationError) as error:
            raise EngineConfused from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise EngineDown from error
        messages = [message.model_dump(exclude_none=True) for message in told.messages]
        return Turn(messages, told.slots, told.intent, told.confidence, told.ranking)
