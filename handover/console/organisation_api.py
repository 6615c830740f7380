"""
Through the organisation: the helpers' interface for going to its server and coming back.

Going there is asked for by our own page; the address to go to comes back as an answer, so that no token of ours is ever in an address.
Coming back counts only in the browser that left, which a cookie vouches for, and once.
"""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from handover import challenges, invitations, organisation, sessions
from handover.console.door import Entered, address_of, let_in, own_site, tries_of
from handover.organisation import Organisation
from store.errors import ChallengeGone, NachtlichtError, OrganisationOff
from store.ground import Ground, On
from store.peers import is_anybody, peer_of
from store.schema import Helper

COOKIE = "nachtlicht_organisation"
PATH = "/console/api/organisation"
KIND = "organisation"

api = APIRouter(prefix="/console/api", tags=["console"])

Given = Annotated[str, Query(max_length=4000)]


class Leaving(BaseModel):
    """
    The token of an invitation, for whoever comes in for the first time.
    """

    invitation: str = Field("", max_length=200)


class Away(BaseModel):
    """
    The address at the organisation to go to.
    """

    to: str


@api.post("/organisation")
async def leave(leaving: Leaving, request: Request, response: Response, on: On) -> Away:
    own_site(request)
    tries_of(request).check_question(None if is_anybody(request) else peer_of(request))
    return await _leave(request, response, on, invitation=leaving.invitation)


@api.post("/me/organisation")
async def leave_to_bind(visit: Entered, request: Request, response: Response, on: On) -> Away:
    sessions.must_be_fresh(visit.key)
    return await _leave(request, response, on, helper=visit.helper.id)


async def _leave(request: Request, response: Response, on: Ground, **rest: str) -> Away:
    back = f"{on.public_url or address_of(request)}{PATH}/back"
    journey = await _organisation(request).leave(back)
    kept = {"nonce": journey.nonce, "verifier": journey.verifier, "back": back, **rest}
    async with on.database.writing() as session:
        await challenges.ask(session, on.master, KIND, journey.state, rest=kept)
    age = int(challenges.VALID.total_seconds())
    # Lax, for it has to come along when the browser returns from the organisation.
    response.set_cookie(COOKIE, journey.state, max_age=age, httponly=True, samesite="lax", secure=on.secure, path=PATH)
    return Away(to=journey.to)


@api.get("/organisation/back", response_class=RedirectResponse)
async def come_back(request: Request, on: On, code: Given = "", state: Given = "") -> RedirectResponse:
    response = RedirectResponse("/console", 303)
    try:
        await _arrived(request, response, on, code, state)
    except NachtlichtError as error:
        response = RedirectResponse(f"/console#organisatie={quote(error.code)}", 303)
    response.delete_cookie(COOKIE, path=PATH)
    return response


async def _arrived(request: Request, response: RedirectResponse, on: Ground, code: str, state: str) -> None:
    if not state or request.cookies.get(COOKIE) != state:
        raise ChallengeGone
    async with on.database.writing() as session:
        kept = await challenges.answered(session, on.master, KIND, state)
    account = await _organisation(request).arrive(code, kept["back"], kept["nonce"], kept["verifier"])
    async with on.database.writing() as session:
        if helper_id := kept.get("helper"):
            helper = await session.get_one(Helper, helper_id, populate_existing=True)
            await organisation.bind(session, await sessions.again(session, helper), account)
            response.headers["location"] = "/console#/toegang"
            return
        helper = await _whose(session, account, kept.get("invitation", ""))
        await let_in(session, request, response, on, helper)


async def _whose(session: AsyncSession, account: str, invitation: str) -> Helper:
    if invitation:
        return await invitations.accept_account(session, invitation, account)
    return await organisation.recognise(session, account)


def _organisation(request: Request) -> Organisation:
    found: Organisation | None = request.app.state.organisation
    if found is None:
        raise OrganisationOff
    return found
