"""
Least privilege as a table: for every route of the console, which roles may use it. A route that is not in the table fails here.
"""

import uuid
from typing import Any

import httpx
import pytest

from store.schema import Role
from tests.running import RunningHouse

ALL = frozenset(Role)
OPEN = frozenset[Role]()  # for who is not in yet
DESK = frozenset({Role.VOLUNTEER, Role.MELDPUNT, Role.COORDINATOR})
OVERSEE = frozenset({Role.COORDINATOR})
TEAM = frozenset({Role.COORDINATOR, Role.ADMIN})
RING = frozenset({Role.VOLUNTEER, Role.COORDINATOR})

NOBODY = "0" * 32
MAY: dict[tuple[str, str], tuple[frozenset[Role], Any]] = {
    ("GET", "/door"): (OPEN, None),
    ("POST", "/session"): (OPEN, {"name": "Niemand", "password": "x"}),
    ("POST", "/welcome"): (OPEN, {"token": "x", "password": "een lang wachtwoord"}),
    ("POST", "/renewal/question"): (OPEN, {"token": "x"}),
    ("POST", "/renewal"): (OPEN, {"token": "x", "password": "een lang wachtwoord"}),
    ("POST", "/passkeys/question"): (OPEN, None),
    ("POST", "/passkeys/session"): (OPEN, {"credential": {}}),
    ("POST", "/organisation"): (OPEN, {}),
    ("GET", "/organisation/back"): (OPEN, None),
    ("GET", "/session"): (ALL, None),
    ("DELETE", "/session"): (ALL, None),
    ("GET", "/me/ways"): (ALL, None),
    ("POST", "/me/factor"): (ALL, None),
    ("POST", "/me/factor/confirm"): (ALL, {"code": "1"}),
    ("DELETE", "/me/factor"): (ALL, None),
    ("POST", "/me/passkeys/question"): (ALL, None),
    ("POST", "/me/passkeys"): (ALL, {"credential": {}}),
    ("DELETE", "/me/passkeys/{passkey}"): (ALL, None),
    ("POST", "/me/organisation"): (ALL, None),
    ("DELETE", "/me/organisation"): (ALL, None),
    ("DELETE", "/me/sessions"): (ALL, None),
    ("DELETE", "/me/sessions/{shown}"): (ALL, None),
    ("POST", "/presence"): (DESK, {"on_duty": False}),
    ("GET", "/queue"): (DESK, None),
    ("GET", "/stream"): (DESK, None),
    ("POST", "/handovers/{handover}/claim"): (DESK, None),
    ("POST", "/handovers/{handover}/heartbeat"): (DESK, None),
    ("POST", "/handovers/{handover}/return"): (DESK, None),
    ("POST", "/handovers/{handover}/escalate"): (DESK, None),
    ("POST", "/handovers/{handover}/close"): (DESK, {"reason": "good_end"}),
    ("POST", "/handovers/{handover}/readers"): (DESK, {"helper": NOBODY}),
    ("POST", "/handovers/{handover}/readers/join"): (DESK, None),
    ("POST", "/handovers/{handover}/readers/leave"): (DESK, None),
    ("GET", "/handovers/{handover}/whispers"): (DESK, None),
    ("POST", "/handovers/{handover}/whispers"): (DESK, {"id": "1", "text": "Dag."}),
    ("POST", "/handovers/{handover}/transfer"): (DESK, {}),
    ("POST", "/handovers/{handover}/decline"): (DESK, None),
    ("GET", "/conversations/{conversation}/messages"): (DESK, None),
    ("POST", "/conversations/{conversation}/messages"): (DESK, {"id": "1", "text": "Dag."}),
    ("GET", "/conversations/{conversation}/stream"): (DESK, None),
    ("POST", "/conversations/{conversation}/typing"): (DESK, None),
    ("GET", "/colleagues"): (DESK, None),
    ("GET", "/lines"): (DESK, None),
    ("POST", "/lines"): (DESK, {"text": "Dag."}),
    ("DELETE", "/lines/{line}"): (DESK, None),
    ("GET", "/practice"): (DESK, None),
    ("GET", "/addresses"): (DESK, None),
    ("POST", "/addresses"): (DESK, {"kind": "mail", "where": "geen adres"}),
    ("POST", "/addresses/{address}/confirm"): (DESK, {"code": "1"}),
    ("DELETE", "/addresses/{address}"): (DESK, None),
    ("GET", "/push-key"): (DESK, None),
    ("POST", "/me"): (DESK, {"max_talks": None}),
    ("POST", "/me/break"): (DESK, {"minutes": 0}),
    ("POST", "/debriefs/{debrief}"): (DESK, {"answer": "fine"}),
    ("GET", "/roster"): (DESK, None),
    ("POST", "/roster/shifts"): (DESK, {"weekday": 0, "start": "9:00", "end": "9:00"}),
    ("POST", "/roster/changes"): (DESK, {"day": "2000-01-01", "kind": "absent"}),
    ("DELETE", "/roster/{item}"): (DESK, None),
    ("GET", "/roster/week"): (DESK, None),
    ("POST", "/alarms/{alarm}/take"): (RING, None),
    ("POST", "/alarms/{alarm}/close"): (RING, {"reason": "safe"}),
    ("GET", "/oversight"): (OVERSEE, None),
    ("GET", "/readings"): (OVERSEE, None),
    ("GET", "/blocks"): (OVERSEE, None),
    ("POST", "/blocks/{block}/lift"): (OVERSEE, None),
    ("POST", "/handovers/{handover}/take-over"): (OVERSEE, None),
    ("POST", "/handovers/{handover}/reassign"): (OVERSEE, {"helper": NOBODY}),
    ("POST", "/handovers/{handover}/end"): (OVERSEE, {"reason": "good_end"}),
    ("POST", "/debriefs/{debrief}/seen"): (OVERSEE, None),
    ("GET", "/people"): (TEAM, None),
    ("POST", "/people"): (TEAM, {"name": "", "role": "volunteer"}),
    ("POST", "/erase"): (TEAM, {"words": "geen vier woorden"}),
    ("POST", "/people/{person}"): (TEAM, {"active": True}),
    ("POST", "/people/{person}/renewal"): (TEAM, {"password": True}),
}
QUERIES = {"/roster/week": {"from": "2000-01-01"}}
ROOT = "/console/api"


def asked(house: RunningHouse, method: str, path: str, token: str) -> tuple[int, str]:
    """
    Use a route with this token on things that do not exist: the status, and the error if any. Streams are not waited for.
    """
    body = MAY[method, path][1]
    filled = path
    while "{" in filled:
        filled = filled[: filled.index("{")] + NOBODY + filled[filled.index("}") + 1 :]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.stream(
        method,
        f"{house.url}{ROOT}{filled}",
        headers=headers,
        json=body,
        params=QUERIES.get(path),
        timeout=20.0,
    ) as answer:
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            return answer.status_code, ""
        answer.read()
        error = answer.json().get("error", "") if answer.is_error else ""
        return answer.status_code, error


def test_every_route_of_the_console_is_in_the_table(bare: RunningHouse) -> None:
    paths = bare.request("GET", "/openapi.json").json()["paths"]
    routes = {
        (method.upper(), path.removeprefix(ROOT))
        for path, methods in paths.items()
        if path.startswith(ROOT + "/")
        for method in methods
    }
    assert routes == set(MAY)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_is_in_the_table_and_nothing_else(bare: RunningHouse, role: Role) -> None:
    token = bare.helper_token(f"Tabel {role} {uuid.uuid4().hex[:6]}", role)
    wrong = []
    for (method, path), (roles, _) in MAY.items():
        status, error = asked(bare, method, path, token)
        refused = (status, error) == (403, "forbidden")
        assert status < 500, (method, path, status)
        if roles != OPEN and refused == (role in roles):
            wrong.append((method, path, status, error))
    assert not wrong


def test_nobody_may_anything_but_knock(bare: RunningHouse) -> None:
    for (method, path), (roles, _) in MAY.items():
        status, error = asked(bare, method, path, "")
        if roles == OPEN:
            assert error != "unauthorized", (method, path)
        else:
            assert (status, error) == (401, "unauthorized"), (method, path)
