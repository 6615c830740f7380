"""
Back: four words bring a chat to a talk that was begun elsewhere.

They come behind `/terug`, or as a message that is nothing else. Such a message never reaches a log: whoever could read it there
could open the talk. What is danger in other words goes to the router all the same.
"""

import contextlib
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import chats
from bot.channels.telegram.heard import Heard
from bot.returning import Returning
from bot.router import Router
from handover import consent
from store import conversations, words
from store.conversations import Vault
from store.errors import ConversationErased, NotFound, TooManyTries, WordsUnknown
from store.ground import Ground
from store.speech import aside
from store.texts import texts


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What came of four words: the conversation that this chat is in now, or the name of the text that says why not.
    """

    conversation: str | None = None
    told: str | None = None


class Back:
    """
    Between what is heard and the door for whoever has four words.
    """

    def __init__(self, ground: Ground, router: Router, returning: Returning) -> None:
        self._ground, self._router, self._returning = ground, router, returning

    async def take(self, heard: Heard) -> Outcome | None:
        """
        Take in an update with four words; None leaves it to the router, as any other message. Raises chats.Known.
        """
        asked = heard.command == "terug"
        text = " ".join(heard.text.split()[1:]) if asked else heard.text
        if heard.tap or not (asked or (heard.command is None and words.read(text))):
            return None
        if not text:
            return await self._tell(heard, "return_how")
        try:
            return await self._bring(heard, await self._returning.find(text, f"telegram:{heard.chat}"))
        except TooManyTries:
            told, sure = "return_slowly", True
        except (WordsUnknown, ConversationErased, NotFound):
            told, sure = "return_unknown", asked or words.exact(text)
        return await self._tell(heard, told) if sure and not self._router.worries(text) else None

    async def _tell(self, heard: Heard, name: str) -> Outcome:
        async with self._ground.database.writing() as session:
            await chats.record(session, heard.update)
        return Outcome(told=name)

    async def _bring(self, heard: Heard, conversation: str) -> Outcome:
        master = self._ground.master
        async with self._ground.database.writing() as session:
            await chats.record(session, heard.update)
            here = await chats.conversation_of(session, master, heard.chat)
            vaults = await self._lock(session, {here or conversation, conversation})
            if conversation not in vaults:
                raise WordsUnknown
            target, former = vaults[conversation], vaults.get(here or "")
            if former is target:
                await chats.find(session, master, heard.chat)
                await aside(session, target, texts().record("returned_already"))
                return Outcome(conversation)
            if former and await consent.open_handover(session, former):
                return Outcome(told="return_waits")
            erased = former is not None and await self._leave(session, former)
            await chats.move(session, master, heard.chat, target)
            await aside(session, target, texts().record("returned_telegram_erased" if erased else "returned_telegram"))
        return Outcome(conversation)

    async def _lock(self, session: AsyncSession, wanted: set[str]) -> dict[str, Vault]:
        """
        The conversations that are still there, always locked in the same order, so that two chats cannot wait for each other.
        """
        vaults: dict[str, Vault] = {}
        for conversation in sorted(wanted):
            with contextlib.suppress(ConversationErased, NotFound):
                vault = await conversations.open_by_id(session, self._ground.master, conversation, lock=True)
                vaults[conversation] = vault
        return vaults

    async def _leave(self, session: AsyncSession, former: Vault) -> bool:
        """
        Leave the chat's former conversation: erase it, unless it has four words of its own. True when what was said is gone.
        """
        if former.row.words_hash:
            return False
        said = former.row.said_seq > 0
        await conversations.erase(session, former.id)
        return said
