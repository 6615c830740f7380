"""
Sessions, devices and challenges end by the clock.
"""

from datetime import timedelta

import pytest

from handover import challenges, passkeys, sessions
from store.database import Database
from store.errors import ChallengeGone, PasskeysOff, SignInAgain, Unauthorized
from tests.unit.handover.scene import MASTER, Clock, helper_of


async def is_in(database: Database, token: str) -> bool:
    """
    Use a session, as a request does; whether it still is one.
    """
    try:
        async with database.writing() as session:
            _, key = await sessions.by_token(session, token)
            if sessions.must_note(key):
                await sessions.note_seen(session, key)
    except Unauthorized:
        return False
    return True


async def test_a_session_ends_when_it_is_left_alone_and_after_its_longest(database: Database, time: Clock) -> None:
    noor = await helper_of(database, "Noor")
    async with database.writing() as session:
        used, left = await sessions.begin(session, noor, "Firefox"), await sessions.begin(session, noor, "Edge")
    for _ in range(11):
        time.passes(hours=1)
        assert await is_in(database, used)
    assert not await is_in(database, left)
    time.passes(hours=1, seconds=1)
    assert not await is_in(database, used)


async def test_only_a_fresh_session_changes_ways_in(database: Database, time: Clock) -> None:
    noor = await helper_of(database, "Noor")
    async with database.writing() as session:
        token = await sessions.begin(session, noor, "Firefox")
        _, key = await sessions.by_token(session, token)
        sessions.must_be_fresh(key)
        time.passes(seconds=sessions.FRESH.total_seconds() + 1)
        with pytest.raises(SignInAgain):
            sessions.must_be_fresh(key)


async def test_a_device_is_known_to_its_own_helper_for_half_a_year(database: Database, time: Clock) -> None:
    noor, _ = await helper_of(database, "Noor"), await helper_of(database, "Kim")
    async with database.writing() as session:
        mark = await sessions.remember(session, noor, "Firefox")
    async with database.reading() as session:
        assert await sessions.knows(session, "Noor", mark)
        assert not await sessions.knows(session, "Kim", mark)
        with pytest.raises(Unauthorized):
            await sessions.by_token(session, mark)
        time.passes(days=181)
        assert not await sessions.knows(session, "Noor", mark)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"kind": "other"}, id="another kind"),
        pytest.param({"token": "never"}, id="never asked"),
        pytest.param({"helper_id": "0" * 32}, id="somebody else's"),
    ],
)
async def test_a_challenge_is_answered_once_in_time_by_whom_it_was_put_to(
    database: Database, time: Clock, wrong: dict[str, str]
) -> None:
    right: dict[str, str] = {"kind": "passkey", "token": "a token"}
    async with database.writing() as session:
        await challenges.ask(session, MASTER, "passkey", "a token", rest={"nonce": "n"})
    async with database.writing() as session:
        with pytest.raises(ChallengeGone):
            await challenges.answered(session, MASTER, **(right | wrong))
        assert await challenges.answered(session, MASTER, **right) == {"nonce": "n"}
        with pytest.raises(ChallengeGone):
            await challenges.answered(session, MASTER, **right)
        await challenges.ask(session, MASTER, "passkey", "a token")
        time.passes(seconds=(challenges.VALID + timedelta(seconds=1)).total_seconds())
        with pytest.raises(ChallengeGone):
            await challenges.answered(session, MASTER, **right)


@pytest.mark.parametrize(
    ("public", "asked", "found"),
    [
        ("https://nacht.example", "http://127.0.0.1:8000", ("https://nacht.example", "nacht.example")),
        ("https://nacht.example:8443", "http://x", ("https://nacht.example:8443", "nacht.example")),
        ("", "http://localhost:8000", ("http://localhost:8000", "localhost")),
    ],
)
def test_passkeys_are_bound_to_our_address(public: str, asked: str, found: tuple[str, str]) -> None:
    at = passkeys.site(public, asked)
    assert (at.origin, at.host) == found


@pytest.mark.parametrize(
    ("public", "asked"),
    [
        ("", "http://127.0.0.1:8000"),
        ("", "https://evil.example"),
        ("", "http://localhost.evil.example"),
        ("http://nacht.example", "http://localhost"),
        ("https://192.0.2.1", "http://localhost"),
        ("https://[2001:db8::1]", "http://localhost"),
    ],
)
def test_elsewhere_there_are_no_passkeys(public: str, asked: str) -> None:
    with pytest.raises(PasskeysOff):
        passkeys.site(public, asked)
