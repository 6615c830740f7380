"""
Colleagues beside a talk, on both databases: who may read along and for how long, and whispers that only they can read.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy import func, select

from handover import access, overleg, queue, talking
from store import conversations
from store.database import Database
from store.errors import HandoverOver, MessageEmpty, MessageTooLong, NachtlichtError, NotFound, NotYours
from store.schema import Helper, Reader, Role, Whisper
from tests.unit.handover import desk, scene
from tests.unit.handover.scene import MASTER, Clock, Waiting

Step = Callable[..., Coroutine[Any, Any, Any]]


async def do(database: Database, step: Step, who: Helper, one: Waiting, *more: Any) -> Any:
    """
    One step of a helper beside a talk, as a transaction.
    """
    async with database.writing() as session:
        return await step(session, MASTER, who, one.handover, *more)


async def reads(database: Database, who: Helper, one: Waiting) -> int:
    """
    How many lines of a talk somebody can read.
    """
    async with database.reading() as session:
        return len((await talking.read(session, MASTER, who, one.conversation, 0))[1])


async def refused(database: Database, error: type[NachtlichtError], step: Step, *more: Any) -> None:
    with pytest.raises(error):
        await do(database, step, *more)


async def three(database: Database) -> tuple[Helper, Helper, Helper, Waiting]:
    """
    Two volunteers and a coordinator, and a talk that the first holds.
    """
    sam, noor = await scene.there(database, "Sam"), await scene.there(database, "Noor")
    ida = await scene.there(database, "Ida", Role.COORDINATOR)
    return sam, noor, ida, await desk.held(database, sam)


async def test_colleagues_are_those_of_ones_own_lane_and_who_is_there(database: Database, time: Clock) -> None:
    sam = await scene.there(database, "Sam")
    await scene.helper_of(database, "Ida", Role.COORDINATOR)
    await scene.there(database, "Mel", Role.MELDPUNT)
    await scene.there(database, "Edo", Role.EDITOR)
    await scene.there(database, "Bo")
    async with database.reading() as session:
        found = await overleg.colleagues(session, sam)
    assert [(one["name"], one["role"], one["there"]) for one in found] == [
        ("Bo", "volunteer", True),
        ("Ida", "coordinator", False),
    ]


async def test_whoever_is_asked_reads_from_where_the_helper_does_and_the_person_hears_it_once(
    database: Database, time: Clock
) -> None:
    sam, noor, _, one = await three(database)
    with pytest.raises(NotYours):
        await reads(database, noor, one)
    await do(database, overleg.invite, sam, one, noor.id)
    await do(database, overleg.invite, sam, one, noor.id)
    with pytest.raises(NotYours):
        await reads(database, noor, one)
    async with database.reading() as session:
        expected = [{"handover": one.handover, "conversation": one.conversation, "helper": "Sam"}]
        assert await overleg.invited(session, noor) == expected
        assert await overleg.reading(session, noor) == []
    shown = await do(database, overleg.join, noor, one)
    assert (shown["id"], shown["conversation"]) == (one.handover, one.conversation)
    await do(database, overleg.join, noor, one)
    assert await reads(database, noor, one) == await reads(database, sam, one)
    async with database.reading() as session:
        assert await overleg.readers(session, one.conversation) == ["Noor"]
        assert await overleg.invited(session, noor) == []
        assert await overleg.reading(session, noor) == expected
    told = [entry.text for entry in await scene.said(database, one) if "Noor leest" in entry.text]
    assert len(told) == 1
    assert told[0].startswith("Noor leest mee om Sam te helpen.")
    assert (await scene.trail(database, one))[-2:] == ["reader_asked", "reader_joined"]


async def test_a_reader_writes_nothing_to_the_person(database: Database, time: Clock) -> None:
    sam, noor, _, one = await three(database)
    await do(database, overleg.invite, sam, one, noor.id)
    await do(database, overleg.join, noor, one)
    with pytest.raises(NotYours):
        async with database.writing() as session:
            await talking.write(session, MASTER, noor, one.conversation, "hallo", "1")
    async with database.reading() as session:
        with pytest.raises(NotYours):
            await access.own_talk(session, noor, one.conversation)
    await refused(database, NotYours, queue.give_back, noor, one)


async def test_only_who_holds_the_talk_asks_and_only_who_was_asked_comes(database: Database, time: Clock) -> None:
    sam, noor, ida, one = await three(database)
    bo = await scene.there(database, "Bo")
    mel = await scene.there(database, "Mel", Role.MELDPUNT)
    await refused(database, NotYours, overleg.invite, noor, one, bo.id)
    await refused(database, NotYours, overleg.join, bo, one)
    await refused(database, NotYours, overleg.join, ida, one)
    await refused(database, NotYours, overleg.join, sam, one)
    await refused(database, NotFound, overleg.join, mel, one)
    for stranger in (mel.id, sam.id, "nobody"):
        await refused(database, NotFound, overleg.invite, sam, one, stranger)


async def test_a_coordinator_who_is_called_comes_along(database: Database, time: Clock) -> None:
    sam, noor, ida, one = await three(database)
    await do(database, queue.escalate, noor, one)
    await refused(database, NotYours, overleg.join, ida, one)
    await do(database, queue.escalate, sam, one)
    assert await do(database, overleg.whisper, ida, one, "Ik kijk mee.", "1")
    with pytest.raises(NotYours):
        await reads(database, ida, one)
    await do(database, overleg.join, ida, one)
    assert await reads(database, ida, one)
    await refused(database, NotYours, overleg.join, noor, one)


async def test_a_reader_leaves_and_says_no(database: Database, time: Clock) -> None:
    sam, noor, _, one = await three(database)
    await do(database, overleg.leave, noor, one)
    await do(database, overleg.invite, sam, one, noor.id)
    await do(database, overleg.leave, noor, one)
    assert not [entry for entry in await scene.said(database, one) if "Noor leest" in entry.text]
    await refused(database, NotYours, overleg.join, noor, one)
    await do(database, overleg.invite, sam, one, noor.id)
    await do(database, overleg.join, noor, one)
    await do(database, overleg.leave, noor, one)
    await desk.latest(database, one, "reader_joins", "reader_leaves")
    with pytest.raises(NotYours):
        await reads(database, noor, one)
    assert (await scene.trail(database, one))[-5:] == [
        "reader_asked", "reader_declined", "reader_asked", "reader_joined", "reader_left",
    ]  # fmt: skip


async def test_when_the_talk_leaves_the_helpers_hands_reading_along_ends(database: Database, time: Clock) -> None:
    sam, noor, _, one = await three(database)
    await do(database, overleg.invite, sam, one, noor.id)
    await do(database, overleg.join, noor, one)
    await do(database, queue.give_back, sam, one)
    with pytest.raises(NotYours):
        await reads(database, noor, one)
    time.passes(seconds=1)
    await scene.claims(database, sam, one)
    with pytest.raises(NotYours):
        await reads(database, noor, one)
    async with database.reading() as session:
        assert await overleg.readers(session, one.conversation) == []
        assert await overleg.reading(session, noor) == []
    await do(database, overleg.invite, sam, one, noor.id)
    await do(database, overleg.join, noor, one)
    assert await reads(database, noor, one)
    await desk.closes(database, sam, one)
    with pytest.raises(NotYours):
        await reads(database, noor, one)
    await refused(database, HandoverOver, overleg.join, noor, one)


async def test_whispers_are_for_those_beside_the_talk_and_never_for_the_person(database: Database, time: Clock) -> None:
    sam, noor, _, one = await three(database)
    bo = await scene.there(database, "Bo")
    first = await do(database, overleg.whisper, sam, one, " Ik twijfel. ", "a")
    assert await do(database, overleg.whisper, sam, one, "Ik twijfel.", "a") == first
    for stranger in (noor, bo):
        await refused(database, NotYours, overleg.whisper, stranger, one, "Hoi", "b")
        await refused(database, NotYours, overleg.whispers, stranger, one, 0)
    await do(database, overleg.invite, sam, one, noor.id)
    await refused(database, NotYours, overleg.whispers, noor, one, 0)
    await do(database, overleg.join, noor, one)
    second = await do(database, overleg.whisper, noor, one, "Vraag het gewoon.", "a")
    seen = await do(database, overleg.whispers, noor, one, 0)
    assert [(w["id"], w["helper"], w["mine"], w["text"]) for w in seen] == [
        (first, "Sam", False, "Ik twijfel."),
        (second, "Noor", True, "Vraag het gewoon."),
    ]
    assert [w["id"] for w in await do(database, overleg.whispers, sam, one, first)] == [second]
    everything = " ".join(entry.text for entry in await scene.said(database, one))
    assert "twijfel" not in everything
    assert "Vraag het" not in everything


async def test_a_whisper_has_words_and_an_end(database: Database, time: Clock) -> None:
    sam, _, _, one = await three(database)
    await refused(database, MessageEmpty, overleg.whisper, sam, one, "  ", "1")
    await refused(database, MessageTooLong, overleg.whisper, sam, one, "x" * 4001, "1")
    await desk.closes(database, sam, one)
    await refused(database, HandoverOver, overleg.whisper, sam, one, "Nog iets", "1")


async def test_what_was_whispered_stays_with_those_who_were_there(database: Database, time: Clock) -> None:
    sam, noor, _, one = await three(database)
    await do(database, overleg.whisper, sam, one, "Onder ons.", "1")
    await do(database, queue.give_back, sam, one)
    time.passes(seconds=1)
    await scene.claims(database, noor, one)
    assert await do(database, overleg.whispers, noor, one, 0) == []
    await refused(database, NotYours, overleg.whispers, sam, one, 0)


async def test_whispers_are_sealed_and_go_with_the_talk(database: Database, time: Clock) -> None:
    sam, noor, _, one = await three(database)
    await do(database, overleg.whisper, sam, one, "vuurtoren", "1")
    await do(database, overleg.invite, sam, one, noor.id)
    async with database.writing() as session:
        assert b"vuurtoren" not in (await session.scalars(select(Whisper.sealed_words))).one()
        await conversations.erase(session, one.conversation)
    async with database.reading() as session:
        for table in (Whisper, Reader):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
