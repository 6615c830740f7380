"""
Retention: every table has a term that is written down, and what erasing and time have to reach they reach.
"""

import re
import uuid

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import checkins
from bot.settings import ROOT
from handover import alarms, consent, figures, invitations, overleg, promises, queue, roster
from handover.notices import addresses, outbox
from store import clock, conversations, retention
from store.conversations import Vault
from store.database import Database
from store.erasures import TERM
from store.retention import Terms
from store.schema import Alarm, Base, Debrief, Helper, Invitation, Outcome, Role, ShiftChange
from tests.unit.handover.conftest import time as time
from tests.unit.handover.scene import MASTER, Clock, claims, helper_of, there, waits, within
from tests.unit.keeping.test_audit import MARKER

TOLD = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
OF_A_TALK = {
    "messages",
    "handovers",
    "handover_events",
    "promises",
    "readers",
    "whispers",
    "bonds",
    "checkins",
    "notices",
}


def told(table: str) -> str:
    """
    How long a table's rows stay, as it is written down.
    """
    rows = re.findall(rf"^\| `{table}` \|[^|]*\|([^|]*)\|$", TOLD, re.MULTILINE)
    assert len(rows) == 1, table
    return str(rows[0])


def test_every_table_has_a_term_that_is_written_down() -> None:
    assert all(told(table.name).strip() for table in Base.metadata.sorted_tables)
    terms = Terms()
    for table, term in {
        "conversations": terms.receipt,
        "telegram_updates": terms.telegram_update,
        "outcomes": figures.KEPT,
        "notices": outbox.KEPT,
        "debriefs": terms.debrief,
        "invitations": terms.invitation,
        "shift_changes": terms.shift_change,
    }.items():
        assert f"{term.days} days" in told(table)
    assert f"{terms.checkin.total_seconds() / 3600:.0f} hours" in told("checkins")
    assert f"{addresses.VALID.total_seconds() / 60:.0f} minutes" in told("addresses")
    assert f"{terms.conversation.total_seconds() / 3600:.0f} hours after its last message" in TOLD
    assert f"{TERM.days} days)" in TOLD


async def counts(database: Database) -> dict[str, int]:
    """
    How many rows each table has.
    """
    async with database.reading() as session:
        return {
            table.name: int(await session.scalar(select(func.count()).select_from(table)) or 0)
            for table in Base.metadata.sorted_tables
        }


async def test_erasing_reaches_all_that_hangs_on_a_talk(database: Database) -> None:
    noor, kim = await there(database, "Noor"), await there(database, "Kim", Role.COORDINATOR)
    async with database.writing() as session:
        for helper in (noor, kim):
            mine = await session.get_one(Helper, helper.id)
            await addresses.add_push(session, MASTER, mine, f"https://push.test/{helper.name}", "Chroom")
        await roster.add_shift(session, noor.id, (clock.local().weekday() + 1) % 7, "10:00", "12:00")
    stays, goes = await waits(database), await waits(database, level=2)
    for one in (stays, goes):
        await within(database, one, lives_through)
        await claims(database, noor, one)
        async with database.writing() as session:
            helper = await session.get_one(Helper, noor.id)
            await overleg.invite(session, MASTER, helper, one.handover, kim.id)
            await overleg.whisper(session, MASTER, helper, one.handover, MARKER, uuid.uuid4().hex)
            await queue.close(session, MASTER, helper, one.handover, "good_end", MARKER, "open")
            (await session.get_one(Helper, noor.id)).break_until = None
    before = await counts(database)
    assert {table for table in OF_A_TALK if before[table] < 2} == set()
    async with database.writing() as session:
        await conversations.erase(session, goes.conversation)
    after = await counts(database)
    assert {table: after[table] * 2 for table in OF_A_TALK} == {table: before[table] for table in OF_A_TALK}
    async with database.reading() as session:
        assert (
            await session.scalar(
                select(func.count()).where(Alarm.over_at.is_(None), Alarm.conversation_id == goes.conversation)
            )
            == 0
        )
        assert not {c.name for c in Outcome.__table__.columns} & {"conversation_id", "handover_id", "helper_id"}


async def lives_through(session: AsyncSession, vault: Vault) -> None:
    """
    What may hang on a talk before it is picked up: a promise, a check-in, notices.
    """
    handover = await consent.open_handover(session, vault)
    assert handover
    await promises.make(session, handover)
    await checkins.DEEDS["checkin_day"](session, vault)
    await alarms.sound(session, vault.id, "suicide", "rule")
    helpers = set(await session.scalars(select(Helper.id)))
    await outbox.plan(session, "waiting", f"{handover.id}:{vault.row.last_seq}", helpers)


async def test_what_is_past_its_term_is_swept(database: Database, time: Clock) -> None:
    kim = await helper_of(database, "Kim", Role.COORDINATOR)
    async with database.writing() as session:
        await invitations.invite(session, kim, "Bo", Role.VOLUNTEER)
        session.add(Debrief(id="d", helper_id=kim.id, handover_id="h", asked_at=clock.now()))
        session.add(ShiftChange(id="c", helper_id=kim.id, day=clock.now().date(), kind="absent"))
    kept = (Debrief, Invitation, ShiftChange)
    for days, left in ((1, 3), (31, 3), (10, 2), (60, 0)):
        time.passes(days=days)
        await retention.sweep(database)
        async with database.reading() as session:
            assert sum([int(await session.scalar(select(func.count()).select_from(one)) or 0) for one in kept]) == left
