"""
The notices of the console, under `/console/api`: where a helper wants to be reached when the console is closed.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, Field

from handover import access
from handover.console.api import Done, Signed
from handover.console.browsers import device
from handover.notices import addresses
from handover.notices.ways import Ways
from store.errors import InvalidRequest, NoticesOff
from store.ground import On

api = APIRouter(prefix="/console/api", tags=["console"])


class Known(BaseModel):
    """
    An address: `kind` is push, mail or telegram, `label` how its helper knows it.
    """

    id: str
    kind: str
    label: str
    confirmed: bool


class Addresses(BaseModel):
    """
    One's own addresses, and whether this house writes on Telegram and by e-mail.
    """

    addresses: list[Known]
    telegram: bool
    mail: bool


class Mailbox(BaseModel):
    """
    A mailbox; a code goes there, to be confirmed with.
    """

    kind: Literal["mail"]
    where: str = Field(max_length=254)


class Subscription(BaseModel):
    """
    A push subscription as the browser gives it. Its keys are for a content, and we send none.
    """

    endpoint: str = Field(max_length=2000)


class Browser(BaseModel):
    """
    The browser that asks.
    """

    kind: Literal["push"]
    where: Subscription


class Chat(BaseModel):
    """
    A Telegram chat; a link comes back, which connects the chat that opens it.
    """

    kind: Literal["telegram"]


class Added(BaseModel):
    """
    A new address, with the link to open for a Telegram chat.
    """

    id: str
    link: str | None = None


class Code(BaseModel):
    """
    The code from the mail.
    """

    code: str = Field(max_length=20)


class Key(BaseModel):
    """
    The key to which a browser subscribes (VAPID, base64url).
    """

    key: str


@api.get("/addresses")
async def mine(request: Request, helper: Signed, on: On) -> Addresses:
    access.desk(helper)
    async with on.database.reading() as session:
        found = await addresses.shown(session, on.master, helper)
    ways = _ways(request)
    return Addresses.model_validate(
        {"addresses": found, "telegram": ways.telegram is not None, "mail": ways.mail is not None}
    )


@api.post("/addresses", response_model_exclude_none=True)
async def add(
    wanted: Annotated[Mailbox | Browser | Chat, Body(discriminator="kind")], request: Request, helper: Signed, on: On
) -> Added:
    access.desk(helper)
    ways = _ways(request)
    if isinstance(wanted, Mailbox):
        mailbox = wanted.where.strip()
        if ways.mail is None:
            raise NoticesOff
        if not addresses.MAILBOX.fullmatch(mailbox):
            raise InvalidRequest("Dit is geen e-mailadres.")
        request.app.state.codes.check(f"mail:{helper.id}")
        async with on.database.writing() as session:
            return Added(id=await addresses.add_mail(session, on.master, helper, mailbox))
    if isinstance(wanted, Browser):
        if not ways.push.accepts(wanted.where.endpoint):
            raise NoticesOff
        async with on.database.writing() as session:
            label = device(request.headers.get("user-agent", ""))
            return Added(id=await addresses.add_push(session, on.master, helper, wanted.where.endpoint, label))
    async with on.database.writing() as session:
        address, code = await addresses.add_telegram(session, on.master, helper)
        link = ways.telegram.link(code) if ways.telegram else None
        if link is None:
            raise NoticesOff
    return Added(id=address, link=link)


@api.post("/addresses/{address}/confirm")
async def confirm(address: str, code: Code, request: Request, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        found = await access.address(session, helper, address)
        request.app.state.codes.check(f"code:{found.id}")
        await addresses.confirm(session, on.master, found, code.code)
    return Done()


@api.delete("/addresses/{address}")
async def remove(address: str, helper: Signed, on: On) -> Done:
    async with on.database.writing() as session:
        await addresses.drop(session, (await access.address(session, helper, address)).id)
    return Done()


@api.get("/push-key")
async def push_key(request: Request, helper: Signed) -> Key:
    access.desk(helper)
    return Key(key=_ways(request).push.key)


def _ways(request: Request) -> Ways:
    found: Any = request.app.state.ways
    assert isinstance(found, Ways)
    return found
