"""
The helpers' side of the public interface, under `/console/api`.

A helper comes in with a bearer token (`nachtlicht people add --token`) or with the console's own session, a cookie that
no script can read. A request that a cookie vouches for must come from our own pages (Sec-Fetch-Site, or Origin on older
browsers).
"""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from handover import alarms, offers, people, presence, queue
from store import feed, log
from store.errors import CrossSite, Forbidden, NotFound, NotYours, Unauthorized
from store.events import frame, stream
from store.ground import Ground, On
from store.schema import Helper, Sender
from store.wakeups import QUEUE, heard

COOKIE = "nachtlicht_console"
SAFE = {"GET", "HEAD", "OPTIONS"}
LOOK_SECONDS = 10.0

api = APIRouter(prefix="/console/api", tags=["console"])


class Login(BaseModel):
    """
    A name and a password.
    """

    name: str = Field(max_length=80)
    password: str = Field(max_length=200)


class Me(BaseModel):
    """
    The helper who is signed in.
    """

    id: str
    name: str
    role: str
    on_duty: bool


class Duty(BaseModel):
    """
    Whether a helper is on duty.
    """

    on_duty: bool


class Waiting(BaseModel):
    """
    A handover as a helper sees it.
    """

    id: str
    conversation: str
    kind: str
    level: str
    topic: str
    since: str
    summary: str
    escalated: bool
    live_from: int | None


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


class Queue(BaseModel):
    """
    What rings; what waits, most urgent first and then longest waiting; what is mine; who asks for a coordinator; who is on duty.
    """

    alarms: list[Ringing]
    waiting: list[Waiting]
    mine: list[Waiting]
    asking: list[Asking]
    on_duty: list[str]


class Closing(BaseModel):
    """
    Why a talk ends, and a remark for one's own side.
    """

    reason: str = Field(max_length=32)
    note: str = Field("", max_length=500)


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
    text: str = Field(max_length=16000)


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


async def me(request: Request, on: On) -> Helper:
    """
    The helper who asks. Raises Unauthorized, CrossSite.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        token = request.cookies.get(COOKIE, "")
        if request.method not in SAFE:
            own_site(request)
    if not token:
        raise Unauthorized
    async with on.database.reading() as session:
        helper = await people.by_key(session, token)
    if presence.must_note(helper):
        async with on.database.writing() as session:
            await presence.note_seen(session, helper)
    return helper


Signed = Annotated[Helper, Depends(me)]


@api.post("/session")
async def sign_in(login: Login, request: Request, response: Response, on: On) -> Me:
    own_site(request)
    request.app.state.throttle.check(login.name)
    async with on.database.writing() as session:
        helper, token = await people.log_in(session, login.name, login.password)
    request.app.state.throttle.forget(login.name)
    age = int(people.SESSION.total_seconds())
    response.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="strict", secure=on.secure, path="/console")
    return shown(helper)


@api.get("/session")
async def who_am_i(helper: Signed, on: On) -> Me:
    return shown(helper)


@api.delete("/session", status_code=204)
async def sign_out(request: Request, helper: Signed, on: On) -> Response:
    async with on.database.writing() as session:
        await people.log_out(session, request.cookies.get(COOKIE, ""))
        await presence.set_duty(session, helper, False)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/console")
    return response


@api.post("/presence")
async def be_there(duty: Duty, helper: Signed, on: On) -> Duty:
    people.access_desk(helper)
    async with on.database.writing() as session:
        await presence.set_duty(session, helper, duty.on_duty)
    return duty


async def overview(on: Ground, helper: Helper) -> dict[str, Any]:
    async with on.database.reading() as session:
        found = await queue.overview(session, on.master, helper)
        asking = await queue.asking(session, helper)
        ringing = await alarms.overview(session, helper)
        return {**found, "alarms": ringing, "asking": asking, "on_duty": await presence.on_duty(session)}


@api.get("/queue")
async def look(helper: Signed, on: On) -> Queue:
    return Queue.model_validate(await overview(on, helper))


async def changes(on: Ground, helper: Helper) -> AsyncIterator[str]:
    shown_before = None
    with on.database.wakeups.listening(QUEUE) as bell:
        while True:
            bell.clear()
            now = await overview(on, helper)
            if now != shown_before:
                shown_before = now
                yield frame(now, event="queue")
            if not await heard(bell, LOOK_SECONDS):
                async with on.database.writing() as session:
                    await presence.note_seen(session, helper)


@api.get("/stream", response_class=StreamingResponse)
async def watch(helper: Signed, on: On) -> Response:
    people.access_desk(helper)
    return stream(changes(on, helper))


@api.post("/handovers/{handover}/claim", responses={409: {"description": "A colleague has it."}})
async def claim(handover: str, helper: Signed, on: On) -> Waiting:
    async with on.database.writing() as session:
        return Waiting.model_validate(await queue.claim(session, on.master, helper, handover))


@api.post("/handovers/{handover}/heartbeat")
async def heartbeat(handover: str, helper: Signed, on: On) -> dict[str, str]:
    async with on.database.writing() as session:
        until = await queue.heartbeat(session, helper, handover)
    return {"until": until.isoformat().replace("+00:00", "Z")}


@api.post("/handovers/{handover}/return")
async def give_back(handover: str, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await queue.give_back(session, on.master, helper, handover)
    return Done()


@api.post("/handovers/{handover}/escalate")
async def escalate(handover: str, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await queue.escalate(session, on.master, helper, handover)
    return Done()


@api.post("/handovers/{handover}/close")
async def close(handover: str, closing: Closing, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await queue.close(session, on.master, helper, handover, closing.reason, closing.note)
    return Done()


@api.post("/alarms/{alarm}/take", responses={409: {"description": "A colleague has it."}})
async def take(alarm: str, helper: Signed, on: On) -> AlarmTaken:
    async with on.database.writing() as session:
        found = await offers.take(session, on.master, helper, alarm)
    return AlarmTaken(handover=Waiting.model_validate(found) if found else None)


@api.post("/alarms/{alarm}/close")
async def end(alarm: str, ended: Ended, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await alarms.close(session, on.master, helper, alarm, ended.reason)
    return Done()


def told(on: Ground, entry: log.Entry) -> dict[str, Any]:
    """
    A message as a helper sees it: with what the safety net makes of it, if it worries.
    """
    signal = on.explain(entry.text) if entry.sender is Sender.YOU else None
    return entry.public() | ({"signal": signal} if signal else {})


def reader(on: Ground, helper: Helper, conversation: str) -> feed.Read:
    async def read(session: Any, after: int) -> list[log.Entry]:
        return (await queue.read_talk(session, on.master, helper, conversation, after))[1]

    return read


@api.get("/conversations/{conversation}/messages")
async def talk(
    conversation: str,
    helper: Signed,
    on: On,
    after: Annotated[int, Query(ge=0)] = 0,
    wait: Annotated[float, Query(ge=0, le=30)] = 0,
) -> dict[str, Any]:
    entries = await feed.wait(on.database, conversation, reader(on, helper, conversation), after, wait)
    return {"messages": [told(on, entry) for entry in entries], "cursor": entries[-1].seq if entries else after}


async def live(on: Ground, helper: Helper, conversation: str, after: int) -> AsyncIterator[str]:
    try:
        async for entries in feed.follow(on.database, conversation, reader(on, helper, conversation), after):
            for entry in entries:
                yield frame(told(on, entry), number=entry.seq)
    except (NotYours, NotFound, Forbidden):
        yield frame({}, event="over")


async def typing(on: Ground, conversation: str) -> AsyncIterator[str]:
    with on.database.wakeups.listening(f"typing-you:{conversation}") as bell:
        while True:
            if await heard(bell, 60.0):
                bell.clear()
                yield frame({"from": "you"}, event="typing")


@api.get("/conversations/{conversation}/stream", response_class=StreamingResponse)
async def listen(conversation: str, helper: Signed, on: On, after: Annotated[int, Query(ge=0)] = 0) -> Response:
    async with on.database.reading() as session:
        await queue.read_talk(session, on.master, helper, conversation, after)
    return stream(live(on, helper, conversation, after), typing(on, conversation))


@api.post("/conversations/{conversation}/messages", status_code=202)
async def write(conversation: str, writing: Writing, helper: Signed, on: On) -> Taken:
    async with on.database.writing() as session:
        return Taken(seq=await queue.write(session, on.master, helper, conversation, writing.text, writing.id))


@api.post("/conversations/{conversation}/typing", status_code=204)
async def typed(conversation: str, helper: Signed, on: On) -> Response:
    async with on.database.reading() as session:
        await queue.read_talk(session, on.master, helper, conversation, 0)
    await on.database.ring(f"typing-human:{conversation}")
    return Response(status_code=204)


def shown(helper: Helper) -> Me:
    """
    A helper as the console shows them.
    """
    return Me(id=helper.id, name=helper.name, role=helper.role, on_duty=helper.on_duty)


def own_site(request: Request) -> None:
    """
    Refuse a request that another site made in a helper's browser. Raises CrossSite.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise CrossSite
    origin = request.headers.get("origin")
    if site is None and origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise CrossSite
