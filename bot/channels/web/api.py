"""
The person's side of the public interface, under `/chat/api`.

The token of a conversation is all that a browser holds; it travels in a header, never in an address.
"""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from bot import picture
from bot.returning import Returning
from bot.router import MESSAGE_LENGTH, Incoming, Router
from handover import consent
from handover.console.shapes import Typed
from store import conversations, feed, log
from store.conversations import Vault
from store.errors import ConversationErased, InvalidRequest, NotFound, Unauthorized
from store.events import frame, stream
from store.ground import Ground, On
from store.peers import peer_of
from store.rates import Crowd
from store.schema import Holder
from store.speech import aside, say
from store.texts import texts
from store.wakeups import heard

MAX_WAIT = 30.0
SEQ_MOST = 2**31 - 1

api = APIRouter(prefix="/chat/api", tags=["chat"])


class Begun(BaseModel):
    """
    A conversation begun, or taken up again: a token for it, and the number to ask "after".
    """

    token: str
    cursor: int


class Sent(BaseModel):
    """
    A message from the browser: typed text, or the id of a button. `id` makes sending it again harmless.
    """

    id: UUID
    text: Typed | None = Field(None, max_length=4 * MESSAGE_LENGTH)
    choice: str | None = Field(None, max_length=40)


class Taken(BaseModel):
    """
    The number that a message has in the log; a receipt when it asked to erase everything.
    """

    seq: int
    receipt: str | None = None


class Choice(BaseModel):
    """
    A button.
    """

    id: str
    label: str


class Picture(BaseModel):
    """
    A picture with a message: where it can be had (with the same token), what it shows in words, and its size in pixels.
    """

    url: str
    alt: str
    width: int
    height: int


class Said(BaseModel):
    """
    One message of the log; `from` is you, bot, human or system.
    """

    seq: int
    sender: str = Field(alias="from")
    text: str
    choices: list[Choice]
    at: str
    id: str | None = None
    name: str | None = None
    prefill: str | None = None
    picture: Picture | None = None


class Page(BaseModel):
    """
    Messages after a number, in order, and the number to ask "after" next; who holds the talk, and a helper's name.
    """

    messages: list[Said]
    cursor: int
    holder: str
    name: str | None = None


class Openers(BaseModel):
    """
    What the page shows before anything is stored.
    """

    text: str
    choices: list[Choice]


class Words(BaseModel):
    """
    The four words that bring a person back. Read forgivingly: case, accents, separators and one typo a word do not count.
    """

    words: Typed = Field(max_length=4 * MESSAGE_LENGTH)


class Receipt(BaseModel):
    """
    Proof that a conversation was erased.
    """

    receipt: str


def bearer(request: Request) -> str:
    """
    The token of the Authorization header. Raises Unauthorized.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Unauthorized
    return token


def country_of(languages: str, default: str) -> str:
    """
    The country that a browser's language names first (nl-BE, nl-NL), else that of the installation.
    """
    first = languages.partition(",")[0].partition(";")[0].strip().lower()
    return {"nl-be": "BE", "fr-be": "BE", "nl-nl": "NL"}.get(first, default)


def lines(request: Request) -> Crowd:
    """
    The lines that are open, by conversation.
    """
    found: Crowd = request.app.state.lines
    return found


Token = Annotated[str, Depends(bearer)]
After = Annotated[int, Query(ge=0, le=SEQ_MOST)]
Open = Annotated[Crowd, Depends(lines)]


async def opened(on: Ground, token: str) -> Vault:
    async with on.database.reading() as session:
        return await conversations.open_by_token(session, on.master, token)


@api.get("/openers")
async def openers() -> Openers:
    line = texts().record("welcome")
    return Openers(text=line.text, choices=[Choice(id=f"1-{n}", label=c["label"]) for n, c in enumerate(line.choices)])


@api.post("/conversations", status_code=201)
async def begin(on: On, request: Request) -> Begun:
    async with on.database.writing() as session:
        country = country_of(request.headers.get("accept-language", ""), on.country)
        vault, token = await conversations.begin(session, on.master, "web", country)
        await say(session, vault, texts().record("welcome"))
    return Begun(token=token, cursor=0)


@api.post("/messages", status_code=202, response_model_exclude_none=True)
async def send(sent: Sent, token: Token, on: On, request: Request) -> Taken:
    if (sent.text is None) == (sent.choice is None):
        raise InvalidRequest("Stuur óf text, óf choice.")

    async def find(session: AsyncSession) -> Vault:
        return await conversations.open_by_token(session, on.master, token, lock=True)

    router: Router = request.app.state.router
    received = await router.receive(find, Incoming(str(sent.id), sent.text or "", sent.choice))
    return Taken(seq=received.seq, receipt=received.receipt)


@api.get("/messages", response_model_exclude_none=True)
async def read(
    token: Token, on: On, lines: Open, after: After = 0, wait: Annotated[float, Query(ge=0, le=MAX_WAIT)] = 0
) -> Page:
    vault = await opened(on, token)
    if wait:
        lines.check(vault.id)
    with lines.one(vault.id):
        entries = await feed.wait(on.database, vault.id, reader(on, vault.id), after, wait)
    told = [Said.model_validate(shown(entry)) for entry in entries]
    return Page(messages=told, cursor=entries[-1].seq if entries else after, **await holder(on, vault.id))


@api.get("/messages/{seq}/picture", response_class=Response, responses={200: {"content": {"image/png": {}}}})
async def draw(seq: Annotated[int, Path(ge=1, le=SEQ_MOST)], token: Token, on: On) -> Response:
    async with on.database.reading() as session:
        vault = await conversations.open_by_token(session, on.master, token)
        entry = await log.one(session, vault, seq)
    if entry is None or "picture" not in entry.body:
        raise NotFound
    png = await run_in_threadpool(picture.draw, entry.body["picture"])
    return Response(png, media_type="image/png", headers={"Cache-Control": "no-store"})


@api.get("/stream", response_class=StreamingResponse)
async def listen(token: Token, on: On, lines: Open, after: After = 0) -> Response:
    vault = await opened(on, token)
    lines.check(vault.id)
    return stream(
        messages(on, vault.id, after, lines),
        typing(on, vault.id, "bot"),
        typing(on, vault.id, "human"),
    )


@api.post("/typing", status_code=204)
async def typed(token: Token, on: On) -> Response:
    vault = await opened(on, token)
    await on.database.ring(f"typing-you:{vault.id}")
    return Response(status_code=204)


@api.post("/return")
async def come_back(words: Words, on: On, request: Request) -> Begun:
    returning: Returning = request.app.state.returning
    conversation = await returning.find(words.words, peer_of(request))
    async with on.database.writing() as session:
        vault = await conversations.open_by_id(session, on.master, conversation, lock=True)
        token = await conversations.new_token(session, vault)
        await aside(session, vault, texts().record("returned_web"))
    return Begun(token=token, cursor=0)


@api.post("/erase")
async def erase(token: Token, on: On) -> Receipt:
    async with on.database.writing() as session:
        vault = await conversations.open_by_token(session, on.master, token, lock=True)
        return Receipt(receipt=await conversations.erase(session, vault.id))


def shown(entry: log.Entry) -> dict[str, Any]:
    """
    An entry in the shape of the public interface, with where its picture can be had.
    """
    if "picture" not in entry.body:
        return entry.public()
    url, alt = f"/chat/api/messages/{entry.seq}/picture", picture.alt(entry.body["picture"])
    return entry.public() | {"picture": {"url": url, "alt": alt, "width": picture.SIDE, "height": picture.SIDE}}


def reader(on: Ground, conversation: str) -> feed.Read:
    """
    How a feed reads a whole conversation. Raises ConversationErased once it is.
    """

    async def read(session: AsyncSession, after: int) -> list[log.Entry]:
        return await log.after(session, await conversations.open_by_id(session, on.master, conversation), after)

    return read


async def holder(on: Ground, conversation: str) -> dict[str, str]:
    """
    Who holds a conversation (`holder`), and the `name` of the helper if it is one. Raises ConversationErased.
    """
    async with on.database.reading() as session:
        row = (await conversations.open_by_id(session, on.master, conversation)).row
        name = await consent.helper_in(session, conversation) if row.holder == Holder.HUMAN else None
        return {"holder": row.holder} | ({"name": name} if name else {})


async def messages(on: Ground, conversation: str, after: int, lines: Crowd) -> AsyncIterator[str]:
    """
    Frames of who holds the talk, at once and at each change, and of all messages; the last one when it is erased.
    """
    try:
        with lines.one(conversation):
            held = await holder(on, conversation)
            yield frame(held, event="state")
            async for entries in feed.follow(on.database, conversation, reader(on, conversation), after):
                for entry in entries:
                    yield frame(shown(entry), number=entry.seq)
                now = await holder(on, conversation)
                if now != held:
                    held = now
                    yield frame(held, event="state")
    except (ConversationErased, NotFound):
        yield frame({}, event="erased")


async def typing(on: Ground, conversation: str, who: str) -> AsyncIterator[str]:
    """
    A frame whenever someone types in a conversation; `who` is bot, human or you.
    """
    with on.database.wakeups.listening(f"typing-{who}:{conversation}") as bell:
        while True:
            if await heard(bell, 60.0):
                bell.clear()
                yield frame({"from": who}, event="typing")
