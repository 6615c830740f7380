"""
The table of attacks that are one request each. Those of several steps have a module of their own.
"""

import uuid

from tests.attacks.attack import Attack
from tests.attacks.conftest import MARKER

CHAT, DESK = "/chat/api", "/console/api"
TALK, HANDOVER = f"{DESK}/conversations/{{talk}}", f"{DESK}/handovers/{{handover}}"
SAID = {"id": "a-1", "text": "Hoi"}
ELSEWHERE = "https://elders.example"
SQL = "'; DROP TABLE messages; --"


def said(**what: object) -> dict[str, object]:
    """
    A message of a person.
    """
    return {"id": str(uuid.uuid4()), **what}


ROLES = [
    Attack("nobody reads a talk", "GET", f"{CHAT}/messages", (401,)),
    Attack("an empty bearer", "GET", f"{CHAT}/messages", (401,), headers={"Authorization": "Bearer"}),
    Attack("another kind of login", "GET", f"{CHAT}/messages", (401,), headers={"Authorization": "Basic YTpi"}),
    Attack("a guessed token", "GET", f"{CHAT}/messages", (401,), headers={"Authorization": "Bearer " + "A" * 43}),
    Attack("a token that is no text", "GET", f"{CHAT}/messages", (401,), headers={"Authorization": b"Bearer \xff\xfe"}),
    Attack("a person opens the console", "GET", f"{DESK}/queue", (401,), "mine"),
    Attack("a person claims", "POST", f"{HANDOVER}/claim", (401,), "mine"),
    Attack("a person writes as a helper", "POST", f"{TALK}/messages", (401,), "mine", SAID),
    Attack("a helper reads as a person", "GET", f"{CHAT}/messages", (401,), "sanne"),
    Attack("a helper writes as a person", "POST", f"{CHAT}/messages", (401,), "sanne", said(text="Hoi")),
    Attack("a helper erases a talk", "POST", f"{CHAT}/erase", (401,), "sanne"),
    Attack("nobody looks at the queue", "GET", f"{DESK}/queue", (401,)),
    Attack("nobody follows a talk", "GET", f"{TALK}/stream", (401,)),
    Attack("without a claim: reads", "GET", f"{TALK}/messages", (403,), "bram"),
    Attack("without a claim: follows", "GET", f"{TALK}/stream", (403,), "bram"),
    Attack("without a claim: writes", "POST", f"{TALK}/messages", (403,), "bram", SAID),
    Attack("without a claim: types", "POST", f"{TALK}/typing", (403,), "bram"),
    Attack("without a claim: keeps", "POST", f"{HANDOVER}/heartbeat", (403,), "bram"),
    Attack("without a claim: gives back", "POST", f"{HANDOVER}/return", (403,), "bram"),
    Attack("without a claim: closes", "POST", f"{HANDOVER}/close", (403,), "bram", {"reason": "good_end"}),
    Attack("without a claim: blocks", "POST", f"{HANDOVER}/close", (403,), "bram", {"reason": "blocked"}),
    Attack("without a claim: gives on", "POST", f"{HANDOVER}/transfer", (403,), "bram", {"helper": None}),
    Attack("without a claim: takes it", "POST", f"{HANDOVER}/claim", (409,), "bram"),
    Attack("uninvited: reads along", "POST", f"{HANDOVER}/readers/join", (403, 404), "bram"),
    Attack("uninvited: whispers", "POST", f"{HANDOVER}/whispers", (403,), "bram", SAID),
    Attack("uninvited: hears whispers", "GET", f"{HANDOVER}/whispers", (403,), "bram"),
    Attack("meldpunt reads a volunteers' talk", "GET", f"{TALK}/messages", (403, 404), "desk"),
    Attack("meldpunt follows a volunteers' talk", "GET", f"{TALK}/stream", (403, 404), "desk"),
    Attack("meldpunt claims a volunteers' talk", "POST", f"{HANDOVER}/claim", (404,), "desk"),
    Attack("meldpunt closes it", "POST", f"{HANDOVER}/close", (404,), "desk", {"reason": "good_end"}),
    Attack("an editor reads a talk", "GET", f"{TALK}/messages", (403,), "editor"),
    Attack("an editor looks at the queue", "GET", f"{DESK}/queue", (403,), "editor"),
    Attack("an editor comes on duty", "POST", f"{DESK}/presence", (403,), "editor", {"on_duty": True}),
    Attack("an admin reads a talk", "GET", f"{TALK}/messages", (403,), "admin"),
    Attack("an admin takes a talk over", "POST", f"{HANDOVER}/take-over", (403,), "admin"),
    Attack("an admin sees the talks", "GET", f"{DESK}/oversight", (403,), "admin"),
    Attack("a coordinator reads what is not theirs", "GET", f"{TALK}/messages", (403,), "chief"),
    Attack("a coordinator whispers uncalled", "POST", f"{HANDOVER}/whispers", (403,), "chief", SAID),
    Attack("a coordinator makes an admin", "POST", f"{DESK}/people", (403,), "chief", {"name": "Eva", "role": "admin"}),
    Attack("a volunteer sees the overview", "GET", f"{DESK}/oversight", (403,), "bram"),
    Attack("a volunteer sees the blocks", "GET", f"{DESK}/blocks", (403,), "bram"),
    Attack("a volunteer lifts a block", "POST", f"{DESK}/blocks/{{nothing}}/lift", (403,), "bram"),
    Attack("a volunteer takes over", "POST", f"{HANDOVER}/take-over", (403,), "bram"),
    Attack("a volunteer assigns", "POST", f"{HANDOVER}/reassign", (403,), "bram", {"helper": "x"}),
    Attack("a volunteer ends another's talk", "POST", f"{HANDOVER}/end", (403,), "bram", {"reason": "good_end"}),
    Attack("a volunteer sees who helps", "GET", f"{DESK}/people", (403,), "bram"),
    Attack("a volunteer invites", "POST", f"{DESK}/people", (403,), "bram", {"name": "Eva", "role": "coordinator"}),
    Attack("a volunteer puts somebody out", "POST", f"{DESK}/people/{{nothing}}", (403,), "bram", {"active": False}),
    Attack("a volunteer sees another's shifts", "GET", f"{DESK}/roster?helper={{nothing}}", (403,), "bram"),
    Attack(
        "a volunteer answers for another", "POST", f"{DESK}/debriefs/{{nothing}}", (404,), "bram", {"answer": "fine"}
    ),
    Attack("a volunteer sees to a call back", "POST", f"{DESK}/debriefs/{{nothing}}/seen", (403,), "bram"),
    Attack("another's address", "DELETE", f"{DESK}/addresses/{{nothing}}", (404,), "bram"),
    Attack("another's line", "DELETE", f"{DESK}/lines/{{nothing}}", (204, 404), "bram"),
    Attack("meldpunt takes an alarm", "POST", f"{DESK}/alarms/{{nothing}}/take", (403,), "desk"),
    Attack(
        "a made-up invitation", "POST", f"{DESK}/welcome", (410,), json={"token": "A" * 43, "password": "lang genoeg 1"}
    ),
]

TOKENS = [
    Attack(f"a token in the address of {path} as {name}", "GET", f"{path}?{name}={{token}}", (401,))
    for path, name in (
        (f"{CHAT}/messages", "token"),
        (f"{CHAT}/stream", "access_token"),
        (f"{DESK}/queue", "token"),
        (f"{DESK}/queue", "key"),
    )
] + [
    Attack(
        "a person's token as cookie", "GET", f"{DESK}/queue", (401,), headers={"Cookie": "nachtlicht_console={token}"}
    ),
    Attack("a fixed session", "GET", f"{DESK}/session", (401,), headers={"Cookie": "nachtlicht_console=gekozen"}),
]

SITES = [
    Attack(
        "another site begins a talk", "POST", f"{CHAT}/conversations", (403,), headers={"Sec-Fetch-Site": "cross-site"}
    ),
    Attack(
        "a neighbour site begins a talk",
        "POST",
        f"{CHAT}/conversations",
        (403,),
        headers={"Sec-Fetch-Site": "same-site"},
    ),
    Attack("an old browser on another site", "POST", f"{CHAT}/conversations", (403,), headers={"Origin": ELSEWHERE}),
    Attack("a sandbox", "POST", f"{CHAT}/conversations", (403,), headers={"Origin": "null"}),
    Attack("another site erases", "POST", f"{CHAT}/erase", (403,), "mine", headers={"Sec-Fetch-Site": "cross-site"}),
    Attack(
        "another site logs in",
        "POST",
        f"{DESK}/session",
        (403,),
        json={"name": "x", "password": "y"},
        headers={"Sec-Fetch-Site": "cross-site"},
    ),
    Attack(
        "another site accepts an invitation",
        "POST",
        f"{DESK}/welcome",
        (403,),
        json={"token": "x", "password": "y"},
        headers={"Origin": ELSEWHERE},
    ),
    Attack(
        "a preflight",
        "OPTIONS",
        f"{CHAT}/messages",
        (405,),
        headers={"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST"},
    ),
    Attack("a method by header", "GET", f"{CHAT}/erase", (405,), "mine", headers={"X-HTTP-Method-Override": "POST"}),
    Attack("a method by address", "GET", f"{CHAT}/erase?_method=POST", (405,), "mine"),
    Attack("TRACE", "TRACE", f"{CHAT}/messages", (405,), "mine"),
    Attack("PUT", "PUT", f"{CHAT}/messages", (405,), "mine", said(text="x")),
    Attack("an open redirect", "GET", "//elders.example/%2e%2e", (404,)),
    Attack("an open redirect by host", "GET", "/console/api/queue/", (404,), headers={"Host": "elders.example"}),
    Attack("an open redirect by parameter", "GET", "/?next=https://elders.example", (200,)),
]

PATHS = [
    Attack(f"path {path}", "GET", path, (404, 422))
    for path in (
        "/static/..%2f..%2f..%2fpyproject.toml",
        "/static/%2e%2e/%2e%2e/api.py",
        "/static/..%5c..%5capi.py",
        "/static//etc/passwd",
        "/static/%00",
        "/console/static/..%2f..%2fapi.py",
        "/..%2f..%2f.env",
        "/data/master.key",
        "/master.key",
        "/nachtlicht.db",
        "/.git/config",
        "/docs",
        "/redoc",
        "/actions",
        "/nlg",
        "/model",
        "/webhooks/nachtlicht/webhook",
        "/webhooks/rest/webhook",
        "/conversations/x/tracker",
        "/metrics",
    )
] + [
    Attack("another talk by path", "GET", f"{CHAT}/messages/..%2f..%2fconsole/picture", (401, 404, 422), "mine"),
    Attack("a picture that is none", "GET", f"{CHAT}/messages/999999999/picture", (404,), "mine"),
    Attack("a picture far away", "GET", f"{CHAT}/messages/99999999999999999999/picture", (422,), "mine"),
    Attack("a number beyond all", "GET", f"{CHAT}/messages?after=99999999999999999999999", (422,), "mine"),
    Attack("a stream beyond all", "GET", f"{CHAT}/stream?after=99999999999999999999999", (422,), "mine"),
    Attack("a helper's number beyond all", "GET", f"{TALK}/messages?after=9999999999999", (422,), "sanne"),
    Attack("waiting for ever", "GET", f"{CHAT}/messages?wait=inf", (422,), "mine"),
    Attack("waiting for no number", "GET", f"{CHAT}/messages?wait=nan", (422,), "mine"),
    Attack("nothing in a path", "POST", f"{DESK}/handovers/%00/claim", (404, 422), "sanne"),
    Attack("half a character in a path", "POST", f"{DESK}/handovers/%ed%a0%80/claim", (404, 422), "sanne"),
    Attack("nothing in a name", "POST", f"{DESK}/session", (401, 422), json={"name": "a\0b", "password": "x"}),
    Attack("nothing in a parameter", "GET", f"{DESK}/roster?helper=%00", (403, 404, 422), "chief"),
    Attack("a year before all", "GET", f"{DESK}/roster/week?from=0001-01-01", (422,), "sanne"),
    Attack(
        "a shift beyond all",
        "POST",
        f"{DESK}/roster/shifts",
        (422,),
        "sanne",
        {"weekday": 10**30, "start": "1:00", "end": "2:00"},
    ),
    Attack("a maximum beyond all", "POST", f"{DESK}/me", (422,), "sanne", {"max_talks": 10**30}),
    Attack("a break for ever", "POST", f"{DESK}/me/break", (422,), "sanne", {"minutes": 10**30}),
]

BODIES = [
    Attack(
        f"a body that is {name}",
        "POST",
        f"{CHAT}/messages",
        (400, 413, 422),
        "mine",
        body=body,
        headers={"Content-Type": kind},
    )
    for name, body, kind in (
        ("nothing", b"", "application/json"),
        ("no JSON", b"{" + MARKER.encode(), "application/json"),
        ("a list", b"[]", "application/json"),
        ("null", b"null", "application/json"),
        ("a form", b"text=hoi&id=1", "application/x-www-form-urlencoded"),
        ("XML", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "application/xml"),
        ("deep", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
        ("a deep list", b"[" * 200_000, "application/json"),
        ("broken UTF-8", b'{"id":"\xff\xfe","text":"\xff"}', "application/json"),
        ("zipped", b"\x1f\x8b\x08\x00" + b"\x00" * 60, "application/json"),
        ("a big number", b'{"id":' + b"9" * 5000 + b"}", "application/json"),
        ("too large", b'{"text":"' + b"a" * 300_000 + b'"}', "application/json"),
    )
] + [
    Attack("too long a text", "POST", f"{CHAT}/messages", (413, 422), "mine", said(text=MARKER * 400)),
    Attack("far too long a text", "POST", f"{CHAT}/messages", (413, 422), "mine", said(text=MARKER * 1300)),
    Attack("only white space", "POST", f"{CHAT}/messages", (422,), "mine", said(text=" \u200b\n\t"[:1])),
    Attack("text and choice", "POST", f"{CHAT}/messages", (422,), "mine", said(text="x", choice="1-0")),
    Attack("neither text nor choice", "POST", f"{CHAT}/messages", (422,), "mine", said()),
    Attack("an id that is none", "POST", f"{CHAT}/messages", (422,), "mine", {"id": SQL, "text": MARKER}),
    Attack("headers without end", "GET", "/health", (413,), headers={"X-Veel": "a" * 20_000}),
    Attack("a cookie without end", "GET", f"{DESK}/session", (413,), headers={"Cookie": "a=" + "b" * 20_000}),
    Attack("an address without end", "GET", f"{CHAT}/messages?x=" + "a" * 8000, (413,), "mine"),
]

BUTTONS = [
    Attack(f"button {choice!r}", "POST", f"{CHAT}/messages", (422,), "mine", said(choice=choice))
    for choice in (
        "do:agree",
        "do:erase",
        "say:utter_greet",
        "/restart",
        "0-0",
        "1-99",
        "-1-0",
        "1--1",
        "1-0 ",
        "1-0\n",
        "١-٠",
        "999999999-0",
        "9999999999999999-0",
        "1e1-0",
        "1-0-0",
        "",
        "\0-0",
        SQL,
        "1" * 40,
        "1" * 41,
    )
]

SQLS = [
    Attack("SQL in the four words", "POST", f"{CHAT}/return", (404, 422, 429), json={"words": SQL}),
    Attack("SQL in a name", "POST", f"{DESK}/session", (401,), json={"name": "x' OR '1'='1", "password": "x"}),
    Attack("SQL in a path", "POST", f"{DESK}/handovers/x'%20OR%20'1'='1/claim", (404,), "sanne"),
    Attack("SQL in a talk", "GET", f"{DESK}/conversations/x'%20OR%20'1'='1/messages", (404,), "sanne"),
    Attack("SQL in a parameter", "GET", f"{DESK}/roster?helper=x'%20OR%20'1'='1", (404,), "chief"),
    Attack("SQL in a number", "GET", f"{CHAT}/messages?after=1;DROP%20TABLE%20messages", (422,), "mine"),
]

ATTACKS = [*ROLES, *TOKENS, *SITES, *PATHS, *BODIES, *BUTTONS, *SQLS]
