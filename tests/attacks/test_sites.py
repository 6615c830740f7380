"""
Other sites, and sessions: a cookie alone is no leave to change anything, cannot be chosen by another, and is gone after signing out.
"""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from bot.pages import serve_pages
from bot.settings import Settings, load
from store.errors import BrokenSettings
from tests.attacks.conftest import Scene
from tests.browser.pages import login as added
from tests.running import RunningHouse

CHOSEN = "A" * 43
OTHERS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://elders.example"},
    {"Origin": "https://elders.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
]
CHANGES = [
    ("POST", "/presence", {"on_duty": True}),
    ("POST", "/me/break", {"minutes": 5}),
    ("POST", "/lines", {"text": "x"}),
    ("DELETE", "/session", None),
    ("POST", "/roster/shifts", {"weekday": 1, "start": "1:00", "end": "2:00"}),
]


@pytest.fixture(scope="module")
def login(house: RunningHouse) -> dict[str, str]:
    """
    Name and password of a volunteer.
    """
    name, password = added(house, "Cookie")
    return {"name": name, "password": password}


@pytest.fixture
def browser(house: RunningHouse, login: dict[str, str]) -> Iterator[httpx.Client]:
    """
    A browser that is signed in.
    """
    with httpx.Client(base_url=f"{house.url}/console/api", timeout=40) as client:
        assert client.post("/session", json=login).status_code == 200
        yield client


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_another_site_changes_nothing_with_a_cookie(browser: httpx.Client, headers: dict[str, str]) -> None:
    for method, path, body in CHANGES:
        answer = browser.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, "cross_site"), path
    me = browser.get("/session").json()
    assert (me["on_duty"], me["break_until"]) == (False, None)


def test_a_form_of_another_kind_changes_nothing(browser: httpx.Client) -> None:
    answer = browser.post("/presence", content=b'{"on_duty": true}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422
    assert browser.get("/session").json()["on_duty"] is False


def test_a_session_that_somebody_else_chose_is_not_used(house: RunningHouse, login: dict[str, str]) -> None:
    with httpx.Client(base_url=f"{house.url}/console/api", timeout=40) as client:
        fixed = {"Cookie": f"nachtlicht_console={CHOSEN}"}
        assert client.get("/session", headers=fixed).status_code == 401
        answer = client.post("/session", json=login, headers=fixed)
        given = answer.cookies["nachtlicht_console"]
        assert given != CHOSEN
        assert client.get("/session", headers=fixed).status_code == 401
        assert client.delete("/session", headers={"Cookie": f"nachtlicht_console={given}"}).status_code == 204
        assert client.get("/session", headers={"Cookie": f"nachtlicht_console={given}"}).status_code == 401


def test_a_login_does_not_tell_who_helps_here(house: RunningHouse, login: dict[str, str]) -> None:
    tries = [{"name": login["name"], "password": "mis"}, {"name": "Niemand Hier", "password": "mis"}]
    answers = [house.http.post("/console/api/session", json=one) for one in tries]
    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].content == answers[1].content


def test_a_session_is_no_key_to_a_talk(browser: httpx.Client, scene: Scene) -> None:
    cookie = browser.cookies["nachtlicht_console"]
    answer = scene.house.request("GET", "/chat/api/messages", cookie)
    assert answer.status_code == 401


def test_a_private_answer_is_kept_by_nobody(scene: Scene) -> None:
    for path, who in (
        ("/chat/api/messages", "mine"),
        ("/console/api/queue", "sanne"),
        ("/console/api/session", "sanne"),
    ):
        answer = scene.house.request("GET", path, scene.token(who))
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


async def page(path: str, **settings: str) -> httpx.Headers:
    """
    The headers of a page under some settings.
    """
    app = FastAPI()
    chosen: Settings = load(_env_file=None, **settings)
    serve_pages(app, chosen)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://huis.test") as client:
        return (await client.get(path)).headers


@pytest.mark.parametrize(
    ("sites", "ancestors"),
    [
        ("*", "frame-ancestors *"),
        ("", "frame-ancestors 'self'"),
        (
            "https://www.gemeente.nl https://*.stad.be",
            "frame-ancestors 'self' https://www.gemeente.nl https://*.stad.be",
        ),
    ],
)
async def test_who_may_embed_the_chat_is_a_setting_and_nobody_embeds_the_console(sites: str, ancestors: str) -> None:
    assert (await page("/", embed_from=sites))["content-security-policy"].endswith(ancestors)
    assert (await page("/console", embed_from=sites))["content-security-policy"].endswith("frame-ancestors 'none'")


@pytest.mark.parametrize(
    "sites", ["https://a.nl; script-src *", "gemeente.nl", "'unsafe-inline'", "https://a.nl\r\nX: y"]
)
def test_a_setting_cannot_open_the_policy(sites: str) -> None:
    with pytest.raises(BrokenSettings):
        load(_env_file=None, embed_from=sites)


async def test_over_https_a_browser_stays_there() -> None:
    assert "strict-transport-security" in await page("/", public_url="https://nachtlicht.example")
    assert "strict-transport-security" not in await page("/")


async def test_only_the_button_for_other_sites_is_theirs_to_load() -> None:
    assert (await page("/embed.js"))["cross-origin-resource-policy"] == "cross-origin"
    assert (await page("/static/chat.js"))["cross-origin-resource-policy"] == "same-origin"
