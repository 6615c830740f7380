"""
Codes: four words cannot be tried out, a wrong guess tells nothing, and secrets are compared in constant time.
"""

import ast
import itertools
import time
from pathlib import Path

import httpx
import pytest

from bot.returning import SECONDS, TRIES
from store import words
from tests.conversations.people import Person, fits
from tests.running import RunningHouse

ROOT = Path(__file__).parents[2]
PEERS = itertools.count(1)
SECRETS = {"token", "secret", "password", "code", "right", "signature"}


def tries(house: RunningHouse, peer: str, guess: str) -> httpx.Response:
    """
    Somebody at an address tries four words.
    """
    return house.http.post("/chat/api/return", json={"words": guess}, headers={"X-Forwarded-For": peer})


def test_four_words_cannot_be_tried_out(house: RunningHouse) -> None:
    peer = f"198.51.100.{next(PEERS)}"
    begun = time.monotonic()
    answers = [tries(house, peer, words.draw()) for _ in range(3 * TRIES)]
    regained = int((time.monotonic() - begun) * TRIES / SECONDS)
    wrong = [answer for answer in answers if answer.status_code == 404]
    assert TRIES <= len(wrong) <= TRIES + regained
    assert {answer.status_code for answer in answers if answer not in wrong} <= {429}
    assert len({answer.content for answer in wrong}) == 1


def test_an_erased_talk_and_one_that_never_was_look_the_same(house: RunningHouse) -> None:
    person = Person(house)
    person.hears("bot")
    person.says("Mijn vier woorden")
    told = person.hears("bot")
    assert fits(told, "words")
    given = str(told["text"]).split("\n\n")[1]
    peer = f"198.51.100.{next(PEERS)}"
    assert tries(house, peer, given).status_code == 200
    house.request("POST", "/chat/api/erase", person.token)
    gone, never = tries(house, peer, given), tries(house, peer, words.draw())
    assert (gone.status_code, gone.content) == (never.status_code, never.content)


@pytest.mark.parametrize("guess", ["", "a b c d", "\0 \0 \0 \0", "aalbes " * 2000, "' OR 1=1 --", "%%%% ____ * ?"])
def test_what_are_no_four_words_costs_nothing_and_opens_nothing(house: RunningHouse, guess: str) -> None:
    assert tries(house, "198.51.100.200", guess).status_code in (404, 422)


def test_no_secret_is_compared_letter_by_letter() -> None:
    found = []
    for room in ("store", "handover", "bot"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
                    continue
                if isinstance(node.left, ast.Attribute) and ast.unparse(node.left)[0].isupper():
                    continue  # a column: the database compares fingerprints
                sides = [node.left, *node.comparators]
                names = {side.id if isinstance(side, ast.Name) else side.attr for side in sides
                         if isinstance(side, ast.Name | ast.Attribute)}  # fmt: skip
                if names & SECRETS and not any(isinstance(side, ast.Constant) for side in sides):
                    found.append(f"{path.name}:{node.lineno}")
    assert not found
