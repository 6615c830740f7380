"""
The intake: an update becomes entries of the log, in one transaction with its number, so that what comes twice is stored once.

What a person writes goes to the router as text, and a tap as the id of a choice. What is said back here (the welcome, a kind
word about a picture) goes into the same log, and is delivered from it like all else. A helper who opens the link from the console
is no person: their chat is noted for notices, and no talk begins.
"""

import contextlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import chats
from bot.channels.telegram.back import Back
from bot.channels.telegram.heard import Heard, Tap
from bot.channels.telegram.parts import split
from bot.returning import Returning
from bot.router import MESSAGE_LENGTH, Incoming, Router
from handover.notices import addresses
from store import log
from store.conversations import Vault
from store.errors import ChoiceUnknown, TooMuchAtOnce
from store.ground import Ground
from store.rates import Rate
from store.schema import Message
from store.speech import aside, say
from store.texts import texts


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What came of an update: the conversation to deliver, a receipt when all was erased, that a button was not valid (any more),
    or the name of a text that is told beside any talk.
    """

    conversation: str | None = None
    receipt: str | None = None
    stale: bool = False
    told: str | None = None


class Intake:
    """
    Between what is heard and the router.
    """

    def __init__(self, ground: Ground, router: Router, returning: Returning) -> None:
        self._ground, self._router = ground, router
        self._back = Back(ground, router, returning)
        self._told = Rate(2)

    async def take(self, heard: Heard) -> Taken:
        """
        Take in one update; one that is known changes nothing.
        """
        try:
            if heard.tap:
                return await self._tapped(heard, heard.tap)
            if heard.command == "start" and (code := addresses.link_code(heard.text)):
                return await self._helped(heard, code)
            if back := await self._back.take(heard):
                return Taken(back.conversation, told=back.told)
            if heard.text and heard.command not in ("start", "help"):
                return await self._said(heard)
            return await self._noticed(heard)
        except chats.Known:
            return Taken()
        except ChoiceUnknown:
            return Taken(stale=True)
        except TooMuchAtOnce:
            return await self._passed_by(heard)

    async def _passed_by(self, heard: Heard) -> Taken:
        """
        Telegram cannot be told to wait: what is far too much is let go, and the person hears so, not too often.
        """
        with contextlib.suppress(chats.Known):
            async with self._ground.database.writing() as session:
                await chats.record(session, heard.update)
        return Taken(told=None if self._told.over(str(heard.chat)) else "telegram_too_much")

    async def _helped(self, heard: Heard, code: str) -> Taken:
        async with self._ground.database.writing() as session:
            await chats.record(session, heard.update)
            theirs = await addresses.connect(session, self._ground.master, code, heard.chat)
        return Taken(told="notices_here" if theirs else "notices_link_gone")

    async def _said(self, heard: Heard) -> Taken:
        # Telegram's messages may be a little longer than ours; one too long would not be looked at by the safety net.
        pieces = [f"/{heard.command}"] if heard.command in ("stop", "wis") else split(heard.text, MESSAGE_LENGTH)
        taken = Taken()
        for n, piece in enumerate(pieces):
            visit = Visit(self._ground, heard, first=n == 0, last=n == len(pieces) - 1)
            number = f"t:{heard.update}" if n == 0 else f"t:{heard.update}:{n}"
            received = await self._router.receive(visit.enter, Incoming(number, piece))
            taken = Taken(visit.conversation, received.receipt)
        return taken

    async def _tapped(self, heard: Heard, tap: Tap) -> Taken:
        choice, _, _ = tap.data.partition(".")
        visit = Visit(self._ground, heard)
        # One and the same button counts once, however often it was tapped before it was gone.
        received = await self._router.receive(visit.press, Incoming(f"c:{choice}", choice=choice))
        return Taken(visit.conversation, received.receipt)

    async def _noticed(self, heard: Heard) -> Taken:
        visit = Visit(self._ground, heard)
        async with self._ground.database.writing() as session:
            vault = await visit.enter(session)
            if heard.command == "help":
                await notice(session, vault, "telegram_help")
            elif heard.command == "start" and not visit.new:
                await notice(session, vault, "telegram_welcome_back")
        return Taken(visit.conversation)


class Visit:
    """
    One update on its way in. `enter` and `press` are what the router opens the conversation with.
    """

    def __init__(self, ground: Ground, heard: Heard, *, first: bool = True, last: bool = True) -> None:
        self._country = ground.country
        self._master, self._heard, self._first, self._last = ground.master, heard, first, last
        self.conversation: str | None = None
        self.new = False

    async def enter(self, session: AsyncSession) -> Vault:
        """
        The chat's conversation, or a new one with its welcome; the update is noted with its last piece. Raises Known.
        """
        if self._last:
            await chats.record(session, self._heard.update)
        vault = await chats.find(session, self._master, self._heard.chat)
        if vault is None:
            self.new = True
            vault = await chats.begin(session, self._master, self._heard.chat, self._country)
            await say(session, vault, texts().record("welcome_telegram"))
        if self._first and self._heard.notice:
            await notice(session, vault, self._heard.notice, once=self._heard.album)
        self.conversation = vault.id
        return vault

    async def press(self, session: AsyncSession) -> Vault:
        """
        The conversation that a button belongs to. Raises Known, and ChoiceUnknown for one of another talk or used before.
        """
        await chats.record(session, self._heard.update)
        vault = await chats.find(session, self._master, self._heard.chat)
        choice, _, tag = self._heard.tap.data.partition(".") if self._heard.tap else ("", "", "")
        if vault is None or tag != chats.tag(self._master, vault.id) or not log.NUMBERS.fullmatch(choice):
            raise ChoiceUnknown
        used = select(Message.seq).where(Message.conversation_id == vault.id, Message.external_id == f"c:{choice}")
        if await session.scalar(used) is not None:
            raise ChoiceUnknown
        self.conversation = vault.id
        return vault


async def notice(session: AsyncSession, vault: Vault, name: str, *, once: bool = False) -> None:
    """
    Say a text of record beside the talk: the question that is open stays open. `once`: not again right after itself.
    """
    line = texts().record(name)
    if once and [entry.text for entry in await log.latest(session, vault, 1)] == [line.text]:
        return
    await aside(session, vault, line)
