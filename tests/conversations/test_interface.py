"""
The public interface: every promised route is there and described, pages are small and closed, the engine's doors need a token.
"""

import re

import httpx
import pytest

from tests.running import RunningHouse

PROMISED = {
    ("post", "/chat/api/conversations"),
    ("post", "/chat/api/messages"),
    ("get", "/chat/api/messages"),
    ("get", "/chat/api/stream"),
    ("post", "/chat/api/return"),
    ("post", "/chat/api/erase"),
    ("get", "/console/api/queue"),
    ("post", "/console/api/handovers/{handover}/claim"),
    ("post", "/console/api/handovers/{handover}/heartbeat"),
    ("post", "/console/api/handovers/{handover}/return"),
    ("post", "/console/api/handovers/{handover}/escalate"),
    ("post", "/console/api/handovers/{handover}/close"),
    ("get", "/console/api/conversations/{conversation}/messages"),
    ("post", "/console/api/conversations/{conversation}/messages"),
    ("post", "/console/api/presence"),
    ("get", "/health"),
}

# What a visitor waits for on an old phone; the console is opened once an evening.
MOST = {"/": 100_000, "/console": 190_000}


def test_everything_promised_is_in_the_description(house: RunningHouse) -> None:
    paths = house.http.get("/openapi.json").json()["paths"]
    assert {(method, path) for path, methods in paths.items() for method in methods} >= PROMISED


def test_health_says_how_each_part_is(house: RunningHouse) -> None:
    house.until_engine()
    assert house.health() == {"app": "ok", "engine": "ok", "database": "ok"}


@pytest.mark.parametrize(("page", "files"), [("/", "/static/"), ("/console", "/console/static/")])
def test_a_page_is_small_and_closed_to_the_outside(house: RunningHouse, page: str, files: str) -> None:
    answer = house.http.get(page)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//(?!www\.buienradar\.nl)""", answer.text)
    seen, todo, size = set(), [page], 0
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        file = house.http.get(path)
        assert file.status_code == 200, path
        size += len(file.content)
        todo += re.findall(rf"""["']({files}[\w.-]+)["']""", file.text)
        todo += [files + name for name in re.findall(r"""from ['"]\./([\w.-]+)['"]""", file.text)]
    assert len(seen) > 4
    assert size < MOST[page]


def test_the_console_session_is_a_closed_cookie_and_other_sites_are_refused(house: RunningHouse) -> None:
    done = house.command("people", "add", "--name", "Koekje", "--role", "volunteer")
    login = {"name": "Koekje", "password": done.stdout.strip().rpartition(" ")[2]}
    assert done.returncode == 0, done.stderr
    with httpx.Client(base_url=house.url) as browser:
        assert browser.post("/console/api/session", json=login | {"password": "x"}).json()["error"] == "wrong_login"
        answer = browser.post("/console/api/session", json=login, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 200, answer.text
        cookie = answer.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/console"))
        assert browser.get("/console/api/session").json()["name"] == "Koekje"
        foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elders.example"}
        refused = browser.post("/console/api/presence", json={"on_duty": True}, headers=foreign)
        assert (refused.status_code, refused.json()["error"]) == (403, "cross_site")
        assert browser.delete("/console/api/session", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204
        assert browser.get("/console/api/session").status_code == 401


def test_the_engine_and_the_inner_door_are_on_loopback_and_by_token(house: RunningHouse) -> None:
    house.until_engine()
    engine = house.engine()
    arguments = engine.cmdline()
    assert arguments[arguments.index("--interface") + 1] == "127.0.0.1"
    assert "--enable-api" not in arguments
    port = arguments[arguments.index("--port") + 1]
    inner = engine.environ()["NACHTLICHT_HOUSE"]
    turn = {"sender": "x", "message": "/restart", "choice": True, "slots": {}}
    assert httpx.post(f"http://127.0.0.1:{port}/webhooks/nachtlicht/webhook", json=turn).status_code == 401
    for path in ("/conversations/x/tracker", "/model", "/model/train", "/status", "/webhooks/rest/webhook"):
        assert httpx.post(f"http://127.0.0.1:{port}{path}", json={}).status_code in (404, 405), path
    for path in ("/actions", "/nlg"):
        assert httpx.post(inner + path, json={}).status_code == 401
        assert httpx.post(inner + path, json={}, headers={"Authorization": "Bearer raden"}).status_code == 401
