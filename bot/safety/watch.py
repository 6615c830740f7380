"""
The watch: what the safety net keeps of a conversation, in numbers and codes only.

A level that was reached stays; one denial does not take it away. Hints that are too weak alone add up over the last
few messages, and fade.
"""

from dataclasses import dataclass, replace
from typing import Any, Self

from bot.safety.signal import Level, Signal, Topic

FADE = 0.6
ENOUGH = 1.2
WEAK = 0.35


@dataclass(frozen=True, slots=True)
class Watch:
    """
    The state of one conversation: the level held, its topic, and the sum of fading hints.
    """

    level: Level = Level.GREEN
    topic: Topic = Topic.NONE
    hints: float = 0.0

    def after(self, signal: Signal) -> "Watch":
        """
        The state after one more message.
        """
        if signal.level > Level.GREEN:
            topic = signal.topic if signal.level >= self.level else self.topic
            return replace(self, level=max(self.level, signal.level), topic=topic, hints=0.0)
        return replace(self, hints=self.weigh(signal))

    def weigh(self, signal: Signal) -> float:
        """
        The sum of hints with this message's, the older ones faded.
        """
        return round(self.hints * FADE + (signal.hint if signal.hint >= WEAK else 0.0), 4)

    def adds_up(self, signal: Signal) -> bool:
        """
        Whether this message's hint, with those before, is reason to ask. What is orange or red by itself needs no hints.
        """
        calm = self.level is Level.GREEN and signal.level is Level.GREEN
        return calm and signal.hint >= WEAK and self.weigh(signal) >= ENOUGH

    def to_dict(self) -> dict[str, Any]:
        """
        The state as numbers and codes.
        """
        return {"level": int(self.level), "topic": self.topic.value, "hints": self.hints}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        """
        The state from what was kept; nothing kept is calm.
        """
        return cls(Level(kept.get("level", 0)), Topic(kept.get("topic", "none")), float(kept.get("hints", 0.0)))
