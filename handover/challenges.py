"""
Challenges: what a browser is asked and must answer with within some minutes, once. Kept here and not in the browser, so that an answer
that was overheard is worth nothing.
"""

import json
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.errors import ChallengeGone
from store.keys import MasterKey, fingerprint
from store.schema import Challenge

VALID = timedelta(minutes=5)


async def ask(
    session: AsyncSession,
    master: MasterKey,
    kind: str,
    token: str,
    helper_id: str | None = None,
    rest: Mapping[str, str] | None = None,
) -> None:
    """
    Open a question with a random token; `rest` is what we will want to know when the answer comes. Those past their time go.
    """
    mark, now = fingerprint(token), clock.now()
    await session.execute(delete(Challenge).where(Challenge.expires_at < now))
    sealed = master.seal(json.dumps(dict(rest)), f"challenge:{mark}") if rest else None
    session.add(Challenge(fingerprint=mark, kind=kind, helper_id=helper_id, sealed_rest=sealed, expires_at=now + VALID))


async def answered(
    session: AsyncSession, master: MasterKey, kind: str, token: str, helper_id: str | None = None
) -> dict[str, str]:
    """
    Close the question with this token, which was put to this helper or to nobody known: what was kept of it. Raises ChallengeGone when
    it was never asked, is past its time, or was answered before.
    """
    mark = fingerprint(token)
    asked = delete(Challenge).where(
        Challenge.fingerprint == mark, Challenge.kind == kind, Challenge.helper_id == helper_id
    )
    found = (await session.execute(asked.returning(Challenge.sealed_rest, Challenge.expires_at))).one_or_none()
    if found is None:
        raise ChallengeGone
    if found.expires_at < clock.now():
        raise ChallengeGone
    return dict(json.loads(master.unseal(found.sealed_rest, f"challenge:{mark}"))) if found.sealed_rest else {}
