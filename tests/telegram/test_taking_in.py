"""
What a person sends: taken in once, in order, and answered.
"""

import pytest
from sqlalchemy import func, select

from store.schema import Conversation, Message, TelegramChat, TelegramUpdate
from store.texts import texts
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import ATTACHMENTS, Group, Person


def record(name: str) -> str:
    return texts().record(name).text


async def count(home: House, table: type) -> int:
    async with home.database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_the_first_words_are_met_with_a_welcome_and_an_answer(home: House, person: Person) -> None:
    await person.says("hoi")
    welcome = await person.sees()
    assert welcome.text == record("welcome_telegram")
    assert "computer" in welcome.text
    assert "Telegram" in welcome.text
    assert (await person.sees()).text == "Je zei: hoi"
    assert await home.log(person) == [("bot", welcome.text), ("you", "hoi"), ("bot", "Je zei: hoi")]


async def test_an_update_that_comes_twice_is_taken_in_once(api: BotApi, home: House, person: Person) -> None:
    first = await person.says("een")
    await person.sees()
    assert (await person.sees()).text == "Je zei: een"
    await api.acknowledged()
    await api.again(first)
    await person.says("twee")
    assert (await person.sees()).text == "Je zei: twee"
    assert [text for who, text in await home.log(person) if who == "you"] == ["een", "twee"]


async def test_many_messages_keep_their_order(home: House, person: Person) -> None:
    home.engine.may_speak.clear()
    for n in range(8):
        await person.says(f"bericht {n}")
    home.engine.may_speak.set()
    await person.sees()
    assert [(await person.sees()).text for _ in range(8)] == [f"Je zei: bericht {n}" for n in range(8)]
    assert [text for who, text in await home.log(person) if who == "you"] == [f"bericht {n}" for n in range(8)]


async def test_people_do_not_hear_each_other(api: BotApi, home: House, person: Person) -> None:
    other = Person(api, 1002)
    await person.says("van mij")
    await other.says("van een ander")
    await person.sees()
    await other.sees()
    assert (await person.sees()).text == "Je zei: van mij"
    assert (await other.sees()).text == "Je zei: van een ander"


async def test_a_message_longer_than_ours_is_taken_in_whole(home: House, person: Person) -> None:
    long = "woord " * 680 + "einde"
    await person.says(long)
    await person.sees()
    assert (await person.sees()).text.startswith("Je zei: woord woord")
    said = [text for who, text in await home.log(person) if who == "you"]
    assert " ".join(said) == long
    assert len(said) == 2


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_is_left_without_a_word(api: BotApi, home: House, person: Person, kind: str) -> None:
    group = Group(api, -1005, kind)
    await group.hears(person, "hallo allemaal")
    await group.is_left()
    assert group.chat.bubbles == []
    assert await count(home, Conversation) == 0
    assert await count(home, TelegramUpdate) == 0


async def test_a_channel_is_left_too(api: BotApi, home: House) -> None:
    channel = Group(api, -1006, "channel")
    await channel.adds_bot()
    await channel.is_left()
    assert channel.chat.bubbles == []


async def test_other_bots_are_not_answered(api: BotApi, home: House, person: Person) -> None:
    robot = {"id": 9, "is_bot": True, "first_name": "Robot"}
    await api.comes(message=api.message(api.chat(9), 1) | {"from": robot, "text": "piep"})
    await person.says("hoi")
    await person.sees()
    await person.sees()
    assert await count(home, TelegramChat) == 1


async def test_start_welcomes_once_and_is_no_message(home: House, person: Person) -> None:
    await person.says("/start")
    assert (await person.sees()).text == record("welcome_telegram")
    await person.says("/start@nachtlicht_bot uit-een-link")
    assert (await person.sees()).text == record("telegram_welcome_back")
    assert [who for who, _ in await home.log(person)] == ["bot", "bot"]


async def test_help_names_the_numbers(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    await person.says("/help")
    told = await person.sees()
    assert told.text == record("telegram_help")
    for number in ("112", "113", "0800-0113"):
        assert number in told.text


async def test_stop_goes_to_the_house_and_other_slashes_are_plain_text(home: House, person: Person) -> None:
    await person.says("/STOP nu")
    await person.sees()
    assert (await person.sees()).text == "Je zei: /stop"
    await person.says('/restart{"x":1}')
    assert (await person.sees()).text == 'Je zei: /restart{"x":1}'


@pytest.mark.parametrize("words", ["/wis", "/wis@nachtlicht_bot", "Wis alles!"])
async def test_wiping_erases_at_once_and_gives_a_receipt(home: House, person: Person, words: str) -> None:
    await person.says("mijn geheim")
    await person.sees()
    await person.sees()
    before = await home.vault(person)
    assert before is not None
    await person.says(words)
    told = await person.sees()
    async with home.database.reading() as session:
        row = await session.get_one(Conversation, before.id)
    assert row.receipt
    assert told.text.startswith(texts().record("erased", receipt=row.receipt).text)
    assert told.text.endswith(record("telegram_erased"))
    assert row.wrapped_key is None
    assert await home.vault(person) is None
    assert await count(home, Message) == 0
    await person.says("opnieuw")
    assert (await person.sees()).text == record("welcome_telegram")
    assert (await person.sees()).text == "Je zei: opnieuw"


async def test_what_is_no_text_gets_a_kind_word_and_is_not_fetched(api: BotApi, home: House, person: Person) -> None:
    words = {
        "telegram_voice": ["voice", "audio"],
        "telegram_picture": ["photo", "video", "video_note", "animation", "sticker"],
        "telegram_file": ["document"],
        "telegram_place": ["location"],
        "telegram_contact": ["contact"],
        "telegram_other": ["poll", "dice", "unheard_of"],
    }
    await person.says("/start")
    told = [("bot", (await person.sees()).text)]
    for name, kinds in words.items():
        for kind in kinds:
            await person.shows(kind)
            assert (await person.sees()).text == record(name), kind
            told.append(("bot", record(name)))
    assert await home.log(person) == told
    assert {kind for kinds in words.values() for kind in kinds} == set(ATTACHMENTS)
    assert not api.asked("getFile")


async def test_a_caption_counts_as_words(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    await person.shows("photo", "mijn hond")
    assert (await person.sees()).text == record("telegram_picture")
    assert (await person.sees()).text == "Je zei: mijn hond"


async def test_an_album_is_spoken_of_once(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    for _ in range(3):
        await person.shows("photo", album="zomer")
    assert (await person.sees()).text == record("telegram_picture")
    await person.says("klaar")
    assert (await person.sees()).text == "Je zei: klaar"


async def test_a_picture_beside_a_human_is_spoken_of_by_the_house(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    await home.gives_to_human(person)
    await person.shows("sticker")
    told = await person.sees()
    assert told.text == record("telegram_picture")
    assert [entity["type"] for entity in told.entities] == ["italic"]


async def test_an_open_question_stays_open_beside_a_picture(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    await person.shows("voice")
    await person.sees()
    vault = await home.vault(person)
    assert vault is not None
    assert vault.state()["question"] == "open"


async def test_new_words_of_an_edit_are_taken_in_anew(home: House, person: Person) -> None:
    sent = await person.says("ik heb honger")
    await person.sees()
    await person.sees()
    await person.edits(sent, text="ik lust wel soep")
    assert (await person.sees()).text == record("telegram_edited")
    assert (await person.sees()).text == "Je zei: ik lust wel soep"
    assert [text for who, text in await home.log(person) if who == "you"][1:] == ["ik lust wel soep"]


async def test_a_place_that_moves_is_no_new_message(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    sent = await person.shows("location")
    assert (await person.sees()).text == record("telegram_place")
    await person.edits(sent, location={"latitude": 52.2, "longitude": 5.2})
    await person.says("hier")
    assert (await person.sees()).text == "Je zei: hier"


async def test_something_unreadable_stops_nobody(api: BotApi, home: House, person: Person) -> None:
    await api.comes(message={"message_id": 1, "chat": "kapot"})
    await person.says("hoi")
    await person.sees()
    assert (await person.sees()).text == "Je zei: hoi"
    await api.acknowledged()
