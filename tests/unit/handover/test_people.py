"""
Passwords: whoever comes in while many others do waits for their own hash, and nobody else waits for it.
"""

import asyncio
from contextlib import AsyncExitStack

import pytest

from handover import invitations, people, renewals
from handover.renewals import Lost
from store.database import Database
from store.errors import InvitationGone, RenewalGone, WrongLogin
from store.schema import Role
from tests.unit.handover.scene import MASTER, helper_of

PASSWORD = "vier losse woorden hier"
SECONDS = 20


async def test_nobody_waits_for_a_password_that_is_being_hashed(database: Database) -> None:
    chief = await helper_of(database, "Aad", Role.ADMIN)
    async with database.writing() as session:
        token = await invitations.invite(session, chief, "Sam", Role.VOLUNTEER)

    async def joins() -> None:
        password_hash = await invitations.choose(database, token, PASSWORD)
        async with database.writing() as session:
            await invitations.accept(session, token, password_hash)

    async with asyncio.timeout(SECONDS), AsyncExitStack() as busy:
        for _ in range(people.AT_ONCE):
            await busy.enter_async_context(people._costly)
        joining = asyncio.create_task(joins())
        async with database.writing() as session:  # somebody writes to us meanwhile
            await people.join(session, "Noor", Role.VOLUNTEER, None)
        assert not joining.done()
        await busy.aclose()
        await joining
    assert (await people.recognise(database, "Sam", PASSWORD)).role == Role.VOLUNTEER
    with pytest.raises(WrongLogin):
        await people.recognise(database, "Noor", "")


async def test_a_link_that_is_not_ours_costs_no_hash(database: Database) -> None:
    async with asyncio.timeout(SECONDS), AsyncExitStack() as busy:
        for _ in range(people.AT_ONCE):
            await busy.enter_async_context(people._costly)
        with pytest.raises(InvitationGone):
            await invitations.choose(database, "geraden", PASSWORD)
        with pytest.raises(RenewalGone):
            await renewals.choose(database, "geraden", PASSWORD)


async def test_a_link_used_twice_at_the_same_moment_lets_one_in(database: Database) -> None:
    chief, sam = await helper_of(database, "Aad", Role.ADMIN), await helper_of(database, "Sam")
    async with database.writing() as session:
        token = await renewals.make(session, chief, sam.id, Lost(password=True, factor=False))
    hashes = [await renewals.choose(database, token, f"{PASSWORD} {number}") for number in range(4)]

    async def uses(password_hash: str | None) -> bool:
        try:
            async with database.writing() as session:
                await renewals.use(session, MASTER, token, password_hash, "")
        except RenewalGone:
            return False
        return True

    assert sorted(await asyncio.gather(*map(uses, hashes))) == [False, False, False, True]
