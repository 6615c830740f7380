"""
The commands that keep an installation: recounting it, a backup, putting it back, and another master key.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import settings as configuration
from bot.terminal import err, out


async def audit(as_json: bool) -> None:
    """
    Print what does not add up, and leave with exit code 1 when there is any.
    """
    from bot.audit import public, recount
    from bot.opening import open_store

    database, master = await open_store(configuration.load())
    try:
        found = await recount(database, master)
    finally:
        await database.close()
    if as_json:
        print(json.dumps(public(found), ensure_ascii=False))
    for name, doubts in found.items():
        for doubt in doubts:
            err.print(f"{name}: {doubt.told} ({doubt.row})", markup=False, soft_wrap=True)
    if any(found.values()):
        raise SystemExit(1)


async def backup(file: Annotated[Path, typer.Argument(help="Nieuw bestand voor de back-up.")]) -> None:
    """
    Maak een back-up van alles, zonder de hoofdsleutel. Mag terwijl Nachtlicht draait.
    """
    from bot.opening import open_store
    from store import backup as backups

    database, master = await open_store(configuration.load())
    try:
        counts = await backups.write(database, master, file)
    finally:
        await database.close()
    out.print(f"{sum(counts.values())} rijen staan in {file.name}. De hoofdsleutel zit er niet in.", markup=False)


async def restore(
    file: Annotated[Path, typer.Argument(help="Bestand met de back-up.")],
    without_talks: Annotated[
        bool, typer.Option("--without-talks", help="Alleen helpers en rooster; geen enkel gesprek.")
    ] = False,
) -> None:
    """
    Zet een back-up terug in een lege database. Wat intussen gewist is, blijft gewist.
    """
    from bot.opening import closed_store
    from store.keys import MasterKey
    from store.restore import restore as put_back

    settings = configuration.load()
    database = closed_store(settings)
    try:
        master = MasterKey.read(settings.master_key, create=False)
        await database.open(alone=True)
        counts = await put_back(database, master, file, settings.erasures, without_talks=without_talks)
    finally:
        await database.close()
    out.print(f"{sum(counts.values())} rijen zijn terug. Helpers loggen opnieuw in.", markup=False)
    out.print("Kijk na wie er nog meedoet. Alle sleutels en uitnodigingen maak je opnieuw.", markup=False)


async def rotate_key() -> None:
    """
    Vervang de hoofdsleutel. Stop Nachtlicht eerst. Breekt het af, draai het dan nog eens.
    """
    from bot.rotation import rotate

    changed = await rotate(configuration.load())
    out.print(f"De hoofdsleutel is nieuw; {changed} sleutels en zegels zijn omgezet.", markup=False)
    out.print("Maak nu een nieuwe back-up: oude gaan met deze sleutel niet meer open.", markup=False)
