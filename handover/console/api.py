"""
The helpers' side of the public interface, under `/console/api`: the queue, the talks and the alarms. What shows a text to somebody notes
so before.
"""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from starlette.responses import StreamingResponse

from handover import access, alarms, care, leases, offers, overleg, presence, queue, reading, roster, sessions, talking
from handover.console.beside import beside
from handover.console.door import Entered, Signed, break_of, while_in
from handover.console.shapes import (
    AlarmTaken,
    Closing,
    Done,
    Duty,
    Ended,
    Queue,
    Taken,
    Waiting,
    Writing,
)
from store import clock, feed, log
from store.errors import Forbidden, NotFound, NotYours, Unauthorized
from store.events import frame, stream
from store.ground import Ground, On
from store.schema import Helper, Sender
from store.wakeups import QUEUE, heard

__all__ = ["After", "Done", "Signed", "Waiting", "Writing", "api", "opened"]

LOOK_SECONDS = 10.0

api = APIRouter(prefix="/console/api", tags=["console"])


After = Annotated[int, Query(ge=0, le=2**31 - 1)]


@api.post("/presence")
async def be_there(duty: Duty, helper: Signed, on: On) -> Duty:
    access.desk(helper)
    async with on.database.writing() as session:
        await presence.set_duty(session, helper, duty.on_duty)
    return duty


async def overview(on: Ground, helper: Helper) -> dict[str, Any]:
    """
    All that a helper's screen shows at this moment. Raises Unauthorized when they were put out meanwhile.
    """
    async with on.database.reading() as session:
        helper = await sessions.again(session, helper)
        ends = await roster.ends(session, helper.id) if helper.on_duty else None
        found: dict[str, Any] = {
            **await queue.overview(session, on.master, helper),
            "alarms": await alarms.overview(session, helper),
            "asking": await queue.asking(session, helper),
            "invited": await overleg.invited(session, helper),
            "reading": await overleg.reading(session, helper),
            "on_duty": await presence.on_duty(session),
            "debriefs": await care.open_debriefs(session, helper),
            "break_until": break_of(helper),
            "shift_ends": clock.iso(ends) if ends else None,
        }
    await reading.note(
        on.database, helper, reading.SUMMARY, [one["conversation"] for one in found["waiting"] + found["mine"]]
    )
    return found


@api.get("/queue")
async def look(helper: Signed, on: On) -> Queue:
    return Queue.model_validate(await overview(on, helper))


async def changes(on: Ground, helper: Helper) -> AsyncIterator[str]:
    shown_before = None
    with on.database.wakeups.listening(QUEUE) as bell:
        while True:
            bell.clear()
            try:
                now = await overview(on, helper)
            except (Unauthorized, Forbidden):
                return
            if now != shown_before:
                shown_before = now
                yield frame(now, event="queue")
            if not await heard(bell, LOOK_SECONDS):
                async with on.database.writing() as session:
                    await presence.note_seen(session, helper)


@api.get("/stream", response_class=StreamingResponse)
async def watch(visit: Entered, on: On) -> Response:
    access.desk(visit.helper)
    return stream(changes(on, visit.helper), while_in(on, visit))


async def opened(on: Ground, helper: Helper, found: dict[str, Any]) -> Waiting:
    """
    A handover that came into a helper's hands or before their eyes, once it is noted that they read it.
    """
    await reading.note(on.database, helper, reading.SUMMARY, [found["conversation"]])
    return Waiting.model_validate(found)


@api.post("/handovers/{handover}/claim", responses={409: {"description": "A colleague has it."}})
async def claim(handover: str, helper: Signed, on: On) -> Waiting:
    async with on.database.writing() as session:
        found = await queue.claim(session, on.master, helper, handover)
    return await opened(on, helper, found)


@api.post("/handovers/{handover}/heartbeat")
async def heartbeat(handover: str, helper: Signed, on: On) -> dict[str, str]:
    async with on.database.writing() as session:
        until = await leases.heartbeat(session, helper, handover)
    return {"until": clock.iso(until)}


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
        await queue.close(session, on.master, helper, handover, closing.reason, closing.note, closing.again)
    return Done()


@api.post("/alarms/{alarm}/take", responses={409: {"description": "A colleague has it."}})
async def take(alarm: str, helper: Signed, on: On) -> AlarmTaken:
    async with on.database.writing() as session:
        found = await offers.take(session, on.master, helper, alarm)
    return AlarmTaken(handover=await opened(on, helper, found) if found else None)


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
        return (await talking.read(session, on.master, helper, conversation, after))[1]

    return read


@api.get("/conversations/{conversation}/messages")
async def talk(
    conversation: str,
    helper: Signed,
    on: On,
    after: After = 0,
    wait: Annotated[float, Query(ge=0, le=30)] = 0,
) -> dict[str, Any]:
    entries = await feed.wait(on.database, conversation, reader(on, helper, conversation), after, wait)
    await reading.note(on.database, helper, reading.TALK, [conversation])
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
async def listen(conversation: str, visit: Entered, on: On, after: After = 0) -> Response:
    helper = visit.helper
    async with on.database.reading() as session:
        await talking.read(session, on.master, helper, conversation, after)
    for what in (reading.TALK, reading.WHISPERS):
        await reading.note(on.database, helper, what, [conversation])
    return stream(
        live(on, helper, conversation, after),
        typing(on, conversation),
        beside(on, helper, conversation),
        while_in(on, visit),
    )


@api.post("/conversations/{conversation}/messages", status_code=202)
async def write(conversation: str, writing: Writing, helper: Signed, on: On) -> Taken:
    async with on.database.writing() as session:
        return Taken(seq=await talking.write(session, on.master, helper, conversation, writing.text, writing.id))


@api.post("/conversations/{conversation}/typing", status_code=204)
async def typed(conversation: str, helper: Signed, on: On) -> Response:
    async with on.database.reading() as session:
        await access.own_talk(session, helper, conversation)
    await on.database.ring(f"typing-human:{conversation}")
    return Response(status_code=204)
