"""
From every question that we ask, stop, back, a person and erase are one turn away.
"""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from bot import settings as configuration
from bot.flows import Flows
from bot.opening import open_store
from store import conversations
from store.ground import Ground
from store.speech import say
from store.texts import texts
from tests.conversations.people import Person, fits
from tests.running import RunningHouse

OUT = {
    "ik wil stoppen": ("utter_stop",),
    "ik wil terug": ("utter_go_back", *(name for name in texts().responses if name.startswith("utter_enter_"))),
    "ik wil een mens spreken": ("nobody_on_duty", "card"),
}


@pytest.fixture(scope="module")
def house(houses: Callable[[str], RunningHouse]) -> RunningHouse:
    """
    The house on SQLite: what is said does not depend on the database, and `test_talks.py` shows that on both.
    """
    return houses("sqlite")


def asking() -> list[tuple[str, str]]:
    """
    A response for every question that we ask, with the question.
    """
    found = {line.question: name for name, lines in texts().responses.items() for line in lines if line.question}
    return sorted((question, name) for question, name in found.items() if question)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ground(house: RunningHouse) -> AsyncIterator[Ground]:
    """
    The database of the house, beside it.
    """
    settings = configuration.load(data=house.data, database_url=house.environment.get("NACHTLICHT_DATABASE_URL", ""))
    database, master = await open_store(settings)
    yield Ground(database, master, False)
    await database.close()


@pytest.mark.parametrize(("question", "response"), asking(), ids=lambda value: str(value))
async def test_from_every_question_the_ways_out_are_one_turn_away(
    house: RunningHouse, ground: Ground, question: str, response: str
) -> None:
    assert question in Flows().questions
    person = Person(house)
    person.hears("bot")
    for words, expected in OUT.items():
        await ask(ground, person, response)
        person.hears("bot")
        person.says(words)
        answer = person.hears("bot")
        assert any(fits(answer, name) for name in expected), f"{response}, {words}: {answer['text']}"
    await ask(ground, person, response)
    person.says("wis alles")
    assert house.request("GET", "/chat/api/messages", person.token).status_code == 410


async def ask(ground: Ground, person: Person, response: str) -> None:
    """
    Put a question into a talk, as if it had come to that.
    """
    async with ground.database.writing() as session:
        vault = await conversations.open_by_token(session, ground.master, person.token, lock=True)
        asked = next(line for line in texts().responses[response] if line.question)
        await say(session, vault, asked.fill(dict.fromkeys(asked.wants(), "dit")))
