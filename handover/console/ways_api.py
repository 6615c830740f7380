"""
One's own ways in: the helpers' interface for a second factor, passkeys, the organisation's account, and where one is logged in.

What changes a way in is only for who logged in a moment ago.
"""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from handover import factor, organisation, passkeys, sessions
from handover.console.browsers import device
from handover.console.door import DEVICE_COOKIE, Entered, site_of
from handover.console.shapes import Credential
from store.ground import On

api = APIRouter(prefix="/console/api/me", tags=["console"])


class KnownPasskey(BaseModel):
    """
    A passkey as its helper knows it.
    """

    id: str
    label: str
    added: datetime
    used: datetime | None


class KnownSession(BaseModel):
    """
    A browser in which one is logged in; `here` is the one that asks.
    """

    id: str
    label: str
    since: datetime | None
    seen: datetime | None
    here: bool


class Ways(BaseModel):
    """
    One's ways in: whether a second factor is on and how many recovery codes are left, passkeys, whether the organisation's account is
    bound, and where one is logged in.
    """

    second_factor: bool
    codes_left: int
    passkeys: list[KnownPasskey]
    organisation: bool
    sessions: list[KnownSession]


class Preparing(BaseModel):
    """
    What an app for codes needs: a secret, and the same as a picture (SVG) to scan.
    """

    secret: str
    picture: str


class Shown(BaseModel):
    """
    A code that the app shows.
    """

    code: str = Field(max_length=20)


class Paper(BaseModel):
    """
    Recovery codes, to be written down. They are shown once.
    """

    codes: list[str]


class NewPasskey(BaseModel):
    """
    The id of a passkey.
    """

    id: str


@api.get("/ways")
async def mine(visit: Entered, on: On) -> Ways:
    helper = visit.helper
    async with on.database.reading() as session:
        return Ways.model_validate(
            {
                "second_factor": await factor.is_on(session, helper),
                "codes_left": await factor.codes_left(session, helper),
                "passkeys": await passkeys.mine(session, helper),
                "organisation": await organisation.is_bound(session, helper),
                "sessions": await sessions.mine(session, helper, visit.key),
            }
        )


@api.post("/factor")
async def prepare_factor(visit: Entered, on: On) -> Preparing:
    sessions.must_be_fresh(visit.key)
    async with on.database.writing() as session:
        made = await factor.prepare(session, on.master, visit.helper)
    return Preparing(secret=made.secret, picture=made.picture)


@api.post("/factor/confirm")
async def confirm_factor(shown: Shown, visit: Entered, request: Request, on: On) -> Paper:
    sessions.must_be_fresh(visit.key)
    request.app.state.codes.check(f"factor:{visit.helper.id}")
    async with on.database.writing() as session:
        return Paper(codes=await factor.confirm(session, on.master, visit.helper, shown.code))


@api.delete("/factor", status_code=204)
async def turn_factor_off(visit: Entered, on: On) -> Response:
    sessions.must_be_fresh(visit.key)
    async with on.database.writing() as session:
        await factor.turn_off(session, visit.helper)
    return Response(status_code=204)


@api.post("/passkeys/question")
async def offer_passkey(visit: Entered, request: Request, on: On) -> dict[str, object]:
    sessions.must_be_fresh(visit.key)
    at = site_of(request, on)
    async with on.database.writing() as session:
        return await passkeys.offer(session, on.master, visit.helper, at)


@api.post("/passkeys")
async def add_passkey(made: Credential, visit: Entered, request: Request, on: On) -> NewPasskey:
    sessions.must_be_fresh(visit.key)
    at, label = site_of(request, on), device(request.headers.get("user-agent", ""))
    async with on.database.writing() as session:
        challenge = await passkeys.answered(session, on.master, made.credential, visit.helper)
    async with on.database.writing() as session:
        return NewPasskey(id=await passkeys.add(session, visit.helper, at, challenge, made.credential, label))


@api.delete("/passkeys/{passkey}", status_code=204)
async def drop_passkey(passkey: str, visit: Entered, on: On) -> Response:
    sessions.must_be_fresh(visit.key)
    async with on.database.writing() as session:
        await passkeys.drop(session, visit.helper, passkey)
    return Response(status_code=204)


@api.delete("/organisation", status_code=204)
async def unbind(visit: Entered, on: On) -> Response:
    sessions.must_be_fresh(visit.key)
    async with on.database.writing() as session:
        await organisation.unbind(session, visit.helper)
    return Response(status_code=204)


@api.delete("/sessions", status_code=204)
async def end_others(visit: Entered, request: Request, on: On) -> Response:
    async with on.database.writing() as session:
        await sessions.end_others(session, visit.helper, visit.key, request.cookies.get(DEVICE_COOKIE, ""))
    return Response(status_code=204)


@api.delete("/sessions/{shown}", status_code=204)
async def end_one(shown: str, visit: Entered, on: On) -> Response:
    async with on.database.writing() as session:
        await sessions.end_one(session, visit.helper, shown)
    return Response(status_code=204)
