"""
Beside the talk: what a helper's event stream tells of the colleagues in it. Who reads along, and what they whisper.
"""

from collections.abc import AsyncIterator
from typing import Any

from handover import access, overleg
from store.errors import ConversationErased, Forbidden, HandoverOver, NotFound, NotYours
from store.events import frame
from store.ground import Ground
from store.schema import Helper
from store.wakeups import heard

LOOK_SECONDS = 10.0


async def beside(on: Ground, helper: Helper, conversation: str) -> AsyncIterator[str]:
    """
    An event `readers` when that changes and at the start, and each `whisper` once. It has no end: the talk's own events have one.
    """
    names: list[str] | None = None
    after = 0
    with on.database.wakeups.listening(overleg.bell(conversation)) as bell:
        while True:
            bell.clear()
            found, whispers = await _look(on, helper, conversation, after)
            if found is not None and found != names:
                names = found
                yield frame({"readers": names}, event="readers")
            for whisper in whispers:
                after = whisper["id"]
                yield frame(whisper, event="whisper")
            await heard(bell, LOOK_SECONDS)


async def _look(
    on: Ground, helper: Helper, conversation: str, after: int
) -> tuple[list[str] | None, list[dict[str, Any]]]:
    """
    Who reads along and the whispers after a number; nothing once the helper has no part in it any more.
    """
    async with on.database.reading() as session:
        try:
            handover = await access.talk(session, helper, conversation)
            whispers = await overleg.whispers(session, on.master, helper, handover.id, after)
            return await overleg.readers(session, conversation), whispers
        except (ConversationErased, Forbidden, HandoverOver, NotFound, NotYours):
            return None, []
