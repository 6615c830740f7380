"""
The shapes of the helpers' interface: what comes in and goes out, as `/openapi.json` tells it.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from handover import bonds


def whole(typed: object) -> object:
    """
    Text with halves of characters made whole: half an emoji is no reason to refuse what somebody wrote.
    """
    return typed.encode("utf-8", "replace").decode() if isinstance(typed, str) else typed


Typed = Annotated[str, BeforeValidator(whole)]


class Login(BaseModel):
    """
    A name and a password, and a code for who has a second factor.
    """

    name: str = Field(max_length=80)
    password: str = Field(max_length=200)
    code: str = Field("", max_length=40)


class Door(BaseModel):
    """
    The ways in that this house has besides a password.
    """

    passkeys: bool
    organisation: bool


class Credential(BaseModel):
    """
    What a browser made or answered, as WebAuthn writes it (`PublicKeyCredential.toJSON()`).
    """

    credential: dict[str, Any]


class Me(BaseModel):
    """
    The helper who is signed in. `max_talks` is how many talks they want at once, if they said; `break_until` when their break is over.
    """

    id: str
    name: str
    role: str
    on_duty: bool
    max_talks: int | None
    break_until: str | None


class Duty(BaseModel):
    """
    Whether a helper is on duty.
    """

    on_duty: bool


class Waiting(BaseModel):
    """
    A handover as a helper sees it. `promised` is the moment that the person was promised, `walk` that it is to walk along with a step,
    `wanted` the helper whom it waits for, `handing` what a colleague wrote with it.
    """

    id: str
    conversation: str
    kind: str
    level: str
    topic: str
    since: str
    summary: str
    shares: str
    escalated: bool
    live_from: int | None
    phase: str | None
    promised: str | None
    walk: bool
    wanted: str | None
    handing: str


class Asking(BaseModel):
    """
    A live talk whose helper asks for the coordinator.
    """

    id: str
    level: str
    since: str
    helper: str


class Ringing(BaseModel):
    """
    An alarm: what it is about, since when, how often it rang, who took it, and what the person answered to them. Never a word
    of the talk. `state` is who holds the conversation; `handover` is what waits or is live in it.
    """

    id: str
    topic: str
    since: str
    rings: int
    missed: bool
    helper: str | None
    mine: bool
    answer: str | None
    handover: str | None
    state: str


class Beside(BaseModel):
    """
    A talk of a colleague (`helper`) to read along in.
    """

    handover: str
    conversation: str
    helper: str


class Queue(BaseModel):
    """
    What rings; what waits, most urgent first and then longest waiting; what is mine; where I was asked to read along, and where I do;
    who asks for a coordinator; who is on duty. And of me: the questions how I am after a hard talk, when my break is over, and when my
    shift ends if that is near.
    """

    alarms: list[Ringing]
    waiting: list[Waiting]
    mine: list[Waiting]
    invited: list[Beside]
    reading: list[Beside]
    asking: list[Asking]
    on_duty: list[str]
    debriefs: list[str]
    break_until: str | None
    shift_ends: str | None


class Closing(BaseModel):
    """
    Why a talk ends, and a remark for one's own side; `again` when the helper would like to be there a next time, for how long.
    """

    reason: str = Field(max_length=32)
    note: str = Field("", max_length=500)
    again: bonds.Term | None = None


class Ended(BaseModel):
    """
    Why an alarm is over.
    """

    reason: str = Field(max_length=16)


class AlarmTaken(BaseModel):
    """
    An alarm that was taken: the handover that came with it, or none while the person is being asked.
    """

    handover: Waiting | None


class Writing(BaseModel):
    """
    Something to say; `id` makes sending it again harmless.
    """

    id: str = Field(min_length=1, max_length=48, pattern=r"^[A-Za-z0-9-]+$")
    text: Typed = Field(max_length=16000)


class Taken(BaseModel):
    """
    The number of a message in the log.
    """

    seq: int


class Done(BaseModel):
    """
    It is done.
    """

    ok: bool = True
