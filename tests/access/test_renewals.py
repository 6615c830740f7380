"""
A helper who lost their password or second factor, over HTTP and at the machine: who may help them, and what a link does not open.
"""

import time

import pytest

from tests.access.browser import Browser, added, logged_in
from tests.access.test_door import STEP, next_code, with_app
from tests.running import RunningHouse

FRESH = "een heel nieuw wachtwoord"


@pytest.fixture
def coby(bare: RunningHouse) -> Browser:
    """
    A coordinator who logged in a moment ago.
    """
    return logged_in(bare, *added(bare, "Coby", "coordinator"))


@pytest.fixture
def sam(bare: RunningHouse) -> tuple[str, str]:
    """
    A volunteer's name and password.
    """
    return added(bare, "Sam")


def id_of(browser: Browser, name: str) -> str:
    """
    The id of a helper by name.
    """
    people = browser.call("GET", "/people").json()["people"]
    return next(str(one["id"]) for one in people if one["name"] == name)


def renewed(browser: Browser, name: str, **lost: bool) -> str:
    """
    The token of a link that somebody makes.
    """
    made = browser.call("POST", f"/people/{id_of(browser, name)}/renewal", json=lost)
    assert made.status_code == 200, made.text
    link = str(made.json()["link"])
    assert "/console#sleutel=" in link
    return link.rpartition("=")[2]


def uses(browser: Browser, token: str, password: str, code: str = "") -> str:
    """
    Come in by a link: `in`, or the error.
    """
    answer = browser.call("POST", "/renewal", json={"token": token, "password": password, "code": code})
    return "in" if answer.status_code == 200 else str(answer.json()["error"])


def asks(browser: Browser, token: str) -> tuple[bool, bool]:
    """
    What a link asks: a new password rather than the old one, and a code.
    """
    asked = browser.call("POST", "/renewal/question", json={"token": token}).json()
    return asked["new_password"], asked["code"]


def rows(house: RunningHouse, name: str) -> list[tuple[str, str]]:
    """
    Who did what about a helper's ways in, the newest first, as the log of who read what has it.
    """
    log = house.request("GET", "/console/api/readings", house.helper_token("Lena van het log", "coordinator")).json()
    assert log["wrong"] == []
    return [(row["helper"], row["what"]) for row in log["rows"] if row["subject"] == name]


def test_a_lost_password_is_renewed_once_and_ends_every_session(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    home = logged_in(bare, *sam)
    token = renewed(coby, sam[0], password=True)
    assert not home.is_in()
    anew = Browser(bare)
    assert asks(anew, token) == (True, False)
    assert uses(anew, token, "kort") == "invalid_request"
    meanwhile = logged_in(bare, *sam)
    assert uses(anew, token, FRESH) == "in"
    assert anew.is_in()
    assert not meanwhile.is_in()
    assert Browser(bare).tries(*sam) == "wrong_login"
    assert Browser(bare).tries(sam[0], FRESH) == "in"
    assert uses(Browser(bare), token, FRESH) == "renewal_gone"
    coordinator = coby.call("GET", "/session").json()["name"]
    assert rows(bare, sam[0]) == [(sam[0], "renewed"), (coordinator, "link")]


def test_a_lost_password_does_not_open_what_the_second_factor_holds(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    app, codes = with_app(logged_in(bare, *sam))
    token, finder = renewed(coby, sam[0], password=True), Browser(bare)
    assert asks(finder, token) == (True, True)
    assert uses(finder, token, FRESH) == "second_factor"
    assert [uses(finder, token, FRESH, "123456") for _ in range(5)] == [*["wrong_second_factor"] * 4, "too_many_tries"]
    assert not finder.is_in()
    assert Browser(bare).tries(*sam, next_code(app)) == "in"  # nothing changed
    assert Browser(bare).tries(sam[0], FRESH, codes[0]) == "wrong_login"


def test_a_lost_phone_takes_its_codes_along_and_asks_the_password(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    with_app(logged_in(bare, *sam))
    token, anew = renewed(coby, sam[0], factor=True), Browser(bare)
    assert asks(anew, token) == (False, False)
    assert uses(anew, token, FRESH) == "wrong_login"
    assert Browser(bare).tries(*sam) == "second_factor"
    assert uses(anew, token, sam[1]) == "in"
    assert anew.call("GET", "/me/ways").json() | {"sessions": []} == {
        "second_factor": False, "codes_left": 0, "passkeys": [], "organisation": False, "sessions": [],
    }  # fmt: skip
    assert Browser(bare).tries(*sam) == "in"


def test_both_lost_are_renewed_by_one_link_and_a_second_link_ends_the_first(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    with_app(logged_in(bare, *sam))
    first, second = (renewed(coby, sam[0], password=True, factor=True) for _ in range(2))
    anew = Browser(bare)
    assert uses(anew, first, FRESH) == "renewal_gone"
    assert uses(anew, second, FRESH) == "in"
    assert Browser(bare).tries(sam[0], FRESH) == "in"


def test_nobody_helps_themselves_or_somebody_above_them(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    chief = logged_in(bare, *added(bare, "Aad", "admin"))
    editor = added(bare, "Edith", "editor")

    def refused(browser: Browser, name: str, **lost: bool) -> tuple[int, str]:
        whom = next(one["id"] for one in chief.call("GET", "/people").json()["people"] if one["name"] == name)
        answer = browser.call("POST", f"/people/{whom}/renewal", json=lost)
        return answer.status_code, answer.json().get("error", "")

    names = {one: one.call("GET", "/session").json()["name"] for one in (coby, chief)}
    for one in (coby, chief):
        assert refused(one, names[one], password=True, factor=True) == (422, "invalid_request")
        assert one.is_in()
    assert refused(coby, names[chief], password=True) == (403, "forbidden")
    assert refused(coby, editor[0], password=True) == (403, "forbidden")
    assert refused(logged_in(bare, *sam), names[coby], password=True) == (403, "forbidden")
    assert refused(coby, sam[0]) == (422, "invalid_request")
    assert refused(chief, names[coby], password=True) == (200, "")
    assert not coby.is_in()


def test_whoever_is_put_out_can_not_come_back_by_a_link(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    token = renewed(coby, sam[0], password=True)
    assert coby.call("POST", f"/people/{id_of(coby, sam[0])}", json={"active": False}).status_code == 200
    assert uses(Browser(bare), token, FRESH) == "renewal_gone"
    asked = coby.call("POST", f"/people/{id_of(coby, sam[0])}/renewal", json={"password": True})
    assert asked.json()["error"] == "invalid_request"
    assert coby.call("POST", f"/people/{id_of(coby, sam[0])}", json={"active": True}).status_code == 200
    assert uses(Browser(bare), token, FRESH) == "renewal_gone"


def test_an_api_token_or_another_site_makes_and_uses_no_link(
    bare: RunningHouse, coby: Browser, sam: tuple[str, str]
) -> None:
    whom, token = id_of(coby, sam[0]), bare.helper_token("Aad van de machine", "admin")
    made = bare.request("POST", f"/console/api/people/{whom}/renewal", token, json={"password": True})
    assert made.json()["error"] == "sign_in_again"
    foreign = Browser(bare)
    foreign.http.headers["Sec-Fetch-Site"] = "cross-site"
    assert uses(foreign, "x", FRESH) == "cross_site"


@pytest.fixture
def alone(bare: RunningHouse) -> tuple[str, str]:
    """
    An admin whom nobody above can help.
    """
    return added(bare, "Aad", "admin")


def test_whoever_runs_the_house_helps_an_admin(bare: RunningHouse, alone: tuple[str, str]) -> None:
    app, _ = with_app(logged_in(bare, *alone))
    assert bare.command("people", "renew", "--name", alone[0]).returncode == 1
    assert bare.command("people", "renew", "--name", "Niemand", "--password").returncode == 1
    done = bare.command("people", "renew", "--name", alone[0], "--password")
    assert done.returncode == 0, done.stderr
    token = done.stdout.strip().rpartition("#sleutel=")[2]
    anew = Browser(bare)
    assert uses(anew, token, FRESH) == "second_factor"
    assert uses(anew, token, FRESH, app.at(int(time.time()) + STEP)) == "in"
    assert rows(bare, alone[0])[-1] == ("de beheerder, op de machine", "link")
