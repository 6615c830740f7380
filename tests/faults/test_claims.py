"""
Claims at the same moment: of a hundred exactly one wins, round after round, and the others hear who has it.

`NACHTLICHT_LONG` makes it a thousand rounds on each database.
"""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.conversations.people import Person, Volunteer, fits
from tests.running import RunningHouse, until

ROUNDS = 1000 if os.environ.get("NACHTLICHT_LONG") else 8
PARALLEL = 100
HELPERS = 5


def waits(house: RunningHouse) -> Person:
    """
    Somebody who said yes to the card.
    """
    person = Person(house)
    person.chooses("Liever een mens")
    card = person.hears("bot")
    while not fits(card, "card_more"):
        card = person.hears("bot")
    person.chooses("Ja, stuur maar")
    until(
        lambda: fits(person.hears("bot"), "waiting_first") or fits(person.seen[-1], "waiting"), "the place in the line"
    )
    return person


def test_of_a_hundred_claims_one_wins_every_time(bare: RunningHouse) -> None:
    volunteers = [Volunteer(bare, f"Samen {n}") for n in range(HELPERS)]
    for volunteer in volunteers:
        volunteer.on_duty()
    # A connection is not kept until the server, after five idle seconds, may close it in the very moment that it is used.
    limits = httpx.Limits(keepalive_expiry=2.0)
    clients = [httpx.Client(base_url=bare.url, timeout=60.0, limits=limits) for _ in range(PARALLEL)]
    with ThreadPoolExecutor(PARALLEL) as pool:
        for _ in range(ROUNDS):
            waits(bare)
            handover = until(volunteers[0].waiting, "somebody waiting")[0]["id"]
            start = threading.Barrier(PARALLEL)

            def claim(n: int, handover: str = handover, start: threading.Barrier = start) -> tuple[int, str, int]:
                start.wait()
                bearer = {"Authorization": f"Bearer {volunteers[n % HELPERS].token}"}
                answer = clients[n].post(f"/console/api/handovers/{handover}/claim", headers=bearer)
                return answer.status_code, answer.json().get("error", ""), n % HELPERS

            results = list(pool.map(claim, range(PARALLEL)))
            assert Counter(code for code, _, _ in results) == {200: 1, 409: PARALLEL - 1}
            assert {error for code, error, _ in results if code == 409} == {"already_claimed"}
            winner = volunteers[next(n for code, _, n in results if code == 200)]
            winner.handover = {"id": handover}
            winner.closes()
    for client in clients:
        client.close()
