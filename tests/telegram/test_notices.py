"""
Helpers on Telegram: a link connects a chat once, no talk begins by it, and notices come there as long as the chat is open to us.
"""

import pytest
from sqlalchemy import func, select

from handover import people
from handover.notices import addresses, outbox, post
from handover.notices.letter import sentence
from handover.notices.telegram import Telegram
from store.ground import Ground
from store.schema import Address, Conversation, Helper, Notice, Role
from store.texts import texts
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import Person

CONSOLE = "https://nachtlicht.test/console"


async def link_of(home: House, name: str = "Noor") -> tuple[Helper, str]:
    """
    A helper, and what opening their link makes Telegram send.
    """
    telegram = Telegram(home.telegram.notify, home.telegram.name)
    async with home.database.writing() as session:
        helper = await people.join(session, name, Role.VOLUNTEER)
        _, code = await addresses.add_telegram(session, home.master, helper)
    link = telegram.link(code)
    assert link
    head, _, start = link.partition("?start=")
    assert head == "https://t.me/nachtlicht_bot"
    assert len(start) <= 64
    return helper, f"/start {start}"


async def talks(home: House) -> int:
    """
    How many conversations there are.
    """
    async with home.database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(Conversation)) or 0)


async def goes_round(home: House) -> int:
    """
    One round of the post, to Telegram only.
    """
    telegram = Telegram(home.telegram.notify, home.telegram.name, CONSOLE)
    return await post.go_round(Ground(home.database, home.master, True), {addresses.TELEGRAM: telegram})


def told(name: str) -> str:
    """
    A text of record.
    """
    return texts().record(name).text


async def test_a_link_connects_the_chat_that_opens_it_and_begins_no_talk(home: House, person: Person) -> None:
    helper, start = await link_of(home)
    await person.says(start)
    assert (await person.sees()).text == told("notices_here")
    assert await talks(home) == 0
    async with home.database.writing() as session:
        shown = await addresses.shown(session, home.master, helper)
        assert [(one["kind"], one["label"], one["confirmed"]) for one in shown] == [("telegram", "Telegram", True)]
        await outbox.plan(session, "promise_broken", "x", [helper.id])
    assert await goes_round(home) == 1
    assert (await person.sees()).text == f"{sentence('promise_broken')}\n\n{CONSOLE}"
    assert await talks(home) == 0


async def test_a_link_works_once_and_an_old_one_says_so(home: House, api: BotApi, person: Person) -> None:
    _, start = await link_of(home)
    await person.says(start)
    await person.sees()
    other = Person(api, 8_800_554_434)
    for text in (start, "/start meld-verzonnen"):
        await other.says(text)
        assert (await other.sees()).text == told("notices_link_gone")
    async with home.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Address)) == 1
    assert await talks(home) == 0


async def test_an_update_that_comes_again_changes_nothing(home: House, api: BotApi, person: Person) -> None:
    _, start = await link_of(home)
    update = await person.says(start)
    await person.sees()
    await api.acknowledged()
    await api.again(update)
    await api.acknowledged()
    await person.says("/help")
    assert "112" not in (await person.sees()).text
    assert len([b for b in person.chat.bubbles if b.text in (told("notices_here"), told("notices_link_gone"))]) == 1


async def test_a_talk_that_goes_on_in_the_chat_stays_as_it_was(home: House, person: Person) -> None:
    await person.says("hoi")
    await person.sees()
    await person.sees()
    before = await home.log(person)
    helper, start = await link_of(home)
    await person.says(start)
    assert (await person.sees()).text == told("notices_here")
    assert await home.log(person) == before
    async with home.database.writing() as session:
        await outbox.plan(session, "promise_broken", "x", [helper.id])
    await goes_round(home)
    assert (await person.sees()).text.startswith(sentence("promise_broken"))
    assert await home.log(person) == before
    await person.says("/wis")
    await person.sees()
    async with home.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Address)) == 1


async def test_another_code_in_a_link_is_a_beginning_like_any(home: House, person: Person) -> None:
    await person.says("/start buurthuis")
    assert (await person.sees()).text == told("welcome_telegram")
    assert await talks(home) == 1


async def test_who_blocks_the_bot_is_left_in_peace(home: House, api: BotApi, person: Person) -> None:
    helper, start = await link_of(home)
    await person.says(start)
    await person.sees()
    person.blocks()
    async with home.database.writing() as session:
        await outbox.plan(session, "promise_broken", "x", [helper.id])
    assert await goes_round(home) == 0
    async with home.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Address)) == 0


@pytest.mark.parametrize("trouble", [{"status": 502}, {"retry_after": 5}])
async def test_telegram_in_trouble_is_tried_again_later(
    home: House, api: BotApi, person: Person, trouble: dict[str, int]
) -> None:
    helper, start = await link_of(home)
    await person.says(start)
    await person.sees()
    async with home.database.writing() as session:
        await outbox.plan(session, "promise_broken", "x", [helper.id])
    api.breaks("sendMessage", **trouble)  # type: ignore[arg-type]
    assert await goes_round(home) == 0
    async with home.database.reading() as session:
        notice = (await session.scalars(select(Notice))).one()
        assert (notice.state, notice.tries) == ("planned", 1)
