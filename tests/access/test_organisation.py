"""
Through the organisation, over HTTP with a real server of theirs on loopback: who was invited or is known comes in, and nobody else.
"""

from collections.abc import Iterator

import httpx
import pytest

from tests.access.browser import Browser, added, logged_in
from tests.access.oidcserver import CLIENT, SECRET, Lie, OidcServer, running
from tests.conftest import Postgres
from tests.faults.conftest import NO_ENGINE
from tests.running import RunningHouse

BACK = "/console/api/organisation/back"


@pytest.fixture(scope="module")
def server() -> Iterator[OidcServer]:
    with running() as one:
        yield one


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def tied(
    request: pytest.FixtureRequest, server: OidcServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningHouse]:
    """
    A house of this organisation.
    """
    settings = {
        "engine_url": NO_ENGINE, "oidc_issuer": server.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET
    }  # fmt: skip
    if request.param == "postgresql":
        postgresql: Postgres = request.getfixturevalue("postgresql")
        settings["database_url"] = postgresql.new_database()
    house = RunningHouse(tmp_path_factory.mktemp(f"tied_{request.param}") / "data", **settings).start()
    yield house
    assert house.stop() == 0


def invited(house: RunningHouse, name: str) -> str:
    """
    The token of an invitation.
    """
    token = house.helper_token("Coby van de organisatie", "coordinator")
    made = house.request("POST", "/console/api/people", token, json={"name": name, "role": "volunteer"})
    return str(made.json()["link"].rpartition("=")[2])


def there(browser: Browser, path: str = "/organisation", invitation: str = "") -> str:
    """
    Go to the organisation: the address to which it sends the browser back.
    """
    away = browser.call("POST", path, json={"invitation": invitation})
    assert away.status_code == 200, away.text
    return str(httpx.get(away.json()["to"]).headers["location"])


def back(browser: Browser, address: str) -> str:
    """
    Come back: where the browser ends up. It comes from another site.
    """
    answer = browser.http.get(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.fixture(scope="module")
def member(tied: RunningHouse, server: OidcServer) -> str:
    """
    The subject of somebody who came in by an invitation.
    """
    server.subject = f"lid-{tied.port}"
    browser = Browser(tied)
    assert back(browser, there(browser, invitation=invited(tied, "Lid"))) == "/console"
    return server.subject


def test_who_was_invited_comes_in_and_is_known_the_next_time(tied: RunningHouse, server: OidcServer) -> None:
    server.subject = f"genodigd-{tied.port}"
    first, invitation = Browser(tied), invited(tied, "Mila")
    assert first.call("GET", "/door").json()["organisation"] is True
    assert back(first, there(first, invitation=invitation)) == "/console"
    assert first.call("GET", "/session").json()["name"] == "Mila"
    again = Browser(tied)
    assert back(again, there(again)) == "/console"
    assert again.call("GET", "/session").json()["name"] == "Mila"
    late = Browser(tied)
    server.subject = f"ander-{tied.port}"
    assert back(late, there(late, invitation=invitation)) == "/console#organisatie=invitation_gone"
    assert not late.is_in()


def test_who_is_known_there_and_not_here_stays_out(tied: RunningHouse, server: OidcServer) -> None:
    server.subject = f"vreemd-{tied.port}"
    browser = Browser(tied)
    assert back(browser, there(browser)) == "/console#organisatie=organisation_unknown"
    assert not browser.is_in()


def test_a_helper_binds_and_unbinds_their_account(tied: RunningHouse, server: OidcServer) -> None:
    server.subject = f"bestaand-{tied.port}"
    name, password = added(tied, "Sam")
    sam = logged_in(tied, name, password)
    assert back(sam, there(sam, "/me/organisation")) == "/console#/toegang"
    other = Browser(tied)
    assert back(other, there(other)) == "/console"
    assert other.call("GET", "/session").json()["name"] == name
    noor = logged_in(tied, *added(tied, "Noor"))
    assert back(noor, there(noor, "/me/organisation")) == "/console#organisatie=organisation_unknown"
    assert sam.call("DELETE", "/me/organisation").status_code == 204
    gone = Browser(tied)
    assert back(gone, there(gone)) == "/console#organisatie=organisation_unknown"


def test_who_was_put_out_stays_out(tied: RunningHouse, server: OidcServer) -> None:
    server.subject = f"gestopt-{tied.port}"
    browser = Browser(tied)
    assert back(browser, there(browser, invitation=invited(tied, "Kim"))) == "/console"
    who = browser.call("GET", "/session").json()["id"]
    token = tied.helper_token("Coby van de organisatie", "coordinator")
    assert tied.request("POST", f"/console/api/people/{who}", token, json={"active": False}).status_code == 200
    assert not browser.is_in()
    assert back(browser, there(browser)) == "/console#organisatie=organisation_unknown"


def test_a_return_counts_once_and_only_in_the_browser_that_left(
    tied: RunningHouse, server: OidcServer, member: str
) -> None:
    server.subject = member
    mine, other = Browser(tied), Browser(tied)
    address = there(mine)
    assert back(other, address) == "/console#organisatie=challenge_gone"
    assert back(mine, address.replace("state=", "state=x")) == "/console#organisatie=challenge_gone"
    address = there(mine)
    cookies = dict(mine.http.cookies)
    back(mine, address)
    mine.http.cookies.update(cookies)
    assert back(mine, address) == "/console#organisatie=challenge_gone"
    assert back(other, f"{tied.url}{BACK}") == "/console#organisatie=challenge_gone"
    leaves = Browser(tied)
    address = there(leaves)
    forged = address.replace("code=", "code=x")
    assert back(leaves, forged) == "/console#organisatie=organisation_off"


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(lambda claims: claims.update(nonce="another"), id="nonce"),
        pytest.param(lambda claims: claims.pop("nonce"), id="no nonce"),
        pytest.param(lambda claims: claims.update(aud="another"), id="audience"),
        pytest.param(lambda claims: claims.update(aud=[CLIENT, "another"]), id="several audiences"),
        pytest.param(lambda claims: claims.update(iss="https://elders.example"), id="issuer"),
        pytest.param(lambda claims: claims.update(exp=claims["iat"] - 600), id="expired"),
        pytest.param(lambda claims: claims.pop("sub"), id="no subject"),
        pytest.param(lambda claims: claims.update(sub=7), id="a number for a subject"),
        pytest.param(lambda claims: claims.update(iat=claims["iat"] + 6000), id="from the future"),
    ],
)
def test_a_token_that_is_not_in_order_opens_nothing(
    tied: RunningHouse, server: OidcServer, member: str, lie: Lie
) -> None:
    server.subject, server.lies = member, lie
    try:
        browser = Browser(tied)
        assert back(browser, there(browser)) == "/console#organisatie=organisation_off"
        assert not browser.is_in()
    finally:
        server.lies = lambda claims: None


def test_their_new_key_is_found_and_a_strange_one_refused(tied: RunningHouse, server: OidcServer, member: str) -> None:
    server.subject = member
    server.changes_its_key()
    browser = Browser(tied)
    assert back(browser, there(browser)) == "/console"
    server.changes_its_key(told=False)
    other = Browser(tied)
    assert back(other, there(other)) == "/console#organisatie=organisation_off"
    server.known_key = None
