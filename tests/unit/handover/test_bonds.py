"""
The same helper again, on both databases: only where both said yes, first when they are there, and in a shift of theirs when nobody is.
"""

import pytest
from sqlalchemy import select

from handover import bonds, queue, transfer, wanted
from store import clock, conversations
from store.database import Database
from store.errors import ForColleague
from store.schema import Bond, Helper, PromiseState
from tests.unit.handover import desk, scene
from tests.unit.handover.scene import MASTER, Clock, Waiting


async def answers(database: Database, conversation: str, *, yes: bool) -> None:
    """
    The person answers whether they want the same helper again.
    """
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, conversation, lock=True)
        await (bonds.yes if yes else bonds.no)(session, vault)


async def bound(database: Database, who: Helper, term: bonds.Term = "weeks") -> Waiting:
    """
    A conversation whose person and helper both want each other again.
    """
    one = await desk.held(database, who)
    await desk.closes(database, who, one, again=term)
    await answers(database, one.conversation, yes=True)
    return one


async def kept(database: Database, conversation: str) -> str | None:
    """
    The name of the helper whom somebody gets again.
    """
    async with database.reading() as session:
        found = await bonds.in_force(session, conversation, "volunteer")
    return found.name if found else None


@pytest.mark.parametrize("term", ["weeks", "open"])
async def test_both_have_to_say_yes(database: Database, time: Clock, term: bonds.Term) -> None:
    sam = await scene.there(database, "Sam")
    one = await desk.held(database, sam)
    await desk.closes(database, sam, one, again=term)
    await desk.latest(database, one, "switch_to_bot", "bond_question")
    assert await kept(database, one.conversation) is None
    await answers(database, one.conversation, yes=True)
    text = await desk.latest(database, one, "bond_kept", "bond_keep")
    assert ("tot en met 1 april" if term == "weeks" else "zonder einddatum") in text
    assert await kept(database, one.conversation) == "Sam"
    assert {"bond_wished", "bond_yes"} <= set(await scene.trail(database, one))


async def test_a_helper_who_wants_nothing_leads_to_no_question(database: Database, time: Clock) -> None:
    sam = await scene.there(database, "Sam")
    one = await desk.held(database, sam)
    await desk.closes(database, sam, one)
    await desk.latest(database, one, "switch_to_bot")
    await answers(database, one.conversation, yes=True)
    await desk.latest(database, one, "card_gone")
    assert await kept(database, one.conversation) is None


async def test_a_no_ends_it_then_and_later(database: Database, time: Clock) -> None:
    sam = await scene.there(database, "Sam")
    first = await bound(database, sam)
    await answers(database, first.conversation, yes=False)
    await desk.latest(database, first, "bond_not")
    assert await kept(database, first.conversation) is None
    async with database.reading() as session:
        assert await session.scalar(select(Bond)) is None
    await answers(database, first.conversation, yes=False)


async def test_the_next_question_waits_for_the_same_helper_first(database: Database, time: Clock) -> None:
    sam, bo = await scene.there(database, "Sam"), await scene.there(database, "Bo")
    first = await bound(database, sam)
    one = await desk.returns(database, first.conversation)
    await desk.latest(database, first, "bond_waiting")
    with pytest.raises(ForColleague):
        await scene.claims(database, bo, one)
    await scene.claims(database, sam, one)
    assert (await scene.handover_of(database, one)).helper_id == sam.id


async def test_after_five_minutes_it_is_for_anyone(database: Database, time: Clock) -> None:
    sam, bo = await scene.there(database, "Sam"), await scene.there(database, "Bo")
    first = await bound(database, sam)
    one = await desk.returns(database, first.conversation)
    time.passes(minutes=5)
    await scene.comes(database, bo)
    assert await wanted.go_round(scene.ground(database)) == 1
    await desk.latest(database, first, "wanted_away", "waiting_first")
    await scene.claims(database, bo, one)


async def test_somebody_else_is_there_and_not_the_same_helper(database: Database, time: Clock) -> None:
    sam, bo = await scene.there(database, "Sam"), await scene.there(database, "Bo")
    first = await bound(database, sam)
    await scene.comes(database, sam, False)
    one = await desk.returns(database, first.conversation)
    await desk.latest(database, first, "waiting_first")
    await scene.claims(database, bo, one)


async def test_with_nobody_there_a_shift_of_the_same_helper_is_promised(database: Database, time: Clock) -> None:
    sam, bo = await scene.there(database, "Sam"), await scene.there(database, "Bo")
    first = await bound(database, sam)
    await desk.every_day(database, sam, "14:00", "15:00")
    await desk.every_day(database, bo, "09:00", "12:00")
    for who in (sam, bo):
        await scene.comes(database, who, False)
    one = await desk.returns(database, first.conversation)
    await desk.latest(database, first, "bond_promised")
    (promise,) = await scene.promises_of(database, one)
    assert promise.helper_id == sam.id
    assert f"{clock.local(promise.due_at):%d-%m %H:%M}" == "04-03 14:00"
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, first.conversation, lock=True)
        await transfer.anyone(session, vault)
    await desk.latest(database, first, "waiting_promised")
    soonest, released = await scene.promises_of(database, one)
    assert (soonest.state, soonest.helper_id, released.state) == (PromiseState.OPEN, None, PromiseState.RELEASED)
    assert f"{clock.local(soonest.due_at):%H:%M}" == "09:00"


async def test_what_is_red_waits_for_nobody_in_particular(database: Database, time: Clock) -> None:
    sam, bo = await scene.there(database, "Sam"), await scene.there(database, "Bo")
    first = await bound(database, sam)
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, first.conversation, lock=True)
        vault.row.watch = {**vault.row.watch, "level": queue.RED}
    one = await desk.returns(database, first.conversation)
    await scene.claims(database, bo, one)


async def test_it_ends_after_its_time_and_with_the_helper(database: Database, time: Clock) -> None:
    sam = await scene.there(database, "Sam")
    first, other = await bound(database, sam), await bound(database, sam, "open")
    time.passes(days=28)
    assert await kept(database, first.conversation) is None
    assert await kept(database, other.conversation) == "Sam"
    async with database.writing() as session:
        (await session.get_one(Helper, sam.id)).active = False
    assert await kept(database, other.conversation) is None


async def test_a_second_helper_does_not_come_between(database: Database, time: Clock) -> None:
    sam, bo = await scene.there(database, "Sam"), await scene.there(database, "Bo")
    first = await bound(database, sam)
    await scene.comes(database, sam, False)
    one = await desk.returns(database, first.conversation)
    await scene.claims(database, bo, one)
    await desk.closes(database, bo, one, again="open")
    await desk.latest(database, first, "switch_to_bot")
    assert await kept(database, first.conversation) == "Sam"


async def test_what_was_agreed_goes_on_and_the_person_hears_so(database: Database, time: Clock) -> None:
    sam = await scene.there(database, "Sam")
    first = await bound(database, sam)
    time.passes(days=20)
    await scene.comes(database, sam)
    one = await desk.returns(database, first.conversation)
    await scene.claims(database, sam, one)
    await desk.closes(database, sam, one, again="weeks")
    await desk.latest(database, first, "bond_longer")
    time.passes(days=20)
    assert await kept(database, first.conversation) == "Sam"


async def test_it_goes_when_the_talk_is_erased(database: Database, time: Clock) -> None:
    sam = await scene.there(database, "Sam")
    first = await bound(database, sam)
    async with database.writing() as session:
        await conversations.erase(session, first.conversation)
    async with database.reading() as session:
        assert await session.scalar(select(Bond)) is None
