"""
Access: the few functions that decide what a helper may see and touch, by their role and by what is in their hands.

Every route of the console goes through one of them before it does anything; each condition stands on its own line. Which role may use
which route is written out in tests/access/test_roles.py.
"""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import Forbidden, HandoverOver, NotFound, NotYours
from store.schema import OVER_STATES, Address, Handover, HandoverEvent, Helper, Reader, Role, State

DESK_ROLES = {Role.VOLUNTEER, Role.COORDINATOR, Role.MELDPUNT}
LANES = {Role.VOLUNTEER: ["volunteer"], Role.MELDPUNT: ["meldpunt"], Role.COORDINATOR: ["volunteer", "meldpunt"]}
ALL_LANES = LANES[Role.COORDINATOR]


def desk(helper: Helper) -> list[str]:
    """
    The lanes (kinds of handover) that a helper may see. Raises Forbidden.
    """
    if helper.role not in DESK_ROLES:
        raise Forbidden
    return LANES[Role(helper.role)]


def roles_of(lane: str) -> list[Role]:
    """
    The roles that pick up in a lane.
    """
    return [role for role, lanes in LANES.items() if lane in lanes]


def oversight(helper: Helper) -> None:
    """
    Coordinators see and do what is everybody's. Raises Forbidden.
    """
    if helper.role != Role.COORDINATOR:
        raise Forbidden


def team(helper: Helper) -> None:
    """
    Coordinators and admins see who helps. Raises Forbidden.
    """
    if helper.role not in (Role.COORDINATOR, Role.ADMIN):
        raise Forbidden


def invite(helper: Helper, role: Role) -> None:
    """
    Coordinators bring in people for the desk; only an admin brings in others. Raises Forbidden.
    """
    team(helper)
    if helper.role != Role.ADMIN and role not in DESK_ROLES:
        raise Forbidden


async def person(session: AsyncSession, helper: Helper, other_id: str) -> Helper:
    """
    Somebody whom this helper may let in or put out. Raises Forbidden, NotFound.
    """
    team(helper)
    other = await session.get(Helper, other_id, populate_existing=True)
    if other is None:
        raise NotFound
    if helper.role != Role.ADMIN and other.role not in DESK_ROLES:
        raise Forbidden
    return other


async def roster(session: AsyncSession, helper: Helper, other_id: str | None) -> Helper:
    """
    Whose shifts this helper may see and change: their own, and as a coordinator those of everybody at the desk. Raises Forbidden,
    NotFound.
    """
    desk(helper)
    if other_id is None or other_id == helper.id:
        return helper
    oversight(helper)
    other = await session.get(Helper, other_id, populate_existing=True)
    if other is None:
        raise NotFound
    if other.role not in DESK_ROLES:
        raise NotFound
    return other


def alarms(helper: Helper) -> None:
    """
    Volunteers and coordinators hear and take alarms. Raises Forbidden.
    """
    if helper.role not in (Role.VOLUNTEER, Role.COORDINATOR):
        raise Forbidden


async def handover(session: AsyncSession, helper: Helper, handover_id: str) -> Handover:
    """
    A handover in one of the helper's lanes. Raises Forbidden, NotFound.
    """
    lanes = desk(helper)
    handover = await session.get(Handover, handover_id, populate_existing=True)
    if handover is None:
        raise NotFound
    if handover.kind not in lanes:
        raise NotFound
    if handover.state == State.ASKED:
        raise NotFound
    return handover


async def address(session: AsyncSession, helper: Helper, address_id: str) -> Address:
    """
    An address of this helper's own. Raises Forbidden, NotFound.
    """
    desk(helper)
    address = await session.get(Address, address_id, populate_existing=True)
    if address is None:
        raise NotFound
    if address.helper_id != helper.id:
        raise NotFound
    return address


def own(helper: Helper, handover: Handover) -> Handover:
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


async def own_talk(session: AsyncSession, helper: Helper, conversation: str) -> Handover:
    """
    The live handover of a conversation that is in this helper's hands. Raises Forbidden, NotYours, NotFound.
    """
    handover = await _live(session, helper, conversation)
    if handover.helper_id != helper.id:
        raise NotYours
    return handover


async def talk(session: AsyncSession, helper: Helper, conversation: str) -> Handover:
    """
    The live handover of a conversation that this helper holds or reads along in. Raises Forbidden, NotYours, NotFound.
    """
    handover = await _live(session, helper, conversation)
    if handover.helper_id == helper.id:
        return handover
    if await reads_along(session, helper, handover):
        return handover
    raise NotYours


async def beside(session: AsyncSession, helper: Helper, handover_id: str) -> Handover:
    """
    A live handover in whose whispers this helper takes part: they hold it, read along, or coordinate and were called. Raises
    Forbidden, HandoverOver, NotYours, NotFound.
    """
    found = await handover(session, helper, handover_id)
    if found.state in OVER_STATES:
        raise HandoverOver
    if found.state != State.LIVE:
        raise NotYours
    if found.helper_id == helper.id:
        return found
    if await reads_along(session, helper, found):
        return found
    if await is_called(session, helper, found):
        return found
    raise NotYours


async def colleague(session: AsyncSession, helper: Helper, lane: str, colleague_id: str) -> Helper:
    """
    A colleague who may be asked into a talk of this lane. Raises NotFound.
    """
    colleague = await session.get(Helper, colleague_id, populate_existing=True)
    if colleague is None:
        raise NotFound
    if colleague.id == helper.id:
        raise NotFound
    if not colleague.active:
        raise NotFound
    if colleague.role not in roles_of(lane):
        raise NotFound
    return colleague


def wanted(helper: Helper, handover: Handover) -> Handover:
    """
    The same handover, if it waits for just this helper. Raises HandoverOver, NotYours.
    """
    if handover.state in OVER_STATES:
        raise HandoverOver
    if handover.state != State.WAITING:
        raise NotYours
    if handover.wanted_id != helper.id:
        raise NotYours
    return handover


def asked_along() -> ColumnElement[bool]:
    """
    The readers, joined with their handover, whom the one who holds the talk asked since they hold it. When the talk leaves their hands,
    nobody reads along any more.
    """
    return and_(
        Reader.handover_id == Handover.id,
        Reader.until.is_(None),
        Handover.state == State.LIVE,
        Reader.asked_by == Handover.helper_id,
        Reader.asked_at >= Handover.claimed_at,
    )


async def reads_along(session: AsyncSession, helper: Helper, handover: Handover) -> bool:
    """
    Whether a helper reads along in a live talk.
    """
    mine = and_(Reader.helper_id == helper.id, Reader.since.is_not(None), Handover.id == handover.id)
    return await session.scalar(select(Reader.id).where(asked_along(), mine)) is not None


async def is_called(session: AsyncSession, helper: Helper, handover: Handover) -> bool:
    """
    Whether a helper is a coordinator, and whoever holds this talk asked for one.
    """
    if helper.role != Role.COORDINATOR or handover.claimed_at is None:
        return False
    asked = and_(HandoverEvent.handover_id == handover.id, HandoverEvent.what == "escalated")
    holder = and_(HandoverEvent.helper_id == handover.helper_id, HandoverEvent.at >= handover.claimed_at)
    return await session.scalar(select(HandoverEvent.id).where(asked, holder).limit(1)) is not None


async def _live(session: AsyncSession, helper: Helper, conversation: str) -> Handover:
    lanes = desk(helper)
    ours = and_(Handover.conversation_id == conversation, Handover.kind.in_(lanes))
    live = select(Handover).where(ours, Handover.state == State.LIVE).execution_options(populate_existing=True)
    handover = await session.scalar(live)
    if handover is None:
        known = await session.scalar(select(Handover.id).where(Handover.conversation_id == conversation).limit(1))
        raise NotYours if known else NotFound
    return handover
