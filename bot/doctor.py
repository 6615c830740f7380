"""
The doctor: looks at what an installation needs, and says in plain words what is missing.
"""

import shutil
from dataclasses import dataclass

from bot import supervisor
from bot.language.lines import ROOT, read
from bot.opening import open_store
from bot.settings import Settings
from handover import alarms, helplines
from store import clock
from store.errors import NachtlichtError

ENOUGH_MEGABYTES = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing looked at. What is not fine but not `grave` is worth doing, and nothing breaks without it.
    """

    what: str
    fine: bool
    told: str
    grave: bool = True


async def examine(settings: Settings) -> list[Finding]:
    """
    Everything that can be seen without starting.
    """
    return [_engine(), _model(settings), *await _store(settings), _disk(settings), _helplines(), _safety_texts()]


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


async def _store(settings: Settings) -> list[Finding]:
    try:
        database, _ = await open_store(settings)
    except NachtlichtError as error:
        return [Finding("database", False, error.detail)]
    kind = "SQLite" if database.on_sqlite else "PostgreSQL"
    async with database.reading() as session:
        rung = await alarms.counts(session)
    await database.close()
    told = f"{rung['ringing']} gaan er nu, {rung['missed']} bleven te lang zonder antwoord"
    return [
        Finding("database", True, f"{kind} en hoofdsleutel zijn in orde"),
        Finding("alarmen", not any(rung.values()), told, grave=False),
    ]


def warnings() -> list[Finding]:
    """
    What an admin has to see to: facts and texts that somebody outside has to look at again.
    """
    return [finding for finding in (_helplines(), _safety_texts()) if not finding.fine]


def _helplines() -> Finding:
    old = {line.id for line, _ in helplines.stale(helplines.helplines(), clock.now())}
    told = f"langer dan 90 dagen niet nagekeken: {', '.join(sorted(old))}" if old else "alle nagekeken"
    return Finding("hulplijnen", not old, told, grave=False)


def _safety_texts() -> Finding:
    about = read(ROOT / "dialogues" / "texts" / "safety.yml").get("metadata") or {}
    day, who = about.get("reviewed"), about.get("reviewer")
    told = f"nagelezen op {day} door {who}" if day and who else "nog door niemand van buiten nagelezen"
    return Finding("vangnetteksten", bool(day and who), told, grave=False)


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data.resolve()).free // 1_000_000
    return Finding("schijf", free > ENOUGH_MEGABYTES, f"{free} MB vrij")
