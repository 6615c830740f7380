"""
A desk for tests of what helpers do with each other: talks that are held and ended, on the scene of `scene.py`.
"""

from typing import Any

from handover import consent, queue
from store import conversations
from store.database import Database
from store.schema import Helper
from tests.conversations.people import fits
from tests.unit.handover import scene
from tests.unit.handover.scene import MASTER, Waiting


async def three(database: Database) -> tuple[Helper, Helper, Helper, Waiting]:
    """
    Three volunteers who are there, and a talk that the first holds.
    """
    sam, noor, bo = [await scene.there(database, name) for name in ("Sam", "Noor", "Bo")]
    return sam, noor, bo, await held(database, sam)


async def held(database: Database, who: Helper) -> Waiting:
    """
    A talk in the hands of a helper.
    """
    one = await scene.waits(database)
    await scene.claims(database, who, one)
    return one


async def returns(database: Database, conversation: str, **state: Any) -> Waiting:
    """
    Somebody whom we know asks for a person, and says yes to the card; `state` is what the dialogue remembers by then.
    """
    async with database.writing() as session:
        vault = await conversations.open_by_id(session, MASTER, conversation, lock=True)
        vault.remember(vault.state() | state)
        await consent.show_card(session, vault)
        await consent.agree(session, vault)
        handover = await consent.open_handover(session, vault)
    assert handover is not None
    return Waiting(conversation, handover.id)


async def closes(database: Database, who: Helper, one: Waiting, **more: Any) -> None:
    """
    A helper ends a talk.
    """
    async with database.writing() as session:
        await queue.close(session, MASTER, who, one.handover, "good_end", "", **more)


async def every_day(database: Database, who: Helper, start: str, end: str) -> None:
    """
    Shifts on all days of the week.
    """
    for weekday in range(7):
        await scene.shift(database, who, weekday, start, end)


async def latest(database: Database, one: Waiting, *names: str) -> str:
    """
    The last lines are these texts of record; returns them.
    """
    found = [entry.text for entry in await scene.said(database, one)][-len(names) :]
    wrong = [name for text, name in zip(found, names, strict=True) if not fits({"text": text}, name)]
    assert not wrong, found
    return "\n".join(found)
