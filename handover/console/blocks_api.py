"""
Blocks: the coordinators' interface for what helpers blocked. They see who did and till when, and can lift it.
"""

from fastapi import APIRouter
from pydantic import BaseModel

from handover import blocks
from handover.console.api import Done, Signed
from store.ground import On

api = APIRouter(prefix="/console/api", tags=["console"])


class Blocked(BaseModel):
    """
    A block that a helper put on a talk; it `stands` until its end, or until it is lifted.
    """

    id: str
    helper: str
    at: str
    until: str
    stands: bool


class Blocks(BaseModel):
    """
    All blocks that are kept, the newest first.
    """

    blocks: list[Blocked]


@api.get("/blocks")
async def look(helper: Signed, on: On) -> Blocks:
    async with on.database.reading() as session:
        return Blocks.model_validate({"blocks": await blocks.overview(session, helper)})


@api.post("/blocks/{block}/lift")
async def lift(block: str, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await blocks.lift(session, on.master, helper, block)
    return Done()
