"""
Thousands of random turns: never a dead end, never silence, never a rule broken.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conversations.walks import Walk
from tests.running import RunningHouse

WALKS = 40
TURNS = 30
AT_ONCE = 4


@pytest.fixture(scope="module")
def house(houses: Callable[[str], RunningHouse]) -> RunningHouse:
    """
    The house on SQLite: what is said does not depend on the database, and `test_talks.py` shows that on both.
    """
    return houses("sqlite")


def test_random_walks_break_no_rule(house: RunningHouse) -> None:
    walks = [Walk(seed, TURNS) for seed in range(WALKS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(lambda walk: walk.go(house), walks)) == WALKS * TURNS
    # What these rules are about did happen, so that keeping them says something.
    assert sum(walk.reflections for walk in walks) > WALKS
    assert sum(walk.ideas.total() for walk in walks) > 0
