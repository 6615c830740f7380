"""
Outage: what somebody is told while the engine is down. Only what is there is offered: a human when one is on duty, and else a line that is
open now.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from handover import blocks, consent, presence
from handover.meanwhile import open_now
from store.conversations import Vault
from store.texts import Line, texts
from store.unsaid import NO_HUMAN


async def told(session: AsyncSession, vault: Vault) -> Line:
    """
    The line for a conversation, which is locked. Nobody is offered a human whom they have asked for already, do not want or may not have.
    """
    declined = NO_HUMAN in (vault.state().get("declined") or [])
    if declined or await consent.open_handover(session, vault) or await blocks.standing(session, vault):
        return texts().record("engine_down_wait")
    if await presence.on_duty(session):
        return texts().record("engine_down")
    return texts().record("engine_down_nobody", open_now=open_now(vault))
