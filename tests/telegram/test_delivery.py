"""
What is said: brought to Telegram in order, through trouble, and never lost.
"""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from store import clock
from store.schema import Sender
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import Person


async def meet(person: Person) -> None:
    """
    Begin a talk.
    """
    await person.says("/start")
    await person.sees()


async def test_flood_control_delays_and_loses_nothing(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    api.breaks("sendMessage", retry_after=1)
    for text in ("een", "twee", "drie"):
        await home.says(person, Sender.BOT, text)
    assert [(await person.sees()).text for _ in range(3)] == ["een", "twee", "drie"]
    assert len(api.asked("sendMessage")) == 5


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_failing_server_is_tried_again(api: BotApi, home: House, person: Person, status: int) -> None:
    await meet(person)
    api.breaks("sendMessage", times=2, status=status)
    await home.says(person, Sender.BOT, "nog eens")
    await home.says(person, Sender.BOT, "en verder")
    assert (await person.sees()).text == "nog eens"
    assert (await person.sees()).text == "en verder"


async def test_a_lost_answer_may_double_a_message_and_never_loses_it(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    api.breaks("sendMessage", after=True)
    await home.says(person, Sender.BOT, "eerst")
    await home.says(person, Sender.BOT, "dan")
    assert [(await person.sees()).text for _ in range(3)] == ["eerst", "eerst", "dan"]


async def test_what_telegram_never_takes_does_not_stop_the_rest(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    api.breaks("sendMessage", status=400)
    await home.says(person, Sender.BOT, "onmogelijk")
    await home.says(person, Sender.BOT, "wel mogelijk")
    assert (await person.sees()).text == "wel mogelijk"


async def test_whoever_is_gone_from_telegram_is_left_alone(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    person.chat.open = False
    await home.says(person, Sender.BOT, "ben je daar")
    await api.called("sendMessage", 2)
    await home.says(person, Sender.BOT, "nog iets")
    await person.says("terug")
    assert [(await person.sees()).text for _ in range(3)] == ["ben je daar", "nog iets", "Je zei: terug"]


async def test_whoever_blocks_is_left_alone_until_they_write(api: BotApi, home: House, person: Person) -> None:
    other = Person(api, 1002)
    await meet(person)
    await meet(other)
    person.blocks()
    await home.says(person, Sender.BOT, "ben je daar")
    await home.says(person, Sender.BOT, "nog iets")
    await home.says(other, Sender.BOT, "en jij")
    assert (await other.sees()).text == "en jij"
    tried = api.asked("sendMessage", person.number)
    person.blocks(False)
    await person.says("ik ben er weer")
    assert [(await person.sees()).text for _ in range(3)] == ["ben je daar", "nog iets", "Je zei: ik ben er weer"]
    assert len(tried) <= 2


async def test_a_blocked_chat_is_not_tried_by_the_sweep(
    api: BotApi, tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.delivery.SWEEP_SECONDS", 0.01)
    home = await House(api, tmp_path).open()
    other = Person(api, 1002)
    await meet(person)
    await meet(other)
    person.blocks()
    await home.says(person, Sender.BOT, "ben je daar")
    await home.says(other, Sender.BOT, "een")
    await other.sees()
    for n in range(20):
        await other.says(str(n))
        await other.sees()
    tried = api.asked("sendMessage", person.number)
    assert len(tried) == 2
    await home.close()


async def test_helpers_are_named_and_the_house_speaks_in_italics(home: House, person: Person) -> None:
    await meet(person)
    await home.says(person, Sender.SYSTEM, "Vanaf nu schrijft Sam. 🌙")
    await home.says(person, Sender.HUMAN, "Hoi <b>jij</b> & _ik_ *nu*", name="Sam")
    told, said = await person.sees(), await person.sees()
    assert told.entities == [{"type": "italic", "offset": 0, "length": 25}]
    assert said.text == "Sam: Hoi <b>jij</b> & _ik_ *nu*"
    assert said.entities == []


async def test_a_long_text_comes_in_pieces_with_the_buttons_last(home: House, person: Person) -> None:
    await meet(person)
    long = " ".join(f"Zin {n} is er ook nog." for n in range(300))
    await home.says(person, Sender.BOT, long, choices=[{"label": "Ja", "payload": "/affirm"}])
    pieces = [await person.sees(), await person.sees()]
    assert " ".join(piece.text for piece in pieces) == long
    assert [piece.labels for piece in pieces] == [[], ["Ja"]]


async def test_a_text_to_edit_can_be_copied(home: House, person: Person) -> None:
    await meet(person)
    await home.says(person, Sender.BOT, "Schrijf het zoals jij het wilt.", prefill="Ik slaap slecht.")
    await person.sees()
    copy = await person.sees()
    assert copy.text == "Ik slaap slecht."
    assert [entity["type"] for entity in copy.entities] == ["code"]


@pytest.mark.parametrize("who", ["bot", "human"])
async def test_typing_is_shown(home: House, person: Person, who: str) -> None:
    await meet(person)
    vault = await home.vault(person)
    assert vault is not None
    await home.database.ring(f"typing-{who}:{vault.id}")
    await person.chat.until(lambda: person.chat.typing == 1, "typing is shown")


async def test_what_was_said_while_the_house_was_closed_comes_at_the_start(
    api: BotApi, tmp_path: Path, person: Person
) -> None:
    home = await House(api, tmp_path).open()
    await person.says("hoi")
    await person.sees()
    await person.sees()
    await home.telegram.stop()
    for text in ("een", "twee"):
        await home.says(person, Sender.BOT, text)
    await person.says("nog iets")
    await home.close()
    home = await House(api, tmp_path).open()
    assert [(await person.sees()).text for _ in range(3)] == ["een", "twee", "Je zei: nog iets"]
    await home.close()
    home = await House(api, tmp_path).open()
    await person.says("klaar")
    assert (await person.sees()).text == "Je zei: klaar"
    await home.close()


async def test_closing_lets_go_of_a_message_that_waits(api: BotApi, tmp_path: Path, person: Person) -> None:
    home = await House(api, tmp_path).open()
    await meet(person)
    api.breaks("sendMessage", retry_after=600)
    await home.says(person, Sender.BOT, "straks")
    await api.called("sendMessage", 2)
    async with asyncio.timeout(5):
        await home.close()
    home = await House(api, tmp_path).open()
    assert (await person.sees()).text == "straks"
    await home.close()


async def test_a_chat_that_a_dead_process_held_is_delivered(api: BotApi, tmp_path: Path, person: Person) -> None:
    home = await House(api, tmp_path).open()
    await meet(person)
    await home.telegram.stop()
    await home.chats(worker="dead", worker_until=clock.now() + timedelta(hours=1))
    await home.says(person, Sender.BOT, "nog van toen")
    await home.close()
    home = await House(api, tmp_path).open()
    assert (await person.sees()).text == "nog van toen"
    await home.close()


async def test_what_another_process_holds_is_left_to_it(api: BotApi, home: House, person: Person) -> None:
    other = Person(api, 1002)
    await meet(person)
    await meet(other)
    await home.chats(worker="other", worker_until=clock.now() + timedelta(hours=1))
    await home.says(person, Sender.BOT, "van de ander")
    await home.chats(worker=None, worker_until=None)
    await home.says(person, Sender.BOT, "van ons samen")
    assert [(await person.sees()).text for _ in range(2)] == ["van de ander", "van ons samen"]
