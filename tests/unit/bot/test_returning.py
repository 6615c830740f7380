"""
Coming back: guessing is slowed down without keeping anyone's address, and a talk is kept longer only with a yes.
"""

from typing import Any

import pytest
from starlette.requests import Request

from bot import desk
from bot.dialogue import Dialogue
from bot.engine import Engine
from bot.returning import KEEP_DAYS, TRIES, TRIES_OF_ALL, Returning
from store import clock, conversations, log
from store.conversations import FOUR_WORDS, Vault
from store.database import Database
from store.errors import TooManyTries, WordsUnknown
from store.keys import MasterKey
from store.peers import peer_of
from store.schema import Sender
from store.texts import texts

MASTER = MasterKey(bytes(range(32)))
OTHER_WORDS = "aalbes aanrecht aardbol abrikoos"


@pytest.fixture
async def talk(database: Database) -> "Talk":
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
    return Talk(database, vault.id)


class Talk:
    """
    One conversation at the desk.
    """

    def __init__(self, database: Database, conversation: str) -> None:
        self.database, self.id = database, conversation

    async def vault(self) -> Vault:
        """
        The conversation as it is now.
        """
        async with self.database.reading() as session:
            return await conversations.open_by_id(session, MASTER, self.id)

    async def hears(self, **body: str) -> log.Entry:
        """
        What the desk answers to a message of the person; AssertionError when it leaves that to the engine.
        """
        async with self.database.writing() as session:
            vault = await conversations.open_by_id(session, MASTER, self.id, lock=True)
            seq = await log.append(session, vault, Sender.YOU, {"text": "", **body})
            assert await desk.handle(session, vault, (await log.after(session, vault, seq - 1))[0])
            return (await log.latest(session, vault, 1))[0]

    async def words(self) -> str:
        """
        The four words, as the desk tells them.
        """
        await self.hears(choice="do:words")
        return str((await self.vault()).state()[FOUR_WORDS])


@pytest.mark.parametrize("body", [{"choice": "do:words"}, {"text": "Ik wil later verder."}, {"text": "mijn woorden?"}])
async def test_the_words_are_told_and_repeated(talk: Talk, body: dict[str, str]) -> None:
    told = await talk.hears(**body)
    words = (await talk.vault()).state()[FOUR_WORDS]
    assert told.text == texts().record("words", words=words).text
    assert [choice["label"] for choice in told.choices] == ["Bewaar 30 dagen", "Alleen vandaag"]
    assert (await talk.hears(**body)).text == told.text


@pytest.mark.parametrize("yes", [{"choice": "do:keep"}, {"text": "Ja, graag"}, {"text": "bewaar 30 dagen"}])
@pytest.mark.parametrize("no", [{"choice": "do:keep_not"}, {"text": "toch niet bewaren"}])
async def test_only_a_yes_keeps_longer_and_it_can_be_taken_back(
    talk: Talk, yes: dict[str, str], no: dict[str, str]
) -> None:
    words = await talk.words()
    assert (await talk.vault()).row.keep_days is None
    assert "30 dagen" in (await talk.hears(**yes)).text
    assert (await talk.vault()).row.keep_days == KEEP_DAYS
    told = await talk.hears(choice="do:words")
    assert words in told.text
    assert [choice["label"] for choice in told.choices] == ["Toch alleen vandaag"]
    assert "24 uur" in (await talk.hears(**no)).text
    assert (await talk.vault()).row.keep_days is None


async def test_a_no_to_the_question_keeps_nothing(talk: Talk) -> None:
    await talk.words()
    assert (await talk.hears(text="nee")).text == texts().record("keep_not").text
    assert (await talk.vault()).row.keep_days is None


async def test_the_engine_never_gets_the_words(talk: Talk, database: Database) -> None:
    words = await talk.words()
    dialogue = Dialogue(Engine("http://127.0.0.1:9", ""), "NL")
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, talk.id, lock=True)
        await log.append(session, vault, Sender.YOU, {"text": "hoi"})
        asked = await dialogue.ask(session, vault, (await log.latest(session, vault, 1))[0])
    assert words not in str(asked)


async def test_the_right_words_open_the_talk_and_cost_no_try(talk: Talk, database: Database) -> None:
    words = await talk.words()
    returning = Returning(database, MASTER)
    for _ in range(TRIES_OF_ALL + 1):
        assert await returning.find(words.upper(), "a") == talk.id


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    No time goes by.
    """
    monkeypatch.setattr(clock, "ticks", lambda: 0.0)


@pytest.mark.usefixtures("still")
async def test_a_peer_that_guesses_waits_and_another_does_not(talk: Talk, database: Database) -> None:
    words = await talk.words()
    returning = Returning(database, MASTER)
    for _ in range(TRIES):
        with pytest.raises(WordsUnknown):
            await returning.find(OTHER_WORDS, "a")
    with pytest.raises(TooManyTries):
        await returning.find(words, "a")
    assert await returning.find(words, "b") == talk.id


@pytest.mark.usefixtures("still")
async def test_all_peers_together_wait_when_many_guess(talk: Talk, database: Database) -> None:
    words = await talk.words()
    returning = Returning(database, MASTER)
    for n in range(TRIES_OF_ALL):
        with pytest.raises(WordsUnknown):
            await returning.find(OTHER_WORDS, f"peer {n}")
    with pytest.raises(TooManyTries):
        await returning.find(words, "another")


async def test_what_cannot_be_right_is_no_try(talk: Talk, database: Database) -> None:
    words = await talk.words()
    returning = Returning(database, MASTER)
    for _ in range(TRIES + 1):
        with pytest.raises(WordsUnknown):
            await returning.find("hoi", "a")
    assert await returning.find(words, "a") == talk.id


def asked_by(near: str | None, forwarded: str = "") -> Request:
    scope: dict[str, Any] = {"type": "http", "headers": [], "client": (near, 1) if near else None}
    if forwarded:
        scope["headers"] = [(b"x-forwarded-for", forwarded.encode())]
    return Request(scope)


@pytest.mark.parametrize(
    ("near", "forwarded", "peer"),
    [
        ("93.184.216.34", "", "93.184.216.34"),
        ("93.184.216.34", "1.1.1.1", "93.184.216.34"),
        ("127.0.0.1", "9.9.9.9, 93.184.216.34", "93.184.216.34"),
        ("10.0.0.2", "93.184.216.34", "93.184.216.34"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "geen adres", "127.0.0.1"),
        ("2a02:a210:1:2:3:4:5:6", "", "2a02:a210:1:2::/64"),
        ("::1", "2a02:a210:1:2::9", "2a02:a210:1:2::/64"),
        (None, "", ""),
        ("testclient", "", "testclient"),
    ],
)
def test_who_asks(near: str | None, forwarded: str, peer: str) -> None:
    assert peer_of(asked_by(near, forwarded)) == peer
