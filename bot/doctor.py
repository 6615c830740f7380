"""
The doctor: looks at what an installation needs, and says in plain words what is missing.
"""

import shutil
from dataclasses import dataclass

from bot import supervisor
from bot.opening import open_store
from bot.settings import Settings
from store.errors import NachtlichtError

ENOUGH_MEGABYTES = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing looked at.
    """

    what: str
    fine: bool
    told: str


async def examine(settings: Settings) -> list[Finding]:
    """
    Everything that can be seen without starting.
    """
    return [_engine(), _model(settings), await _store(settings), _disk(settings)]


def _engine() -> Finding:
    try:
        return Finding("engine", True, f"Python van de engine: {supervisor.python().name}")
    except NachtlichtError as error:
        return Finding("engine", False, error.detail)


def _model(settings: Settings) -> Finding:
    path = supervisor.model_path(settings.models)
    there = path.exists()
    return Finding(
        "model", there, path.name if there else "Er is geen model voor deze bronnen. Draai `nachtlicht train`."
    )


async def _store(settings: Settings) -> Finding:
    try:
        database, _ = await open_store(settings)
    except NachtlichtError as error:
        return Finding("database", False, error.detail)
    kind = "SQLite" if database.on_sqlite else "PostgreSQL"
    await database.close()
    return Finding("database", True, f"{kind} en hoofdsleutel zijn in orde")


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data.resolve()).free // 1_000_000
    return Finding("schijf", free > ENOUGH_MEGABYTES, f"{free} MB vrij")
