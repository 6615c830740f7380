"""
The door of the console: who is asking, and how a helper comes in. By name and password, with a code of their second factor if they have
one; by a passkey; or through their organisation.

A helper comes in with a bearer token (`nachtlicht people add --token`) or with the console's own session, a cookie that no script can
read. A request that a cookie vouches for must come from our own pages (Sec-Fetch-Site, or Origin on older browsers).
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from handover import care, factor, passkeys, people, presence, sessions
from handover.console.browsers import device
from handover.console.shapes import Credential, Door, Login, Me
from handover.console.tries import Tries
from store import clock
from store.errors import CrossSite, PasskeysOff, Unauthorized
from store.ground import Ground, On
from store.peers import is_anybody, peer_of
from store.schema import Helper, HelperKey
from store.wakeups import heard

COOKIE = "nachtlicht_console"
DEVICE_COOKIE = "nachtlicht_device"
SAFE = {"GET", "HEAD", "OPTIONS"}
LOOK_SECONDS = 30.0

api = APIRouter(prefix="/console/api", tags=["console"])


@dataclass(frozen=True, slots=True)
class Visit:
    """
    A helper, and the key that they came with.
    """

    helper: Helper
    key: HelperKey


async def entered(request: Request, on: On) -> Visit:
    """
    The helper who asks, and with what. Raises Unauthorized, CrossSite.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        token = request.cookies.get(COOKIE, "")
        if request.method not in SAFE:
            own_site(request)
    if not token:
        raise Unauthorized
    async with on.database.reading() as session:
        helper, key = await sessions.by_token(session, token)
    if presence.must_note(helper) or sessions.must_note(key):
        async with on.database.writing() as session:
            await presence.note_seen(session, helper)
            await sessions.note_seen(session, key)
    return Visit(helper, key)


Entered = Annotated[Visit, Depends(entered)]


async def me(visit: Entered) -> Helper:
    """
    The helper who asks. Raises Unauthorized, CrossSite.
    """
    return visit.helper


Signed = Annotated[Helper, Depends(me)]


async def while_in(on: Ground, visit: Visit) -> AsyncIterator[str]:
    """
    A source of an event stream that says nothing, and ends when the session does.
    """
    with on.database.wakeups.listening(sessions.bell(visit.helper.id)) as bell:
        while True:
            bell.clear()
            async with on.database.reading() as session:
                key = await session.get(HelperKey, visit.key.fingerprint)
            if key is None or sessions.is_over(key):
                return
            if sessions.must_note(key):
                async with on.database.writing() as session:
                    await sessions.note_seen(session, key)
            yield ": je bent er nog\n\n"
            await heard(bell, LOOK_SECONDS)


@api.get("/door")
async def ways_in(request: Request, on: On) -> Door:
    try:
        site_of(request, on)
    except PasskeysOff:
        return Door(passkeys=False, organisation=request.app.state.organisation is not None)
    return Door(passkeys=True, organisation=request.app.state.organisation is not None)


@api.post("/session")
async def sign_in(login: Login, request: Request, response: Response, on: On) -> Me:
    own_site(request)
    name, mark = login.name.strip(), request.cookies.get(DEVICE_COOKIE, "")

    async def brings_code() -> bool:
        async with on.database.reading() as session:
            return await factor.fits(session, on.master, name, login.code)

    async with on.database.reading() as session:
        known = mark if mark and await sessions.knows(session, name, mark) else None
    right = await tries_of(request).enter(name, _peer(request), known, brings_code)
    found = await people.recognise(on.database, name, login.password)
    async with on.database.writing() as session:
        helper = await sessions.again(session, found)
        await factor.demand(session, on.master, helper, login.code)
        shown_in = await let_in(session, request, response, on, helper)
    right()
    return shown_in


@api.get("/session")
async def who_am_i(helper: Signed) -> Me:
    return shown(helper)


@api.delete("/session", status_code=204)
async def sign_out(request: Request, helper: Signed, on: On) -> Response:
    async with on.database.writing() as session:
        await sessions.end(session, request.cookies.get(COOKIE, ""))
        await presence.set_duty(session, helper, False)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/console")
    return response


@api.post("/passkeys/question")
async def ask_passkey(request: Request, on: On) -> dict[str, Any]:
    own_site(request)
    at = site_of(request, on)
    tries_of(request).check_question(_peer(request))
    async with on.database.writing() as session:
        return await passkeys.question(session, on.master, at)


@api.post("/passkeys/session")
async def sign_in_by_passkey(answer: Credential, request: Request, response: Response, on: On) -> Me:
    own_site(request)
    at = site_of(request, on)
    async with on.database.writing() as session:
        challenge = await passkeys.answered(session, on.master, answer.credential)
    async with on.database.writing() as session:
        helper = await passkeys.recognise(session, at, challenge, answer.credential)
        return await let_in(session, request, response, on, helper)


async def let_in(session: AsyncSession, request: Request, response: Response, on: Ground, helper: Helper) -> Me:
    """
    A new session for a helper's browser, in place of the one it had, and a mark by which the browser is known a next time.
    """
    label = device(request.headers.get("user-agent", ""))
    await sessions.end(session, request.cookies.get(COOKIE, ""))
    token, mark = await sessions.begin(session, helper, label), request.cookies.get(DEVICE_COOKIE, "")
    if not mark or not await sessions.knows(session, helper.name, mark):
        mark = await sessions.remember(session, helper, label)
    for name, value, stays in ((COOKIE, token, sessions.LONGEST), (DEVICE_COOKIE, mark, sessions.DEVICE_KEPT)):
        age = int(stays.total_seconds())
        response.set_cookie(
            name, value, max_age=age, httponly=True, samesite="strict", secure=on.secure, path="/console"
        )
    return shown(helper)


def shown(helper: Helper) -> Me:
    """
    A helper as the console shows them.
    """
    return Me(
        id=helper.id,
        name=helper.name,
        role=helper.role,
        on_duty=helper.on_duty,
        max_talks=helper.max_talks,
        break_until=break_of(helper),
    )


def break_of(helper: Helper) -> str | None:
    """
    Until when a helper rests, if they do.
    """
    return clock.iso(helper.break_until) if helper.break_until and care.rests(helper) else None


def site_of(request: Request, on: Ground) -> passkeys.Site:
    """
    The address that passkeys are bound to. Raises PasskeysOff.
    """
    return passkeys.site(on.public_url, address_of(request))


def address_of(request: Request) -> str:
    """
    The address at which a browser asked for us.
    """
    return f"{request.url.scheme}://{request.url.netloc}"


def tries_of(request: Request) -> Tries:
    """
    The gate of the app that got a request.
    """
    found: Tries = request.app.state.tries
    return found


def own_site(request: Request) -> None:
    """
    Refuse a request that another site made in somebody's browser. Raises CrossSite.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise CrossSite
    origin = request.headers.get("origin")
    # A proxy may have changed the host; no site can make a browser send the header that a proxy writes it down in.
    hosts = {request.headers.get("host"), request.headers.get("x-forwarded-host"), _public_host(request)}
    if site is None and origin is not None and origin.partition("://")[2] not in hosts:
        raise CrossSite


def _peer(request: Request) -> str | None:
    """
    Who asks, for counting tries; None when all the world would be one.
    """
    return None if is_anybody(request) else peer_of(request)


def _public_host(request: Request) -> str | None:
    ground: Ground | None = getattr(request.app.state, "ground", None) if "app" in request.scope else None
    return urlsplit(ground.public_url).netloc or None if ground else None
