"""
Everything that can be said: schemathesis over `/openapi.json` and hypothesis over each channel. No 5xx, no hang, no word in an error.

Bounded for CI; NACHTLICHT_LONG=1 looks for much longer.
"""

import os
import time
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from tests.attacks.attack import closed, posts
from tests.attacks.conftest import MARKER, Scene, webhook
from tests.conversations.people import Person
from tests.running import RunningHouse

LONG = bool(os.environ.get("NACHTLICHT_LONG"))
SECONDS = 1200.0 if LONG else 60.0
EXAMPLES = 400 if LONG else 12
SLOWEST = 15.0
STREAMS = ("/stream",)
# These end the very sessions that look, or put a helper out of the talk that is looked at.
SPARED = {("DELETE", "/console/api/session")}

bounded = settings(
    max_examples=EXAMPLES * 4, deadline=None, database=None, phases=(Phase.generate,), derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60) | st.just(MARKER),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=12), inside, max_size=4),
    max_leaves=12,
)
words = st.text(st.characters(codec=None), max_size=300) | st.just(MARKER) | st.just("")
number = st.integers() | st.floats() | st.text(max_size=9) | st.none()


def stands(answer: httpx.Response) -> None:
    """
    An answer of a house that stands.
    """
    assert answer.status_code < 500, answer.text
    assert answer.elapsed.total_seconds() < SLOWEST
    closed(answer)


def try_out(house: RunningHouse, operation: Any, token: str, seconds: float) -> int:
    """
    One operation with whatever fits its description and does not, for so long; returns how often, at least once.
    """
    end, tried = time.monotonic() + seconds, 0

    @settings(bounded, max_examples=EXAMPLES)
    @given(case=operation.as_strategy())
    def tries(case: Any) -> None:
        nonlocal tried
        if tried and time.monotonic() > end:
            return
        tried += 1
        if isinstance(case.query, dict) and "wait" in case.query:
            case.query["wait"] = 0
        headers = dict(case.headers or {}) | {"Authorization": f"Bearer {token}"}
        answer = case.call(base_url=house.url, headers=headers, timeout=SLOWEST)
        assert answer.status_code < 500, (case.method, case.formatted_path, answer.text)

    tries()
    return tried


def test_no_operation_falls_over(scene: Scene) -> None:
    described = schemathesis.openapi.from_dict(scene.house.http.get("/openapi.json").json())
    results = list(described.get_all_operations())
    operations = [result.ok() for result in results if isinstance(result, Ok)]
    assert len(operations) == len(results)
    tried = []
    for operation in operations:
        method, path = operation.method.upper(), operation.path
        if path.endswith(STREAMS) or (method, path) in SPARED or path.startswith("/telegram"):
            continue
        token = scene.chief.token if path.startswith("/console") else scene.other.token
        tried.append(try_out(scene.house, operation, token, SECONDS / len(operations)))
    assert len(tried) > 20
    assert all(tried)


@bounded
@given(
    body=anything
    | st.fixed_dictionaries({"id": st.uuids().map(str) | words}, optional={"text": words, "choice": words})
)
def say(house: RunningHouse, token: str, body: Any) -> None:
    """
    One message of whatever kind.
    """
    stands(posts(house, "/chat/api/messages", body, Authorization=f"Bearer {token}"))


def test_no_message_on_the_web_falls_over(scene: Scene) -> None:
    person = Person(scene.house)
    say(scene.house, person.token)
    assert scene.house.request("GET", "/chat/api/messages", person.token).status_code == 200


who = st.fixed_dictionaries({"id": number | st.just(5), "is_bot": st.booleans(), "first_name": words})
chat = st.fixed_dictionaries(
    {"id": number | st.just(5), "type": st.sampled_from(["private", "group", "channel"]) | words}
)
message = st.fixed_dictionaries(
    {"message_id": number | st.just(1), "date": number | st.just(1_700_000_000), "chat": chat},
    optional={"from": who, "text": words, "caption": words, "photo": anything, "voice": anything, "entities": anything,
              "location": anything, "media_group_id": words, "reply_to_message": anything},
)  # fmt: skip
tap = st.fixed_dictionaries(
    {"id": words, "from": who, "data": words}, optional={"message": message, "chat_instance": words}
)
update = st.fixed_dictionaries(
    {"update_id": st.integers(0, 2**62) | number},
    optional={"message": message, "edited_message": message, "callback_query": tap, "my_chat_member": anything},
)


@bounded
@given(brought=update | anything)
def bring(house: RunningHouse, path: str, secret: str, brought: Any) -> None:
    """
    One update of whatever kind.
    """
    stands(posts(house, path, brought, X_Telegram_Bot_Api_Secret_Token=secret))


def test_no_update_of_telegram_falls_over(house: RunningHouse) -> None:
    bring(house, *webhook(house))
    health = house.health()
    assert health is not None
    assert health["database"] == "ok"


@pytest.mark.parametrize("door", ["return", "erase", "typing", "conversations"])
def test_no_door_falls_over(scene: Scene, door: str) -> None:
    knock(scene.house, f"/chat/api/{door}")


@bounded
@given(body=anything | st.fixed_dictionaries({"words": words}))
def knock(house: RunningHouse, path: str, body: Any) -> None:
    """
    Somebody at a door, with whatever.
    """
    stands(posts(house, path, body, Authorization="Bearer " + "A" * 43))
