"""
The audit that anyone can run: recounts the whole house in one look at the database, and prints what does not add up.

A check is one function on a list; whoever keeps another book adds theirs to `CHECKS`.
"""

from dataclasses import asdict
from typing import Any

from handover import audit as handovers
from store import audit as talks
from store.audit import Check, Doubt
from store.database import Database
from store.keys import MasterKey

CHECKS: list[tuple[str, Check]] = [*talks.CHECKS, *handovers.CHECKS]


async def recount(database: Database, master: MasterKey) -> dict[str, list[Doubt]]:
    """
    By check, what does not add up, all of one moment.
    """
    async with database.snapshot() as session:
        return {name: await check(session, master) for name, check in CHECKS}


def public(found: dict[str, list[Doubt]]) -> dict[str, Any]:
    """
    The result as one JSON object: `ok`, how many checks were made, and every doubt by check.
    """
    wrong = {name: [asdict(doubt) for doubt in doubts] for name, doubts in found.items() if doubts}
    return {"ok": not wrong, "checks": list(found), "doubts": wrong}
