"""
Who read what: the helpers' interface of the log. A coordinator reads it, and is noted in it too.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from handover import access, reading
from handover.console.door import Signed
from store.ground import On

api = APIRouter(prefix="/console/api", tags=["console"])


class Row(BaseModel):
    """
    Somebody opened something: a talk, a summary, whispers, a person's page or this log; `subject` is its mark, or a name.
    """

    number: int
    at: datetime
    helper: str
    what: str
    subject: str


class Log(BaseModel):
    """
    Rows of the log, the newest first; the number and the hash at the end of the chain, and what does not add up in it.
    """

    rows: list[Row]
    last: int
    hash: str
    wrong: list[str]


@api.get("/readings")
async def look(
    signed: Signed,
    on: On,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    helper: Annotated[str | None, Query(max_length=32)] = None,
) -> Log:
    access.oversight(signed)
    await reading.note(on.database, signed, reading.LOG, [helper or "all"])
    async with on.database.snapshot() as session:
        found = await reading.page(session, before, helper)
        wrong = await reading.verify(session) if before is None else []
    return Log.model_validate({**found, "wrong": wrong})
