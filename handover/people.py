"""
People who help: adding them, how they come in, and the few functions that decide what they may touch.

Every request of the console goes through `by_key` and then one `access_…` function; each condition stands on its own line.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.errors import Forbidden, HandoverOver, InvalidRequest, NotFound, NotYours, Unauthorized, WrongLogin
from store.keys import fingerprint
from store.schema import OVER_STATES, Handover, Helper, HelperKey, Role, State

SESSION = timedelta(hours=12)
DESK_ROLES = {Role.VOLUNTEER, Role.COORDINATOR, Role.MELDPUNT}
LANES = {Role.VOLUNTEER: ["volunteer"], Role.MELDPUNT: ["meldpunt"], Role.COORDINATOR: ["volunteer", "meldpunt"]}

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


async def add(session: AsyncSession, name: str, role: Role) -> tuple[Helper, str]:
    """
    Add a helper with a fresh password: (the helper, the password). Raises InvalidRequest for an empty or taken name.
    """
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise InvalidRequest("Een naam heeft 1 tot 80 tekens.")
    if await session.scalar(select(Helper).where(Helper.name == name)):
        raise InvalidRequest(f"Er is al iemand met de naam {name}.")
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    helper = Helper(
        id=uuid.uuid4().hex,
        name=name,
        role=role,
        password_hash=_hasher.hash(password),
        active=True,
        on_duty=False,
        added_at=clock.now(),
    )
    session.add(helper)
    await session.flush()
    return helper, password


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


async def log_in(session: AsyncSession, name: str, password: str) -> tuple[Helper, str]:
    """
    A console session for a name and password: (the helper, the session token). Raises WrongLogin.
    """
    helper = await session.scalar(select(Helper).where(Helper.name == name.strip(), Helper.active))
    try:
        # An unknown name costs as much time as a wrong password.
        _hasher.verify((helper.password_hash if helper else None) or _nobody(), password)
    except VerifyMismatchError as error:
        raise WrongLogin from error
    if helper is None:
        raise WrongLogin
    return helper, await new_key(session, helper, "session", clock.now() + SESSION)


async def log_out(session: AsyncSession, token: str) -> None:
    """
    End a session or revoke an API token; it is no error when it had ended before.
    """
    await session.execute(delete(HelperKey).where(HelperKey.fingerprint == fingerprint(token)))


async def by_key(session: AsyncSession, token: str) -> Helper:
    """
    The active helper behind a token. Raises Unauthorized.
    """
    row = (
        await session.execute(
            select(Helper, HelperKey.expires_at)
            .join(HelperKey, HelperKey.helper_id == Helper.id)
            .where(HelperKey.fingerprint == fingerprint(token))
        )
    ).one_or_none()
    if row is None:
        raise Unauthorized
    helper, expires_at = row
    if not helper.active:
        raise Unauthorized
    if expires_at and expires_at < clock.now():
        raise Unauthorized
    return helper


def access_desk(helper: Helper) -> list[str]:
    """
    The lanes (kinds of handover) that a helper may see. Raises Forbidden.
    """
    if helper.role not in DESK_ROLES:
        raise Forbidden
    return LANES[Role(helper.role)]


def access_alarms(helper: Helper) -> None:
    """
    Volunteers and coordinators hear and take alarms. Raises Forbidden.
    """
    if helper.role not in (Role.VOLUNTEER, Role.COORDINATOR):
        raise Forbidden


async def access_handover(session: AsyncSession, helper: Helper, handover_id: str) -> Handover:
    """
    A handover in one of the helper's lanes. Raises Forbidden, NotFound.
    """
    lanes = access_desk(helper)
    handover = await session.get(Handover, handover_id, populate_existing=True)
    if handover is None:
        raise NotFound
    if handover.kind not in lanes:
        raise NotFound
    if handover.state == State.ASKED:
        raise NotFound
    return handover


def access_own(helper: Helper, handover: Handover) -> Handover:
    """
    The same handover, if it is live and in this helper's hands. Raises HandoverOver, NotYours.
    """
    if handover.state in OVER_STATES:
        raise HandoverOver
    if handover.state != State.LIVE:
        raise NotYours
    if handover.helper_id != helper.id:
        raise NotYours
    return handover
