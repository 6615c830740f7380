"""
How the channel comes to Telegram: by polling or webhook, past refusals and outages, and without a word in any log.
"""

import logging
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.client import UPDATES
from bot.router import Find, Incoming, Received
from store.errors import TelegramRefused
from tests.telegram.botapi import BotApi, serving
from tests.telegram.house import PUBLIC, House
from tests.telegram.people import Person


@pytest.mark.parametrize("token", ["1:verkeerd", "geen sleutel", "é/../x"])
async def test_a_refused_token_says_so(api: BotApi, tmp_path: Path, token: str) -> None:
    home = House(api, tmp_path, token=token)
    with pytest.raises(TelegramRefused) as refused:
        await home.open()
    await home.close()
    assert str(refused.value) == "Telegram weigert deze sleutel. Kijk NACHTLICHT_TELEGRAM_TOKEN na."
    assert refused.value.__suppress_context__


async def test_without_a_token_there_is_no_telegram(api: BotApi, tmp_path: Path) -> None:
    home = await House(api, tmp_path, token=" ").open()
    assert await api.push(f"{PUBLIC}/telegram/webhook", {"update_id": 1}, "x") == 403
    await home.close()
    assert api.calls == []


async def test_a_server_that_is_away_does_not_stop_the_house(api: BotApi, tmp_path: Path, person: Person) -> None:
    api.breaks("getMe", times=3)
    api.breaks("deleteWebhook", times=1)
    home = await House(api, tmp_path).open()
    await person.says("hoi")
    await person.sees()
    assert (await person.sees()).text == "Je zei: hoi"
    await home.close()


async def test_a_server_that_is_nowhere_does_not_stop_the_house(tmp_path: Path) -> None:
    async with serving() as gone:
        pass
    home = await House(gone, tmp_path).open()
    assert await home.database.alive()
    await home.close()


async def test_polling_goes_on_after_failures(api: BotApi, home: House, person: Person) -> None:
    api.breaks("getUpdates", times=2, status=500)
    await person.says("hoi")
    await person.sees()
    assert (await person.sees()).text == "Je zei: hoi"


async def test_polling_takes_a_webhook_away_first(api: BotApi, tmp_path: Path, person: Person) -> None:
    api.webhook = {"url": "https://elders.test/hook"}
    home = await House(api, tmp_path).open()
    await person.says("hoi")
    await person.sees()
    assert api.asked("deleteWebhook")
    await home.close()


async def test_an_update_is_acknowledged_only_when_it_is_in_the_log(
    api: BotApi, home: House, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, fails = home.database.writing, iter([True, True, True])

    def away() -> object:
        if next(fails, False):
            raise OSError
        return writing()

    monkeypatch.setattr(home.database, "writing", away)
    await person.says("een")
    await person.says("twee")
    await person.sees()
    assert (await person.sees()).text == "Je zei: een"
    assert (await person.sees()).text == "Je zei: twee"


async def test_an_update_that_we_cannot_handle_stops_nobody_for_ever(
    api: BotApi, home: House, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling.PAUSES", (0.01,))
    receive = home.router.receive

    async def stumbles(find: Find, incoming: Incoming) -> Received:
        if incoming.text == "struikel":
            raise RuntimeError
        return await receive(find, incoming)

    monkeypatch.setattr(home.router, "receive", stumbles)
    await person.says("struikel")
    await person.says("loop")
    await person.sees()
    assert (await person.sees()).text == "Je zei: loop"
    await api.acknowledged()


async def test_the_webhook_is_set_and_served(api: BotApi, tmp_path: Path, person: Person) -> None:
    home = await House(api, tmp_path, webhook=True).open()
    asked = await api.waits_webhook()
    assert asked["url"] == f"{PUBLIC}/telegram/webhook"
    assert asked["secret_token"] == home.telegram.secret
    assert asked["allowed_updates"] == UPDATES
    assert api.token not in asked["secret_token"]
    await person.says("hoi")
    await person.sees()
    assert (await person.sees()).text == "Je zei: hoi"
    await api.acknowledged()
    assert not api.asked("getUpdates")
    await home.close()


async def test_the_webhook_lets_in_only_telegram(api: BotApi, tmp_path: Path, person: Person) -> None:
    home = await House(api, tmp_path, webhook=True).open()
    url = f"{PUBLIC}/telegram/webhook"
    update = {"update_id": 1, "message": api.message(person.chat, 1) | {"text": "vals"}}
    for secret in (None, "", "x" * 64, api.token, home.telegram.secret + "é"):
        assert await api.push(url, update, secret) == 403
    assert await home.vault(person) is None
    transport = httpx.ASGITransport(home.app)
    headers = {"X-Telegram-Bot-Api-Secret-Token": home.telegram.secret}
    async with httpx.AsyncClient(transport=transport) as client:
        assert (await client.post(url, json=update)).json()["error"] == "webhook_forged"
        for rubbish in (b"", b"{", b"[]", b"\xff"):
            assert (await client.post(url, content=rubbish, headers=headers)).status_code == 422
    await home.close()


async def test_the_webhook_asks_again_while_the_database_is_away(
    api: BotApi, tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = await House(api, tmp_path, webhook=True).open()
    await api.waits_webhook()
    writing, fails = home.database.writing, iter([True, True])

    def away() -> object:
        if next(fails, False):
            raise OSError("gone")
        return writing()

    monkeypatch.setattr(home.database, "writing", away)
    await person.says("hoi")
    await person.sees()
    assert (await person.sees()).text == "Je zei: hoi"
    await api.acknowledged()
    assert api.pushed == [503, 503, 200]
    await home.close()


async def test_no_log_holds_words_numbers_or_the_token(
    api: BotApi, tmp_path: Path, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.breaks("getMe")
    api.breaks("sendMessage", retry_after=1)
    api.breaks("sendMessage", times=2)
    home = await House(api, tmp_path).open()
    await person.says("mijn diepste geheim")
    await person.sees()
    await person.sees()
    await person.says("/wis")
    await person.sees()
    await home.close()
    written = caplog.text + "".join(str(record.args) for record in caplog.records)
    assert "telegram.retry" in written
    for secret in ("diepste", api.token, "proef-sleutel", str(person.number)):
        assert secret not in written
