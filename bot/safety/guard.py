"""
The guard: looks at each message of a person in the transaction that stores it, and answers danger with a text of
record.

It needs no engine and no helper. The answer stands in the log before the message is acknowledged. No text is said twice in a talk;
where help was called, none names a number again. Red also rings at the helpers, whoever holds the talk. While a human holds it, the
house says only once where help is, and the human sees what was found.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.safety import called, denial, record
from bot.safety.age import grown
from bot.safety.net import SafetyNet
from bot.safety.signal import Level, Signal, Topic
from bot.safety.watch import Watch
from handover import alarms, consent
from store.conversations import Vault
from store.database import wake
from store.schema import Holder, Sender
from store.speech import aside, say
from store.wakeups import QUEUE

ANSWERED_KEPT = 100
CALLED = "called"


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

    def worries_in(self, vault: Vault, text: str) -> bool:
        """
        Whether a text would be answered in this conversation, with what was said before it.
        """
        watch = Watch.from_dict(vault.row.watch.get("net", {}))
        return self._net.assess(text, watch).level is not Level.GREEN

    def explain(self, text: str) -> dict[str, Any] | None:
        """
        Why a text worries the net, for a helper's screen: `level`, `topic`, `rule` and `words`; None when it does not.
        """
        signal = self._net.assess(text)
        if signal.level is Level.GREEN:
            return None
        level = signal.level.name.lower()
        return {"level": level, "topic": signal.topic.value, "rule": signal.rule, "words": list(signal.words)}

    async def look(self, session: AsyncSession, vault: Vault, seq: int, text: str) -> Signal:
        """
        Assess the message `seq`, keep what it means for the conversation, ring if it is red, and answer if it is orange or red.
        """
        watch = Watch.from_dict(vault.row.watch.get("net", {}))
        signal = self._net.assess(text, watch)
        if grown(text):
            vault.row.watch = {**vault.row.watch, "adult": True, "child": False}
        if signal.topic is Topic.MINOR and vault.row.watch.get("adult"):
            signal = replace(signal, level=Level.GREEN, topic=Topic.NONE)
        after = watch.after(signal)
        notes = {**vault.row.watch, "net": after.to_dict(), "level": int(after.level)}
        if signal.level is Level.RED:
            notes[denial.GUESSED] = not signal.sure and (watch.level < Level.RED or bool(notes.get(denial.GUESSED)))
            await alarms.sound(session, vault.id, signal.topic, signal.rule)
        vault.row.watch = notes
        if called.coming(text, signal, after.topic) and _of_danger(vault, after):
            vault.row.watch = await self._with_help(session, vault, seq, signal, after)
        elif (
            signal.level is not Level.GREEN
            and not _known_child(signal, notes)
            and not denial.waves_away(vault, text, signal)
        ):
            vault.row.watch = await self._answer(session, vault, seq, signal, notes)
        await self._raise_handover(session, vault, after.level)
        return signal

    async def _answer(
        self, session: AsyncSession, vault: Vault, seq: int, signal: Signal, notes: dict[str, object]
    ) -> dict[str, object]:
        notes = notes | {"child": notes.get("child") or signal.topic is Topic.MINOR}
        if vault.row.holder == Holder.HUMAN:
            return await self._beside_a_human(session, vault, signal, notes)
        notes = notes | {denial.BEFORE: denial.interrupted(vault)}
        name = record.next_for(vault, signal, helped=called.helped(notes.get(CALLED), signal))
        return await self._say(session, vault, seq, name, notes)

    async def _say(
        self, session: AsyncSession, vault: Vault, seq: int, name: str | None, notes: dict[str, object]
    ) -> dict[str, object]:
        """
        Say a text in answer to a message; with nothing left to say (None), or no more than leave to tell, it is the talk's too.
        """
        if name is None:
            return notes
        if name in record.LEAVE:
            await aside(session, vault, record.line(vault, name))
            return notes
        await say(session, vault, record.line(vault, name), Sender.BOT)
        handover = await consent.open_handover(session, vault)
        if handover and handover.editing:
            # What was written is also the summary that was asked for; the desk takes it as such.
            return notes
        return notes | {"answered": [*_numbers(notes.get("answered")), seq][-ANSWERED_KEPT:]}

    async def _with_help(
        self, session: AsyncSession, vault: Vault, seq: int, signal: Signal, after: Watch
    ) -> dict[str, object]:
        """
        Help was called, or is there: no number, and how they are. Beside a human it is theirs to ask.
        """
        outright = signal.level is not Level.GREEN and signal.rule not in record.DOUBTFUL
        topic = signal.topic if outright else after.topic
        notes = vault.row.watch | {CALLED: called.noted(Topic.MEDICAL if topic is Topic.NONE else topic)}
        if vault.row.holder == Holder.HUMAN:
            return notes
        first = record.WITH_HELP if outright else record.CALLED
        return await self._say(session, vault, seq, record.fresh(vault, first), notes)

    async def _beside_a_human(
        self, session: AsyncSession, vault: Vault, signal: Signal, notes: dict[str, object]
    ) -> dict[str, object]:
        """
        The helper sees the signal; the person sees once at each level where help is, and is not interrupted again.
        """
        if int(signal.level) > _number(notes.get("beside")):
            await aside(session, vault, record.line(vault, f"safety_beside_{signal.level.name.lower()}"))
            return notes | {"beside": int(signal.level)}
        return notes

    async def _raise_handover(self, session: AsyncSession, vault: Vault, level: Level) -> None:
        handover = await consent.open_handover(session, vault) if level is not Level.GREEN else None
        if handover and handover.level < level:
            handover.level = int(level)
            consent.note(session, handover, f"level_{level.name.lower()}")
            wake(session, QUEUE)


def _of_danger(vault: Vault, after: Watch) -> bool:
    """
    Whether the talk is about danger, to the person or to another.
    """
    worried = after.level is not Level.GREEN and after.topic is not Topic.MINOR
    return worried or str(vault.state().get("question", "none")).startswith(denial.CONCERN)


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


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
