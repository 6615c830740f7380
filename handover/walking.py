"""
Walking along: a volunteer who is there, in the chat, when somebody takes a small step. An appointment, made as a promise.

The step and its moment are what the dialogue remembers (`step`, `step_when`); the day words that it knows (actions/steps.py) are read
here. The promise goes to the first staffed slot from that moment on, and without a moment to the next one. Nothing is asked of
anybody before the person has said yes to the card.
"""

import re
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handover import bonds, promises
from handover.hours import WEEKDAYS
from store import clock
from store.conversations import Vault
from store.schema import Handover
from store.texts import Line, texts

ASKED = "walking"  # in the memory of the talk: the card that is open is for walking along
DAY = timedelta(days=1)
MORNING, NOON, AFTERNOON, EVENING, LATE = time(8), time(12), time(17), time(18), time(19)
PARTS = {"ochtend": MORNING, "vroeg": MORNING, "middag": NOON, "avond": EVENING}
WORDS = re.compile(
    r"\b(vandaag|vanochtend|vanmiddag|vanavond|straks|zo meteen|overmorgen|morgen|dit weekend|(?:volgende|deze) week|"
    rf"{'|'.join(WEEKDAYS)})(ochtend|vroeg|middag|avond)?(?: (na|voor) het eten)?\b",
    re.IGNORECASE,
)


def moment(words: str, now: datetime) -> datetime | None:
    """
    The first moment that Dutch day words mean, seen from now: "zaterdag" begins in the morning, "morgen na het eten" at seven in the
    evening. None when there are none.
    """
    found = WORDS.search(words)
    if found is None:
        return None
    name, part, meal = (group.lower() if group else "" for group in found.groups())
    today = clock.local(now)
    at = {"voor": AFTERNOON, "na": LATE}.get(meal) or PARTS.get(part)
    at = at or next((PARTS[end] for end in PARTS if name == f"van{end}"), MORNING)
    meant = datetime.combine(_day(name, today.date()), at, clock.AMSTERDAM)
    return max(meant, today) if meant.date() == today.date() else meant


def _day(name: str, today: date) -> date:
    """
    The day that a word means; a day of the week is the next one of that name, today included.
    """
    if name in WEEKDAYS:
        return today + (WEEKDAYS.index(name) - today.weekday()) % 7 * DAY
    if name == "dit weekend":
        return today + max(0, 5 - today.weekday()) * DAY
    if name == "volgende week":
        return today + (7 - today.weekday()) * DAY
    return today + {"morgen": 1, "overmorgen": 2}.get(name, 0) * DAY


def mean(vault: Vault, *, wanted: bool) -> None:
    """
    Remember whether the card that is open is for walking along.
    """
    state = vault.state()
    if bool(state.pop(ASKED, False)) != wanted:
        vault.remember(state | ({ASKED: True} if wanted else {}))


async def slot(session: AsyncSession, vault: Vault, lane: str = "volunteer") -> tuple[datetime, str | None] | None:
    """
    When somebody can walk along, and who, where the person has a helper of their own (`bonds`) with a shift within a week of it. None
    when no shift is staffed.
    """
    now = clock.now()
    meant = moment(str(vault.state().get("step_when") or ""), now) or now
    after = meant - promises.SOONEST  # a slot that begins just then is in time
    own = await bonds.in_force(session, vault.id, lane)
    theirs = await promises.next_slot(session, lane, own.id, after) if own else None
    if own and theirs and theirs <= max(meant, now) + bonds.AHEAD:
        return theirs, own.id
    first = await promises.next_slot(session, lane, None, after)
    return (first, None) if first else None


async def when(session: AsyncSession, vault: Vault) -> str:
    """
    The moment for the card, in Dutch; empty when the card that is open is for something else, or nobody can be promised.
    """
    found = await slot(session, vault) if vault.state().get(ASKED) else None
    return promises.moment_words(found[0]) if found else ""


async def told(session: AsyncSession, vault: Vault, handover: Handover) -> Line | None:
    """
    A question that begins to wait, and was for walking along: the promise, and the words to the person. None for any other question.
    """
    found = await slot(session, vault, handover.kind) if vault.state().get(ASKED) else None
    mean(vault, wanted=False)
    if found is None:
        return None
    due, helper = found
    after = due - promises.SOONEST
    promise = await promises.make(session, handover, helper=helper, after=after, kind=promises.STEP)
    if promise is None:
        return None
    handover.told_until = promise.lapses_at
    return texts().record("promise_step", when=promises.when(promise))
