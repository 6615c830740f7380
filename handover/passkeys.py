"""
Passkeys (WebAuthn): logging in with a finger, a face or a key, without a secret that can be told, guessed or fished.

A passkey is bound to one address, ours; it is only taken with the lock of the device opened (user verification), so it counts for two
factors. We keep its public half. Which passkeys exist is never told to who is not in.
"""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from handover import challenges
from store import clock
from store.errors import ChallengeGone, InvalidRequest, NotFound, PasskeysOff, PasskeyWrong
from store.keys import MasterKey, fingerprint
from store.schema import Helper, Passkey

NEW, OPEN = "new-passkey", "passkey"
MOST = 10
LOCK_OPENED = UserVerificationRequirement.REQUIRED
BROKEN = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Site:
    """
    The address that passkeys are bound to: the origin, and its host.
    """

    origin: str
    host: str


def site(public_url: str, asked: str) -> Site:
    """
    Our own address: the public one, else the one that was asked for (`http://localhost:8000`) if that is this very machine. Raises
    PasskeysOff where neither can carry a passkey.
    """
    parts = urlsplit(public_url or asked)
    host = parts.hostname or ""
    if not public_url and host != "localhost":
        raise PasskeysOff
    if _is_number(host) or not (parts.scheme == "https" or host == "localhost"):
        raise PasskeysOff
    return Site(f"{parts.scheme}://{parts.netloc}", host)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def offer(session: AsyncSession, master: MasterKey, helper: Helper, at: Site) -> dict[str, Any]:
    """
    What a browser needs to make a passkey for a helper. Raises InvalidRequest when they have many.
    """
    known = list(await session.scalars(select(Passkey).where(Passkey.helper_id == helper.id)))
    if len(known) >= MOST:
        raise InvalidRequest(f"Je hebt al {MOST} passkeys. Haal er eerst een weg.")
    options = webauthn.generate_registration_options(
        rp_id=at.host,
        rp_name="Nachtlicht",
        user_id=helper.id.encode(),
        user_name=helper.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=LOCK_OPENED
        ),
    )
    await challenges.ask(session, master, NEW, _text(options.challenge), helper.id)
    return dict(json.loads(webauthn.options_to_json(options)))


async def add(
    session: AsyncSession, helper: Helper, at: Site, challenge: bytes, credential: dict[str, Any], label: str
) -> str:
    """
    A passkey that a browser made for a challenge of ours: its id. Raises PasskeyWrong.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            require_user_verification=True,
        )
    except Exception as error:  # whatever a stranger's bytes do to a parser: they are no passkey
        raise PasskeyWrong from error
    mark = _mark(made.credential_id)
    if await session.scalar(select(Passkey.id).where(Passkey.mark == mark)):
        raise PasskeyWrong
    passkey = Passkey(
        id=uuid.uuid4().hex,
        helper_id=helper.id,
        mark=mark,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        label=label,
        added_at=clock.now(),
    )
    session.add(passkey)
    return passkey.id


async def question(session: AsyncSession, master: MasterKey, at: Site) -> dict[str, Any]:
    """
    What a browser needs to log in with any passkey that it has for us.
    """
    options = webauthn.generate_authentication_options(rp_id=at.host, user_verification=LOCK_OPENED)
    await challenges.ask(session, master, OPEN, _text(options.challenge))
    return dict(json.loads(webauthn.options_to_json(options)))


async def recognise(session: AsyncSession, at: Site, challenge: bytes, credential: dict[str, Any]) -> Helper:
    """
    The active helper whose passkey answered a challenge of ours. Raises PasskeyWrong.
    """
    try:
        mark = _mark(_bytes(credential["rawId"]))
    except BROKEN as error:
        raise PasskeyWrong from error
    passkey = await session.scalar(select(Passkey).where(Passkey.mark == mark).with_for_update())
    if passkey is None:
        raise PasskeyWrong
    try:
        seen = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        raise PasskeyWrong from error
    helper = await session.get(Helper, passkey.helper_id, populate_existing=True)
    if helper is None or not helper.active:
        raise PasskeyWrong
    used = update(Passkey).where(Passkey.id == passkey.id)
    await session.execute(used.values(sign_count=seen.new_sign_count, used_at=clock.now()))
    return helper


async def mine(session: AsyncSession, helper: Helper) -> list[dict[str, Any]]:
    """
    The passkeys of a helper, as they know them.
    """
    found = await session.scalars(select(Passkey).where(Passkey.helper_id == helper.id).order_by(Passkey.added_at))
    return [{"id": one.id, "label": one.label, "added": one.added_at, "used": one.used_at} for one in found]


async def drop(session: AsyncSession, helper: Helper, passkey: str) -> None:
    """
    A passkey of this helper opens nothing any more. Raises NotFound.
    """
    gone = delete(Passkey).where(Passkey.id == passkey, Passkey.helper_id == helper.id).returning(Passkey.id)
    if await session.scalar(gone) is None:
        raise NotFound


async def drop_all(session: AsyncSession, helper: Helper) -> None:
    """
    No passkey of this helper opens anything any more.
    """
    await session.execute(delete(Passkey).where(Passkey.helper_id == helper.id))


async def answered(
    session: AsyncSession, master: MasterKey, credential: dict[str, Any], helper: Helper | None = None
) -> bytes:
    """
    The challenge that a credential says it answers, put to this helper who adds one or to whoever logs in. It is closed now, in a
    transaction of its own, however the answer is. Raises ChallengeGone when we did not ask it.
    """
    try:
        told = json.loads(_bytes(credential["response"]["clientDataJSON"]))["challenge"]
        challenge = _bytes(told)
    except BROKEN as error:
        raise ChallengeGone from error
    kind, whom = (NEW, helper.id) if helper else (OPEN, None)
    await challenges.answered(session, master, kind, _text(challenge), whom)
    return challenge


def _mark(credential: bytes) -> str:
    return fingerprint(_text(credential))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """
    What base64url stands for. Raises ValueError.
    """
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
