"""
Walking along with a step: the day words mean a moment, the card says it, and the promise is for just then.
"""

import re
from datetime import datetime

import pytest

from actions import steps
from bot import desk as house_desk
from handover import consent, promises, walking
from handover.hours import WEEKDAYS
from store import clock, conversations
from store.conversations import Vault
from store.database import Database
from store.errors import NoConsent
from store.schema import Promise
from tests.unit.handover import desk, scene
from tests.unit.handover.scene import MASTER, Clock, Waiting, dutch

WEDNESDAY = "2026-03-04 15:20"

MOMENTS = {
    "vandaag": "04 15:20", "straks": "04 15:20", "zo meteen": "04 15:20", "vanmiddag": "04 15:20", "vanavond": "04 18:00",
    "vandaag na het eten": "04 19:00", "vanavond voor het eten": "04 17:00", "morgen": "05 08:00", "morgenochtend": "05 08:00",
    "morgenvroeg": "05 08:00", "morgenmiddag": "05 12:00", "Morgenavond": "05 18:00", "overmorgen": "06 08:00",
    "morgen na het eten": "05 19:00", "dit weekend": "07 08:00", "deze week": "04 15:20", "volgende week": "09 08:00",
    "maandag": "09 08:00", "dinsdagmiddag": "10 12:00", "woensdag": "04 15:20", "woensdagavond": "04 18:00",
    "donderdag": "05 08:00", "ik denk zaterdagochtend of zo": "07 08:00", "zondag voor het eten": "08 17:00",
}  # fmt: skip


@pytest.mark.parametrize(("words", "meant"), MOMENTS.items())
def test_day_words_mean_a_moment(words: str, meant: str) -> None:
    found = walking.moment(words, dutch(WEDNESDAY))
    assert found is not None
    assert f"{clock.local(found):%d %H:%M}" == meant


@pytest.mark.parametrize("words", ["", "ooit", "als het past", "om drie uur"])
def test_other_words_mean_none(words: str) -> None:
    assert walking.moment(words, dutch(WEDNESDAY)) is None


def test_in_the_weekend_it_is_this_weekend() -> None:
    for now in ("2026-03-07 12:00", "2026-03-08 12:00"):
        assert walking.moment("dit weekend", dutch(now)) == dutch(now)


def test_every_word_that_the_dialogue_knows_is_understood() -> None:
    known = re.sub(r"\\b|\(\?:|\)|\?", " ", steps.MOMENT.pattern)
    stems = {stem for stem in re.findall(r"[a-z]+(?: [a-z]+)*", known) if steps.MOMENT.fullmatch(stem)}
    days = {f"{day}{part}" for day in WEEKDAYS for part in ("", "ochtend", "middag", "avond")}
    words = stems | days | {"morgenochtend", "morgenvroeg", "volgende week", "deze week"} | set(MOMENTS) & stems
    assert len(words) > 30
    for one in words | {f"{one} na het eten" for one in words}:
        assert steps.MOMENT.fullmatch(one), one
        assert walking.moment(one, dutch(WEDNESDAY)) is not None, one


async def walks(database: Database, **state: str) -> Waiting:
    """
    Somebody with these things in mind asks for someone to walk along.
    """
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
        vault.remember(state)
        await house_desk.DEEDS["walk"](session, vault)
        handover = await consent.open_handover(session, vault)
        return Waiting(vault.id, handover.id if handover else "")


async def agrees(database: Database, one: Waiting) -> Promise:
    """
    They say yes to the card, and are promised something.
    """
    await scene.within(database, one, consent.agree)
    (promise,) = await scene.promises_of(database, one)
    return promise


def at(promise: Promise) -> str:
    return f"{clock.local(promise.due_at):%d %H:%M}"


async def test_the_card_says_when_and_the_yes_makes_the_appointment(database: Database, time: Clock) -> None:
    time.becomes(WEDNESDAY)
    sam, _ = await scene.there(database, "Sam"), await scene.there(database, "Ida")
    await desk.every_day(database, sam, "10:00", "12:00")
    one = await walks(database, step="een kaart in de bus bij Annie", step_when="zaterdag")
    card = await desk.latest(database, one, "card_walk")
    assert "zaterdag om 10 uur" in card
    assert "een kaart in de bus bij Annie" in card
    promise = await agrees(database, one)
    assert (at(promise), promise.kind, promise.helper_id) == ("07 10:00", promises.STEP, None)
    assert "zaterdag om 10 uur" in await desk.latest(database, one, "promise_step")
    async with database.reading() as session:
        vault: Vault = await conversations.open_by_id(session, MASTER, one.conversation)
        assert walking.ASKED not in vault.state()


@pytest.mark.parametrize(
    ("step_when", "due"), [("", "04 16:00"), ("morgenavond", "05 19:30"), ("vanavond na het eten", "04 19:30")]
)
async def test_it_is_the_first_staffed_slot_from_that_moment_on(
    database: Database, time: Clock, step_when: str, due: str
) -> None:
    time.becomes(WEDNESDAY)
    sam = await scene.helper_of(database, "Sam")
    await desk.every_day(database, sam, "16:00", "18:00")
    await desk.every_day(database, sam, "19:30", "21:00")
    one = await walks(database, step="bellen", step_when=step_when)
    assert at(await agrees(database, one)) == due


async def test_a_slot_that_begins_just_then_is_in_time(database: Database, time: Clock) -> None:
    time.becomes(WEDNESDAY)
    sam = await scene.helper_of(database, "Sam")
    await desk.every_day(database, sam, "18:00", "20:00")
    one = await walks(database, step="bellen", step_when="vanavond")
    assert at(await agrees(database, one)) == "04 18:00"


async def test_ones_own_helper_walks_along_where_they_have_a_shift(database: Database, time: Clock) -> None:
    time.becomes(WEDNESDAY)
    sam, bo = await scene.there(database, "Sam"), await scene.helper_of(database, "Bo")
    await desk.every_day(database, bo, "09:00", "12:00")
    await desk.every_day(database, sam, "14:00", "16:00")
    first = await desk.held(database, sam)
    await desk.closes(database, sam, first, again="open")
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, first.conversation, lock=True)
        await house_desk.DEEDS["bond_yes"](session, vault)
        vault.remember(vault.state() | {"step": "bellen", "step_when": "morgen"})
        await house_desk.DEEDS["walk"](session, vault)
        await consent.agree(session, vault)
        handover = await consent.open_handover(session, vault)
        assert handover
    (promise,) = await scene.promises_of(database, Waiting(first.conversation, handover.id))
    assert (at(promise), promise.helper_id) == ("05 14:00", sam.id)


async def test_without_a_step_and_without_a_shift_it_is_said(database: Database, time: Clock) -> None:
    time.becomes(WEDNESDAY)
    await scene.there(database, "Sam")
    await desk.latest(database, await walks(database), "walk_no_step")
    one = await walks(database, step="bellen", step_when="morgen")
    await desk.latest(database, one, "walk_nobody")
    with pytest.raises(NoConsent):
        await scene.within(database, one, consent.agree)


async def test_who_asks_for_a_person_instead_waits_like_anybody(database: Database, time: Clock) -> None:
    time.becomes(WEDNESDAY)
    sam = await scene.there(database, "Sam")
    await desk.every_day(database, sam, "12:00", "23:00")
    one = await walks(database, step="bellen", step_when="morgen")
    await scene.within(database, one, consent.ask)
    await desk.latest(database, one, "card")
    await scene.within(database, one, consent.agree)
    assert await scene.promises_of(database, one) == []
    await scene.within(database, one, house_desk.DEEDS["walk"])
    await desk.latest(database, one, "waiting_first")


def test_the_moment_is_never_before_now() -> None:
    now: datetime = dutch("2026-03-04 21:30")
    assert walking.moment("vanavond", now) == now
