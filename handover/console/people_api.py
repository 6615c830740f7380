"""
People: the interface for whoever lets helpers in and puts them out, and the door for who was invited or lost a key of theirs.
"""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from handover import access, invitations, renewals, sessions
from handover.console.door import Entered, Signed, let_in, own_site
from handover.console.shapes import Done, Me
from store.ground import Ground, On
from store.schema import Role

api = APIRouter(prefix="/console/api", tags=["console"])


class Person(BaseModel):
    """
    Somebody who helps.
    """

    id: str
    name: str
    role: str
    active: bool
    on_duty: bool
    there: bool


class Invited(BaseModel):
    """
    Somebody whose invitation was not used yet.
    """

    name: str
    role: str
    until: str


class People(BaseModel):
    """
    Everybody who helps, and who is invited.
    """

    people: list[Person]
    invited: list[Invited]


class NewPerson(BaseModel):
    """
    Somebody to invite.
    """

    name: str = Field(max_length=200)
    role: Role


class Link(BaseModel):
    """
    The link to give to whoever is invited. It is shown once.
    """

    link: str


class Active(BaseModel):
    """
    Whether somebody helps.
    """

    active: bool


class Welcome(BaseModel):
    """
    What somebody who was invited brings: the token of their link, and the password of their choice.
    """

    token: str = Field(max_length=200)
    password: str = Field(max_length=200)


class Lost(BaseModel):
    """
    What a colleague lost: their password, their second factor with its passkeys, or both.
    """

    password: bool = False
    factor: bool = False


class Key(BaseModel):
    """
    The token of a link to come in again.
    """

    token: str = Field(max_length=200)


class Asked(BaseModel):
    """
    Who a link is for, and what it asks: a new password or the one they have, and whether a code of the second factor too.
    """

    name: str
    new_password: bool
    code: bool


class Renewing(Key):
    """
    What somebody brings who comes in again.
    """

    password: str = Field(max_length=200)
    code: str = Field("", max_length=40)


@api.get("/people")
async def everyone(helper: Signed, on: On) -> People:
    async with on.database.reading() as session:
        return People.model_validate(await invitations.everyone(session, helper))


@api.post("/people")
async def invite(person: NewPerson, request: Request, helper: Signed, on: On) -> Link:
    async with on.database.writing() as session:
        token = await invitations.invite(session, helper, person.name, person.role)
    return _link(request, on, f"welkom={token}")


@api.post("/people/{person}")
async def change(person: str, active: Active, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        if active.active:
            await invitations.activate(session, helper, person)
        else:
            await invitations.deactivate(session, on.master, helper, person)
    return Done()


@api.post("/welcome")
async def welcome(welcome: Welcome, request: Request, response: Response, on: On) -> Me:
    own_site(request)
    password_hash = await invitations.choose(on.database, welcome.token, welcome.password)
    async with on.database.writing() as session:
        helper = await invitations.accept(session, welcome.token, password_hash)
        return await let_in(session, request, response, on, helper)


@api.post("/people/{person}/renewal")
async def renew(person: str, lost: Lost, request: Request, visit: Entered, on: On) -> Link:
    access.team(visit.helper)
    sessions.must_be_fresh(visit.key)
    async with on.database.writing() as session:
        token = await renewals.make(session, visit.helper, person, renewals.Lost(lost.password, lost.factor))
    return _link(request, on, f"sleutel={token}")


@api.post("/renewal/question")
async def what_is_asked(key: Key, request: Request, on: On) -> Asked:
    own_site(request)
    async with on.database.reading() as session:
        asked = await renewals.asked(session, key.token)
    return Asked(name=asked.name, new_password=asked.new_password, code=asked.code)


@api.post("/renewal")
async def come_in_again(bringing: Renewing, request: Request, response: Response, on: On) -> Me:
    own_site(request)
    async with on.database.reading() as session:
        asked = await renewals.asked(session, bringing.token)
    request.app.state.codes.check(f"renewal:{asked.helper}")
    password_hash = await renewals.choose(on.database, bringing.token, bringing.password)
    async with on.database.writing() as session:
        helper = await renewals.use(session, on.master, bringing.token, password_hash, bringing.code)
        return await let_in(session, request, response, on, helper)


def _link(request: Request, on: Ground, mark: str) -> Link:
    """
    A link to the console. What it carries stands after the '#', so that it is in nobody's log.
    """
    scheme = "https" if on.secure else request.url.scheme
    return Link(link=f"{scheme}://{request.url.netloc}/console#{mark}")
