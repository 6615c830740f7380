"""
Floods: a house that is shouted at slows down who shouts, forgets who it was, and never stops hearing that somebody is in danger.
"""

import asyncio
import itertools
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from starlette.types import Message

from bot import gate
from bot.gate import BEGIN_PER_MINUTE, Gate
from bot.house import LINES
from store.texts import texts
from tests.attacks.conftest import PER_MINUTE, Scene
from tests.conversations.people import Person
from tests.running import RunningHouse, until

RED = "Ik maak er vannacht een eind aan, ik heb de pillen al klaarliggen"
PEERS = itertools.count(1)


def flood(person: Person, most: int = 8 * PER_MINUTE) -> httpx.Response:
    """
    Send, several at once, until the house says that it is too much; its answer.
    """
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda number: person.send(text=f"spam {number}"), range(most))
        refused = next((answer for answer in answers if answer.status_code != 202), None)
        pool.shutdown(cancel_futures=True)
    assert refused is not None, "nobody stopped it"
    return refused


def leave(person: Person) -> None:
    """
    Erase a flood, so that the house has done with it.
    """
    assert person.send(text="Wis alles").json()["receipt"]


def test_who_sends_far_too_much_is_told_to_wait_and_where_help_is(scene: Scene) -> None:
    person = Person(scene.house)
    answer = flood(person)
    leave(person)
    assert (answer.status_code, answer.json()["error"]) == (429, "too_much_at_once")
    assert int(answer.headers["retry-after"]) < 5
    assert all(number in answer.json()["detail"] for number in ("112", "113", "1813"))


def test_in_the_middle_of_a_flood_danger_is_heard_and_answered(scene: Scene) -> None:
    person = Person(scene.house)
    flood(person)
    seq = person.says(RED)
    said = [m for m in person.read_all() if m["seq"] > seq]
    assert said[0]["from"] == "bot"
    assert "113" in said[0]["text"]
    alarms = scene.sanne.call("GET", "/queue").json()["alarms"]
    assert any(alarm["topic"] == "suicide" for alarm in alarms)
    leave(person)


def test_in_the_middle_of_a_flood_one_can_erase_and_repeat(scene: Scene) -> None:
    person = Person(scene.house)
    first = person.send(message_id="0b7ad1c6-9d21-4f8e-9b6e-0d6f3a0f7a11", text="Het eerste")
    flood(person)
    assert person.send(message_id="0b7ad1c6-9d21-4f8e-9b6e-0d6f3a0f7a11", text="Het eerste").json() == first.json()
    assert person.send(text="Wis alles").json()["receipt"]


def test_a_flood_of_one_is_not_felt_by_another(scene: Scene) -> None:
    shouting, quiet = Person(scene.house), Person(scene.house)
    flood(shouting)
    assert quiet.send(text="Ik ben er ook nog").status_code == 202
    leave(shouting)


def test_an_address_that_begins_too_many_talks_waits_and_its_talks_go_on(house: RunningHouse) -> None:
    peer = f"203.0.113.{next(PEERS)}"
    answers: list[httpx.Response] = []
    while not answers or answers[-1].status_code == 201:
        assert len(answers) < 10 * BEGIN_PER_MINUTE
        answers.append(house.http.post("/chat/api/conversations", headers={"X-Forwarded-For": peer}))
    assert answers[-1].status_code == 429
    assert len(answers) > BEGIN_PER_MINUTE
    token = answers[0].json()["token"]
    said = house.http.post(
        "/chat/api/messages",
        json={"id": "1d1f6c3a-53cb-4f2c-8f0f-3f3f0f7f2f10", "text": RED},
        headers={"X-Forwarded-For": peer, "Authorization": f"Bearer {token}"},
    )
    assert said.status_code == 202, "what somebody says to their own talk is not counted by address"
    assert house.http.post("/chat/api/conversations", headers={"X-Forwarded-For": "203.0.113.250"}).status_code == 201
    kept = [path for path in [house.output, *house.data.rglob("*")] if path.is_file()]
    assert not [path for path in kept if peer.encode() in path.read_bytes()]


def test_more_lines_than_a_person_has_devices_are_refused(scene: Scene) -> None:
    person = Person(scene.house)
    headers = {"Authorization": f"Bearer {person.token}"}
    with ExitStack() as opened, httpx.Client(base_url=scene.house.url, timeout=40) as client:
        lines = []
        for _ in range(LINES):
            line = opened.enter_context(client.stream("GET", "/chat/api/stream", headers=headers)).iter_lines()
            lines.append(line)  # a line that nobody holds is closed
            while "state" not in next(line):
                pass
        with client.stream("GET", "/chat/api/stream", headers=headers) as one_more:
            assert one_more.status_code == 429
        assert client.get("/chat/api/messages?wait=9", headers=headers).status_code == 429
        assert person.send(text="Ik ben er nog").status_code == 202
    until(lambda: waits_again(scene, person), "room again")


def waits_again(scene: Scene, person: Person) -> bool:
    """
    Whether somebody may wait for messages again.
    """
    return scene.house.request("GET", "/chat/api/messages?wait=1", person.token).status_code == 200


def test_a_websocket_is_not_served(house: RunningHouse) -> None:
    key = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version": "13",
    }
    for path in ("/chat/api/stream", "/console/api/stream", "/ws", "/socket.io/"):
        answer = house.http.get(path, headers=key)
        assert answer.status_code in (401, 403, 404), path


def raw(house: RunningHouse, request: bytes, seconds: float = 10.0) -> bytes:
    """
    What comes back for some bytes on the wire.
    """
    with socket.create_connection(("127.0.0.1", house.port), timeout=seconds) as line:
        line.sendall(request)
        return line.recv(4096)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"POST /chat/api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n{",
        b"POST /chat/api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /chat/api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"GET /\x00\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ],
    ids=[
        "a length that lies",
        "a length below nothing",
        "two lengths",
        "a path of nothing",
        "garbage",
        "a version to come",
    ],
)
def test_broken_requests_are_refused_and_the_house_stands(house: RunningHouse, request_bytes: bytes) -> None:
    first = raw(house, request_bytes).split(b"\r\n")[0]
    assert first.split()[1] in (b"400", b"413", b"422", b"404", b"505"), first
    assert house.health()


async def through(gate_app: Gate, messages: list[Message], **headers: str) -> int:
    """
    The status with which a gate answers a body that comes in pieces, and then nothing more.
    """
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/chat/api/messages", "raw_path": b"/", "query_string": b"",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    told: list[Message] = []

    async def receive() -> Message:
        if messages:
            return messages.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        told.append(message)

    await gate_app(scope, receive, send)
    return int(told[0]["status"])


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """
    An app that says that it was reached.
    """
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def test_a_body_that_trickles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.05)
    drop: Message = {"type": "http.request", "body": b"{", "more_body": True}
    assert await through(Gate(nothing, 0), [drop], content_length="100") == 408


async def test_pieces_without_end_are_counted() -> None:
    pieces: list[Message] = [{"type": "http.request", "body": b"a" * 65_536, "more_body": True} for _ in range(9)]
    assert await through(Gate(nothing, 0), pieces, transfer_encoding="chunked") == 413
    assert pieces, "it stopped reading as soon as it knew"


async def test_a_body_of_a_decent_size_gets_through() -> None:
    assert await through(Gate(nothing, 0), [{"type": "http.request", "body": b"{}"}], content_length="2") == 200


def test_the_sentence_for_telegram_says_where_help_is() -> None:
    assert all(number in texts().record("telegram_too_much").text for number in ("112", "113"))
