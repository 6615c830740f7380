"""
Forged webhooks and crafted updates: who does not know the secret is not let in, and who does cannot break anything with rubbish.
"""

import itertools
from typing import Any

import httpx
import pytest

from tests.attacks.attack import closed, posts, wire
from tests.attacks.conftest import MARKER, webhook
from tests.running import RunningHouse

NUMBERS = itertools.count(1)
SECRET = "X-Telegram-Bot-Api-Secret-Token"


def brings(
    house: RunningHouse, update: Any = None, secret: str | bytes | None = None, body: bytes | None = None
) -> httpx.Response:
    """
    An update arrives, with the right secret unless it has another.
    """
    path, right = webhook(house)
    shown = right if secret is None else secret
    if body is not None:
        return house.http.post(path, content=body, headers=wire({SECRET: shown}))
    return posts(house, path, update, X_Telegram_Bot_Api_Secret_Token=shown)


WHO = {"id": 77, "is_bot": False, "first_name": "Iemand"}


def message(**change: Any) -> dict[str, Any]:
    """
    An update with a text message.
    """
    number = next(NUMBERS)
    said = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": {"id": 77, "type": "private"},
        "from": WHO,
        "text": "hoi",
    }
    return {"update_id": number, "message": said | change}


@pytest.mark.parametrize(
    "secret", ["", "raden", b"\xff\xfe", "A" * 64, "0" * 5000], ids=["none", "a guess", "no text", "as long", "long"]
)
def test_a_forged_webhook_is_refused(house: RunningHouse, secret: str | bytes) -> None:
    answer = brings(house, message(), secret)
    assert (answer.status_code, answer.json()["error"]) == (403, "webhook_forged")
    closed(answer)


def test_the_secret_is_not_read_from_elsewhere(house: RunningHouse) -> None:
    path, secret = webhook(house)
    assert house.http.post(f"{path}?secret_token={secret}", json=message()).status_code == 403
    assert house.http.post(path, json=message(), headers={"Authorization": f"Bearer {secret}"}).status_code == 403
    assert house.http.get(path).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"1",
        b"{",
        b"\xff\xfe",
        b'{"a":' * 100_000,
        b"[" * 100_000,
        b'{"update_id":' + b"9" * 5000 + b"}",
    ],
    ids=["nothing", "a list", "null", "a number", "half", "no text", "deep", "deep list", "a big number"],
)
def test_a_body_that_is_no_update_is_refused(house: RunningHouse, body: bytes) -> None:
    answer = brings(house, body=body)
    assert answer.status_code in (413, 422)
    closed(answer)


CRAFTED: dict[str, Any] = {
    "no update": {},
    "a number beyond all": message() | {"update_id": 10**30},
    "a number below nothing": message() | {"update_id": -(2**63)},
    "a number that is a text": message() | {"update_id": "'; DROP TABLE telegram_updates; --"},
    "a chat beyond all": message(chat={"id": 10**40, "type": "private"}),
    "a chat that is a text": message(chat={"id": "../../x", "type": "private"}),
    "a chat that is a list": message(chat={"id": [1], "type": "private"}),
    "a text that is a list": message(text=[MARKER]),
    "a text that is a number": message(text=7),
    "half a character": message(text="\ud83d" + MARKER),
    "nothing at all": message(text="\0"),
    "white space": message(text="\u3164\u200b \n"),
    "a date beyond all": message(date=10**18),
    "a command of Rasa": message(text='/wish{"x":1}'),
    "restart": message(text="/restart"),
    "a link that is not ours": message(text="/start meld-" + "A" * 60),
    "a link with half a character": message(text="/start meld-\udfff\0"),
    "words of another": message(text="/terug \ud800 ' OR 1=1"),
    "a tap without chat": {
        "update_id": next(NUMBERS),
        "callback_query": {"id": "q", "from": {"id": 1, "is_bot": False, "first_name": "x"}},
    },
    "a group": message(chat={"id": -1, "type": "group", "title": MARKER}),
    "fields of another kind": {"update_id": next(NUMBERS), "message": "x", "edited_message": 3, "callback_query": []},
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_update_breaks_nothing(house: RunningHouse, name: str) -> None:
    answer = brings(house, CRAFTED[name])
    assert answer.status_code in (200, 422), answer.text
    closed(answer)
    assert brings(house, message()).status_code == 200


@pytest.mark.parametrize(
    "data", ["1-0", "do:agree", "1-0.000000000000", "\0", "9" * 60, "1-0.\ud800", "'; DROP TABLE messages"]
)
def test_a_forged_button_does_nothing(house: RunningHouse, data: str) -> None:
    assert brings(house, message()).status_code == 200
    tap = {"id": "q", "from": WHO, "chat_instance": "1", "data": data, "message": message()["message"]}
    assert brings(house, {"update_id": next(NUMBERS), "callback_query": tap}).status_code == 200
