"""
Together: the helpers' interface for what they do with each other. Reading along, whispering, giving a talk on, own lines, practice.
"""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from handover import access, lines, overleg, practice, reading, transfer
from handover.console.api import After, Done, Signed, Waiting, Writing, opened
from store.ground import On

api = APIRouter(prefix="/console/api", tags=["console"])


class Colleague(BaseModel):
    """
    Somebody who may be asked into a talk; `there` when they can pick up now.
    """

    id: str
    name: str
    role: str
    there: bool


class Colleagues(BaseModel):
    """
    Everybody but oneself.
    """

    colleagues: list[Colleague]


class Asked(BaseModel):
    """
    The helper who is asked.
    """

    helper: str = Field(max_length=32)


class Whisper(BaseModel):
    """
    A line between colleagues beside a talk.
    """

    id: int
    helper: str
    mine: bool
    text: str
    at: str


class Whispers(BaseModel):
    """
    What was whispered, in order.
    """

    whispers: list[Whisper]


class Whispered(BaseModel):
    """
    The number of a whisper.
    """

    id: int


class Handing(BaseModel):
    """
    To whom a talk goes on (nobody: to whoever comes first), and a note for them.
    """

    helper: str | None = Field(None, max_length=32)
    note: str = Field("", max_length=transfer.NOTE_LENGTH)


class OwnLine(BaseModel):
    """
    A line that a helper keeps at hand.
    """

    id: str
    text: str


class OwnLines(BaseModel):
    """
    All of one's own.
    """

    lines: list[OwnLine]


class NewLine(BaseModel):
    """
    A line to keep.
    """

    text: str = Field(max_length=4000)


class Kept(BaseModel):
    """
    The id of what is kept now.
    """

    id: str


@api.get("/colleagues")
async def colleagues(helper: Signed, on: On) -> Colleagues:
    async with on.database.reading() as session:
        return Colleagues.model_validate({"colleagues": await overleg.colleagues(session, helper)})


@api.post("/handovers/{handover}/readers")
async def invite(handover: str, asked: Asked, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await overleg.invite(session, on.master, helper, handover, asked.helper)
    return Done()


@api.post("/handovers/{handover}/readers/join")
async def join(handover: str, helper: Signed, on: On) -> Waiting:
    async with on.database.writing() as session:
        found = await overleg.join(session, on.master, helper, handover)
    return await opened(on, helper, found)


@api.post("/handovers/{handover}/readers/leave")
async def leave(handover: str, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await overleg.leave(session, on.master, helper, handover)
    return Done()


@api.get("/handovers/{handover}/whispers")
async def whispers(handover: str, helper: Signed, on: On, after: After = 0) -> Whispers:
    async with on.database.reading() as session:
        found = await overleg.whispers(session, on.master, helper, handover, after)
        beside = await access.beside(session, helper, handover)
    await reading.note(on.database, helper, reading.WHISPERS, [beside.conversation_id])
    return Whispers.model_validate({"whispers": found})


@api.post("/handovers/{handover}/whispers")
async def whisper(handover: str, writing: Writing, helper: Signed, on: On) -> Whispered:
    async with on.database.writing() as session:
        return Whispered(id=await overleg.whisper(session, on.master, helper, handover, writing.text, writing.id))


@api.post("/handovers/{handover}/transfer", responses={409: {"description": "The colleague is not there."}})
async def hand_on(handover: str, handing: Handing, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await transfer.hand_on(session, on.master, helper, handover, handing.helper, handing.note)
    return Done()


@api.post("/handovers/{handover}/decline")
async def decline(handover: str, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await transfer.decline(session, on.master, helper, handover)
    return Done()


@api.get("/lines")
async def own_lines(helper: Signed, on: On) -> OwnLines:
    access.desk(helper)
    async with on.database.reading() as session:
        return OwnLines.model_validate({"lines": await lines.shown(session, on.master, helper)})


@api.post("/lines")
async def add_line(line: NewLine, helper: Signed, on: On) -> Kept:
    access.desk(helper)
    async with on.database.writing() as session:
        return Kept(id=await lines.add(session, on.master, helper, line.text))


@api.delete("/lines/{line}", status_code=204)
async def remove_line(line: str, helper: Signed, on: On) -> Response:
    access.desk(helper)
    async with on.database.writing() as session:
        await lines.remove(session, helper, line)
    return Response(status_code=204)


@api.get("/practice")
async def practise(helper: Signed) -> dict[str, Any]:
    access.desk(helper)
    return {"talks": practice.talks()}
