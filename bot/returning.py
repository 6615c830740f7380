"""
Coming back: four words open a talk on any channel, and a talk is kept longer only with a yes.

Guessing is hopeless: there are 2^40 possibilities; one peer gets 5 wrong tries and then one every 12 seconds, and all peers of this
process together 30 and then one every 2 seconds. No address is kept.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot import checkins
from store import conversations, words
from store.conversations import Vault
from store.database import Database
from store.errors import TooManyTries, WordsUnknown
from store.keys import MasterKey
from store.rates import Rate
from store.speech import say
from store.texts import texts

KEEP_DAYS = 30
TRIES, TRIES_OF_ALL, SECONDS = 5, 30, 60.0
ALL = "all"


class Returning:
    """
    The door for whoever has four words, on every channel of this process.
    """

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database, self._master = database, master
        self._peers = Rate(TRIES, SECONDS, TooManyTries)
        self._all = Rate(TRIES_OF_ALL, SECONDS, TooManyTries)

    async def find(self, text: str, peer: str) -> str:
        """
        The id of the conversation of four words, as `peer` wrote them. Raises WordsUnknown, TooManyTries.

        What is no four words cannot be right and counts as no try; a right one counts no longer.
        """
        if words.read(text) is None:
            raise WordsUnknown
        self._peers.check(peer)
        self._all.check(ALL)
        async with self._database.reading() as session:
            vault = await conversations.open_by_words(session, self._master, text)
        self._peers.forget(peer)
        self._all.pardon(ALL)
        return vault.id


async def give_words(session: AsyncSession, vault: Vault) -> None:
    """
    Tell the four words, and how long the talk stays.
    """
    given = await conversations.four_words(session, vault)
    waits = await checkins.planned(session, vault)
    name = "words_kept" if vault.row.keep_days else "words_checkin" if waits else "words"
    await say(session, vault, texts().record(name, words=given, days=vault.row.keep_days))


async def keep(session: AsyncSession, vault: Vault) -> None:
    """
    The person says yes: keep this talk for `KEEP_DAYS` after the last message.
    """
    vault.row.keep_days = KEEP_DAYS
    await say(session, vault, texts().record("keep", days=KEEP_DAYS))


async def keep_not(session: AsyncSession, vault: Vault) -> None:
    """
    The person says no, or takes the yes back: the standard term counts again.
    """
    vault.row.keep_days = None
    waits = await checkins.planned(session, vault)
    await say(session, vault, texts().record("keep_not_checkin" if waits else "keep_not"))
