"""
The guard: looks at each message of a person in the transaction that stores it, and answers danger with a text of
record.

It needs no engine and no helper. The answer stands in the log before the message is acknowledged. Each topic's text is
said once in a while, never on every message; while a human holds the talk it is said by the house, and the human is
told.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.safety.net import SafetyNet
from bot.safety.signal import Level, Signal, Topic
from bot.safety.watch import Watch
from handover import consent
from store.conversations import Vault
from store.database import wake
from store.schema import Holder, Sender
from store.speech import say
from store.texts import Line, texts
from store.wakeups import QUEUE

ANSWERED_KEPT = 100


class Guard:
    """
    The safety net at the door of the log.
    """

    def __init__(self, net: SafetyNet) -> None:
        self._net = net

    def worries(self, text: str) -> bool:
        """
        Whether a text, taken by itself, is orange or red.
        """
        return self._net.assess(text).level is not Level.GREEN

    async def look(self, session: AsyncSession, vault: Vault, seq: int, text: str) -> Signal:
        """
        Assess the message `seq`, keep what it means for the conversation, and answer if it is orange or red.
        """
        watch = Watch.from_dict(vault.row.watch.get("net", {}))
        signal = self._net.assess(text, watch)
        after = watch.after(signal)
        notes = {**vault.row.watch, "net": after.to_dict(), "level": int(after.level)}
        if signal.level is not Level.GREEN and not _known_child(signal, notes):
            notes = await self._answer(session, vault, seq, signal, notes)
        vault.row.watch = notes
        await self._raise_handover(session, vault, after.level)
        return signal

    async def _answer(
        self, session: AsyncSession, vault: Vault, seq: int, signal: Signal, notes: dict[str, object]
    ) -> dict[str, object]:
        name = f"{signal.topic}_{signal.level.name.lower()}"
        notes = notes | {"child": notes.get("child") or signal.topic is Topic.MINOR}
        line = text_for(signal, said_before=notes.get("told") == name)
        human = vault.row.holder == Holder.HUMAN
        handover = await consent.open_handover(session, vault)
        await say(session, vault, line, Sender.SYSTEM if human else Sender.BOT)
        if handover and handover.editing:
            # What was written is also the summary that was asked for; the desk takes it as such.
            return notes | {"told": name}
        return notes | {"told": name, "answered": [*_numbers(notes.get("answered")), seq][-ANSWERED_KEPT:]}

    async def _raise_handover(self, session: AsyncSession, vault: Vault, level: Level) -> None:
        handover = await consent.open_handover(session, vault) if level is not Level.GREEN else None
        if handover and handover.level < level:
            handover.level = int(level)
            consent.note(session, handover, f"level_{level.name.lower()}")
            wake(session, QUEUE)


def text_for(signal: Signal, *, said_before: bool) -> Line:
    """
    The text of record for a signal; a shorter one when the same was said just before.
    """
    if said_before:
        return texts().record("safety_again_red" if signal.level is Level.RED else "safety_again_orange")
    topic = "fault" if signal.topic is Topic.NONE else signal.topic.value
    exact = f"safety_{topic}_{signal.level.name.lower()}"
    if exact in texts().records:
        return texts().record(exact)
    return texts().record("safety_red" if signal.level is Level.RED else f"safety_{topic}")


def _known_child(signal: Signal, notes: dict[str, object]) -> bool:
    """
    Whether this says no more than that someone is young, which was answered before: from then on it is the talk's own path.
    """
    return signal.topic is Topic.MINOR and signal.level is Level.ORANGE and bool(notes.get("child"))


def answered(vault: Vault, seq: int) -> bool:
    """
    Whether this message was answered out of turn.
    """
    return seq in _numbers(vault.row.watch.get("answered"))


def mark_answered(vault: Vault, seq: int) -> None:
    """
    Note that a message was answered before its turn, so that its turn passes it by.
    """
    numbers = [*_numbers(vault.row.watch.get("answered")), seq][-ANSWERED_KEPT:]
    vault.row.watch = {**vault.row.watch, "answered": numbers}


def _numbers(value: object) -> list[int]:
    return [int(n) for n in value] if isinstance(value, list) else []
