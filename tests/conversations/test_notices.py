"""
Notices over HTTP: helpers say where they are to be reached, people ask for a human, and the news comes by browser, mail and Telegram,
once each, also from two processes, and with no word of anybody.
"""

import asyncio
import random
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from handover.notices.letter import sentence
from store.texts import texts
from tests.conversations.people import Person, Volunteer, fits
from tests.notices import postbox, pushservice
from tests.notices.postbox import Postbox
from tests.notices.pushservice import PushService
from tests.running import RunningHouse, until
from tests.telegram import botapi
from tests.telegram.botapi import BotApi
from tests.telegram.people import Person as Chatter

NOWHERE = "http://127.0.0.1:9"  # no engine: a human is reached without one
RED = "ik sta op het dak en ik ga nu springen"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with pushservice.serving() as running:
        yield running


@pytest.fixture(scope="module")
def mailboxes() -> Iterator[Postbox]:
    with postbox.serving() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def api() -> AsyncIterator[BotApi]:
    async with botapi.serving() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["sqlite", "two on postgresql"])
async def houses(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    service: PushService,
    mailboxes: Postbox,
    api: BotApi,
) -> AsyncIterator[list[RunningHouse]]:
    """
    One process, or two on one database; the bot is with the first.
    """
    ways = {"push_services": service.url, "mail_url": mailboxes.url, "mail_from": "nachtlicht@voorbeeld.nl"}
    bot = {"telegram_token": api.token, "telegram_api": api.url}
    settings, data = {"engine_url": NOWHERE, **ways}, tmp_path_factory.mktemp("notices") / "data"
    made = [RunningHouse(data, **settings, **bot)]
    if request.param != "sqlite":
        settings["database_url"] = request.getfixturevalue("postgresql").new_database()
        made = [RunningHouse(data, **settings, **more) for more in (bot, {})]
    for house in made:
        await asyncio.to_thread(house.start)
    yield made
    for house in made:
        assert await asyncio.to_thread(house.stop) == 0


class Reached:
    """
    A helper who is reached in three ways, and what came.
    """

    def __init__(self, house: RunningHouse, service: PushService, mailboxes: Postbox, chat: Chatter, role: str) -> None:
        self.helper = Volunteer(house, f"{role} {uuid.uuid4().hex[:6]}", role=role)
        self.mailbox = f"{role}.{uuid.uuid4().hex[:6]}@voorbeeld.nl"
        self.service, self.mailboxes, self.chat = service, mailboxes, chat
        self.browser: dict[str, Any] = {}

    def call(self, method: str, path: str, **more: Any) -> Any:
        """
        A request that goes well.
        """
        answer = self.helper.call(method, path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def connects(self) -> None:
        """
        Add a browser, a mailbox and a chat, the last two with their proof.
        """
        call = self.call
        key = (await asyncio.to_thread(call, "GET", "/push-key"))["key"]
        self.browser = self.service.subscribe(key)
        await asyncio.to_thread(self.adds, {"kind": "push", "where": self.browser})
        mine = await asyncio.to_thread(self.adds, {"kind": "mail", "where": self.mailbox})
        letter = (await asyncio.to_thread(until, lambda: self.mailboxes.of(self.mailbox), "the code"))[0]
        code = re.search(r"\b\d{6}\b", letter.words)
        assert code
        refused = await asyncio.to_thread(self.confirms, mine["id"], f"{(int(code[0]) + 1) % 10**6:06}")
        assert (refused.status_code, refused.json()["error"]) == (422, "wrong_code")
        assert (await asyncio.to_thread(self.confirms, mine["id"], code[0])).status_code == 200
        link = (await asyncio.to_thread(self.adds, {"kind": "telegram"}))["link"]
        await self.chat.says(f"/start {link.partition('?start=')[2]}")
        assert (await self.chat.sees()).text == texts().record("notices_here").text
        self.mailboxes.letters.remove(letter)

    def adds(self, address: dict[str, Any]) -> dict[str, Any]:
        """
        Add an address.
        """
        return dict(self.call("POST", "/addresses", json=address))

    def confirms(self, address: str, code: str) -> Any:
        """
        Type a code.
        """
        return self.helper.call("POST", f"/addresses/{address}/confirm", json={"code": code})

    async def hears(self, event: str, nth: int) -> None:
        """
        Wait until the nth news came, in all three ways; it is the sentence of an event.
        """
        assert (await self.chat.sees()).text == sentence(event)
        await asyncio.to_thread(until, lambda: len(self.mailboxes.of(self.mailbox)) >= nth, f"mail {nth}")
        await asyncio.to_thread(until, lambda: len(self.service.at(self.browser)) >= nth, f"push {nth}")
        assert self.mailboxes.of(self.mailbox)[nth - 1].words == sentence(event)

    def counts(self) -> tuple[int, int, int]:
        """
        How much came by browser, mail and Telegram.
        """
        told = len(self.chat.chat.bubbles) - 1
        return len(self.service.at(self.browser)), len(self.mailboxes.of(self.mailbox)), told


def asks_for_somebody(house: RunningHouse, marker: str) -> Person:
    """
    Somebody who writes a marker wherever one can write, and waits.
    """
    person = Person(house)
    person.says("ik wil een mens spreken")
    person.hears("bot")
    assert fits(person.hears("bot"), "card")
    person.chooses("Pas aan")
    person.hears("bot")
    person.says(f"Ik heet {marker}.")
    person.hears("bot")
    person.chooses("Ja, stuur maar")
    person.hears("bot")
    return person


async def test_the_news_comes_once_in_each_way_and_without_a_word(
    houses: list[RunningHouse], service: PushService, mailboxes: Postbox, api: BotApi
) -> None:
    first, last = houses[0], houses[-1]
    marker = f"vuurtoren{uuid.uuid4().hex[:8]}"
    chats = [Chatter(api, 8_800_000_000 + random.randrange(10**8)) for _ in range(2)]
    noor = await asyncio.to_thread(Reached, first, service, mailboxes, chats[0], "volunteer")
    co = await asyncio.to_thread(Reached, first, service, mailboxes, chats[1], "coordinator")
    for one in (noor, co):
        await one.connects()
    shown = await asyncio.to_thread(noor.call, "GET", "/addresses")
    assert (shown["mail"], shown["telegram"]) == (True, True)
    assert [(a["kind"], a["confirmed"]) for a in shown["addresses"]] == [
        ("push", True),
        ("mail", True),
        ("telegram", True),
    ]
    assert shown["addresses"][1]["label"] == noor.mailbox
    await asyncio.to_thread(noor.helper.on_duty)

    await asyncio.to_thread(asks_for_somebody, last, marker)
    await noor.hears("waiting", 1)
    handover = await asyncio.to_thread(noor.helper.claims)
    assert marker in handover["summary"]
    await asyncio.to_thread(noor.call, "POST", f"/handovers/{handover['id']}/escalate")
    await co.hears("escalated", 1)

    person = await asyncio.to_thread(Person, last)
    await asyncio.to_thread(person.says, f"{marker}. {RED}")
    await asyncio.gather(noor.hears("alarm", 2), co.hears("alarm", 2))
    alarm = (await asyncio.to_thread(noor.call, "GET", "/queue"))["alarms"][0]["id"]
    await asyncio.to_thread(noor.call, "POST", f"/alarms/{alarm}/take")
    await asyncio.to_thread(noor.call, "POST", f"/alarms/{alarm}/close", json={"reason": "safe"})

    await asyncio.to_thread(asks_for_somebody, first, marker)
    await noor.hears("waiting", 3)
    assert (noor.counts(), co.counts()) == ((3, 3, 3), (2, 2, 2))
    assert service.refused == []
    assert mailboxes.refused == 0
    sent = [letter.raw.decode() for letter in mailboxes.letters]
    sent += [f"{knock.headers}{knock.body!r}" for knock in service.knocks]
    sent += [str(asked) for chat in chats for asked in api.asked("sendMessage", chat.number)]
    names = (marker, "dak", noor.helper.name, co.helper.name, handover["id"], handover["conversation"], alarm)
    assert [name for name in names for one in sent if name in one] == []
    assert all(marker not in house.output.read_text(encoding="utf-8") for house in houses)


async def test_addresses_are_ones_own(
    houses: list[RunningHouse], service: PushService, mailboxes: Postbox, api: BotApi
) -> None:
    house = houses[0]
    sanne = await asyncio.to_thread(Volunteer, house, "Sanne")
    noor = await asyncio.to_thread(Volunteer, house, "Nora")
    editor = await asyncio.to_thread(Volunteer, house, "Redactie", "editor")

    def walk() -> None:
        key = sanne.call("GET", "/push-key").json()["key"]
        wanted = {"kind": "push", "where": service.subscribe(key)}
        headers = {"Authorization": f"Bearer {sanne.token}", "User-Agent": AGENT}
        mine = house.http.post("/console/api/addresses", json=wanted, headers=headers).json()
        assert set(mine) == {"id"}
        listed = sanne.call("GET", "/addresses").json()["addresses"]
        assert listed == [{"id": mine["id"], "kind": "push", "label": "Firefox", "confirmed": True}]
        assert noor.call("GET", "/addresses").json()["addresses"] == []
        for method, path, body in (
            ("DELETE", f"/addresses/{mine['id']}", None),
            ("POST", f"/addresses/{mine['id']}/confirm", {"code": "123456"}),
        ):
            assert noor.call(method, path, json=body).status_code == 404
            assert editor.call(method, path, json=body).status_code == 403
            assert house.request(method, f"/console/api{path}", json=body).status_code == 401
        for path in ("/addresses", "/push-key"):
            assert editor.call("GET", path).status_code == 403
        assert editor.call("POST", "/addresses", json=wanted).status_code == 403
        for wrong, status in (
            ({"kind": "mail", "where": "geen adres"}, 422),
            ({"kind": "mail", "where": "sanne@voorbeeld.nl\nBcc: x@y.nl"}, 422),
            ({"kind": "duif"}, 422),
            ({"kind": "push", "where": {"endpoint": "http://169.254.169.254/"}}, 409),
        ):
            assert sanne.call("POST", "/addresses", json=wrong).status_code == status, wrong
        for _ in range(5):
            assert (
                sanne.call("POST", "/addresses", json={"kind": "mail", "where": "sanne@voorbeeld.nl"}).status_code
                == 200
            )
        again = sanne.call("POST", "/addresses", json={"kind": "mail", "where": "sanne@voorbeeld.nl"})
        assert (again.status_code, again.json()["error"]) == (429, "too_many_tries")
        waiting = next(a for a in sanne.call("GET", "/addresses").json()["addresses"] if a["kind"] == "mail")
        assert not waiting["confirmed"]
        answers = [
            sanne.call("POST", f"/addresses/{waiting['id']}/confirm", json={"code": "0"}).status_code for _ in range(6)
        ]
        assert answers == [422] * 5 + [429]
        assert sanne.call("DELETE", f"/addresses/{mine['id']}").json() == {"ok": True}
        assert sanne.call("DELETE", f"/addresses/{mine['id']}").status_code == 404

    await asyncio.to_thread(walk)
    assert (houses[0].data / "vapid.key").stat().st_mode & 0o777 == 0o600


async def test_the_worker_of_the_page_shows_one_fixed_sentence(houses: list[RunningHouse]) -> None:
    script = await asyncio.to_thread(houses[0].http.get, "/console/static/worker.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "no-cache"
    assert "'Nachtlicht: er is iets voor je in de console.'" in script.text
    assert ".data" not in script.text
    manifest = await asyncio.to_thread(houses[0].http.get, "/console/static/nachtlicht.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert manifest.json()["start_url"] == "/console"
