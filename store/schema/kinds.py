"""
The words that tables use: who holds, who speaks, who may, and the stations of what goes on.
"""

from enum import StrEnum


class Holder(StrEnum):
    """
    Who holds a conversation: where the person's next message goes.
    """

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    ENDED = "ended"


class Sender(StrEnum):
    """
    Who said a message, as the person sees it.
    """

    YOU = "you"
    BOT = "bot"
    HUMAN = "human"
    SYSTEM = "system"


class Role(StrEnum):
    """
    What a helper may do.
    """

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    MELDPUNT = "meldpunt"
    EDITOR = "editor"
    ADMIN = "admin"


class State(StrEnum):
    """
    The stations of a handover: asked, waiting, live, and two ways to be over.
    """

    ASKED = "asked"
    WAITING = "waiting"
    LIVE = "live"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CheckinKind(StrEnum):
    """
    What a check-in is for: one question after a step, one message after a while, or a hello now and then.
    """

    STEP = "step"
    PULSE = "pulse"
    HELLO = "hello"


class CheckinState(StrEnum):
    """
    Whether a check-in is still to come, was sent, or will never be.
    """

    PLANNED = "planned"
    SENT = "sent"
    OFF = "off"


class Shares(StrEnum):
    """
    What a person lets a helper read: nothing of before, the sentences on the card, or the talk so far.
    """

    NOTHING = "nothing"
    SUMMARY = "summary"
    TALK = "talk"


class PromiseState(StrEnum):
    """
    Whether a promise is still to be kept, was kept, was broken, or was given back by the person.
    """

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"


class NoticeState(StrEnum):
    """
    Whether a notice is still to go out, went out, or will not any more.
    """

    PLANNED = "planned"
    SENT = "sent"
    OFF = "off"


OPEN_STATES = (State.ASKED, State.WAITING, State.LIVE)
OVER_STATES = (State.CLOSED, State.WITHDRAWN)
