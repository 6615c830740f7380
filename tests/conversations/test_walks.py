"""
Thousands of random turns: never a dead end, never silence, never a rule broken. And from every question the ways out.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import settings as configuration
from bot.flows import Flows
from bot.opening import open_store
from store import conversations
from store.speech import say
from store.texts import texts
from tests.conversations.people import Person, fits
from tests.conversations.walks import Walk
from tests.running import RunningHouse

WALKS = 40
TURNS = 30
AT_ONCE = 4
OUT = {
    "ik wil stoppen": ("utter_stop",),
    "ik wil terug": ("utter_go_back", *(name for name in texts().responses if name.startswith("utter_enter_"))),
    "ik wil een mens spreken": ("nobody_on_duty", "card"),
}


def test_random_walks_break_no_rule(house: RunningHouse) -> None:
    walks = [Walk(seed, TURNS) for seed in range(WALKS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(lambda walk: walk.go(house), walks)) == WALKS * TURNS
    # What these rules are about did happen, so that keeping them says something.
    assert sum(walk.reflections for walk in walks) > WALKS
    assert sum(walk.ideas.total() for walk in walks) > 0


def asking() -> list[tuple[str, str]]:
    """
    A response for every question that we ask, with the question.
    """
    found = {line.question: name for name, lines in texts().responses.items() for line in lines if line.question}
    return sorted((question, name) for question, name in found.items() if question)


@pytest.mark.parametrize(("question", "response"), asking(), ids=lambda value: str(value))
def test_from_every_question_the_ways_out_are_one_turn_away(house: RunningHouse, question: str, response: str) -> None:
    assert question in Flows().questions
    person = Person(house)
    person.hears("bot")
    for words, expected in OUT.items():
        asyncio.run(ask(house, person, response))
        person.hears("bot")
        person.says(words)
        answer = person.hears("bot")
        assert any(fits(answer, name) for name in expected), f"{response}, {words}: {answer['text']}"
    asyncio.run(ask(house, person, response))
    person.says("wis alles")
    assert house.request("GET", "/chat/api/messages", person.token).status_code == 410


async def ask(house: RunningHouse, person: Person, response: str) -> None:
    """
    Put a question into a talk, as if it had come to that.
    """
    settings = configuration.load(data=house.data, database_url=house.environment.get("NACHTLICHT_DATABASE_URL", ""))
    database, master = await open_store(settings)
    try:
        async with database.writing() as session:
            vault = await conversations.open_by_token(session, master, person.token, lock=True)
            asked = next(line for line in texts().responses[response] if line.question)
            await say(session, vault, asked.fill(dict.fromkeys(asked.wants(), "dit")))
    finally:
        await database.close()
