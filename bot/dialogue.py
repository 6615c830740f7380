"""
The dialogue: the conversation's memory goes to the engine with a message, and comes back with what to say and do.

The engine says *lines* (with their buttons) and may ask the house to *do* something it does not hold itself: show the
consent card, tell about waiting, name helplines that are open now. Both are carried out here, in order, in one
transaction.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine import Engine, Turn
from handover import consent, helplines
from handover.hours import Country
from store import clock
from store.conversations import Vault
from store.log import Entry
from store.speech import say
from store.texts import Line, texts

NIGHT = (22, 7)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question to the engine.
    """

    conversation: str
    text: str
    choice: bool
    slots: dict[str, Any]


class Dialogue:
    """
    Turns of the engine, in and out.
    """

    def __init__(self, engine: Engine, country: Country) -> None:
        self._engine = engine
        self._does: dict[str, Callable[[AsyncSession, Vault], Awaitable[None]]] = {
            "ask_human": consent.ask,
            "waiting": consent.tell_waiting,
            "helplines": self._helplines,
        }
        self._country = country

    async def ask(self, session: AsyncSession, vault: Vault, entry: Entry) -> Asked:
        """
        The question for a message: its text or command, and all that is remembered, with the hour and who is asked for.
        """
        handover = await consent.open_handover(session, vault)
        hour = clock.local().hour
        slots = vault.state() | {
            "human": handover.state if handover else "none",
            "night": "yes" if hour >= NIGHT[0] or hour < NIGHT[1] else "no",
        }
        command = entry.body.get("choice")
        return Asked(vault.id, command or entry.text, command is not None, slots)

    async def turn(self, asked: Asked) -> Turn:
        """
        The engine's answer. Raises EngineDown.
        """
        return await self._engine.turn(asked.conversation, asked.text, asked.slots, choice=asked.choice)

    async def tell(self, session: AsyncSession, vault: Vault, turn: Turn) -> None:
        """
        Remember what the engine remembers, say what it says and do what it asks, in order.
        """
        kept = {name: turn.slots.get(name) for name in turn.slots if name not in ("said", "question")}
        vault.remember(vault.state() | kept | {"question": "none"})
        before = vault.row.last_seq
        for message in turn.messages:
            custom = message.get("custom") or {}
            if message.get("text"):
                await say(session, vault, _line(message, custom))
            if custom.get("do") in self._does:
                await self._does[custom["do"]](session, vault)
        if vault.row.last_seq == before:
            await say(session, vault, texts().record("engine_silent"))

    async def _helplines(self, session: AsyncSession, vault: Vault) -> None:
        found = helplines.referral("talk", self._country, clock.now(), limit=3)
        await say(session, vault, texts().record("helplines", lines="\n".join(r.sentence for r in found)))


def _line(message: dict[str, Any], custom: dict[str, Any]) -> Line:
    choices = [{"label": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []]
    name, _, variant = str(custom.get("line", "engine#0")).partition("#")
    return Line(name, message["text"], choices, custom.get("question"), int(variant or 0))
