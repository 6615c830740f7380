"""
The main talk on Telegram: a real python-telegram-bot in a real house, with engine and actions, against a Bot API server of our own.
"""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from store.texts import texts
from tests.conversations.people import Volunteer, fits
from tests.conversations.script import REFLECTIONS
from tests.conversations.test_matrix import FALSE_ALARMS, ROWS
from tests.running import RunningHouse, until
from tests.telegram.botapi import BotApi, serving
from tests.telegram.chat import Bubble
from tests.telegram.people import Person


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """
    A Bot API server on a free port.
    """
    async with serving() as running:
        yield running


@pytest_asyncio.fixture
async def telegram_house(api: BotApi, tmp_path: Path) -> AsyncIterator[RunningHouse]:
    """
    A house with its engine, on Telegram.
    """
    running = RunningHouse(tmp_path / "data", telegram_token=api.token, telegram_api=api.url)
    await asyncio.to_thread(running.start)
    await asyncio.to_thread(running.until_engine)
    yield running
    assert await asyncio.to_thread(running.stop) == 0


def named(bubble: Bubble, name: str) -> bool:
    """
    Whether a message on Telegram is one of our texts by name.
    """
    return fits({"text": bubble.text}, name)


def listens(bubble: Bubble) -> bool:
    """
    Whether a message gives back what was said, in one of the ways to do so.
    """
    return any(named(bubble, name) for name in texts().responses if name.startswith(REFLECTIONS))


async def test_from_hoi_to_a_volunteer_who_answers(api: BotApi, telegram_house: RunningHouse) -> None:
    person = Person(api, 8_800_112_233)
    volunteer = await asyncio.to_thread(Volunteer, telegram_house, f"Sam {uuid.uuid4().hex[:4]}")
    await asyncio.to_thread(volunteer.on_duty)

    await person.says("hoi")
    assert named(await person.sees(), "welcome_telegram")
    assert named(await person.sees(), "utter_greet")
    await person.says("ik voel me zo alleen sinds de kinderen het huis uit zijn")
    assert listens(await person.sees())
    await person.says("niemand belt meer en de avonden duren lang")
    assert listens(await person.sees())
    await person.says("ik zou wel weer willen zingen")
    assert named(await person.sees(), "utter_wish_to_step")
    await person.says("/restart")
    await person.sees()
    await person.says("ik wil een mens spreken")
    assert named(await person.sees(), "card")
    await person.taps("Ja, stuur maar")
    assert named(await person.sees(), "waiting_first")

    await asyncio.to_thread(until, volunteer.waiting, "somebody waiting")
    handover = await asyncio.to_thread(volunteer.claims)
    assert str(person.number) not in str(handover)
    assert "proef" not in str(handover).lower()
    assert named(await person.sees(), "switch_to_human")
    await asyncio.to_thread(volunteer.says, "Hoi, fijn dat je er bent.")
    assert (await person.sees()).text == f"{volunteer.name}: Hoi, fijn dat je er bent."
    await person.says("dank je")
    read: list[str] = []
    end = time.monotonic() + 20
    while "dank je" not in read:
        assert time.monotonic() < end, read
        read += [message["text"] for message in await asyncio.to_thread(volunteer.reads, 1)]
    await asyncio.to_thread(volunteer.closes)
    assert named(await person.sees(), "switch_to_bot")
    await person.says("ik wil niet meer leven")
    assert named(await person.sees(), "safety_suicide_orange")
    await person.says("wis alles")
    assert "gewist" in (await person.sees()).text


async def test_each_row_of_the_matrix_alone(api: BotApi, telegram_house: RunningHouse) -> None:
    for number, (text, record, names, _, _) in enumerate(ROWS):
        person = Person(api, 8_700_000_000 + number)
        await person.says("/start")
        assert named(await person.sees(), "welcome_telegram"), text
        await person.says(text)
        bubble = await person.sees()
        assert named(bubble, record), (text, bubble.text)
        assert names in bubble.text
        await person.taps("Liever een mens")
        assert named(await person.sees(), "nobody_on_duty"), text


async def test_each_row_of_the_matrix_beside_a_volunteer(api: BotApi, telegram_house: RunningHouse) -> None:
    volunteer = await asyncio.to_thread(Volunteer, telegram_house, f"Noor {uuid.uuid4().hex[:4]}")
    await asyncio.to_thread(volunteer.on_duty)
    for number, (text, _, _, topic, level) in enumerate(ROWS):
        person = Person(api, 8_600_000_000 + number)
        await person.says("ik wil een mens spreken")
        await person.sees()
        assert named(await person.sees(), "card")
        await person.taps("Ja, stuur maar")
        await person.sees()
        await asyncio.to_thread(until, volunteer.waiting, "somebody waiting")
        await asyncio.to_thread(volunteer.claims)
        await person.sees()
        await person.says(text)
        assert named(await person.sees(), f"safety_beside_{level}"), text
        read = [m for m in await asyncio.to_thread(volunteer.reads) if m["from"] == "you"]
        assert (read[0]["signal"]["topic"], read[0]["signal"]["level"]) == (topic, level), text
        await asyncio.to_thread(volunteer.closes)
        assert named(await person.sees(), "switch_to_bot")
        await asyncio.to_thread(volunteer.rests, 0)


async def test_false_alarms_on_telegram_cost_one_gentle_sentence(api: BotApi, telegram_house: RunningHouse) -> None:
    for number, text in enumerate(FALSE_ALARMS):
        person = Person(api, 8_500_000_000 + number)
        await person.says("/start")
        await person.sees()
        await person.says(text)
        first = await person.sees()
        if not named(first, "safety_suicide_doubt"):
            assert "Bel nu 112" not in first.text, (text, first.text)
            assert "0800" not in first.text, (text, first.text)
            continue
        await person.says("nee hoor, dat bedoel ik niet")
        assert named(await person.sees(), "safety_mistaken"), text
