"""
What the safety net says about one message: how bad, about what, and why.

A signal explains itself to the volunteer (which rule, which words) and is never stored as text: the words live only
as long as the message is being handled. Levels and topics are those of the action matrix in the domain notes.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """
    How urgent a message is; comparable, so `max` takes the safer side.
    """

    GREEN = 0
    ORANGE = 1
    RED = 2


class Topic(StrEnum):
    """
    What a flagged message is about: a row of the action matrix.
    """

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    DOMESTIC_VIOLENCE = "domestic_violence"
    CHILD_ABUSE = "child_abuse"
    SEXUAL_VIOLENCE = "sexual_violence"
    MEDICAL = "medical"
    PSYCHOSIS = "psychosis"
    SUBSTANCE = "substance"
    THREAT = "threat"
    MINOR = "minor"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signal:
    """
    The finding about one message.

    `rule` is the stable id of the rule that spoke, or `classifier`, `hints`, `answer`, `denial`, `fault`, or empty when
    nothing did. `words` are the normalised words that triggered it, for the volunteer's screen only. `hint` (0 to 1) is
    how close a message came to orange by the classifier; a `Watch` adds hints of green ones up over several messages. A red that is
    not `sure` is the classifier's alone, and not a firm one: it rings like any red, and the person is asked first.
    """

    level: Level
    topic: Topic
    rule: str = ""
    words: tuple[str, ...] = ()
    hint: float = 0.0
    sure: bool = True


CALM = Signal(Level.GREEN, Topic.NONE)
FAULT = Signal(Level.ORANGE, Topic.NONE, "fault", (), 1.0)
