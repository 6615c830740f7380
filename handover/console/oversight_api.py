"""
Oversight: the coordinators' interface. Everything that waits, is live or was promised, and erasing a talk for its person; besides, the
figures that anybody may see.
"""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from handover import access, care, oversight, reading
from handover.console.api import Done, Signed, Waiting, opened
from handover.window import Window
from store import conversations
from store.ground import On

FRESH = {"Cache-Control": "public, max-age=60"}

api = APIRouter(prefix="/console/api", tags=["console"])
public = APIRouter(tags=["house"])


class WaitingOne(BaseModel):
    """
    Somebody who waits: `promised` is the moment they were promised, `overdue` that it takes longer than we said, `wanted` the helper
    whom it waits for.
    """

    id: str
    kind: str
    level: str
    since: str
    promised: str | None
    overdue: bool
    wanted: str | None


class LiveOne(BaseModel):
    """
    A talk that is live, and with whom. `since` is when the person began to wait.
    """

    id: str
    helper: str
    helper_id: str
    level: str
    since: str
    escalated: bool


class PromisedOne(BaseModel):
    """
    A promise on a handover (`id`): from `due` on somebody is there, at `lapses` it is broken.
    """

    id: str
    due: str
    lapses: str
    danger: bool
    helper: str | None


class Colleague(BaseModel):
    """
    Somebody at the desk, and how many talks they hold.
    """

    id: str
    name: str
    role: str
    active: bool
    on_duty: bool
    there: bool
    live: int
    resting: bool


class Call(BaseModel):
    """
    A helper who asked to be called back after a hard talk; `id` is that of the debrief.
    """

    id: str
    helper: str
    since: str


class Today(BaseModel):
    """
    How many were met since midnight, and how many waits ended otherwise.
    """

    met: int
    left: int


class Figures(BaseModel):
    """
    Promises of the last month by how they ended; within how many minutes half, and nine in ten, were met.
    """

    kept: int
    broken: int
    released: int
    half: int | None
    most: int | None
    today: Today


class Overview(BaseModel):
    """
    Everything that a coordinator sees.
    """

    waiting: list[WaitingOne]
    live: list[LiveOne]
    promised: list[PromisedOne]
    people: list[Colleague]
    calls: list[Call]
    figures: Figures


class Assigned(BaseModel):
    """
    The colleague who is asked.
    """

    helper: str = Field(max_length=32)


class Ending(BaseModel):
    """
    Why something ends, and a remark for one's own side.
    """

    reason: str = Field(max_length=32)
    note: str = Field("", max_length=500)


class FourWords(BaseModel):
    """
    The four words of a talk, as its person gave them.
    """

    words: str = Field(max_length=200)


class Receipt(BaseModel):
    """
    Proof that a talk was erased.
    """

    receipt: str


@api.get("/oversight")
async def look(helper: Signed, on: On) -> Overview:
    async with on.database.reading() as session:
        return Overview.model_validate(await oversight.overview(session, helper))


@api.post("/handovers/{handover}/take-over")
async def take_over(handover: str, helper: Signed, on: On) -> Waiting:
    async with on.database.writing() as session:
        found = await oversight.take_over(session, on.master, helper, handover)
    return await opened(on, helper, found)


@api.post("/handovers/{handover}/reassign")
async def reassign(handover: str, assigned: Assigned, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await oversight.reassign(session, on.master, helper, handover, assigned.helper)
    return Done()


@api.post("/handovers/{handover}/end")
async def end(handover: str, ending: Ending, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await oversight.end(session, on.master, helper, handover, ending.reason, ending.note)
    return Done()


@api.post("/debriefs/{debrief}/seen")
async def called_back(debrief: str, helper: Signed, on: On) -> Done:
    access.oversight(helper)
    async with on.database.writing() as session:
        await care.seen(session, debrief)
    return Done()


@public.get("/figures")
async def shown_to_all(request: Request, response: Response) -> dict[str, Any]:
    response.headers.update(FRESH)
    return await _window(request).figures.look()


@public.get("/status.json")
async def how_it_goes(request: Request, response: Response) -> dict[str, Any]:
    response.headers.update(FRESH)
    return await _window(request).status.look()


def _window(request: Request) -> Window:
    found: Window = request.app.state.window
    return found


@api.post("/erase")
async def erase(words: FourWords, helper: Signed, on: On, request: Request) -> Receipt:
    """
    Erase the talk of somebody who asks for it and gives its four words.
    """
    access.team(helper)
    request.app.state.codes.check(f"erase:{helper.id}")
    async with on.database.writing() as session:
        vault = await conversations.open_by_words(session, on.master, words.words, lock=True)
        await reading.record(session, helper, reading.ERASED, vault.id)
        return Receipt(receipt=await conversations.erase(session, vault.id))
