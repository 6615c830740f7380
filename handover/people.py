"""
People who help: adding them, their names, and the password by which they are recognised.

Hashing takes time and memory on purpose, so it is done beside the loop and for a few at a time: whoever hammers at this door makes
nobody wait who writes to us.
"""

import asyncio
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.database import Database
from store.errors import InvalidRequest, WrongLogin
from store.keys import fingerprint
from store.schema import Helper, HelperKey, Role

AT_ONCE = 2
SHORTEST = 12

_hasher = PasswordHasher()
_costly = asyncio.Semaphore(AT_ONCE)


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


async def fresh_password() -> tuple[str, str]:
    """
    A password that nobody chose: (as it is told once, as it is stored).
    """
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    return password, await hashed(password)


async def join(session: AsyncSession, name: str, role: Role, password_hash: str | None = None) -> Helper:
    """
    A new helper, with a password that was hashed before or without any. Raises InvalidRequest for an empty or taken name.
    """
    name = await free_name(session, name)
    helper = Helper(
        id=uuid.uuid4().hex,
        name=name,
        role=role,
        password_hash=password_hash,
        active=True,
        on_duty=False,
        added_at=clock.now(),
    )
    session.add(helper)
    await session.flush()
    return helper


async def free_name(session: AsyncSession, name: str) -> str:
    """
    A name that nobody has yet, with its spaces tidied. Raises InvalidRequest for an empty or taken one.
    """
    name = " ".join(name.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise InvalidRequest("Een naam heeft 1 tot 80 tekens.")
    if await session.scalar(select(Helper).where(Helper.name == name)):
        raise InvalidRequest(f"Er is al iemand met de naam {name}.")
    return name


async def names(session: AsyncSession, helpers: Collection[str]) -> dict[str, str]:
    """
    The names of some helpers, by id.
    """
    query = select(Helper.id, Helper.name).where(Helper.id.in_(helpers))
    return {row.id: row.name for row in await session.execute(query)}


async def anyone(session: AsyncSession) -> bool:
    """
    Whether there is any helper yet.
    """
    return await session.scalar(select(Helper.id).limit(1)) is not None


async def new_key(session: AsyncSession, helper: Helper, kind: str, expires_at: datetime | None = None) -> str:
    """
    A new way in for a helper (`kind`: api or session): the token, of which only the fingerprint stays.
    """
    token = secrets.token_urlsafe(32)
    session.add(HelperKey(fingerprint=fingerprint(token), helper_id=helper.id, kind=kind, expires_at=expires_at))
    return token


async def recognise(database: Database, name: str, password: str) -> Helper:
    """
    The active helper of a name and password. Raises WrongLogin. While it waits and hashes it holds no connection.
    """
    async with database.reading() as session:
        helper = await session.scalar(select(Helper).where(Helper.name == name.strip(), Helper.active))
    right = await fits(helper.password_hash if helper else None, password)
    if helper is None or not right:
        raise WrongLogin
    return helper


async def hashed(password: str) -> str:
    """
    What is stored of a password. It takes its time: no transaction should wait for it.
    """
    async with _costly:
        return await asyncio.to_thread(_hasher.hash, password)


async def chosen(password: str) -> str:
    """
    A password that somebody chose, as it is stored. Raises InvalidRequest when it is short.
    """
    if len(password) < SHORTEST:
        raise InvalidRequest(f"Kies een wachtwoord van minstens {SHORTEST} tekens.")
    return await hashed(password)


async def fits(password_hash: str | None, password: str) -> bool:
    """
    Whether this is the password. Where there is none (an unknown name, say), finding that out takes as long as for a wrong one.
    """
    async with _costly:
        return await asyncio.to_thread(_fits, password_hash or _nobody(), password)


def _fits(known: str, password: str) -> bool:
    try:
        return _hasher.verify(known, password)
    except VerifyMismatchError:
        return False
