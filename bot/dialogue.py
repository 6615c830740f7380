"""
The dialogue: the conversation's memory goes to the engine with a message, and comes back with what to say and do.

The engine says *lines* (with their buttons) and may ask the house to *do* something it does not hold itself: show the
consent card, tell about waiting, name helplines that are open now. Both are carried out here, in order, in one
transaction.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.curt import curt
from actions.memory import hear
from actions.quiet import counted
from bot import checkins, phrases
from bot.engine import Engine, Turn
from bot.safety import record
from bot.safety.signal import Topic
from handover import consent, helplines
from handover.hours import Country, is_holiday
from store import clock
from store.conversations import FOUR_WORDS, Vault
from store.log import Entry
from store.speech import aside, ask_again, say, withdraw
from store.texts import TELL, Line, texts

NIGHT = (22, 7)
EVENING = 18
LATE = (23, 6)
BESIDE = (
    "utter_fact_",
    "utter_explain_",
    "utter_pause",
    "utter_resume",
)  # answers after which the question that was open still is


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
            "ask_meaning": record.saying("safety_meaning"),
            "forget_card": withdraw,
            "ask_again": ask_again,
            **checkins.DEEDS,
        }
        self._country = country

    async def ask(self, session: AsyncSession, vault: Vault, entry: Entry) -> Asked:
        """
        The question for a message: its text or command, and all that is remembered, with the hour and who is asked for.
        """
        handover = await consent.open_handover(session, vault)
        state, hour = vault.state(), clock.local().hour
        command = entry.body.get("choice") or phrases.payload(entry.text)
        typed = command is None or command.startswith(TELL)
        slots = {name: value for name, value in state.items() if name != FOUR_WORDS} | {
            "human": handover.state if handover else "none",
            "night": night(hour),
            "late": "yes" if hour >= LATE[0] or hour < LATE[1] else "no",
            "holiday": "yes" if is_holiday(clock.now(), self._country) else "no",
            "away": minutes_away(state),
            "level": _worry(vault),
            "minor": None if vault.row.watch.get("adult") else state.get("minor") or _is_minor(vault),
            "short": int(state.get("short") or 0) + 1 if command is None and curt(entry.text) else 0,
        }
        if command and typed:
            slots["question"] = command.removeprefix(TELL) or slots.get("question")
        slots |= hear(slots, entry.text) if typed and command is None else {"news": None}
        return Asked(vault.id, entry.text if typed else str(command), not typed, slots)

    async def awake(self) -> bool:
        """
        Whether the engine would answer.
        """
        return await self._engine.alive()

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
        open_question = vault.state().get("question")
        vault.remember(counted(vault.state() | kept) | {"question": "none", "turned_at": clock.now().isoformat()})
        before, then = vault.row.last_seq, None
        for message in turn.messages:
            custom = message.get("custom") or {}
            if message.get("text"):
                line = _line(message, custom)
                beside = line.name.startswith(BESIDE) and not line.question
                if beside:
                    vault.remember(vault.state() | {"question": open_question})
                    await aside(session, vault, line)
                else:
                    await say(session, vault, line, **(custom.get("shows") or {}))
                then = custom.get("then") or then
            if custom.get("do") in self._does:
                await self._does[custom["do"]](session, vault)
        if vault.row.last_seq == before:
            await say(session, vault, texts().record("engine_silent"))
        if then:
            await self._does[then](session, vault)

    async def _helplines(self, session: AsyncSession, vault: Vault) -> None:
        country = helplines.country_of(vault.row.country)
        topic: helplines.Topic = "minor" if _is_minor(vault) else "talk"
        found = helplines.referral(topic, country, clock.now(), limit=3)
        await say(session, vault, texts().record("helplines", lines="\n".join(r.sentence for r in found)))


def night(hour: int) -> str:
    """
    Whether it is night at an hour of the clock: `yes`, `no`, or `evening` when it is soon.
    """
    if hour >= NIGHT[0] or hour < NIGHT[1]:
        return "yes"
    return "evening" if hour >= EVENING else "no"


def minutes_away(state: dict[str, Any]) -> int:
    """
    How many minutes ago the last turn of this talk was; 0 for the first.
    """
    turned = state.get("turned_at")
    return int((clock.now() - datetime.fromisoformat(turned)).total_seconds() // 60) if turned else 0


def _worry(vault: Vault) -> int:
    """
    The level that the safety net holds; that someone is young is no worry by itself.
    """
    held = dict(vault.row.watch.get("net", {}))
    return 0 if held.get("topic") == Topic.MINOR else int(vault.row.watch.get("level", 0))


def _is_minor(vault: Vault) -> bool | None:
    return bool(vault.row.watch.get("child")) or None


def _line(message: dict[str, Any], custom: dict[str, Any]) -> Line:
    choices = [{"label": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []]
    return Line(str(custom.get("line", "engine#0")), message["text"], choices, custom.get("question"))
