"""
The ground that every route stands on: the database and the master key of this house.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from store.database import Database
from store.keys import MasterKey


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What routes need of the store. `secure`: people reach us over https.
    """

    database: Database
    master: MasterKey
    secure: bool


def ground(request: Request) -> Ground:
    """
    The ground of the app that got a request.
    """
    found: Ground = request.app.state.ground
    return found


On = Annotated[Ground, Depends(ground)]
