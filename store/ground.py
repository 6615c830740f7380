"""
The ground that every route stands on: the database and the master key of this house.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from store.database import Database
from store.keys import MasterKey


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What routes need of the store. `secure`: people reach us over https. `country` (NL or BE) is that of the installation. `explain`
    tells helpers why a message worries the safety net: `level`, `topic`, `rule` and `words`, or None.
    `public_url` is the address under which the world reaches us, if we know it.
    """

    database: Database
    master: MasterKey
    secure: bool
    country: str = "NL"
    explain: Callable[[str], dict[str, Any] | None] = lambda text: None
    public_url: str = ""


def ground(request: Request) -> Ground:
    """
    The ground of the app that got a request.
    """
    found: Ground = request.app.state.ground
    return found


On = Annotated[Ground, Depends(ground)]
