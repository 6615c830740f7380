"""
Notices, on both databases and against a push service and a mail server of our own: which event reaches whom, each once, and never with a
word of anybody.
"""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import (
    alarms,
    care,
    offers,
    overleg,
    presence,
    promises,
    queue,
    transfer,
    waiting,
)
from handover.notices import endings, outbox, post
from handover.notices.letter import sentence
from store import clock
from store.schema import Debrief, Handover, Helper, Notice, NoticeState, Role
from tests.unit.handover.notices.world import MARKER, World
from tests.unit.handover.scene import MASTER, Clock


async def claimed(world: World, helper: Helper) -> Handover:
    """
    A live talk of a helper; the notice that somebody waited is out of the way.
    """
    _, handover = await world.person()
    assert handover
    await world.doing(lambda session: queue.claim(session, MASTER, helper, handover.id))
    assert await post.go_round(world.ground, world.senders) == 0
    return handover


async def test_a_question_that_waits_reaches_those_on_duty_and_nobody_else(world: World) -> None:
    await world.helper("Noor")
    await world.helper("Vrij", on_duty=False)
    await world.helper("Desk", Role.MELDPUNT)
    await world.helper("Co", Role.COORDINATOR, on_duty=False)
    pause = await world.helper("Pauze")
    await world.doing(lambda session: care.rest(session, pause, 15))
    await world.person()
    assert await world.told("waiting") == {"Noor"}


async def test_whose_shift_it_is_hears_it_without_a_console(world: World, time: Clock) -> None:
    noor = await world.helper("Noor", on_duty=False)
    await world.shift(noor, 1, "20:00", "22:00")
    await world.person()
    assert await world.told("waiting") == {"Noor"}


async def test_a_red_signal_rings_outside_the_console_with_each_ring_until_somebody_goes(
    world: World, time: Clock
) -> None:
    noor = await world.helper("Noor")
    await world.helper("Co", Role.COORDINATOR, on_duty=False)
    await world.helper("Vrij", on_duty=False)
    pause = await world.helper("Pauze")
    await world.doing(lambda session: care.rest(session, pause, 15))
    conversation, _ = await world.person(waits=False)
    await world.doing(lambda session: alarms.sound(session, conversation, "suicide", "suicide.place"))
    assert await world.told("alarm") == {"Noor", "Co", "Pauze"}
    assert {knock.headers["urgency"] for knock in world.service.knocks} == {"high"}
    for ring in (2, 3):
        time.passes(seconds=61)
        await world.doing(alarms.go_round)
        await post.go_round(world.ground, world.senders)
        assert len(world.service.knocks) == len(world.mailboxes.letters) == 3 * ring
    time.passes(seconds=30)
    await world.doing(lambda session: presence.note_seen(session, noor))
    async with world.database.reading() as session:
        alarm = await alarms.open_alarm(session, conversation)
        assert alarm
    await world.doing(lambda session: offers.take(session, MASTER, noor, alarm.id))
    time.passes(seconds=61)
    await world.doing(alarms.go_round)
    assert await post.go_round(world.ground, world.senders) == 0


async def test_a_ring_that_another_one_follows_goes_to_nobody(world: World) -> None:
    await world.helper("Noor")
    conversation, _ = await world.person(waits=False)
    for _ in range(4):
        await world.doing(lambda session: alarms.sound(session, conversation, "suicide", "suicide.place"))
    assert await world.told("alarm") == {"Noor"}


async def test_who_waits_too_long_is_told_to_the_coordinator(world: World, time: Clock) -> None:
    await world.helper("Noor", on_duty=False)
    co = await world.helper("Co", Role.COORDINATOR)
    await world.person()
    await world.doing(lambda session: session.execute(update(Notice).values(state="off", over_at=clock.now())))
    time.passes(hours=3)
    await world.doing(lambda session: presence.note_seen(session, co))
    assert await waiting.go_round(world.ground) == 1
    assert await world.told("overdue") == {"Co"}


async def test_a_promise_is_reminded_and_warned_of_and_its_breaking_told(world: World, time: Clock) -> None:
    noor = await world.helper("Noor", on_duty=False)
    await world.helper("Co", Role.COORDINATOR, on_duty=False)
    await world.shift(noor, 2, "10:00", "12:00")
    await world.person()
    time.passes(hours=13)
    await promises.go_round(world.ground)
    assert await world.told("promise_soon") == {"Noor"}
    world.service.knocks.clear()
    world.mailboxes.letters.clear()
    time.passes(minutes=45)
    await promises.go_round(world.ground)
    assert await world.told("promise_danger") == {"Co"}
    world.service.knocks.clear()
    world.mailboxes.letters.clear()
    time.passes(minutes=40)
    await promises.go_round(world.ground)
    assert await world.told("promise_broken") == {"Co"}


async def test_who_asks_for_the_coordinator_reaches_one(world: World) -> None:
    noor = await world.helper("Noor")
    await world.helper("Co", Role.COORDINATOR, on_duty=False)
    handover = await claimed(world, noor)
    await world.doing(lambda session: queue.escalate(session, MASTER, noor, handover.id))
    assert await world.told("escalated") == {"Co"}


async def test_who_wants_to_be_called_after_a_hard_talk_reaches_the_coordinator(world: World) -> None:
    noor = await world.helper("Noor")
    await world.helper("Co", Role.COORDINATOR, on_duty=False)
    asked = Debrief(id="d" * 32, helper_id=noor.id, handover_id="h" * 32, asked_at=clock.now())

    async def hard(session: AsyncSession) -> None:
        session.add(asked)
        await session.flush()
        await care.answer(session, noor, asked.id, "call_me")

    await world.doing(hard)
    assert await world.told("debrief") == {"Co"}


async def test_a_colleague_who_is_asked_to_read_along_hears_it(world: World) -> None:
    noor, sam, _ = [await world.helper(name) for name in ("Noor", "Sam", "Bo")]
    handover = await claimed(world, noor)
    await world.doing(lambda session: overleg.invite(session, MASTER, noor, handover.id, sam.id))
    assert await world.told("overleg") == {"Sam"}


async def test_a_colleague_who_reads_along_already_needs_no_notice(world: World) -> None:
    noor, sam = await world.helper("Noor"), await world.helper("Sam")
    handover = await claimed(world, noor)
    await world.doing(lambda session: overleg.invite(session, MASTER, noor, handover.id, sam.id))
    await world.doing(lambda session: overleg.join(session, MASTER, sam, handover.id))
    assert await post.go_round(world.ground, world.senders) == 0


async def test_a_colleague_to_whom_a_talk_is_given_hears_it_and_nobody_else(world: World) -> None:
    noor, sam, _ = [await world.helper(name) for name in ("Noor", "Sam", "Bo")]
    handover = await claimed(world, noor)
    await world.doing(lambda session: transfer.hand_on(session, MASTER, noor, handover.id, sam.id, MARKER))
    assert await world.told("transfer") == {"Sam"}


async def test_a_talk_that_the_colleague_declines_is_news_for_all_and_none_for_them(world: World) -> None:
    noor, sam, _ = [await world.helper(name) for name in ("Noor", "Sam", "Bo")]
    handover = await claimed(world, noor)
    await world.doing(lambda session: transfer.hand_on(session, MASTER, noor, handover.id, sam.id, MARKER))
    await world.doing(lambda session: transfer.decline(session, MASTER, sam, handover.id))
    assert await world.told("waiting") == {"Noor", "Sam", "Bo"}


async def test_ten_minutes_before_the_end_of_a_shift_only_who_holds_a_talk_hears_it(world: World, time: Clock) -> None:
    noor, sam = await world.helper("Noor"), await world.helper("Sam")
    for helper in (noor, sam):
        await world.shift(helper, 1, "20:00", "21:00")
    await claimed(world, noor)
    time.passes(minutes=38)
    assert await endings.go_round(world.ground) == 0
    time.passes(minutes=3)
    assert await endings.go_round(world.ground) == 2
    assert await endings.go_round(world.ground) == 0
    assert await world.told("shift_ends") == {"Noor"}


async def test_a_shift_that_goes_on_in_the_next_one_does_not_end(world: World, time: Clock) -> None:
    noor = await world.helper("Noor")
    await world.shift(noor, 1, "20:00", "21:00")
    await world.shift(noor, 1, "21:00", "23:00")
    await claimed(world, noor)
    time.passes(minutes=45)
    assert await endings.go_round(world.ground) == 0
    time.passes(hours=2)
    assert await endings.go_round(world.ground) == 2


async def test_what_somebody_saw_to_in_the_meantime_goes_to_nobody(world: World) -> None:
    noor = await world.helper("Noor")
    await world.helper("Sam")
    await claimed(world, noor)
    async with world.database.reading() as session:
        assert set(await session.scalars(select(Notice.state))) == {NoticeState.OFF}


def test_every_event_has_its_sentence() -> None:
    said = {event: sentence(event) for event in outbox.EVENTS}
    assert len(set(said.values())) == len(outbox.EVENTS)
    assert not any("{" in words for words in said.values())
