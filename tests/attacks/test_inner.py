"""
The inner door and the engine: on loopback only and by token, with an answer that tells nothing to who does not know it.
"""

import os

import httpx
import psutil
import pytest

from bot.inner import inner_app
from bot.supervisor import environment
from tests.attacks.conftest import MARKER
from tests.running import RunningHouse

TOKEN = "een-lang-geheim"


async def asks(path: str, *, method: str = "POST", body: bytes = b"{}", token: bytes | None = None) -> httpx.Response:
    """
    A request at the inner door.
    """
    headers = {b"Authorization": token} if token is not None else {}
    transport = httpx.ASGITransport(inner_app(TOKEN))
    async with httpx.AsyncClient(transport=transport, base_url="http://binnen.test") as client:
        return await client.request(method, path, content=body, headers=headers)


@pytest.mark.parametrize(
    "token",
    [
        None,
        b"",
        b"Bearer",
        b"Bearer raden",
        TOKEN.encode(),
        b"Basic " + TOKEN.encode(),
        b"Bearer \xff\xfe",
        b"Bearer " + TOKEN.encode() + b"x",
    ],
    ids=["none", "empty", "no token", "a guess", "no kind", "another kind", "no text", "too long"],
)
@pytest.mark.parametrize("path", ["/actions", "/nlg"])
async def test_without_the_token_the_inner_door_is_closed(path: str, token: bytes | None) -> None:
    answer = await asks(path, token=token)
    assert (answer.status_code, answer.json()) == (401, {"error": "unauthorized"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 50_000,
        b'{"response": "utter_x", "tracker": null}',
        b'{"next_action": "os.system"}',
    ],
    ids=["nothing", "half", "list", "null", "deep", "no tracker", "no action of ours"],
)
@pytest.mark.parametrize("path", ["/actions", "/nlg"])
async def test_with_it_rubbish_is_answered_without_a_word_of_it(path: str, body: bytes) -> None:
    answer = await asks(path, body=body + MARKER.encode() if body == b"{" else body, token=b"Bearer " + TOKEN.encode())
    assert answer.json() in ({"error": "internal"}, {"events": [], "responses": []})
    assert MARKER not in answer.text


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/actions/", "/health", "/webhook"])
async def test_there_is_nothing_else_behind_it(path: str) -> None:
    assert (await asks(path, method="GET", token=b"Bearer " + TOKEN.encode())).status_code in (404, 405, 307)


def test_the_house_listens_on_loopback_only(house: RunningHouse) -> None:
    assert house.process
    lines = psutil.Process(house.process.pid).net_connections(kind="inet")
    listening = {line.laddr.ip for line in lines if line.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}


def test_the_engine_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NACHTLICHT_TELEGRAM_TOKEN", "geheim-1")
    monkeypatch.setitem(os.environ, "NACHTLICHT_DATABASE_URL", "postgresql://naam:geheim-1@ergens/huis")
    assert "geheim-1" not in " ".join(environment().values())
