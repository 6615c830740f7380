"""
Several processes of the house on one PostgreSQL, behind one address: each thing is taken in once and said once, in order.
"""

from itertools import cycle
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from store.schema import Sender
from tests.telegram.botapi import BotApi
from tests.telegram.house import PUBLIC, House
from tests.telegram.people import Person


async def test_two_processes_say_everything_once_and_in_order(
    api: BotApi, tmp_path: Path, person: Person, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("postgresql").new_database()
    houses = [await House(api, tmp_path, webhook=True, database=address).open() for _ in range(2)]
    turn = cycle(houses)

    async def balancer(scope: Scope, receive: Receive, send: Send) -> None:
        await next(turn).app(scope, receive, send)

    api.reaches(PUBLIC, balancer)
    for n in range(10):
        await person.says(f"bericht {n}")
    await person.sees()
    assert [(await person.sees()).text for _ in range(10)] == [f"Je zei: bericht {n}" for n in range(10)]
    for n in range(10):
        await next(turn).says(person, Sender.HUMAN, f"antwoord {n}", name="Sam")
    assert [(await person.sees()).text for _ in range(10)] == [f"Sam: antwoord {n}" for n in range(10)]
    assert len(person.chat.bubbles) == 21
    await api.acknowledged()
    assert set(api.pushed) == {200}
    for house in houses:
        await house.close()
