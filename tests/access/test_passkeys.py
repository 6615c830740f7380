"""
Passkeys over HTTP: one opens for its helper; an answer counts once, from our address, with the lock opened, and not after it was removed.
"""

from typing import Any

import pytest

from tests.access.authenticator import Authenticator
from tests.access.browser import Browser, added, logged_in
from tests.running import RunningHouse


class AtHome(Browser):
    """
    A browser that knows us by the name that a passkey can be bound to.
    """

    def __init__(self, house: RunningHouse) -> None:
        super().__init__(house)
        self.http.base_url = f"http://localhost:{house.port}/console/api"

    def question(self) -> dict[str, Any]:
        """
        The options to log in with.
        """
        return dict(self.call("POST", "/passkeys/question").json())

    def shows(self, credential: dict[str, Any]) -> str:
        """
        Log in with an answer: `in`, or the error.
        """
        answer = self.call("POST", "/passkeys/session", json={"credential": credential})
        return "in" if answer.status_code == 200 else str(answer.json()["error"])

    def adds(self, authenticator: Authenticator) -> str:
        """
        Register a passkey: its id, or the error.
        """
        options = self.call("POST", "/me/passkeys/question").json()
        made = self.call("POST", "/me/passkeys", json={"credential": authenticator.makes(options)}).json()
        return str(made.get("id") or made["error"])


@pytest.fixture
def sam(bare: RunningHouse) -> AtHome:
    """
    A helper who just logged in.
    """
    browser = AtHome(bare)
    assert browser.tries(*added(bare, "Sam")) == "in"
    return browser


def key(house: RunningHouse, **more: Any) -> Authenticator:
    return Authenticator(f"http://localhost:{house.port}", **more)


def test_a_passkey_opens_until_it_is_removed(bare: RunningHouse, sam: AtHome) -> None:
    mine, stranger = key(bare), AtHome(bare)
    passkey = sam.adds(mine)
    assert [one["id"] for one in sam.call("GET", "/me/ways").json()["passkeys"]] == [passkey]
    answer = mine.answers(stranger.question())
    assert stranger.shows(answer) == "in"
    me = sam.call("GET", "/session").json()["name"]
    assert stranger.call("GET", "/session").json()["name"] == me
    assert AtHome(bare).shows(answer) == "challenge_gone"
    assert sam.call("DELETE", f"/me/passkeys/{passkey}").status_code == 204
    assert stranger.shows(mine.answers(stranger.question())) == "wrong_passkey"


def test_what_is_no_answer_to_our_question_opens_nothing(bare: RunningHouse, sam: AtHome) -> None:
    mine, door = key(bare), AtHome(bare)
    sam.adds(mine)
    never_asked = {"challenge": "A" * 86}
    assert door.shows(mine.answers(never_asked)) == "challenge_gone"
    # A question to somebody who adds a passkey is none for who logs in.
    assert door.shows(mine.answers(sam.call("POST", "/me/passkeys/question").json())) == "challenge_gone"
    nonsense: list[dict[str, Any]] = [{}, {"response": {}}, {"response": {"clientDataJSON": "é"}}, {"response": []}]
    for credential in nonsense:
        assert door.shows(credential) == "challenge_gone"
    broken = mine.answers(door.question())
    signature, broken["response"]["signature"] = broken["response"]["signature"], "AAAA"
    assert door.shows(broken) == "wrong_passkey"
    # The question is closed, also by a wrong answer.
    broken["response"]["signature"] = signature
    assert door.shows(broken) == "challenge_gone"
    for part in ("authenticatorData", "signature"):
        odd = mine.answers(door.question())
        odd["response"][part] = {"a": [1, None]}
        assert door.shows(odd) == "wrong_passkey"
    for made in ("", "oWE", 7, {"x": 1}, "gICAgICA" * 400):
        options = sam.call("POST", "/me/passkeys/question").json()
        odd = key(bare).makes(options)
        odd["response"]["attestationObject"] = made
        assert sam.call("POST", "/me/passkeys", json={"credential": odd}).json()["error"] == "wrong_passkey"
    fished = key(bare)
    fished.origin = "https://nachtlicht.example"
    assert sam.adds(fished) == "wrong_passkey"
    mine.origin = "https://nachtlicht.example"
    assert door.shows(mine.answers(door.question())) == "wrong_passkey"


def test_a_passkey_without_a_lock_and_a_copied_one_are_refused(bare: RunningHouse, sam: AtHome) -> None:
    assert sam.adds(key(bare, verifies=False)) == "wrong_passkey"
    mine, door = key(bare), AtHome(bare)
    sam.adds(mine)
    mine.count = 40
    assert door.shows(mine.answers(door.question())) == "in"
    mine.count = 7
    assert door.shows(mine.answers(door.question())) == "wrong_passkey"


def test_another_helper_gets_neither_my_passkey_nor_my_question(bare: RunningHouse, sam: AtHome) -> None:
    noor, mine = AtHome(bare), key(bare)
    assert noor.tries(*added(bare, "Noor")) == "in"
    passkey = sam.adds(mine)
    assert noor.call("DELETE", f"/me/passkeys/{passkey}").status_code == 404
    assert noor.adds(mine) == "wrong_passkey"
    asked = sam.call("POST", "/me/passkeys/question").json()
    stolen = noor.call("POST", "/me/passkeys", json={"credential": key(bare).makes(asked)})
    assert stolen.json()["error"] == "challenge_gone"


def test_where_the_address_is_a_number_there_are_no_passkeys(bare: RunningHouse) -> None:
    browser = logged_in(bare, *added(bare, "Kim"))
    assert browser.call("GET", "/door").json()["passkeys"] is False
    assert browser.call("POST", "/me/passkeys/question").json()["error"] == "passkeys_off"
    assert AtHome(bare).call("GET", "/door").json()["passkeys"] is True
