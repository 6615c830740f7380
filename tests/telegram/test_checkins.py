"""
Check-ins on Telegram: they come by themselves, once, also after a restart, and a button answers or ends them.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import checkins, rounds
from bot.settings import waking
from store import clock, conversations
from store.ground import Ground
from store.schema import Checkin, Conversation
from store.texts import texts
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import Person

DAY_AND_NIGHT = waking("")


def record(name: str) -> str:
    return texts().record(name).text


async def says_yes(home: House, person: Person, deed: checkins.Deed, label: str) -> None:
    """
    Begin a talk, be asked at the end of a turn, and say yes by button.
    """
    await person.says("/start")
    await person.sees()
    vault = await home.vault(person)
    assert vault is not None
    async with home.database.writing() as session:
        locked = await conversations.open_by_id(session, home.master, vault.id, lock=True)
        locked.remember(locked.state() | {"question": "none"})
        await deed(session, locked)
    await person.sees()
    await person.taps(label)


async def time_passes(home: House) -> None:
    """
    The moment is there, and the talk was a while ago.
    """
    before = clock.now() - timedelta(days=8)
    async with home.database.writing() as session:
        await session.execute(update(Checkin).values(due_at=before))
        await session.execute(update(Conversation).values(last_at=before))


async def go(home: House) -> int:
    return await rounds.go(Ground(home.database, home.master, True), DAY_AND_NIGHT)


async def test_it_comes_by_itself_and_is_said_so_before(home: House, person: Person) -> None:
    await says_yes(home, person, checkins.offer_step, "Ja, morgen")
    assert person.chat.bubbles[-1].text == record("checkin_ask_step_telegram")
    told = (await person.sees()).text
    assert told.startswith("Goed. Je krijgt één berichtje, morgen vanaf 18 uur.") or "vandaag vanaf 18 uur" in told
    assert await go(home) == 0
    await time_passes(home)
    assert await go(home) == 1
    came = await person.sees()
    assert came.text == record("checkin_step")
    assert came.labels == ["Het is gelukt", "Niet gelukt", "Nog niet gedaan", "Geen berichtjes meer"]
    await person.taps("Het is gelukt")
    assert (await person.sees()).text == "Knop: /goal_done"
    await person.says("dank je")
    assert (await person.sees()).text == "Je zei: dank je"
    assert await go(home) == 0


async def test_a_hello_can_be_ended_by_its_button(home: House, person: Person) -> None:
    await says_yes(home, person, checkins.offer_hello, "Ja, af en toe")
    await person.sees()
    await time_passes(home)
    assert await go(home) == 1
    assert (await person.sees()).text == record("checkin_hello")
    await person.taps("Geen berichtjes meer")
    assert (await person.sees()).text == record("checkin_off")
    await time_passes(home)
    assert await go(home) == 0


@pytest.mark.parametrize("when", ["before sending", "before delivery"])
async def test_it_survives_a_restart_and_comes_once(api: BotApi, tmp_path: Path, person: Person, when: str) -> None:
    first = await House(api, tmp_path).open()
    await says_yes(first, person, checkins.offer_step, "Ja, over een week")
    await person.sees()
    await time_passes(first)
    if when == "before delivery":
        # The channel stops first, so that the line is in the log and was never brought.
        await first.telegram.stop()
        assert await go(first) == 1
        await first.router.stop()
        await first.engine.close()
        await first.database.close()
    else:
        await first.close()
    second = await House(api, tmp_path).open()
    assert await go(second) == (0 if when == "before delivery" else 1)
    assert (await person.sees()).text == record("checkin_step")
    assert await go(second) == 0
    await person.says("het ging wel")
    assert (await person.sees()).text == "Je zei: het ging wel"
    assert [bubble.text for bubble in person.chat.bubbles].count(record("checkin_step")) == 1
    await second.close()


async def test_a_web_talk_that_moved_to_telegram_gets_the_truth_of_telegram(home: House, person: Person) -> None:
    async with home.database.writing() as session:
        vault, _ = await conversations.begin(session, home.master, "web")
        words = await conversations.four_words(session, vault)
        await checkins.offer_step(session, vault)
    await person.says(words)
    await person.sees()
    async with home.database.writing() as session:
        moved = await conversations.open_by_id(session, home.master, vault.id, lock=True)
        await checkins.offer_hello(session, moved)
    assert (await person.sees()).text == record("checkin_ask_hello_telegram")
