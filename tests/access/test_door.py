"""
The door over HTTP: the second factor, how guessing is slowed without shutting anybody out, and sessions that one can see and end.
"""

import threading
import time
import uuid

import httpx
import pyotp
import pytest

from tests.access.browser import Browser, added, logged_in
from tests.running import RunningHouse

STEP = 30
GUESSES = 10


@pytest.fixture
def login(bare: RunningHouse) -> tuple[str, str]:
    """
    A helper's name and password.
    """
    return added(bare, "Sam")


def next_code(app: pyotp.TOTP) -> str:
    """
    The code that the app shows in half a minute: the one of now turned the factor on, and is used up.
    """
    return app.at(int(time.time()) + STEP)


def with_app(browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """
    Turn the second factor on: the app, and the recovery codes.
    """
    prepared = browser.call("POST", "/me/factor").json()
    assert prepared["picture"].startswith("<svg")
    app = pyotp.TOTP(prepared["secret"])
    assert browser.call("POST", "/me/factor/confirm", json={"code": "000"}).json()["error"] == "wrong_code"
    confirmed = browser.call("POST", "/me/factor/confirm", json={"code": app.now()})
    assert confirmed.status_code == 200, confirmed.text
    return app, list(confirmed.json()["codes"])


def locked(house: RunningHouse, name: str, address: str = "198.51.100.1") -> Browser:
    """
    A stranger who guessed until the name has had enough.
    """
    stranger = Browser(house, address)
    for _ in range(GUESSES):
        assert stranger.tries(name, "geraden") == "wrong_login"
    assert stranger.tries(name, "geraden") == "too_many_tries"
    return stranger


def test_a_second_factor_is_asked_and_a_code_counts_once(bare: RunningHouse, login: tuple[str, str]) -> None:
    home = logged_in(bare, *login)
    app, _ = with_app(home)
    phone = Browser(bare)
    assert phone.tries(login[0], "fout") == "wrong_login"
    assert phone.tries(*login) == "second_factor"
    assert not phone.is_in()
    assert phone.tries(*login, app.at(int(time.time()) - 3 * STEP)) == "wrong_second_factor"
    code = next_code(app)
    assert phone.tries(*login, code) == "in"
    assert Browser(bare).tries(*login, code) == "wrong_second_factor"
    assert home.call("DELETE", "/me/factor").status_code == 204
    assert Browser(bare).tries(*login) == "in"


def test_the_same_code_at_the_same_moment_lets_one_in(bare: RunningHouse, login: tuple[str, str]) -> None:
    app, _ = with_app(logged_in(bare, *login))
    code, found = next_code(app), list[str]()
    browsers = [Browser(bare) for _ in range(4)]
    tries = [threading.Thread(target=lambda b=one: found.append(b.tries(*login, code))) for one in browsers]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert sorted(found) == ["in", *["wrong_second_factor"] * 3]


def test_a_recovery_code_works_once_however_it_is_typed(bare: RunningHouse, login: tuple[str, str]) -> None:
    home = logged_in(bare, *login)
    _, codes = with_app(home)
    assert len(set(codes)) == 10
    assert Browser(bare).tries(*login, codes[0].upper().replace("-", " ")) == "in"
    assert Browser(bare).tries(*login, codes[0]) == "wrong_second_factor"
    assert home.call("GET", "/me/ways").json()["codes_left"] == 9
    for secret in codes:
        assert not [f for f in bare.data.rglob("*") if f.is_file() and secret.encode() in f.read_bytes()]


def test_guessing_is_slow_and_shuts_out_only_strangers(bare: RunningHouse, login: tuple[str, str]) -> None:
    home = logged_in(bare, *login)
    app, codes = with_app(home)
    stranger = locked(bare, login[0])
    assert stranger.tries(*login) == "too_many_tries"
    assert Browser(bare, "192.0.2.9").tries(*login, "123456") == "too_many_tries"
    # Whoever brings a right code, and the browser that logged in before, are not held up.
    assert Browser(bare, "192.0.2.10").tries(*login, next_code(app)) == "in"
    assert Browser(bare, "192.0.2.11").tries(*login, codes[0]) == "in"
    assert home.tries(*login, codes[1]) == "in"
    assert home.tries(login[0], "fout") == "wrong_login"


def test_a_device_of_one_helper_is_a_stranger_to_another(bare: RunningHouse, login: tuple[str, str]) -> None:
    noor = logged_in(bare, *added(bare, "Noor"))
    locked(bare, login[0])
    assert noor.tries(*login) == "too_many_tries"


def test_an_address_that_tries_many_names_is_slowed(bare: RunningHouse) -> None:
    browser, began, found = Browser(bare, "198.51.100.77"), time.monotonic(), [""]
    while found[-1] != "too_many_tries":
        found.append(browser.tries(uuid.uuid4().hex, "geraden"))
        # sixty, and four more for each minute that this took
        assert found.count("wrong_login") <= 61 + (time.monotonic() - began) / 15
    assert found.count("wrong_login") >= 60
    assert Browser(bare, "198.51.100.78").tries(uuid.uuid4().hex, "geraden") == "wrong_login"


def test_a_session_is_new_at_each_login_and_the_one_before_is_over(bare: RunningHouse, login: tuple[str, str]) -> None:
    browser = logged_in(bare, *login)
    first = browser.http.cookies["nachtlicht_console"]
    assert browser.tries(*login) == "in"
    assert browser.http.cookies["nachtlicht_console"] != first
    thief = Browser(bare)
    thief.http.cookies.set("nachtlicht_console", first)
    assert not thief.is_in()
    # The mark of a device opens nothing by itself.
    thief.http.cookies.set("nachtlicht_console", browser.http.cookies["nachtlicht_device"])
    assert not thief.is_in()


def test_one_sees_where_one_is_logged_in_and_ends_it(bare: RunningHouse, login: tuple[str, str]) -> None:
    home, phone, library = (logged_in(bare, *login) for _ in range(3))
    shown = home.call("GET", "/me/ways").json()["sessions"]
    assert len(shown) == 3
    assert [one["here"] for one in shown].count(True) == 1
    assert {one["label"] for one in shown} == {"Firefox"}
    mine = next(one["id"] for one in phone.call("GET", "/me/ways").json()["sessions"] if one["here"])
    stranger = logged_in(bare, *added(bare, "Noor"))
    assert stranger.call("DELETE", f"/me/sessions/{mine}").status_code == 404
    assert home.call("DELETE", "/me/sessions/%25").status_code == 404
    assert home.call("DELETE", f"/me/sessions/{mine}").status_code == 204
    assert (home.is_in(), phone.is_in(), library.is_in()) == (True, False, True)
    with library.http.stream("GET", "/stream") as stream:
        assert stream.status_code == 200
        frames = stream.iter_text()
        next(frames)
        assert home.call("DELETE", "/me/sessions").status_code == 204
        assert "event" not in "".join(frames).rpartition("event: queue")[2]  # it ends by itself
    assert (home.is_in(), library.is_in()) == (True, False)
    locked(bare, login[0])
    assert library.tries(*login) == "too_many_tries"
    assert home.tries(*login) == "in"


def test_an_api_token_changes_no_way_in(bare: RunningHouse) -> None:
    token = bare.helper_token(f"Kim {uuid.uuid4().hex[:6]}")
    for method, path in (("POST", "/me/factor"), ("DELETE", "/me/factor"), ("POST", "/me/passkeys/question")):
        refused = bare.request(method, f"/console/api{path}", token)
        assert (refused.status_code, refused.json()["error"]) == (403, "sign_in_again")


def test_another_site_can_not_log_anybody_in(bare: RunningHouse, login: tuple[str, str]) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elders.example"}
    with httpx.Client(base_url=f"{bare.url}/console/api", headers=foreign) as browser:
        body = {"name": login[0], "password": login[1]}
        for path, sent in (("/session", body), ("/passkeys/question", None), ("/organisation", {})):
            assert browser.post(path, json=sent).json()["error"] == "cross_site"
