"""
Renewals: a helper who lost their password, or the phone with their codes, comes in again by a link from whoever may let them in.

A link renews what was lost and nothing else: what was not lost is asked for when it is used, so that it opens nothing for whoever finds
it, and nobody gets around the second factor. Making one ends the helper's sessions at once; using it does so again. Both are in the log
of who read what. Nobody makes one for themselves.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, factor, passkeys, people, reading, sessions
from store import clock
from store.database import Database
from store.errors import InvalidRequest, NotFound, RenewalGone, WrongLogin
from store.keys import MasterKey, fingerprint
from store.schema import Helper, Renewal

VALID = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lost:
    """
    What a helper lost: their password, their second factor (and the passkeys, which live on the same phone), or both.
    """

    password: bool
    factor: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Who a link is for, and what it asks of them: a new password or the one they have, and whether a code of the second factor too.
    """

    helper: str
    name: str
    new_password: bool
    code: bool


async def make(session: AsyncSession, helper: Helper, other_id: str, lost: Lost) -> str:
    """
    Let a colleague in again who lost something: the token of a link, in place of the one that there was. Raises InvalidRequest for
    oneself, for nothing, and for who is out; Forbidden, NotFound.
    """
    other = await access.person(session, helper, other_id)
    if other.id == helper.id:
        raise InvalidRequest("Voor jezelf kun je geen nieuwe sleutel maken. Vraag het een collega.")
    return await _made(session, helper, other, lost)


async def make_at_machine(session: AsyncSession, name: str, lost: Lost) -> str:
    """
    The same by whoever runs the house, for somebody of this name. Raises InvalidRequest, NotFound.
    """
    other = await session.scalar(select(Helper).where(Helper.name == name))
    if other is None:
        raise NotFound("Er is niemand met deze naam.")
    return await _made(session, None, other, lost)


async def _made(session: AsyncSession, by: Helper | None, other: Helper, lost: Lost) -> str:
    if not other.active:
        raise InvalidRequest("Deze collega heeft geen toegang. Geef eerst weer toegang.")
    if not (lost.password or lost.factor):
        raise InvalidRequest("Kies wat je collega kwijt is.")
    if not lost.password and other.password_hash is None:
        raise InvalidRequest("Deze collega heeft hier geen wachtwoord. Kies ook een nieuw wachtwoord.")
    await session.get_one(Helper, other.id, with_for_update=True, populate_existing=True)
    await session.execute(delete(Renewal).where(Renewal.helper_id == other.id))
    token = secrets.token_urlsafe(32)
    session.add(
        Renewal(
            fingerprint=fingerprint(token),
            helper_id=other.id,
            password=lost.password,
            factor=lost.factor,
            made_by=by.id if by else None,
            expires_at=clock.now() + VALID,
        )
    )
    await sessions.end_all(session, other)
    await reading.record(session, by, reading.LINK, other.id)
    return token


async def asked(session: AsyncSession, token: str) -> Asked:
    """
    What a link asks. Raises RenewalGone.
    """
    renewal, helper = await _found(session, token)
    code = not renewal.factor and await factor.is_on(session, helper)
    return Asked(helper.id, helper.name, renewal.password, code)


async def choose(database: Database, token: str, password: str) -> str | None:
    """
    The new password, as it is stored, before anything is written; None when it was not lost, and this is the one they have. Raises
    RenewalGone, InvalidRequest, WrongLogin.
    """
    async with database.reading() as session:
        renewal, helper = await _found(session, token)
    if renewal.password:
        return await people.chosen(password)
    if not await people.fits(helper.password_hash, password):
        raise WrongLogin("Dit wachtwoord klopt niet. Het is het wachtwoord dat je al had.")
    return None


async def use(session: AsyncSession, master: MasterKey, token: str, password_hash: str | None, code: str) -> Helper:
    """
    Come in by a link, with what `choose` gave. Raises RenewalGone, SecondFactor, SecondFactorWrong.
    """
    renewal, helper = await _found(session, token)
    gone = delete(Renewal).where(Renewal.fingerprint == renewal.fingerprint).returning(Renewal.fingerprint)
    if await session.scalar(gone) is None:
        raise RenewalGone
    if renewal.factor:
        await factor.turn_off(session, helper)
        await passkeys.drop_all(session, helper)
    else:
        await factor.demand(session, master, helper, code)
    if password_hash:
        helper.password_hash = password_hash
    await sessions.end_all(session, helper)
    await reading.record(session, helper, reading.RENEWED, helper.id)
    return helper


async def _found(session: AsyncSession, token: str) -> tuple[Renewal, Helper]:
    still = (Renewal.fingerprint == fingerprint(token), Renewal.expires_at > clock.now(), Helper.active)
    query = select(Renewal, Helper).join(Helper, Helper.id == Renewal.helper_id).where(*still)
    found = (await session.execute(query.execution_options(populate_existing=True))).one_or_none()
    if found is None:
        raise RenewalGone
    return found[0], found[1]
