"""
A talk that went too far: the helper is free of it, the person keeps the safety net and the lines, and it ends by itself.
"""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk
from bot.channels.telegram import chats
from bot.safety.guard import Guard
from bot.safety.net import SafetyNet
from handover import alarms, blocks, consent, queue
from store import conversations, log
from store.conversations import Vault
from store.database import Database
from store.errors import Forbidden, InDanger, NotFound
from store.schema import Block, Debrief, Handover, Helper, Holder, Role, Sender
from tests.unit.handover import scene
from tests.unit.handover.desk import held, latest
from tests.unit.handover.scene import MASTER, Clock, Waiting

CHAT = 8_800_554_433


async def blocked(database: Database, who: Helper, one: Waiting) -> None:
    """
    A helper ends a talk because it went too far.
    """
    async with database.writing() as session:
        await queue.close(session, MASTER, who, one.handover, "blocked", "schold")


async def says(database: Database, one: Waiting, text: str) -> bool:
    """
    The person types something; whether the desk answered it.
    """

    async def deed(session: AsyncSession, vault: Vault) -> bool:
        seq = await log.append(session, vault, Sender.YOU, {"text": text})
        entry = await log.one(session, vault, seq)
        assert entry
        return await desk.handle(session, vault, entry)

    return bool(await scene.within(database, one, deed))


async def standing(database: Database, one: Waiting) -> bool:
    """
    Whether somebody is blocked now.
    """
    return await scene.within(database, one, blocks.standing) is not None


async def handovers(database: Database, one: Waiting) -> list[str]:
    """
    How each handover of a talk stands.
    """
    async with database.reading() as session:
        query = select(Handover.state).where(Handover.conversation_id == one.conversation)
        return list(await session.scalars(query))


async def test_whoever_went_too_far_hears_so_kindly_and_who_can_be_reached_now(database: Database, time: Clock) -> None:
    sanne = await scene.there(database, "Sanne")
    one = await held(database, sanne)
    await blocked(database, sanne, one)
    told = await latest(database, one, "switch_to_blocked")
    assert "Sanne" in told
    assert "morgen om 3 uur" in told
    assert "nu" in told
    assert "112" in told
    async with database.reading() as session:
        vault = await conversations.open_by_id(session, MASTER, one.conversation)
        assert vault.row.holder == Holder.BOT
        assert await session.scalar(select(Debrief.helper_id)) == sanne.id, "and how is the helper?"


@pytest.mark.parametrize("words", ["Hoe gaat het", "Ik wil een mens", "mens", "/agree", "Mag ik Sanne nog eens"])
async def test_every_message_is_answered_with_lines_and_nobody_is_asked(
    database: Database, time: Clock, words: str
) -> None:
    sanne = await scene.there(database, "Sanne")
    one = await held(database, sanne)
    await blocked(database, sanne, one)
    assert await says(database, one, words)
    assert "112" in await latest(database, one, "blocked")
    assert await handovers(database, one) == ["closed"]


@pytest.mark.parametrize("deed", [consent.ask, consent.show_card])
async def test_no_way_in_makes_a_card(database: Database, time: Clock, deed: Any) -> None:
    sanne = await scene.there(database, "Sanne")
    one = await held(database, sanne)
    await blocked(database, sanne, one)
    await scene.within(database, one, deed)
    await latest(database, one, "blocked")
    assert await handovers(database, one) == ["closed"]


async def test_it_ends_by_itself(database: Database, time: Clock) -> None:
    sanne = await scene.there(database, "Sanne")
    one = await held(database, sanne)
    await blocked(database, sanne, one)
    time.passes(hours=23, minutes=59)
    assert await standing(database, one)
    time.passes(minutes=2)
    assert not await standing(database, one)
    await scene.comes(database, sanne)
    await scene.within(database, one, consent.ask)
    assert sorted(await handovers(database, one)) == ["asked", "closed"]


async def test_red_goes_through_a_block_and_rings(database: Database, time: Clock) -> None:
    sanne = await scene.there(database, "Sanne")
    one, guard = await held(database, sanne), Guard(SafetyNet.load())
    await blocked(database, sanne, one)

    async def look(session: AsyncSession, vault: Vault) -> None:
        text = "Ik maak er vannacht een eind aan, ik heb de pillen al"
        seq = await log.append(session, vault, Sender.YOU, {"text": text})
        await guard.look(session, vault, seq, text)

    await scene.within(database, one, look)
    assert (await scene.said(database, one))[-1].sender is Sender.BOT
    assert not await standing(database, one)
    async with database.reading() as session:
        assert await alarms.open_alarm(session, one.conversation) is not None
    await scene.there(database, "Noor")
    await scene.within(database, one, consent.ask)
    assert sorted(await handovers(database, one)) == ["asked", "closed"]


async def test_somebody_in_danger_is_not_blocked(database: Database, time: Clock) -> None:
    sanne = await scene.there(database, "Sanne")
    one = await scene.waits(database, level=2)
    await scene.claims(database, sanne, one)
    with pytest.raises(InDanger):
        await blocked(database, sanne, one)
    assert await handovers(database, one) == ["live"]


async def test_a_coordinator_sees_and_lifts_it_and_the_person_hears_so(database: Database, time: Clock) -> None:
    sanne = await scene.there(database, "Sanne")
    chief = await scene.there(database, "Coor", Role.COORDINATOR)
    one = await held(database, sanne)
    await blocked(database, sanne, one)
    async with database.writing() as session:
        (seen,) = await blocks.overview(session, chief)
        assert (seen["helper"], seen["stands"]) == ("Sanne", True)
        with pytest.raises(Forbidden):
            await blocks.overview(session, sanne)
        with pytest.raises(Forbidden):
            await blocks.lift(session, MASTER, sanne, seen["id"])
        with pytest.raises(NotFound):
            await blocks.lift(session, MASTER, chief, "x")
    for _ in range(2):
        async with database.writing() as session:
            await blocks.lift(session, MASTER, chief, seen["id"])
    assert len(await scene.heard(database, one, "block_lifted")) == 1
    assert not await standing(database, one)
    async with database.reading() as session:
        assert [block["stands"] for block in await blocks.overview(session, chief)] == [False]


async def test_on_telegram_it_holds_for_the_chat_also_after_erasing_and_is_then_forgotten(
    database: Database, time: Clock
) -> None:
    sanne = await scene.there(database, "Sanne")
    one = await scene.waits(database)

    async def move(session: AsyncSession, vault: Vault) -> None:
        await chats.move(session, MASTER, CHAT, vault)

    await scene.within(database, one, move)
    await scene.claims(database, sanne, one)
    await blocked(database, sanne, one)
    async with database.writing() as session:
        await conversations.erase(session, one.conversation)
        again = Waiting((await chats.begin(session, MASTER, CHAT, "NL")).id, "")
        other = Waiting((await chats.begin(session, MASTER, CHAT + 1, "NL")).id, "")
    assert await standing(database, again)
    assert not await standing(database, other)
    time.passes(hours=25)
    async with database.writing() as session:
        await blocks.sweep(session)
        assert await session.scalar(select(Block.pseudonym)) is None
        assert await session.scalar(select(Block.id)) is not None
    time.passes(days=8)
    async with database.writing() as session:
        await blocks.sweep(session)
        assert await session.scalar(select(Block.id)) is None
