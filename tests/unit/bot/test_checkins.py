"""
Check-ins: only after a yes, once, by day, never a second one unanswered, through restarts and in parallel; on both databases and
with a clock of our own.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import checkins, desk, rounds
from bot.dialogue import Dialogue
from bot.engine import Engine, Turn
from bot.schedule import Schedule
from bot.settings import load, waking
from handover import consent
from store import clock, conversations, feed, log, retention
from store.conversations import Vault
from store.database import Database
from store.errors import BrokenSettings, ConversationErased
from store.ground import Ground
from store.keys import MasterKey
from store.log import Entry
from store.schema import Checkin, CheckinKind, Conversation, Holder, Sender
from store.texts import texts

MASTER = MasterKey(bytes(range(32)))
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AWAKE = waking("21-9")


class Clock:
    """
    The time of a test.
    """

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 4, 14, 0, tzinfo=AMSTERDAM)

    def now(self) -> datetime:
        """
        The present of this test.
        """
        return self.at

    def set(self, text: str) -> None:
        """
        To a Dutch wall clock: `2026-03-05 18:00`.
        """
        self.at = datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)

    def passes(self, **time: float) -> None:
        """
        Some time later.
        """
        self.at = self.at.astimezone(ZoneInfo("UTC")) + timedelta(**time)


class Talk:
    """
    One conversation, and the rounds past it.
    """

    def __init__(self, database: Database, conversation: str) -> None:
        self.database, self.id = database, conversation
        self.ground = Ground(database, MASTER, True)

    async def hears(self, text: str = "", choice: str | None = None) -> bool:
        """
        A message of the person, for the desk; whether it was the desk's.
        """
        body = {"text": text} if choice is None else {"text": text, "choice": choice}
        async with self.database.writing() as session:
            vault = await self.open(session)
            seq = await log.append(session, vault, Sender.YOU, body)
            vault.row.handled_seq = seq
            return await desk.handle(session, vault, Entry(seq, Sender.YOU, clock.now(), body))

    async def open(self, session: AsyncSession) -> Vault:
        """
        The conversation, locked.
        """
        return await conversations.open_by_id(session, MASTER, self.id, lock=True)

    async def does(self, deed: checkins.Deed) -> None:
        """
        A deed of the talk.
        """
        async with self.database.writing() as session:
            await deed(session, await self.open(session))

    async def knows(self, **slots: object) -> None:
        """
        Things that the dialogue remembers from now on.
        """
        async with self.database.writing() as session:
            vault = await self.open(session)
            vault.remember(vault.state() | slots)

    async def row(self, **values: object) -> None:
        """
        Change the conversation's row.
        """
        async with self.database.writing() as session:
            vault = await self.open(session)
            for name, value in values.items():
                setattr(vault.row, name, value)

    async def state(self) -> dict[str, object]:
        """
        What the dialogue remembers.
        """
        async with self.database.reading() as session:
            return (await conversations.open_by_id(session, MASTER, self.id)).state()

    async def said(self) -> list[str]:
        """
        Everything the house said.
        """
        async with self.database.reading() as session:
            vault = await conversations.open_by_id(session, MASTER, self.id)
            return [entry.text for entry in await log.after(session, vault, 0) if entry.sender is Sender.BOT]

    async def rows(self) -> list[tuple[str, str]]:
        """
        Kind and state of every check-in.
        """
        async with self.database.reading() as session:
            found = await session.execute(select(Checkin.kind, Checkin.state).order_by(Checkin.due_at))
            return [(kind, state) for kind, state in found]

    async def goes_round(self) -> int:
        """
        One round; how many were sent.
        """
        return await rounds.go(self.ground, AWAKE)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ours = Clock()
    monkeypatch.setattr(clock, "now", ours.now)
    return ours


@pytest.fixture
async def talk(address: str, time: Clock) -> AsyncIterator[Talk]:
    database = Database(address)
    await database.open()
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
    yield Talk(database, vault.id)
    await database.close()


def record(name: str) -> str:
    return texts().record(name).text


STEP, PULSE, HELLO = record("checkin_step"), record("checkin_pulse"), record("checkin_hello")


async def test_an_offer_plans_nothing_and_a_yes_does(talk: Talk, time: Clock) -> None:
    await talk.does(checkins.offer_step)
    assert await talk.said() == [record("checkin_ask_step_web")]
    assert await talk.rows() == []
    time.passes(days=2)
    assert await talk.goes_round() == 0
    await talk.hears("ja graag")
    assert await talk.rows() == [("step", "planned")]
    assert (await talk.said())[-1] == texts().record("checkin_planned_web", when="morgen vanaf 18 uur").text


@pytest.mark.parametrize("how", ["nee", "liever niet", "laat maar"])
async def test_a_no_is_never_asked_again(talk: Talk, how: str) -> None:
    await talk.does(checkins.offer_step)
    await talk.hears(how)
    await talk.knows(parked=["werk"])
    for deed in (checkins.offer_step, checkins.offer_pulse):
        await talk.does(deed)
    assert await talk.said() == [record("checkin_ask_step_web"), record("checkin_no")]
    assert await talk.rows() == []


async def test_it_is_offered_once_a_talk_and_never_over_another_question(talk: Talk) -> None:
    await talk.knows(question="wish")
    await talk.does(checkins.offer_step)
    assert await talk.said() == []
    await talk.knows(question="none")
    for _ in range(2):
        await talk.does(checkins.offer_step)
        await talk.knows(question="none")
    assert await talk.said() == [record("checkin_ask_step_web")]


@pytest.mark.parametrize(
    ("slots", "asked"),
    [({}, False), ({"parked": ["werk"]}, True), ({"resisted": 1}, True), ({"resisted": 1, "minor": True}, False)],
)
async def test_the_pulse_is_for_whoever_parked_or_held_back(talk: Talk, slots: dict[str, object], asked: bool) -> None:
    await talk.knows(**slots)
    await talk.does(checkins.offer_pulse)
    assert await talk.said() == ([record("checkin_ask_pulse_web")] if asked else [])


@pytest.mark.parametrize("choice", ["do:checkin_week", "do:checkin_hello"])
@pytest.mark.parametrize("how", ["said", "seen"])
async def test_a_child_gets_the_question_after_a_step_only(talk: Talk, choice: str, how: str) -> None:
    if how == "said":
        await talk.knows(minor=True)
    else:
        await talk.row(watch={"net": {"level": 1, "topic": "minor", "hints": 0.0}})
    await talk.hears("ja", choice)
    assert await talk.rows() == []
    assert await talk.said() == [record("checkin_minor")]
    await talk.hears("ja", "do:checkin_day")
    assert await talk.rows() == [("step", "planned")]


async def test_what_turns_out_to_be_a_child_gets_no_hello(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_hello")
    await talk.knows(minor=True)
    time.passes(days=8)
    assert await talk.goes_round() == 0
    assert await talk.rows() == [("hello", "off")]


@pytest.mark.parametrize(
    ("now", "days", "due"),
    [
        ("2026-03-04 14:00", 1, "2026-03-05 18:00"),
        ("2026-03-04 23:30", 1, "2026-03-05 18:00"),
        ("2026-03-05 02:00", 1, "2026-03-05 18:00"),
        ("2026-03-05 05:00", 1, "2026-03-06 18:00"),
        ("2026-03-28 20:00", 1, "2026-03-29 18:00"),
        ("2026-10-24 20:00", 7, "2026-10-31 18:00"),
    ],
)
def test_the_moment_is_early_in_the_evening(time: Clock, now: str, days: int, due: str) -> None:
    time.set(now)
    assert checkins.moment(days).isoformat(" ", "minutes")[:16] == due


@pytest.mark.parametrize(
    ("due", "looks", "sent"),
    [
        ("2026-03-05 18:00", ["2026-03-05 17:59"], []),
        ("2026-03-05 18:00", ["2026-03-05 18:00", "2026-03-05 18:01"], ["2026-03-05 18:00"]),
        ("2026-03-05 18:00", ["2026-03-05 21:00", "2026-03-06 00:00", "2026-03-06 08:59", "2026-03-06 09:00"],
         ["2026-03-06 09:00"]),
        # The night of summer time, one hour short, and that of winter time, one hour long.
        ("2026-03-28 20:59", ["2026-03-28 21:30", "2026-03-29 03:30", "2026-03-29 08:59", "2026-03-29 09:00"],
         ["2026-03-29 09:00"]),
        ("2026-10-24 20:59", ["2026-10-24 21:30", "2026-10-25 02:30", "2026-10-25 08:59", "2026-10-25 09:00"],
         ["2026-10-25 09:00"]),
    ],
)  # fmt: skip
async def test_a_due_one_waits_for_the_morning(
    talk: Talk, time: Clock, due: str, looks: list[str], sent: list[str]
) -> None:
    time.set(due)
    time.passes(days=-1)
    moment = time.at + timedelta(days=1)
    async with talk.database.writing() as session:
        await checkins.plan(session, await talk.open(session), CheckinKind.STEP, moment)
    seen = []
    for look in looks:
        time.set(look)
        if await talk.goes_round():
            seen.append(look)
    assert seen == sent


async def due_step(talk: Talk, time: Clock) -> None:
    """
    A yes, and the moment is there.
    """
    await talk.hears("ja", "do:checkin_day")
    time.set("2026-03-05 18:00")


async def test_the_message_asks_how_it_was(talk: Talk, time: Clock) -> None:
    await due_step(talk, time)
    assert await talk.goes_round() == 1
    assert (await talk.said())[-1] == STEP
    assert (await talk.state())["question"] == "looked_back"
    assert (await talk.state())["phase"] == "terugblikken"
    assert await talk.rows() == [("step", "sent")]


async def test_the_schedule_goes_round_by_itself_and_wakes_whoever_reads(talk: Talk, time: Clock) -> None:
    await due_step(talk, time)

    async def read(session: AsyncSession, after: int) -> list[Entry]:
        return await log.after(session, await conversations.open_by_id(session, MASTER, talk.id), after)

    waiting = asyncio.create_task(feed.wait(talk.database, talk.id, read, 2, 15))
    schedule = Schedule(talk.ground, AWAKE)
    schedule.start()
    assert [entry.text for entry in await waiting] == [STEP]
    await schedule.stop()


async def test_parallel_rounds_send_it_once(talk: Talk, address: str, time: Clock) -> None:
    others = [Database(address) for _ in range(3)]
    for other in others:
        await other.open()
    await due_step(talk, time)
    grounds = [talk.ground, *(Ground(other, MASTER, True) for other in others)]
    assert sum(await asyncio.gather(*(rounds.go(ground, AWAKE) for ground in grounds * 3))) == 1
    assert (await talk.said()).count(STEP) == 1
    for other in others:
        await other.close()


async def test_it_survives_a_restart(talk: Talk, address: str, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_day")
    await talk.database.close()
    again = Database(address)
    await again.open()
    time.set("2026-03-05 18:00")
    restarted = Talk(again, talk.id)
    assert await restarted.goes_round() == 1
    assert (await restarted.said()).count(STEP) == 1
    await again.close()


async def test_a_crash_in_the_middle_leaves_it_planned(
    talk: Talk, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await due_step(talk, time)

    async def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(rounds, "say", crash)
        assert await talk.goes_round() == 0
    assert await talk.rows() == [("step", "planned")]
    assert await talk.goes_round() == 1
    assert (await talk.said()).count(STEP) == 1


async def test_one_that_fails_does_not_hold_up_another(talk: Talk, time: Clock) -> None:
    await due_step(talk, time)
    async with talk.database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
        await checkins.plan(session, vault, CheckinKind.STEP, time.at - timedelta(hours=5))
        vault.row.sealed_state = b"cannot be opened"
    assert await talk.goes_round() == 1
    assert sorted(await talk.rows()) == [("step", "planned"), ("step", "sent")]


async def test_told_already_is_not_asked(talk: Talk, time: Clock) -> None:
    await talk.knows(looked_back=True)
    await due_step(talk, time)
    await talk.knows(looked_back=True)
    assert await talk.goes_round() == 0
    assert await talk.rows() == [("step", "off")]


async def test_it_does_not_come_into_a_talk_that_is_going_on(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_day")
    time.set("2026-03-05 17:00")
    await talk.hears("hoi daar")
    time.set("2026-03-05 18:00")
    assert await talk.goes_round() == 0
    time.set("2026-03-05 20:00")
    assert await talk.goes_round() == 1


async def hold(talk: Talk) -> None:
    await talk.row(holder=Holder.HUMAN)


async def wait(talk: Talk) -> None:
    async with talk.database.writing() as session:
        vault = await talk.open(session)
        await consent.show_card(session, vault)
        await consent.agree(session, vault)


async def edit(talk: Talk) -> None:
    async with talk.database.writing() as session:
        vault = await talk.open(session)
        await consent.show_card(session, vault)
        await consent.begin_editing(session, vault)


@pytest.mark.parametrize("someone", [hold, wait, edit])
async def test_a_human_goes_before(talk: Talk, time: Clock, someone: Callable[[Talk], Awaitable[None]]) -> None:
    await talk.hears("ja", "do:checkin_day")
    await someone(talk)
    for day in range(5, 9):
        time.set(f"2026-03-0{day} 18:00")
        assert await talk.goes_round() == 0
    assert await retention.sweep(talk.database) == 0
    async with talk.database.writing() as session:
        vault = await talk.open(session)
        if await consent.open_handover(session, vault):
            await consent.withdraw(session, vault)
        vault.row.holder = Holder.BOT
    time.set("2026-03-09 12:00")
    assert await talk.goes_round() == 1


async def test_after_something_hard_it_waits_a_day_and_asks_less(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_day")
    time.set("2026-03-05 12:00")
    await talk.hears("iets zwaars")
    await talk.row(watch={"level": 1})
    for moment in ("2026-03-05 18:00", "2026-03-06 11:59"):
        time.set(moment)
        assert await talk.goes_round() == 0
        assert await retention.sweep(talk.database) == 0
    time.set("2026-03-06 12:00")
    assert await talk.goes_round() == 1
    assert (await talk.said())[-1] == record("checkin_hard")


async def test_never_a_second_one_unanswered(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_day")
    await talk.hears("ja", "do:checkin_week")
    await talk.hears("ja", "do:checkin_hello")
    time.set("2026-03-05 18:00")
    assert await talk.goes_round() == 1
    for day in range(6, 32):
        time.set(f"2026-03-{day:02} 18:00")
        assert await talk.goes_round() == 0
    assert sorted(await talk.rows()) == [("hello", "off"), ("pulse", "off"), ("step", "sent")]


async def test_a_hello_comes_again_only_after_an_answer(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_hello")
    sent = []
    for day in range(5, 32):
        time.set(f"2026-03-{day:02} 18:00")
        if await talk.goes_round():
            sent.append(day)
            if len(sent) == 1:
                time.passes(minutes=5)
                await talk.hears("hoi terug")
                assert await talk.goes_round() == 0
    assert sent == [11, 18], "weekly, and after an unanswered one no more"
    assert (await talk.said()).count(HELLO) == 2
    assert await talk.rows() == [("hello", "sent")]
    time.set("2026-04-01 10:00")
    await talk.hears("sorry, ik was weg")
    await talk.goes_round()
    assert await talk.rows() == [("hello", "planned")]


async def test_a_hello_is_for_whoever_was_away(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_hello")
    for day in range(5, 25):
        time.set(f"2026-03-{day:02} 17:00")
        await talk.hears("elke dag hier")
        time.passes(hours=1)
        assert await talk.goes_round() == 0


@pytest.mark.parametrize("how", ["Geen berichtjes meer!", "stop met berichten"])
async def test_off_is_off_for_good(talk: Talk, time: Clock, how: str) -> None:
    for choice in ("do:checkin_day", "do:checkin_week", "do:checkin_hello"):
        await talk.hears("ja", choice)
    time.set("2026-03-05 18:00")
    assert await talk.goes_round() == 1
    assert await talk.hears(how)
    assert (await talk.said())[-1] == record("checkin_off")
    for day in range(6, 32):
        time.set(f"2026-03-{day:02} 18:00")
        assert await talk.goes_round() == 0
    await talk.knows(question="none", parked=["werk"])
    await talk.does(checkins.offer_pulse)
    assert (await talk.said())[-1] == record("checkin_off")


async def test_off_after_a_hello_is_no_answer_to_it(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_hello")
    time.set("2026-03-11 18:00")
    assert await talk.goes_round() == 1
    await talk.hears("Geen berichtjes meer", "do:checkin_off")
    time.passes(days=20)
    assert await talk.goes_round() == 0
    assert await talk.rows() == [("hello", "off")]


async def test_a_yes_twice_is_one_with_the_later_moment(talk: Talk, time: Clock) -> None:
    await talk.hears("ja", "do:checkin_day")
    await talk.hears("ja", "do:checkin_later")
    assert await talk.rows() == [("step", "planned")]
    time.set("2026-03-06 18:00")
    assert await talk.goes_round() == 0
    time.set("2026-03-11 18:00")
    assert await talk.goes_round() == 1


async def test_the_database_itself_allows_one_of_a_kind(talk: Talk) -> None:
    await talk.hears("ja", "do:checkin_day")
    with pytest.raises(IntegrityError):
        async with talk.database.writing() as session:
            session.add(Checkin(id="x", conversation_id=talk.id, kind=CheckinKind.STEP, due_at=clock.now()))


@pytest.mark.parametrize(("hours", "stays"), [(23.9, True), (24.1, False)])
async def test_a_planned_one_keeps_the_talk_until_a_day_after(
    talk: Talk, time: Clock, hours: float, stays: bool
) -> None:
    await talk.hears("ja", "do:checkin_later")
    time.set("2026-03-11 18:00")
    time.passes(hours=hours)
    assert await retention.sweep(talk.database) == (0 if stays else 1)


async def test_what_was_sent_stays_a_day_and_off_is_the_standard_term(talk: Talk, time: Clock) -> None:
    await due_step(talk, time)
    await talk.goes_round()
    time.passes(hours=23.9)
    assert await retention.sweep(talk.database) == 0
    await talk.hears("ja", "do:checkin_week")
    await talk.hears("toch niet", "do:checkin_off")
    time.passes(hours=24.1)
    assert await retention.sweep(talk.database) == 1


async def test_erasing_takes_it_along(talk: Talk, time: Clock) -> None:
    await due_step(talk, time)
    async with talk.database.writing() as session:
        await conversations.erase(session, talk.id)
    assert await talk.rows() == []
    assert await talk.goes_round() == 0
    async with talk.database.reading() as session:
        with pytest.raises(ConversationErased):
            await conversations.open_by_id(session, MASTER, talk.id)
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1


async def test_the_words_tell_how_long_with_a_checkin(talk: Talk) -> None:
    await talk.hears("ja", "do:checkin_day")
    await talk.hears("mijn vier woorden")
    assert "Ik wis alles een dag na mijn berichtje." in (await talk.said())[-1]
    await talk.hears("nee")
    assert (await talk.said())[-1] == record("keep_not_checkin")


async def test_the_offer_follows_its_line_by_button_and_by_engine(talk: Talk) -> None:
    await talk.hears("Nee, dat lukt me", "say:utter_step_plan_b")
    assert (await talk.said())[-1] == record("checkin_ask_step_web")
    await talk.knows(moves=[], question="none")
    message = {"text": "Goed zo.", "custom": {"line": "utter_step_plan_b#0", "question": None, "then": "offer_step"}}
    async with talk.database.writing() as session:
        dialogue = Dialogue(Engine("http://127.0.0.1:9", ""), "NL")
        await dialogue.tell(session, await talk.open(session), Turn([message], {"moves": ["utter_ask_wish"]}))
    assert (await talk.said())[-2:] == ["Goed zo.", record("checkin_ask_step_web")]
    assert (await talk.state())["moves"] == ["utter_ask_wish", checkins.OFFER]


async def test_a_question_in_the_same_turn_goes_before_the_offer(talk: Talk) -> None:
    asks = {"text": "Wat nu?", "custom": {"line": "utter_tell#0", "question": "open"}}
    told = {"text": "Goed zo.", "custom": {"line": "utter_step_plan_b#0", "question": None, "then": "offer_step"}}
    async with talk.database.writing() as session:
        dialogue = Dialogue(Engine("http://127.0.0.1:9", ""), "NL")
        await dialogue.tell(session, await talk.open(session), Turn([told, asks], {}))
    assert await talk.said() == ["Goed zo.", "Wat nu?"]


async def test_the_words_are_not_kept_after_a_no_in_any_form(talk: Talk) -> None:
    for no in ("nee hoor ni langer", "nee niet bewaren", "mag weg", "bah nee laat maar"):
        await talk.hears("mijn vier woorden")
        await talk.hears(no)
        assert (await talk.said())[-1] == record("keep_not")
    await talk.hears("mijn vier woorden")
    await talk.hears("allez doe maar")
    assert (await talk.said())[-1] == texts().record("keep", days=30).text


async def test_a_word_explained_leaves_the_question_and_asks_it_again(talk: Talk) -> None:
    await talk.hears("mijn vier woorden")
    told = {"text": "Bewaren is: het blijft staan.", "custom": {"line": "utter_fact_word_keep#0", "question": None}}
    async with talk.database.writing() as session:
        dialogue = Dialogue(Engine("http://127.0.0.1:9", ""), "NL")
        await dialogue.tell(session, await talk.open(session), Turn([told, {"custom": {"do": "ask_again"}}], {}))
    again = texts().record("asked_again", asked="Zal ik het 30 dagen bewaren?").text
    assert (await talk.said())[-2:] == [told["text"], again]
    assert (await talk.state())["question"] == "keep_talk"
    await talk.hears("bah ja")
    assert (await talk.said())[-1] == texts().record("keep", days=30).text


async def test_who_wants_no_questions_is_offered_and_asked_nothing_and_each_turn_counts(talk: Talk) -> None:
    await talk.knows(quiet=2, question="none")
    message = {"text": "Goed zo.", "custom": {"line": "utter_step_plan_b#0", "question": None, "then": "offer_step"}}
    async with talk.database.writing() as session:
        dialogue = Dialogue(Engine("http://127.0.0.1:9", ""), "NL")
        await dialogue.tell(session, await talk.open(session), Turn([message], {"quiet": 2}))
    assert (await talk.said())[-1] == "Goed zo."
    assert (await talk.state())["quiet"] == 1


@pytest.mark.parametrize(
    ("quiet", "at", "awake"),
    [("", "03:00", True), ("22-7", "21:59", True), ("22-7", "22:00", False), ("0-6:30", "06:30", True)],
)
def test_quiet_hours_are_a_setting(quiet: str, at: str, awake: bool) -> None:
    moment = datetime.fromisoformat(f"2026-03-04 {at}").replace(tzinfo=AMSTERDAM)
    assert load(_env_file=None, quiet_hours=quiet).awake.is_open(moment, "NL") is awake


@pytest.mark.parametrize("wrong", ["nacht", "9", "25-9", "9-9"])
def test_wrong_quiet_hours_are_named_and_not_repeated(wrong: str) -> None:
    with pytest.raises(BrokenSettings) as error:
        load(_env_file=None, quiet_hours=wrong)
    assert "NACHTLICHT_QUIET_HOURS: schrijf uren als 21-9" in error.value.detail
