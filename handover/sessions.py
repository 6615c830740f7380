"""
Sessions: how long a helper stays in, and where. A session ends by itself, twelve hours after it began or two hours after it was last
seen; its helper can end all of them at once.

A browser that logged in before keeps a mark of its own. It opens nothing; it only tells a helper's own device from a stranger's, so that
whoever guesses at a name shuts out nobody but themselves.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handover import people
from store import clock
from store.database import wake
from store.errors import NotFound, SignInAgain, Unauthorized
from store.keys import fingerprint
from store.schema import Helper, HelperKey

API, SESSION, DEVICE = "api", "session", "device"
LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
FRESH = timedelta(minutes=30)
SEEN_STEP = timedelta(minutes=1)
DEVICE_KEPT = timedelta(days=180)
SHOWN = 16  # characters of a fingerprint by which a helper names a session of theirs


async def begin(session: AsyncSession, helper: Helper, label: str) -> str:
    """
    A new session of a helper in a browser: its token.
    """
    return await _new(session, helper, SESSION, label, LONGEST)


async def remember(session: AsyncSession, helper: Helper, label: str) -> str:
    """
    A mark for a browser that logged in: its token.
    """
    return await _new(session, helper, DEVICE, label, DEVICE_KEPT)


async def _new(session: AsyncSession, helper: Helper, kind: str, label: str, stays: timedelta) -> str:
    now = clock.now()
    token = await people.new_key(session, helper, kind, now + stays)
    await session.flush()
    key = await session.get_one(HelperKey, fingerprint(token))
    key.made_at, key.seen_at, key.label = now, now, label
    return token


async def by_token(session: AsyncSession, token: str) -> tuple[Helper, HelperKey]:
    """
    The active helper behind an API token or a session. Raises Unauthorized.
    """
    found = (
        await session.execute(
            select(Helper, HelperKey)
            .join(HelperKey, HelperKey.helper_id == Helper.id)
            .where(HelperKey.fingerprint == fingerprint(token), HelperKey.kind.in_((API, SESSION)))
        )
    ).one_or_none()
    if found is None:
        raise Unauthorized
    helper, key = found
    if not helper.active:
        raise Unauthorized
    if is_over(key):
        raise Unauthorized
    return helper, key


def is_over(key: HelperKey) -> bool:
    """
    Whether a key has ended by itself.
    """
    now = clock.now()
    if key.expires_at and key.expires_at < now:
        return True
    return key.kind == SESSION and key.seen_at is not None and key.seen_at < now - IDLE


async def again(session: AsyncSession, helper: Helper) -> Helper:
    """
    The same helper as they are now, for whoever looks for longer than one request. Raises Unauthorized when they are out meanwhile.
    """
    found = await session.get(Helper, helper.id, populate_existing=True)
    if found is None:
        raise Unauthorized
    if not found.active:
        raise Unauthorized
    return found


def must_note(key: HelperKey) -> bool:
    """
    Whether it is time to note again that a session was seen.
    """
    return key.kind == SESSION and (key.seen_at is None or clock.now() - key.seen_at > SEEN_STEP)


async def note_seen(session: AsyncSession, key: HelperKey) -> None:
    """
    Note that a session is in use at this moment.
    """
    mine = update(HelperKey).where(HelperKey.fingerprint == key.fingerprint)
    await session.execute(mine.values(seen_at=clock.now()), execution_options={"synchronize_session": False})


def must_be_fresh(key: HelperKey) -> None:
    """
    What changes the ways in is only for who logged in a moment ago: a screen that was left open is not enough. Raises SignInAgain.
    """
    if key.kind != SESSION:
        raise SignInAgain
    if key.made_at is None or key.made_at < clock.now() - FRESH:
        raise SignInAgain


async def knows(session: AsyncSession, name: str, token: str) -> bool:
    """
    Whether a browser with this mark logged in before as the helper of this name.
    """
    of_name = select(HelperKey.fingerprint).join(Helper, Helper.id == HelperKey.helper_id)
    mine = of_name.where(HelperKey.fingerprint == fingerprint(token), HelperKey.kind == DEVICE, Helper.name == name)
    return await session.scalar(mine.where(HelperKey.expires_at > clock.now())) is not None


async def mine(session: AsyncSession, helper: Helper, here: HelperKey) -> list[dict[str, Any]]:
    """
    The sessions of a helper that are not over, the one seen last first; `here` is the one that asks.
    """
    query = select(HelperKey).where(HelperKey.helper_id == helper.id, HelperKey.kind == SESSION)
    found = [key for key in await session.scalars(query.order_by(HelperKey.seen_at.desc())) if not is_over(key)]
    return [
        {
            "id": key.fingerprint[:SHOWN],
            "label": key.label or "Browser",
            "since": key.made_at,
            "seen": key.seen_at,
            "here": key.fingerprint == here.fingerprint,
        }
        for key in found
    ]


async def end(session: AsyncSession, token: str) -> None:
    """
    End a session; it is no error when it had ended before.
    """
    gone = delete(HelperKey).where(HelperKey.fingerprint == fingerprint(token), HelperKey.kind == SESSION)
    owner = await session.scalar(gone.returning(HelperKey.helper_id))
    if owner:
        wake(session, bell(owner))


async def end_one(session: AsyncSession, helper: Helper, shown: str) -> None:
    """
    End one session of a helper. Raises NotFound.
    """
    ours = and_(HelperKey.helper_id == helper.id, HelperKey.kind == SESSION)
    gone = delete(HelperKey).where(ours, HelperKey.fingerprint.startswith(shown, autoescape=True))
    if len(shown) != SHOWN or not list(await session.scalars(gone.returning(HelperKey.fingerprint))):
        raise NotFound
    wake(session, bell(helper.id))


async def end_others(session: AsyncSession, helper: Helper, here: HelperKey, device: str) -> None:
    """
    End every session of a helper but this one, and forget every browser but this one. API tokens stay: whoever runs the house gave them.
    """
    others = or_(
        and_(HelperKey.kind == SESSION, HelperKey.fingerprint != here.fingerprint),
        and_(HelperKey.kind == DEVICE, HelperKey.fingerprint != fingerprint(device)),
    )
    await session.execute(delete(HelperKey).where(HelperKey.helper_id == helper.id, others))
    wake(session, bell(helper.id))


async def end_all(session: AsyncSession, helper: Helper) -> None:
    """
    End every session of a helper, and forget every browser. API tokens stay, as above.
    """
    everywhere = delete(HelperKey).where(HelperKey.helper_id == helper.id, HelperKey.kind.in_((SESSION, DEVICE)))
    await session.execute(everywhere)
    wake(session, bell(helper.id))


def bell(helper_id: str) -> str:
    """
    The wake-up for what looks along with a helper's sessions.
    """
    return f"keys:{helper_id}"
