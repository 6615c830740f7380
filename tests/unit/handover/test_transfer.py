"""
A talk that goes on to a colleague, on both databases: it waits for them, not for ever, and over HTTP others see why.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot.house import House
from bot.settings import load
from handover import care, overleg, people, queue, talking, transfer, waiting, wanted
from store import conversations
from store.database import Database
from store.errors import ColleagueAway, ForColleague, HandoverOver, NotFound, NotYours
from store.schema import Handover, Helper, Role, State
from tests.unit.handover import desk, scene
from tests.unit.handover.scene import MASTER, Clock, Waiting


async def hands_on(
    database: Database, who: Helper, one: Waiting, to: Helper | None, remark: str = "Zij houdt van tuinen."
) -> None:
    async with database.writing() as session:
        await transfer.hand_on(session, MASTER, who, one.handover, to.id if to else None, remark)


async def state(database: Database, one: Waiting) -> tuple[str, str | None]:
    found = await scene.handover_of(database, one)
    return found.state, found.wanted_id


async def test_it_waits_for_the_colleague_who_gets_the_note(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    await hands_on(database, sam, one, noor)
    assert await state(database, one) == (State.WAITING, noor.id)
    text = await desk.latest(database, one, "transfer_to")
    assert "Sam" in text
    assert "Noor" in text
    assert "10 minuten" in text
    with pytest.raises(NotYours):
        async with database.reading() as session:
            await talking.read(session, MASTER, sam, one.conversation, 0)
    time.passes(minutes=9, seconds=59)
    for other in (sam, bo):
        with pytest.raises(ForColleague):
            await scene.claims(database, other, one)
    await scene.comes(database, noor)
    shown = await scene.claims(database, noor, one)
    assert shown["handing"] == "Zij houdt van tuinen."
    assert shown["wanted"] is None
    assert b"tuinen" not in ((await scene.handover_of(database, one)).sealed_handing or b"")


async def test_after_ten_minutes_it_is_for_anyone_and_the_person_hears_so(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    await hands_on(database, sam, one, noor)
    ground = scene.ground(database)
    time.passes(minutes=9)
    assert await wanted.go_round(ground) == 0
    time.passes(minutes=1)
    for there in (sam, bo):
        await scene.comes(database, there)
    assert await wanted.go_round(ground) == 1
    assert await wanted.go_round(ground) == 0
    assert await state(database, one) == (State.WAITING, None)
    await desk.latest(database, one, "wanted_away", "waiting_first")
    assert await waiting.go_round(ground) == 0
    await scene.claims(database, bo, one)
    assert (await scene.trail(database, one))[-2:] == ["wanted_lapsed", "claimed"]


async def test_anyone_may_claim_after_ten_minutes_also_before_the_round(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    await hands_on(database, sam, one, noor)
    time.passes(minutes=10)
    await scene.claims(database, bo, one)


async def test_a_colleague_may_say_no_and_nobody_else_for_them(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    await hands_on(database, sam, one, noor)
    with pytest.raises(NotYours):
        async with database.writing() as session:
            await transfer.decline(session, MASTER, bo, one.handover)
    async with database.writing() as session:
        await transfer.decline(session, MASTER, noor, one.handover)
    await desk.latest(database, one, "wanted_away", "waiting_first")
    with pytest.raises(NotYours):
        async with database.writing() as session:
            await transfer.decline(session, MASTER, noor, one.handover)
    await scene.claims(database, bo, one)
    await desk.closes(database, bo, one)
    with pytest.raises(HandoverOver):
        async with database.writing() as session:
            await transfer.decline(session, MASTER, noor, one.handover)


async def test_to_nobody_in_particular_it_is_for_everybody_at_once(database: Database, time: Clock) -> None:
    sam, _, bo, one = await desk.three(database)
    await hands_on(database, sam, one, None, "  ")
    assert await state(database, one) == (State.WAITING, None)
    await desk.latest(database, one, "transfer_any", "waiting_first")
    assert (await scene.claims(database, bo, one))["handing"] == ""


async def test_only_ones_own_talk_and_only_to_a_colleague_who_is_there(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    mel = await scene.there(database, "Mel", Role.MELDPUNT)
    with pytest.raises(NotYours):
        await hands_on(database, noor, one, bo)
    for nobody in (mel, sam):
        with pytest.raises(NotFound):
            await hands_on(database, sam, one, nobody)
    await scene.comes(database, noor, False)
    with pytest.raises(ColleagueAway):
        await hands_on(database, sam, one, noor)
    assert await state(database, one) == (State.LIVE, None)
    assert (await scene.handover_of(database, one)).sealed_handing is None


async def test_the_person_may_rather_have_whoever_comes_first(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    await hands_on(database, sam, one, noor)
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, one.conversation, lock=True)
        await transfer.anyone(session, vault)
    assert await state(database, one) == (State.WAITING, None)
    await desk.latest(database, one, "waiting_first")
    await scene.claims(database, bo, one)


async def test_what_is_red_waits_for_one_colleague_only_shortly(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    async with database.writing() as session:
        (await session.get_one(Handover, one.handover)).level = queue.RED
    await hands_on(database, sam, one, noor)
    time.passes(minutes=2)
    await scene.claims(database, bo, one)
    async with database.reading() as session:
        assert (await session.get_one(Helper, sam.id)).break_until is not None


async def test_readers_do_not_go_on_with_it(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    async with database.writing() as session:
        await overleg.invite(session, MASTER, sam, one.handover, bo.id)
        await overleg.join(session, MASTER, bo, one.handover)
    await hands_on(database, sam, one, noor)
    time.passes(seconds=1)
    await scene.claims(database, noor, one)
    with pytest.raises(NotYours):
        async with database.reading() as session:
            await talking.read(session, MASTER, bo, one.conversation, 0)


@pytest.fixture
async def http(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    house = House(load(_env_file=None, data=tmp_path / "data"), database, MASTER, None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://nachtlicht.test") as client:
        yield client
    await house.engine.close()


async def test_over_http_others_hear_that_it_waits_for_a_colleague(
    database: Database, time: Clock, http: httpx.AsyncClient
) -> None:
    sam, noor, bo, one = await desk.three(database)
    tokens = {}
    async with database.writing() as session:
        for who in (sam, noor, bo):
            tokens[who.name] = await people.new_key(session, who, "api")

    async def post(who: Helper, path: str, **body: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {tokens[who.name]}"}
        return await http.post(f"/console/api/handovers/{one.handover}/{path}", headers=headers, json=body)

    answer = await post(sam, "transfer", helper=noor.id, note="Tuinen.")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    refused = await post(bo, "claim")
    assert (refused.status_code, refused.json()["error"]) == (409, "for_colleague")
    time.passes(minutes=10)
    claimed = await post(bo, "claim")
    assert (claimed.status_code, claimed.json()["handing"]) == (200, "Tuinen.")
    assert (await post(noor, "claim")).json()["error"] == "already_claimed"
    await scene.comes(database, noor, False)
    assert (await post(bo, "transfer", helper=noor.id, note="")).json()["error"] == "colleague_away"


async def test_after_a_hard_talk_each_who_held_it_is_asked_how_they_are(database: Database, time: Clock) -> None:
    sam, noor, bo, one = await desk.three(database)
    async with database.writing() as session:
        await session.execute(update(Handover).where(Handover.id == one.handover).values(level=1))
    await hands_on(database, sam, one, noor)
    time.passes(minutes=11)
    await scene.comes(database, noor)
    await scene.claims(database, noor, one)
    await desk.closes(database, noor, one)
    async with database.reading() as session:
        asked = [len(await care.open_debriefs(session, helper)) for helper in (sam, noor, bo)]
    assert asked == [1, 1, 0]
