"""
Speech: putting a line into the log, and remembering that it was said and what it asked.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from store import log
from store.conversations import Vault
from store.schema import Sender
from store.texts import Line

REMEMBERED = 120


async def say(session: AsyncSession, vault: Vault, line: Line, sender: Sender = Sender.BOT, **extra: Any) -> int:
    """
    Say a line in a locked conversation; `extra` goes into its body (`prefill`, `name`). Returns its number in the log.
    """
    state = vault.state()
    state["said"] = [*state.get("said", []), line.id][-REMEMBERED:]
    state["question"] = line.question or "none"
    vault.remember(state)
    return await log.append(session, vault, sender, line.body() | extra)
