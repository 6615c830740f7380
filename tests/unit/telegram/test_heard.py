"""
What an update of Telegram means to us.
"""

from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.heard import Heard, Leave, Tap, hear

PERSON = {"id": 7, "is_bot": False, "first_name": "Proef"}
ROBOT = {"id": 8, "is_bot": True, "first_name": "Robot"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -9, "type": "group", "title": "Buurt"}


def heard(**update: Any) -> Heard | Leave | None:
    return hear(Update.de_json({"update_id": 1, **update}, None))


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1_700_000_000, "chat": PRIVATE, "from": PERSON, **content}


def test_words_are_heard_as_they_are() -> None:
    assert heard(message=message(text=" hoi\ndaar ")) == Heard(1, 7, " hoi\ndaar ")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", "start"),
        ("/start abc", "start"),
        ("/START@nachtlicht_bot", "start"),
        ("/help", "help"),
        ("/stop nu", "stop"),
        ("/wis\nalles", "wis"),
        ("/terug aalbes aanrecht", "terug"),
        ("/wissen", None),
        ("/restart", None),
        ("/", None),
        ("/ wis", None),
        (" /wis", None),
        ("wis", None),
        ("typ /wis", None),
    ],
)
def test_only_our_own_commands_are_commands(text: str, command: str | None) -> None:
    told = heard(message=message(text=text))
    assert isinstance(told, Heard)
    assert told.command == command


def test_an_edit_is_new_words_with_a_notice() -> None:
    assert heard(edited_message=message(text="nieuw")) == Heard(1, 7, "nieuw", notice="telegram_edited")
    assert heard(edited_message=message(caption="nieuw")) == Heard(1, 7, "nieuw", notice="telegram_edited")
    assert heard(edited_message=message(text="/wis")) == Heard(1, 7, "/wis", "wis")


def test_an_edit_without_words_is_nothing() -> None:
    assert heard(edited_message=message(location={"latitude": 1, "longitude": 2})) is None


def test_what_telegram_says_about_the_chat_is_nothing() -> None:
    assert heard(message=message(message_auto_delete_timer_changed={"message_auto_delete_time": 60})) is None
    assert heard(message=message(write_access_allowed={})) is None


def test_bots_are_not_heard() -> None:
    assert heard(message=message(text="piep") | {"from": ROBOT}) is None


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("what", ["message", "edited_message"])
def test_whatever_happens_in_a_group_means_to_leave(kind: str, what: str) -> None:
    assert heard(**{what: message(text="/start") | {"chat": GROUP | {"type": kind}}}) == Leave(-9)


def member(chat: dict[str, Any], status: str) -> dict[str, Any]:
    banned = {"until_date": 0} if status == "kicked" else {}
    return {
        "chat": chat,
        "from": PERSON,
        "date": 1_700_000_000,
        "old_chat_member": {"user": ROBOT, "status": "left"},
        "new_chat_member": {"user": ROBOT, "status": status, **banned},
    }


def test_being_added_means_to_leave_and_being_gone_nothing() -> None:
    assert heard(my_chat_member=member(GROUP, "member")) == Leave(-9)
    assert heard(my_chat_member=member(GROUP, "left")) is None
    assert heard(my_chat_member=member(GROUP, "kicked")) is None
    assert heard(my_chat_member=member(PRIVATE, "kicked")) is None


def query(**more: Any) -> dict[str, Any]:
    return {"id": "q", "from": PERSON, "chat_instance": "1", "data": "1-0.tag", **more}


def test_a_tap_is_heard_also_under_a_message_that_telegram_forgot() -> None:
    tapped = heard(callback_query=query(message=message(text="kies")))
    assert tapped == Heard(1, 7, tap=Tap("q", 3, "1-0.tag"))
    forgotten = {"chat": PRIVATE, "message_id": 3, "date": 0}
    assert heard(callback_query=query(message=forgotten)) == tapped
    assert heard(callback_query=query()) == Heard(1, 7, tap=Tap("q", None, "1-0.tag"))


def test_a_tap_in_a_group_means_to_leave() -> None:
    assert heard(callback_query=query(message=message(text="kies") | {"chat": GROUP})) == Leave(-9)
