"""
Every way to get words across without a yes, in SQL on both databases and through what the interface calls, and how each fails.

The database refuses what it can see. What it cannot see, because somebody writes a row that looks right, has no proof: then no word of
the person is shown, and nothing of their talk is read.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from handover import consent, leases, overleg, oversight, proof, queue, talking, transfer
from store import conversations, guards, log
from store.database import Database
from store.errors import NachtlichtError, NoConsent, NotFound
from store.schema import Handover, Helper, Role, Sender, Shares
from store.texts import texts
from tests.unit.handover.scene import MASTER, Clock, Waiting, claims, handover_of, there, waits, within

SECRET = "mijn geheim is vuurtoren"
LATER = "en dit vertel ik alleen de computer"
NOW = "'2026-03-04 02:00:00+00:00'"
LEASE = "'2099-01-01 00:00:00+00:00'"
GONE = "state = 'closed', reason = 'x', over_at = " + NOW
YES = f"consent_at = {NOW}, waiting_since = {NOW}"
LIVE = f"state = 'live', lease_until = {LEASE}, claimed_at = {NOW}, helper_id = (SELECT id FROM helpers LIMIT 1)"
FORGED = "sealed_consent = {forged}"


async def sql(database: Database, statement: str, one: Waiting) -> None:
    """
    Do something behind the back of the house. `{forged}` is a blob, `{text:…}` in it ours to fill in.
    """
    blob = "x'00112233'" if database.on_sqlite else "'\\x00112233'::bytea"
    async with database.writing() as session:
        filled = statement.replace("{forged}", blob).replace("{handover}", f"'{one.handover}'")
        await session.execute(text(filled.replace("{talk}", f"'{one.conversation}'").replace(":", "\\:")))


async def tells(database: Database, one: Waiting, words: str) -> None:
    """
    The person writes something to the bot.
    """

    async def write(session: Any, vault: Any) -> None:
        await log.append(session, vault, Sender.YOU, {"text": words})

    await within(database, one, write)


async def asked(database: Database, shares: Shares = Shares.SUMMARY) -> Waiting:
    """
    Somebody who sees the card with their secret on it, and has not said yes.
    """
    async with database.writing() as session:
        vault, _ = await conversations.begin(session, MASTER, "web")
        await log.append(session, vault, Sender.YOU, {"text": SECRET})
        await consent.show_card(session, vault)
        await consent.edit(session, vault, SECRET)
        await consent.share(session, vault, shares)
        handover = await consent.open_handover(session, vault)
        assert handover
        return Waiting(vault.id, handover.id)


async def agreed(database: Database, shares: Shares = Shares.SUMMARY) -> Waiting:
    """
    Somebody who said yes.
    """
    one = await asked(database, shares)
    await within(database, one, consent.agree)
    return one


async def closed(database: Database) -> Waiting:
    """
    Somebody who had a talk, which is over; afterwards they told the bot something.
    """
    one = await agreed(database)
    async with database.reading() as session:
        helper = await session.scalar(text("SELECT id FROM helpers LIMIT 1"))
    async with database.writing() as session:
        own = await session.get_one(Helper, helper)
        await queue.claim(session, MASTER, own, one.handover)
        await queue.close(session, MASTER, own, one.handover, "good_end", "")
    await tells(database, one, LATER)
    return one


async def shown(database: Database, helper: Helper) -> str:
    """
    All that a helper's queue shows.
    """
    async with database.reading() as session:
        return str(await queue.overview(session, MASTER, helper))


async def read(database: Database, helper: Helper, one: Waiting) -> str:
    """
    All that a helper can read of a talk.
    """
    async with database.reading() as session:
        _, entries = await talking.read(session, MASTER, helper, one.conversation, 0)
        return str([entry.text for entry in entries])


WITHOUT_A_YES = {
    "waiting": "state = 'waiting'",
    "waiting with times": f"state = 'waiting', {YES}",
    "live": f"{LIVE}, {YES}",
    "live from the start": f"{LIVE}, {YES}, live_from_seq = 1",
    "live with a proof, from before": f"{LIVE}, {YES}, {FORGED}, live_from_seq = 1",
    "read before it is live": "live_from_seq = 1",
    "another talk": "conversation_id = (SELECT id FROM conversations WHERE id <> {talk} LIMIT 1)",
}
AFTER_A_YES = {
    "other words": "sealed_summary = {forged}",
    "no words": "sealed_summary = NULL",
    "the whole talk": "shares = 'talk'",
    "the whole talk, read": f"{LIVE}, shares = 'talk', live_from_seq = 1",
    "another proof": FORGED,
    "another proof and the whole talk": f"{FORGED}, shares = 'talk'",
    "no proof": "sealed_consent = NULL",
    "another moment": f"consent_at = {LEASE}",
    "never": "consent_at = NULL",
    "back to the card": "state = 'asked', consent_at = NULL, sealed_consent = NULL",
    "from before": "live_from_seq = 1",
    "live from before": f"{LIVE}, live_from_seq = 2",
    "another talk": "conversation_id = (SELECT id FROM conversations WHERE id <> {talk} LIMIT 1)",
    "another handover": "id = 'ffffffffffffffffffffffffffffffff'",
}
AFTER_THE_END = {
    "live again": f"{LIVE}, over_at = NULL, reason = NULL",
    "waiting again": "state = 'waiting', over_at = NULL, reason = NULL",
    "asked again": "state = 'asked', over_at = NULL, reason = NULL",
    "live again, over kept": f"{LIVE}, over_at = over_at",
}
COLUMNS = (
    "id, conversation_id, kind, state, level, editing, asked_at, shares, sealed_summary, sealed_consent, consent_at, "
    "waiting_since, helper_id, lease_until, claimed_at, live_from_seq"
)
ME = "(SELECT id FROM helpers LIMIT 1)"
ROW = f"SELECT 'new', {{talk}}, 'volunteer', {{state}}, 0, false, {NOW}, {{shares}}, {{words}}, {{proof}}, {{at}}, {{at}}, {{who}}"
DRAFT = "(SELECT sealed_summary FROM handovers WHERE id = {handover})"
NEW_ROWS = {
    "waiting without a moment": ("'waiting'", "'summary'", DRAFT, "{forged}", "NULL", "NULL, NULL, NULL, NULL"),
    "waiting without a proof": ("'waiting'", "'summary'", DRAFT, "NULL", NOW, "NULL, NULL, NULL, NULL"),
    "waiting without words": ("'waiting'", "'summary'", "NULL", "{forged}", NOW, "NULL, NULL, NULL, NULL"),
    "live without a proof": ("'live'", "'talk'", DRAFT, "NULL", NOW, f"{ME}, {LEASE}, {NOW}, 1"),
    "live from before": ("'live'", "'summary'", DRAFT, "{forged}", NOW, f"{ME}, {LEASE}, {NOW}, 1"),
    "live without an owner": ("'live'", "'talk'", DRAFT, "{forged}", NOW, f"NULL, {LEASE}, {NOW}, 1"),
}


def new_row(database: Database, *parts: str) -> str:
    """
    The SQL that writes a handover of its own, made of a state, what it shares, words, proof, moments, and who holds it from when.
    """
    state, shares, words, proof_of_it, at, who = (part.replace(NOW, _moment(database, NOW)) for part in parts)
    row = ROW.replace(NOW, _moment(database, NOW))
    for name, part in {
        "state": state,
        "shares": shares,
        "words": words,
        "proof": proof_of_it,
        "at": at,
        "who": who,
    }.items():
        row = row.replace(f"{{{name}}}", part.replace(LEASE, _moment(database, LEASE)))
    return f"INSERT INTO handovers ({COLUMNS}) {row}"


def _moment(database: Database, literal: str) -> str:
    return literal if database.on_sqlite else f"CAST({literal} AS timestamptz)"


def change(database: Database, values: str) -> str:
    """
    The SQL that changes the handover of a test.
    """
    for literal in (NOW, LEASE):
        values = values.replace(literal, _moment(database, literal))
    return f"UPDATE handovers SET {values} WHERE id = {{handover}}"


async def refused(database: Database, statement: str, one: Waiting) -> None:
    before = await handover_of(database, one)
    with pytest.raises(IntegrityError, match=r"guard \w+|ck_handovers_\w+"):
        await sql(database, statement, one)
    after = await handover_of(database, one)
    assert (after.state, after.shares, after.sealed_summary, after.sealed_consent, after.live_from_seq) == (
        before.state, before.shares, before.sealed_summary, before.sealed_consent, before.live_from_seq,
    )  # fmt: skip


@pytest.mark.parametrize("values", WITHOUT_A_YES.values(), ids=WITHOUT_A_YES)
async def test_without_a_yes_the_database_lets_nothing_wait_or_be_read(
    database: Database, time: Clock, values: str
) -> None:
    await there(database, "Noor")
    await agreed(database)
    await refused(database, change(database, values), await asked(database))


@pytest.mark.parametrize("values", AFTER_A_YES.values(), ids=AFTER_A_YES)
async def test_after_a_yes_the_database_keeps_what_was_agreed(database: Database, time: Clock, values: str) -> None:
    await there(database, "Noor")
    await agreed(database)
    await refused(database, change(database, values), await agreed(database))


@pytest.mark.parametrize("values", AFTER_THE_END.values(), ids=AFTER_THE_END)
async def test_what_is_over_does_not_begin_again(database: Database, time: Clock, values: str) -> None:
    await there(database, "Noor")
    await refused(database, change(database, values), await closed(database))


@pytest.mark.parametrize("parts", NEW_ROWS.values(), ids=NEW_ROWS)
async def test_a_row_that_never_had_a_yes_is_not_written(
    database: Database, time: Clock, parts: tuple[str, ...]
) -> None:
    helper = await there(database, "Noor")
    one = await asked(database)
    await sql(database, "UPDATE handovers SET state = 'withdrawn', reason = 'x', over_at = asked_at", one)
    await refused(database, new_row(database, *parts), one)
    assert "vuurtoren" not in await shown(database, helper)


async def test_no_manner_of_writing_gets_around_it(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    one = await agreed(database)
    for manner in ("OR IGNORE", "OR REPLACE", "OR FAIL") if database.on_sqlite else ("", "ONLY"):
        await refused(database, f"UPDATE {manner} handovers SET shares = 'talk' WHERE id = {{handover}}", one)
    if not database.on_sqlite:
        copy = "INSERT INTO handovers SELECT * FROM handovers WHERE id = {handover} ON CONFLICT (id) DO UPDATE SET {}"
        await refused(database, copy.replace("{}", "shares = 'talk'"), one)


async def forged_card(database: Database) -> Waiting:
    """
    The card without a yes, made to wait by a proof that is none.
    """
    one = await asked(database)
    await sql(database, change(database, f"state = 'waiting', {YES}, {FORGED}"), one)
    return one


async def borrowed_proof(database: Database) -> Waiting:
    """
    The same, with the true proof of somebody else.
    """
    other, one = await agreed(database), await asked(database)
    theirs = f"(SELECT sealed_consent FROM handovers WHERE id = '{other.handover}')"
    await sql(database, change(database, f"state = 'waiting', {YES}, sealed_consent = {theirs}"), one)
    return one


async def own_old_proof(database: Database) -> Waiting:
    """
    The same, with the true proof and words of an earlier handover in the same talk, to which there was a yes then.
    """
    before = await closed(database)
    row = ("'waiting'", "'summary'", DRAFT, "(SELECT sealed_consent FROM handovers WHERE id = {handover})", NOW)
    await sql(database, new_row(database, *row, "NULL, NULL, NULL, NULL"), before)
    return Waiting(before.conversation, "new")


async def whole_talk(database: Database) -> Waiting:
    """
    The card without a yes, made to wait as if the whole talk were shared.
    """
    one = await asked(database)
    await sql(database, change(database, f"state = 'waiting', {YES}, {FORGED}, shares = 'talk'"), one)
    return one


async def guards_gone(database: Database) -> Waiting:
    """
    A yes to nothing at all; then somebody takes away the guards and shares the talk.
    """
    one = await agreed(database, Shares.NOTHING)
    for name in guards.rules("sqlite"):
        await sql(database, f"DROP TRIGGER guard_{name}" + ("" if database.on_sqlite else " ON handovers"), one)
    await sql(database, change(database, "shares = 'talk', sealed_summary = {forged}"), one)
    return one


Scene = Callable[[Database], Awaitable[Waiting]]
LET_THROUGH = [forged_card, borrowed_proof, own_old_proof, whole_talk, guards_gone]


@pytest.mark.parametrize("scene", LET_THROUGH)
async def test_without_a_proof_no_word_is_shown_and_nothing_of_before_is_read(
    database: Database, time: Clock, scene: Scene
) -> None:
    helper = await there(database, "Noor")
    one = await scene(database)
    await tells(database, one, LATER)
    async with database.reading() as session:
        handover = await session.get_one(Handover, one.handover)
        vault = await conversations.open_by_id(session, MASTER, one.conversation)
        assert not proof.holds(vault, handover)
        assert queue.public(vault, handover)["summary"] == texts().record("no_proof").text
    claimed = await claims(database, helper, one)
    assert claimed["summary"] == texts().record("no_proof").text
    talk = await read(database, helper, one)
    assert "Vanaf nu schrijft Noor" in talk, "the person heard it aloud, and from there on it is read"
    assert "vuurtoren" not in talk
    assert LATER not in talk


async def live_unheard(database: Database) -> Waiting:
    """
    A row that is live at once and from the start, with words that are not there.
    """
    one = await asked(database)
    await sql(database, "UPDATE handovers SET state = 'withdrawn', reason = 'x', over_at = asked_at", one)
    row = ("'live'", "'talk'", DRAFT, "{forged}", NOW, f"{ME}, {LEASE}, {NOW}, 1")
    await sql(database, new_row(database, *row), one)
    return one


async def live_from_now_on(database: Database) -> Waiting:
    """
    The same, from this moment on: the person goes on talking with the bot.
    """
    one = await asked(database)
    await sql(database, "UPDATE handovers SET state = 'withdrawn', reason = 'x', over_at = asked_at", one)
    row = ("'live'", "'summary'", DRAFT, "{forged}", NOW, f"{ME}, {LEASE}, {NOW}, 99")
    await sql(database, new_row(database, *row), one)
    for _ in range(99):
        await tells(database, one, LATER)
    return one


async def live_with_a_yes_unheard(database: Database) -> Waiting:
    """
    A true yes, made live without the words that say so.
    """
    one = await agreed(database)
    await sql(database, change(database, f"{LIVE}, live_from_seq = 99"), one)
    for _ in range(99):
        await tells(database, one, LATER)
    return one


async def log_made_short(database: Database) -> Waiting:
    """
    A true talk, whose log is made to look as if it had only begun.
    """
    one = await agreed(database)
    await sql(database, "UPDATE conversations SET last_seq = 0", one)
    await sql(database, change(database, f"{LIVE}, live_from_seq = 1"), one)
    return one


async def an_old_switch(database: Database) -> Waiting:
    """
    A new row in a talk that was live before, which points at the words that announced the other helper then.
    """
    before = await closed(database)
    async with database.reading() as session:
        seq = await session.scalar(text("SELECT live_from_seq FROM handovers"))
    row = ("'live'", "'talk'", DRAFT, "{forged}", NOW, f"{ME}, {LEASE}, {NOW}, {seq}")
    await sql(database, new_row(database, *row), before)
    return Waiting(before.conversation, "new")


UNHEARD = [live_unheard, live_from_now_on, live_with_a_yes_unheard, log_made_short, an_old_switch]


@pytest.mark.parametrize("scene", UNHEARD)
async def test_nobody_reads_a_talk_in_which_they_were_not_announced(
    database: Database, time: Clock, scene: Scene
) -> None:
    helper = await there(database, "Noor")
    one = await scene(database)
    with pytest.raises(NoConsent):
        await read(database, helper, one)
    if scene is not log_made_short and scene is not live_with_a_yes_unheard:
        assert "vuurtoren" not in await shown(database, helper)


async def test_with_the_talk_shared_and_with_a_switch_it_is_read(database: Database, time: Clock) -> None:
    helper = await there(database, "Noor")
    summary, talk = await agreed(database), await agreed(database, Shares.TALK)
    for one in (summary, talk):
        assert "vuurtoren" in (await claims(database, helper, one))["summary"]
        await tells(database, one, LATER)
        assert LATER in await read(database, helper, one)
    assert SECRET not in await read(database, helper, summary)
    assert SECRET in await read(database, helper, talk)


Deed = Callable[[Any, Helper, str], Awaitable[Any]]
DEEDS: dict[str, Deed] = {
    "claim": lambda session, helper, one: queue.claim(session, MASTER, helper, one),
    "heartbeat": lambda session, helper, one: leases.heartbeat(session, helper, one),
    "return": lambda session, helper, one: queue.give_back(session, MASTER, helper, one),
    "escalate": lambda session, helper, one: queue.escalate(session, MASTER, helper, one),
    "close": lambda session, helper, one: queue.close(session, MASTER, helper, one, "good_end", ""),
    "take over": lambda session, helper, one: oversight.take_over(session, MASTER, helper, one),
    "reassign": lambda session, helper, one: oversight.reassign(session, MASTER, helper, one, "x"),
    "end": lambda session, helper, one: oversight.end(session, MASTER, helper, one, "referred", ""),
    "transfer": lambda session, helper, one: transfer.hand_on(session, MASTER, helper, one, None, ""),
    "decline": lambda session, helper, one: transfer.decline(session, MASTER, helper, one),
    "join": lambda session, helper, one: overleg.join(session, MASTER, helper, one),
    "invite": lambda session, helper, one: overleg.invite(session, MASTER, helper, one, "x"),
    "whispers": lambda session, helper, one: overleg.whispers(session, MASTER, helper, one, 0),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
async def test_a_card_without_a_yes_does_not_exist_for_a_helper(database: Database, time: Clock, deed: Deed) -> None:
    helper = await there(database, "Cor", Role.COORDINATOR)
    one = await asked(database)
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await deed(session, helper, one.handover)
    assert (await handover_of(database, one)).state == "asked"


async def test_no_overview_shows_it_nor_its_words(database: Database, time: Clock) -> None:
    helper = await there(database, "Cor", Role.COORDINATOR)
    one = await asked(database)
    async with database.reading() as session:
        seen = str(await oversight.overview(session, helper)) + await shown(database, helper)
    assert one.handover not in seen
    assert one.conversation not in seen
    assert "vuurtoren" not in seen
    with pytest.raises(NachtlichtError):
        await read(database, helper, one)


async def test_a_yes_without_a_card_is_no_yes(database: Database, time: Clock) -> None:
    await there(database, "Noor")
    one = await agreed(database)
    with pytest.raises(NoConsent):
        await within(database, one, consent.agree)
    waited = await waits(database)
    await within(database, waited, consent.withdraw)
    with pytest.raises(NoConsent):
        await within(database, waited, consent.agree)
