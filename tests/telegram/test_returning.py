"""
Coming back on Telegram with four words of a talk that was begun elsewhere.
"""

import pytest
from sqlalchemy import func, select

from bot.returning import TRIES
from handover import consent
from store import conversations, log, words
from store.errors import ConversationErased, WordsUnknown
from store.schema import Conversation, Sender
from store.speech import say
from store.texts import texts
from tests.conversations.people import fits
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import Person

OTHER_WORDS = "aalbes aanrecht aardbol abrikoos"


def record(name: str) -> str:
    return texts().record(name).text


class WebTalk:
    """
    A talk that was begun on the web, with four words.
    """

    def __init__(self, home: House, conversation: str, token: str, words: str) -> None:
        self.home, self.id, self.token, self.words = home, conversation, token, words

    @classmethod
    async def begun(cls, home: House) -> "WebTalk":
        async with home.database.writing() as session:
            vault, token = await conversations.begin(session, home.master, "web")
            await say(session, vault, texts().record("welcome"))
            await log.append(session, vault, Sender.YOU, {"text": "op het web gezegd"})
            vault.row.handled_seq = vault.row.said_seq
            return cls(home, vault.id, token, await conversations.four_words(session, vault))

    async def log(self) -> list[tuple[str, str]]:
        """
        Who said what, read with the web's own token.
        """
        async with self.home.database.reading() as session:
            vault = await conversations.open_by_token(session, self.home.master, self.token)
            return [(entry.sender.value, entry.text) for entry in await log.after(session, vault, 0)]


@pytest.fixture
async def talk(home: House) -> WebTalk:
    return await WebTalk.begun(home)


async def talks(home: House) -> int:
    async with home.database.reading() as session:
        alive = select(func.count()).select_from(Conversation).where(Conversation.wrapped_key.is_not(None))
        return int(await session.scalar(alive) or 0)


def typo(given: str) -> str:
    """
    The words with one letter missing, so that they can still be read.
    """
    return next(less for n in range(len(given)) if words.read(less := given[:n] + given[n + 1 :]) == given)


@pytest.mark.parametrize("how", ["/terug {}", "/terug@nachtlicht_bot {}", "/TERUG\n{}", "{}", "  {}.\n"])
async def test_four_words_bring_a_new_chat_to_the_talk(home: House, person: Person, talk: WebTalk, how: str) -> None:
    before = await talk.log()
    await person.says(how.format(talk.words.title()))
    assert (await person.sees()).text == record("returned_telegram")
    vault = await home.vault(person)
    assert vault is not None
    assert vault.id == talk.id
    assert await talk.log() == [*before, ("bot", record("returned_telegram"))], "and the words are in no log"
    assert await talks(home) == 1
    await person.says("hier ben ik weer")
    assert (await person.sees()).text == "Je zei: hier ben ik weer"
    assert (await talk.log())[-2:] == [("you", "hier ben ik weer"), ("bot", "Je zei: hier ben ik weer")]
    assert len(person.chat.bubbles) == 2, "nothing old is repeated"


async def test_a_typo_is_forgiven_in_either_way(api: BotApi, home: House, talk: WebTalk) -> None:
    for number, how in enumerate(("/terug {}", "{}")):
        person = Person(api, 5000 + number)
        await person.says(how.format(typo(talk.words).replace(" ", "-")))
        assert (await person.sees()).text == record("returned_telegram")
    assert await talks(home) == 1


async def test_the_talk_goes_on_in_the_last_chat_only(api: BotApi, home: House, talk: WebTalk) -> None:
    one, other = Person(api, 6001), Person(api, 6002)
    await one.says(talk.words)
    await one.sees()
    await other.says(talk.words)
    assert (await other.sees()).text == record("returned_telegram")
    await home.says(other, Sender.BOT, "alleen voor de laatste")
    assert (await other.sees()).text == "alleen voor de laatste"
    assert [bubble.text for bubble in one.chat.bubbles] == [record("returned_telegram")]
    await one.says("hoi")
    assert (await one.sees()).text == record("welcome_telegram"), "the first chat begins anew"


async def test_the_former_talk_of_the_chat_is_erased(home: House, person: Person, talk: WebTalk) -> None:
    await person.says("hier gezegd")
    await person.sees()
    await person.sees()
    former = await home.vault(person)
    assert former is not None
    await person.says(talk.words)
    assert (await person.sees()).text == record("returned_telegram_erased")
    async with home.database.reading() as session:
        with pytest.raises(ConversationErased):
            await conversations.open_by_id(session, home.master, former.id)
    assert await talks(home) == 1


async def test_a_former_talk_with_words_of_its_own_can_be_found_again(
    home: House, person: Person, talk: WebTalk
) -> None:
    await person.says("hier gezegd")
    await person.sees()
    await person.sees()
    await person.says("mijn vier woorden")
    given = (await person.sees()).text
    former = await home.vault(person)
    assert former is not None
    own = str(former.state()[conversations.FOUR_WORDS])
    assert own in given
    await person.says(f"/terug {talk.words}")
    assert (await person.sees()).text == record("returned_telegram")
    await person.says(own)
    assert (await person.sees()).text == record("returned_telegram")
    again = await home.vault(person)
    assert again is not None
    assert again.id == former.id
    assert await talks(home) == 2


async def test_a_question_to_a_human_is_not_left_behind(home: House, person: Person, talk: WebTalk) -> None:
    await person.says("/start")
    await person.sees()
    vault = await home.vault(person)
    assert vault is not None
    async with home.database.writing() as session:
        locked = await conversations.open_by_id(session, home.master, vault.id, lock=True)
        await consent.show_card(session, locked)
    await person.sees()
    await person.says(talk.words)
    assert (await person.sees()).text == record("return_waits")
    here = await home.vault(person)
    assert here is not None
    assert here.id == vault.id
    assert talk.words not in str(await home.log(person))
    await person.says("toch geen mens")
    assert (await person.sees()).text == record("withdrawn")
    await person.says(talk.words)
    assert (await person.sees()).text == record("returned_telegram_erased")


@pytest.mark.parametrize("how", ["/terug {}", "{}"])
async def test_unknown_words_are_told_kindly_and_begin_nothing(home: House, person: Person, how: str) -> None:
    await person.says(how.format(OTHER_WORDS))
    assert (await person.sees()).text == record("return_unknown")
    assert await talks(home) == 0
    await person.says("/terug")
    assert (await person.sees()).text == record("return_how")
    await person.says("/terug naar af")
    assert (await person.sees()).text == record("return_unknown")


async def test_words_of_an_erased_talk_are_unknown(home: House, person: Person, talk: WebTalk) -> None:
    async with home.database.writing() as session:
        await conversations.erase(session, talk.id)
    await person.says(talk.words)
    assert (await person.sees()).text == record("return_unknown")
    async with home.database.reading() as session:
        with pytest.raises(WordsUnknown):
            await conversations.open_by_words(session, home.master, talk.words)


async def test_who_is_there_already_is_told_so(home: House, person: Person, talk: WebTalk) -> None:
    await person.says(talk.words)
    await person.sees()
    await person.says(typo(talk.words))
    assert (await person.sees()).text == record("returned_already")
    assert [text for who, text in await talk.log() if who == "you"] == ["op het web gezegd"]


async def test_guessing_is_slowed_down_and_the_right_words_too(home: House, person: Person, talk: WebTalk) -> None:
    for _ in range(TRIES):
        await person.says(OTHER_WORDS)
        assert (await person.sees()).text == record("return_unknown")
    for typed in (OTHER_WORDS, f"/terug {talk.words}", talk.words):
        await person.says(typed)
        assert (await person.sees()).text == record("return_slowly")
    assert await home.vault(person) is None


async def test_four_plain_words_that_only_look_like_it_are_a_message(home: House, person: Person) -> None:
    await person.says("aalbee aanrecht aardbol abrikoos")
    await person.sees()
    assert (await person.sees()).text == "Je zei: aalbee aanrecht aardbol abrikoos"


async def test_danger_behind_a_slash_is_heard(home: House, person: Person) -> None:
    await person.says("/terug ik wil niet meer leven")
    await person.sees()
    assert fits({"text": (await person.sees()).text}, "safety_suicide_orange")


async def test_an_update_that_comes_twice_brings_back_once(
    api: BotApi, home: House, person: Person, talk: WebTalk
) -> None:
    sent = await person.says(talk.words)
    await person.sees()
    await api.acknowledged()
    await api.again(sent)
    await person.says("verder")
    assert (await person.sees()).text == "Je zei: verder"
    assert (await talk.log())[2:] == [
        ("bot", record("returned_telegram")),
        ("you", "verder"),
        ("bot", "Je zei: verder"),
    ]


async def test_the_commands_are_in_the_menu_of_telegram(api: BotApi, home: House, person: Person) -> None:
    await api.called("setMyCommands", 1)
    await person.says("/start")
    await person.sees()
    assert api.commands["terug"] == "verder met je vier woorden"
    assert {"terug", "kaarten", "wis", "stop", "help"} == set(api.commands)
