"""
Addresses of helpers: proved to be theirs, sealed, and theirs to take away.
"""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handover import (
    people,
    presence,
)
from handover.console.browsers import device
from handover.notices import addresses, post
from handover.notices.letter import sentence
from store.errors import CodeWrong, InvalidRequest
from store.schema import Address, Role
from tests.unit.handover.notices.world import CONSOLE, World
from tests.unit.handover.scene import MASTER, Clock


async def test_a_mailbox_gets_a_code_and_nothing_else_before_it_is_typed(world: World, time: Clock) -> None:
    async with world.database.writing() as session:
        noor = await people.join(session, "Noor", Role.VOLUNTEER)
        await presence.set_duty(session, noor, True)
        mine = await addresses.add_mail(session, MASTER, noor, "noor@voorbeeld.nl")
    await world.person()
    assert await post.go_round(world.ground, world.senders) == 1
    words = world.mailboxes.letters[0].words
    async with world.database.writing() as session:
        address = await session.get_one(Address, mine)
        code = addresses.where(MASTER, address).code
        assert words == f"{sentence('confirm', code)}\n\n{CONSOLE}"
        assert (len(code), code in words) == (6, True)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        with pytest.raises(CodeWrong):
            await addresses.confirm(session, MASTER, address, wrong)
        await addresses.confirm(session, MASTER, address, f" {code} ")
        assert addresses.where(MASTER, address).code == ""
    world.mailboxes.letters.clear()
    await world.person()
    assert await post.go_round(world.ground, world.senders) == 1


async def test_a_code_is_too_late_after_a_quarter_of_an_hour(world: World, time: Clock) -> None:
    async with world.database.writing() as session:
        noor = await people.join(session, "Noor", Role.VOLUNTEER)
        mine = await addresses.add_mail(session, MASTER, noor, "noor@voorbeeld.nl")
        _, link = await addresses.add_telegram(session, MASTER, noor)
    time.passes(minutes=15)
    async with world.database.writing() as session:
        address = await session.get_one(Address, mine)
        with pytest.raises(CodeWrong):
            await addresses.confirm(session, MASTER, address, addresses.where(MASTER, address).code)
        assert not await addresses.connect(session, MASTER, link, 42)
    assert await post.go_round(world.ground, world.senders) == 0
    time.passes(seconds=1)
    await world.doing(addresses.forget)
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Address)) == 0


async def test_the_same_address_twice_is_one_and_a_shared_browser_is_whose_it_is_now(world: World) -> None:
    noor, sam = await world.helper("Noor"), await world.helper("Sam")
    browser = world.browsers["Noor"]["endpoint"]
    async with world.database.writing() as session:
        first = await addresses.add_mail(session, MASTER, noor, "Noor@voorbeeld.nl")
        assert first in {one["id"] for one in await addresses.shown(session, MASTER, noor)}
        await addresses.add_push(session, MASTER, noor, browser, "Firefox")
        assert len(await addresses.shown(session, MASTER, noor)) == 2
        await addresses.add_push(session, MASTER, sam, browser, "Firefox")
        assert [one["kind"] for one in await addresses.shown(session, MASTER, noor)] == [addresses.MAIL]
        assert len(await addresses.shown(session, MASTER, sam)) == 3


async def test_ten_addresses_are_enough(world: World) -> None:
    noor = await world.helper("Noor")
    async with world.database.writing() as session:
        for n in range(addresses.MOST - 2):
            await addresses.add_mail(session, MASTER, noor, f"noor{n}@voorbeeld.nl")
        with pytest.raises(InvalidRequest):
            await addresses.add_telegram(session, MASTER, noor)


async def test_nothing_of_an_address_is_readable_at_rest(world: World, tmp_path: Path) -> None:
    noor = await world.helper("Noor")
    async with world.database.writing() as session:
        _, code = await addresses.add_telegram(session, MASTER, noor)
        await addresses.connect(session, MASTER, code, 8_800_554_433)
    async with world.database.reading() as session:
        rows = [json.dumps({k: str(v) for k, v in vars(one).items()}) for one in await session.scalars(select(Address))]
    assert len(rows) == 3
    for secret in ("noor@voorbeeld", world.browsers["Noor"]["endpoint"], "8800554433", code):
        assert not any(secret in row for row in rows), secret


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox op Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1", "Safari op iPhone"),
        ("curl/8", "Browser"),
    ],
)  # fmt: skip
def test_a_browser_has_a_name_that_its_helper_knows(agent: str, label: str) -> None:
    assert device(agent) == label
