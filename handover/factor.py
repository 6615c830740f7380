"""
The second factor: a code from an app beside the password (TOTP), and codes on paper for who loses the app.

A code counts once: its moment is noted, and neither it nor an earlier one works after it. The secret is sealed, recovery codes are kept as
fingerprints only.
"""

import base64
import hmac
import io
import secrets
from dataclasses import dataclass

import pyotp
import segno
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.errors import CodeWrong, InvalidRequest, SecondFactor, SecondFactorWrong
from store.keys import MasterKey, fingerprint
from store.schema import Factor, Helper, RecoveryCode

ISSUER = "Nachtlicht"
STEP_SECONDS = 30
DRIFT = (0, -1, 1)  # steps that a phone's clock may be off
RECOVERY_CODES = 10
RECOVERY_BYTES = 10


@dataclass(frozen=True, slots=True)
class Setup:
    """
    What an app needs: the secret, as text and as a picture (SVG) to scan.
    """

    secret: str
    picture: str


async def prepare(session: AsyncSession, master: MasterKey, helper: Helper) -> Setup:
    """
    A fresh secret for a helper, which counts once they showed a code. Raises InvalidRequest when one counts already.
    """
    if await is_on(session, helper):
        raise InvalidRequest("Je tweede stap staat al aan. Zet hem eerst uit.")
    secret = pyotp.random_base32()
    await session.execute(delete(Factor).where(Factor.helper_id == helper.id))
    sealed = master.seal(secret, f"factor:{helper.id}")
    session.add(Factor(helper_id=helper.id, sealed_secret=sealed, last_step=0))
    drawn = io.BytesIO()
    uri = pyotp.TOTP(secret).provisioning_uri(name=helper.name, issuer_name=ISSUER)
    segno.make_qr(uri, error="m").save(drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False)
    return Setup(secret, drawn.getvalue().decode())


async def confirm(session: AsyncSession, master: MasterKey, helper: Helper, code: str) -> list[str]:
    """
    From now on the second factor counts: the recovery codes, which are shown once. Raises CodeWrong.
    """
    factor = await session.get(Factor, helper.id, populate_existing=True)
    if factor is None or factor.confirmed_at or not await _use(session, master, helper, factor, code):
        raise CodeWrong("Deze code klopt niet. Kijk of de klok van je telefoon goed staat, en neem de volgende code.")
    factor.confirmed_at = clock.now()
    await session.execute(delete(RecoveryCode).where(RecoveryCode.helper_id == helper.id))
    codes = [_spoken(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(fingerprint=fingerprint(_plain(one)), helper_id=helper.id) for one in codes)
    return codes


async def turn_off(session: AsyncSession, helper: Helper) -> None:
    """
    A password is enough again.
    """
    await session.execute(delete(Factor).where(Factor.helper_id == helper.id))
    await session.execute(delete(RecoveryCode).where(RecoveryCode.helper_id == helper.id))


async def is_on(session: AsyncSession, helper: Helper) -> bool:
    """
    Whether a helper has a second factor that counts.
    """
    on = select(Factor.helper_id).where(Factor.helper_id == helper.id, Factor.confirmed_at.is_not(None))
    return await session.scalar(on) is not None


async def codes_left(session: AsyncSession, helper: Helper) -> int:
    """
    How many recovery codes a helper still has.
    """
    return int(await session.scalar(select(func.count()).where(RecoveryCode.helper_id == helper.id)) or 0)


async def demand(session: AsyncSession, master: MasterKey, helper: Helper, code: str) -> None:
    """
    Ask for the second factor of a helper who has one, and use the code up. Raises SecondFactor without a code, SecondFactorWrong.
    """
    factor = await session.get(Factor, helper.id, populate_existing=True)
    if factor is None or factor.confirmed_at is None:
        return
    if not code.strip():
        raise SecondFactor
    if await _use(session, master, helper, factor, code):
        return
    if not await _use_paper(session, helper, code):
        raise SecondFactorWrong


async def fits(session: AsyncSession, master: MasterKey, name: str, code: str) -> bool:
    """
    Whether a code is right for the helper of a name, without using it up.
    """
    helper = await session.scalar(select(Helper).where(Helper.name == name, Helper.active))
    factor = await session.get(Factor, helper.id) if helper else None
    if helper is None or factor is None or factor.confirmed_at is None:
        return False
    if _step(_secret(master, helper, factor), code, factor.last_step):
        return True
    paper = select(RecoveryCode.helper_id).where(RecoveryCode.fingerprint == fingerprint(_plain(code)))
    return await session.scalar(paper) == helper.id


async def _use(session: AsyncSession, master: MasterKey, helper: Helper, factor: Factor, code: str) -> bool:
    """
    Use a code of the app up; false when it is wrong, or was used before, also at this very moment elsewhere.
    """
    step = _step(_secret(master, helper, factor), code, factor.last_step)
    if step is None:
        return False
    ours = update(Factor).where(Factor.helper_id == helper.id, Factor.last_step < step).values(last_step=step)
    used = await session.execute(ours.returning(Factor.helper_id), execution_options={"synchronize_session": False})
    return used.scalar_one_or_none() is not None


async def _use_paper(session: AsyncSession, helper: Helper, code: str) -> bool:
    mine = delete(RecoveryCode).where(
        RecoveryCode.fingerprint == fingerprint(_plain(code)), RecoveryCode.helper_id == helper.id
    )
    return await session.scalar(mine.returning(RecoveryCode.fingerprint)) is not None


def _step(secret: str, code: str, last: int) -> int | None:
    """
    The moment of which this is the code, if it is later than the last one used.
    """
    now, typed = int(clock.now().timestamp()) // STEP_SECONDS, "".join(code.split())
    app = pyotp.TOTP(secret)
    right = [now + off for off in DRIFT if hmac.compare_digest(app.generate_otp(now + off).encode(), typed.encode())]
    return next((step for step in right if step > last), None)


def _secret(master: MasterKey, helper: Helper, factor: Factor) -> str:
    return master.unseal(factor.sealed_secret, f"factor:{helper.id}")


def _spoken(code: bytes) -> str:
    """
    A recovery code in four groups that can be read from paper.
    """
    text = base64.b32encode(code).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())
