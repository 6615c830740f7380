"""
Who read what: one row for whoever opened a talk, a summary, whispers, somebody's page or this log itself; who and when, never a word.
Besides, one for whoever made a new way in for a colleague, came in by it, or erased a talk for its person.

Every row carries the hash of the one before it, and both ends of the chain are kept apart. So a row that was changed, taken out or put in
is seen by `verify`. Whoever can write in the database could make the whole chain anew; therefore the page shows the last hash, for a
coordinator to keep elsewhere. A row is written before the text is shown, and the same person opening the same thing is noted once an hour.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.database import Database
from store.schema import Helper, Reading, ReadingChain

TALK, SUMMARY, WHISPERS, PERSON, LOG = "talk", "summary", "whispers", "person", "log"
LINK, RENEWED, ERASED = "link", "renewed", "erased"
OF_PEOPLE = {PERSON, LINK, RENEWED}
HOUSE = "house"  # whoever did it at the machine itself
ONCE = timedelta(hours=1)
KEPT = timedelta(days=365)
PAGE = 100
CHAIN = 1


async def note(database: Database, helper: Helper, what: str, subjects: Collection[str]) -> None:
    """
    Note that a helper is shown these, unless it was noted within the hour.
    """
    if not subjects:
        return
    async with database.reading() as session:
        fresh = await _fresh(session, helper, what, subjects)
    if not fresh:
        return
    async with database.writing() as session:
        # The lock on the end of the chain makes one row follow another, also with several processes.
        chain = await session.get_one(ReadingChain, CHAIN, with_for_update=True, populate_existing=True)
        for subject in await _fresh(session, helper, what, fresh):
            _append(session, chain, helper.id, what, subject)


async def record(session: AsyncSession, helper: Helper | None, what: str, subject: str) -> None:
    """
    Note what a helper does (None: whoever runs the house), each time and in the very transaction that does it.
    """
    chain = await session.get_one(ReadingChain, CHAIN, with_for_update=True, populate_existing=True)
    _append(session, chain, helper.id if helper else HOUSE, what, subject)


async def _fresh(session: AsyncSession, helper: Helper, what: str, subjects: Collection[str]) -> list[str]:
    since = clock.now() - ONCE
    query = select(Reading.subject).where(Reading.helper_id == helper.id, Reading.what == what, Reading.at > since)
    noted = set(await session.scalars(query.where(Reading.subject.in_(subjects))))
    return [subject for subject in dict.fromkeys(subjects) if subject not in noted]


def _append(session: AsyncSession, chain: ReadingChain, helper_id: str, what: str, subject: str) -> None:
    number, at = chain.last + 1, clock.now()
    made = _hash(chain.hash, number, at, helper_id, what, subject)
    session.add(Reading(number=number, at=at, helper_id=helper_id, what=what, subject=subject, hash=made))
    chain.last, chain.hash = number, made


def _hash(before: str, number: int, at: datetime, helper_id: str, what: str, subject: str) -> str:
    moment = round(at.timestamp() * 1_000_000)  # whole microseconds: what both databases keep
    return hashlib.sha256("|".join((before, str(number), str(moment), helper_id, what, subject)).encode()).hexdigest()


async def verify(session: AsyncSession) -> list[str]:
    """
    What does not add up in the log, as sentences; nothing when all is well. The session looks at one moment (`Database.snapshot`).
    """
    chain = await session.get(ReadingChain, CHAIN, populate_existing=True)
    if chain is None:
        return ["De lijst heeft geen begin en geen eind meer."]
    wrong: list[str] = []
    number, before = chain.first - 1, chain.before
    rows = await session.stream_scalars(
        select(Reading).order_by(Reading.number).execution_options(populate_existing=True)
    )
    async for row in rows:
        if row.number != number + 1:
            wrong.append(f"Na regel {number} komt regel {row.number}.")
        if row.hash != _hash(before, row.number, row.at, row.helper_id, row.what, row.subject):
            wrong.append(f"Regel {row.number} is veranderd, of de regel ervoor.")
        number, before = row.number, row.hash
    if (number, before) != (chain.last, chain.hash):
        wrong.append(f"De laatste regel hoort {chain.last} te zijn, en is {number}.")
    return wrong


async def sweep(session: AsyncSession) -> None:
    """
    Rows past their year go, from the old end; the hash of the last of them stays, so that the chain still holds.
    """
    old = select(Reading).where(Reading.at < clock.now() - KEPT).order_by(Reading.number.desc()).limit(1)
    if await session.scalar(old) is None:
        return
    chain = await session.get_one(ReadingChain, CHAIN, with_for_update=True, populate_existing=True)
    last = await session.scalar(old)
    if last:
        await session.execute(delete(Reading).where(Reading.number <= last.number))
        ends = update(ReadingChain).where(ReadingChain.id == chain.id)
        await session.execute(ends.values(first=last.number + 1, before=last.hash))


async def page(session: AsyncSession, before: int | None = None, helper_id: str | None = None) -> dict[str, Any]:
    """
    The rows of the log, the newest first, from before a number, of everybody or of one; and the end of the chain.
    """
    chain = await session.get_one(ReadingChain, CHAIN, populate_existing=True)
    query = select(Reading, Helper.name).join(Helper, Helper.id == Reading.helper_id, isouter=True)
    if before is not None:
        query = query.where(Reading.number < before)
    if helper_id:
        query = query.where(Reading.helper_id == helper_id)
    rows = (await session.execute(query.order_by(Reading.number.desc()).limit(PAGE))).all()
    of_people = [row.subject for row, _ in rows if row.what in OF_PEOPLE]
    people = select(Helper.id, Helper.name).where(Helper.id.in_(of_people))
    persons = {one.id: one.name for one in await session.execute(people)}
    return {
        "rows": [
            {
                "number": row.number,
                "at": row.at,
                "helper": name or ("de beheerder, op de machine" if row.helper_id == HOUSE else ""),
                "what": row.what,
                "subject": persons.get(row.subject, row.subject),
            }
            for row, name in rows
        ],
        "last": chain.last,
        "hash": chain.hash,
    }
