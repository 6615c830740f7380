"""
Invitations: how somebody becomes a helper, and how they stop being one.

A coordinator makes a link that works once and for seven days; whoever opens it chooses a password and is in. Who is deactivated is out
at once: their keys die, their live talks go back to their place in the queue, and their shifts count no more.
"""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import access, leases, organisation, people, presence, sessions
from store import clock, conversations
from store.database import Database, wake
from store.errors import InvalidRequest, InvitationGone
from store.keys import MasterKey, fingerprint
from store.schema import Handover, Helper, HelperKey, Invitation, Renewal, Role, State
from store.wakeups import QUEUE

VALID = timedelta(days=7)


async def invite(session: AsyncSession, helper: Helper, name: str, role: Role) -> str:
    """
    Invite somebody: the token of their link, of which only the fingerprint stays. Raises InvalidRequest for an empty or taken name,
    Forbidden.
    """
    access.invite(helper, role)
    name = await people.free_name(session, name)
    token = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            fingerprint=fingerprint(token),
            name=name,
            role=role,
            invited_by=helper.id,
            expires_at=clock.now() + VALID,
        )
    )
    return token


async def choose(database: Database, token: str, password: str) -> str:
    """
    A password of one's own for whoever has an invitation, hashed before anything is written. Raises InvitationGone, InvalidRequest.
    """
    async with database.reading() as session:
        if await session.scalar(select(Invitation.name).where(_open(token))) is None:
            raise InvitationGone
    return await people.chosen(password)


async def accept(session: AsyncSession, token: str, password_hash: str) -> Helper:
    """
    Become a helper by an invitation, with a password that was chosen (`choose`). Raises InvitationGone.
    """
    return await _join(session, token, password_hash)


async def accept_account(session: AsyncSession, token: str, account: str) -> Helper:
    """
    Become a helper by an invitation, with an account of the organisation, which opens for them from now on. Raises InvitationGone,
    OrganisationUnknown when it is somebody else's.
    """
    helper = await _join(session, token, None)
    await organisation.bind(session, helper, account)
    return helper


async def _join(session: AsyncSession, token: str, password_hash: str | None) -> Helper:
    mine = update(Invitation).where(_open(token))
    used = mine.values(used_at=clock.now()).returning(Invitation.name, Invitation.role)
    found = (await session.execute(used, execution_options={"synchronize_session": False})).one_or_none()
    if found is None:
        raise InvitationGone
    helper = await people.join(session, found.name, Role(found.role), password_hash)
    wake(session, QUEUE)
    return helper


def _open(token: str) -> ColumnElement[bool]:
    mine = and_(Invitation.fingerprint == fingerprint(token), Invitation.used_at.is_(None))
    return and_(mine, Invitation.expires_at > clock.now())


async def everyone(session: AsyncSession, helper: Helper) -> dict[str, list[dict[str, Any]]]:
    """
    All `people`, and who is `invited` and did not come yet. Raises Forbidden.
    """
    access.team(helper)
    known = await session.scalars(select(Helper).order_by(Helper.name))
    waiting = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
    return {
        "people": [
            {
                "id": one.id,
                "name": one.name,
                "role": one.role,
                "active": one.active,
                "on_duty": one.on_duty,
                "there": one.on_duty and presence.is_there(one),
            }
            for one in known
        ],
        "invited": [
            {"name": one.name, "role": one.role, "until": clock.iso(one.expires_at)}
            for one in await session.scalars(waiting.order_by(Invitation.expires_at))
        ],
    }


async def activate(session: AsyncSession, helper: Helper, other_id: str) -> None:
    """
    Let somebody in again, with the password that they had. Raises Forbidden, NotFound.
    """
    other = await access.person(session, helper, other_id)
    other.active = True
    wake(session, QUEUE)


async def deactivate(session: AsyncSession, master: MasterKey, helper: Helper, other_id: str) -> None:
    """
    Somebody helps no longer, from this moment on. Raises InvalidRequest for oneself, Forbidden, NotFound.
    """
    if other_id == helper.id:
        raise InvalidRequest("Jezelf kun je niet uitzetten. Vraag het een collega.")
    other = await access.person(session, helper, other_id)
    other.active, other.on_duty, other.duty_since, other.break_until = False, False, None, None
    await session.flush()
    await _let_go(session, master, helper, other)
    await session.execute(delete(HelperKey).where(HelperKey.helper_id == other.id))
    wake(session, sessions.bell(other.id))
    await session.execute(delete(Invitation).where(Invitation.invited_by == other.id, Invitation.used_at.is_(None)))
    await session.execute(delete(Renewal).where(or_(Renewal.helper_id == other.id, Renewal.made_by == other.id)))
    wake(session, QUEUE)


async def _let_go(session: AsyncSession, master: MasterKey, helper: Helper, other: Helper) -> None:
    """
    All live talks of somebody wait again. All locks first, in one order, as in `leases.expire`.
    """
    live = select(Handover).where(Handover.state == State.LIVE, Handover.helper_id == other.id)
    held = {handover.conversation_id for handover in await session.scalars(live)}
    for conversation in sorted(held):
        await conversations.open_by_id(session, master, conversation, lock=True)
    still = list(await session.scalars(live.execution_options(populate_existing=True)))
    for handover in still:
        if handover.conversation_id in held:
            vault = await conversations.open_by_id(session, master, handover.conversation_id)
            await leases.to_queue(session, vault, handover, "deactivated", helper)
