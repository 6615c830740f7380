"""
An attack: one request, and the answers that are fine. Everything else lets somebody in, tells too much or falls over.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.attacks.conftest import MARKER, Scene
from tests.running import RunningHouse

REGISTERED = {"error", "detail"}
QUIET = ("traceback", "sqlalchemy", "sqlite", "asyncpg", "postgres", "/bot/", "site-packages", 'file "')


@dataclass(frozen=True)
class Attack:
    """
    Somebody (`who` on the scene) asks `path`, filled in by the scene; `expect` are the statuses of a house that stands.
    """

    name: str
    method: str
    path: str
    expect: tuple[int, ...]
    who: str = "nobody"
    json: Any = None
    body: bytes | None = None
    headers: dict[str, str | bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def run(self, scene: Scene) -> httpx.Response:
        """
        Do it, and look at what came of it.
        """
        token = scene.token(self.who)
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        headers = {name: scene.fill(value) if isinstance(value, str) else value for name, value in self.headers.items()}
        request = scene.house.http.build_request(
            self.method, scene.fill(self.path), headers=wire(bearer | headers), json=self.json, content=self.body
        )
        answer = scene.house.http.send(request, follow_redirects=False)
        assert answer.status_code in self.expect, f"{answer.status_code} {answer.text[:300]}"
        closed(answer)
        return answer


def posts(house: RunningHouse, path: str, body: Any, **headers: str | bytes) -> httpx.Response:
    """
    Post JSON as a hostile client writes it: with halves of characters and numbers that are none. `_` in a header's name is `-`.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = json.dumps(body).encode()
    return house.http.post(path, content=content, headers=wire({"Content-Type": "application/json"} | named))


def wire(headers: Mapping[str, str | bytes]) -> dict[bytes, bytes]:
    """
    Headers as they go over the wire, also those that are no text.
    """
    return {name.encode(): value.encode() if isinstance(value, str) else value for name, value in headers.items()}


def closed(answer: httpx.Response) -> None:
    """
    What every answer is, refusals too: closed to other sites, not kept by anybody, and silent about our inside.
    """
    headers, told = answer.headers, answer.text.lower()
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers
    assert not any(word in told for word in QUIET)
    if answer.status_code >= 400:
        assert headers["cache-control"] == "no-store"
        assert headers["content-type"] == "application/json"
        assert MARKER not in told
        assert set(answer.json()) == REGISTERED
        assert "set-cookie" not in headers
    if 300 <= answer.status_code < 400:
        assert headers["location"].startswith("/")
