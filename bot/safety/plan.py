"""
The plan: three things, made together, for when it gets heavy again. Who, what helps, and where one is safe.

It works without the engine, one question at a time, and every question may be passed over. It is kept with the talk, sealed, and
shown again on asking.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.safety import record
from store.conversations import Vault
from store.speech import say

PLAN = "plan"
PARTS = ("who", "helps", "where")
LENGTH = 200
OPEN = "nog te bedenken"


def part_of(question: str) -> str | None:
    """
    The part of the plan that a question asks for.
    """
    part = question.removeprefix("plan_")
    return part if question.startswith("plan_") and part in PARTS else None


async def begin(session: AsyncSession, vault: Vault) -> None:
    """
    Ask for the first part that is not there, or show the whole.
    """
    made = _plan(vault)
    part = next((part for part in PARTS if part not in made), None)
    if part:
        await say(session, vault, record.line(vault, f"safety_plan_{part}"))
        return
    told = {part: made[part] or OPEN for part in PARTS}
    await say(session, vault, record.line(vault, "safety_plan_done", **told))


async def take(session: AsyncSession, vault: Vault, part: str, words: str) -> None:
    """
    Keep the person's own words for a part (empty when they passed it over), and go on.
    """
    short = " ".join(words.split())[:LENGTH]
    vault.remember(vault.state() | {PLAN: _plan(vault) | {part: short}})
    await begin(session, vault)


async def skip(session: AsyncSession, vault: Vault) -> None:
    """
    Pass over the part that is asked for.
    """
    part = part_of(str(vault.state().get("question")))
    await (take(session, vault, part, "") if part else begin(session, vault))


async def anew(session: AsyncSession, vault: Vault) -> None:
    """
    Begin again with an empty plan.
    """
    vault.remember({name: value for name, value in vault.state().items() if name != PLAN})
    await begin(session, vault)


async def show(session: AsyncSession, vault: Vault) -> None:
    """
    Show the plan as far as it is made.
    """
    await (begin(session, vault) if _plan(vault) else say(session, vault, record.line(vault, "safety_plan_none")))


def _plan(vault: Vault) -> dict[str, Any]:
    return dict(vault.state().get(PLAN) or {})


DEEDS: dict[str, record.Deed] = {"plan": begin, "plan_skip": skip, "plan_anew": anew, "plan_show": show}
