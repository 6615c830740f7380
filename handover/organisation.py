"""
The organisation's own way in (OpenID Connect): authorisation code with PKCE, state and nonce.

Their server says who somebody is, we say whether they may in: an account opens only for the helper to whom it was bound, at the first
login through an invitation or by a helper who was in already. We ask for a subject and nothing else, and keep its fingerprint.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.errors import OrganisationOff, OrganisationUnknown
from store.keys import fingerprint
from store.schema import Account, Helper

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
SECONDS = 10.0
KNOWN_FOR = 3600.0
LEEWAY = 60
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
BROKEN = (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Journey:
    """
    One login that is under way: where the browser goes, and what only we know of it.
    """

    to: str
    state: str
    nonce: str
    verifier: str


class Organisation:
    """
    An OpenID Connect server, as we are known there.
    """

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._http = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False)
        self._known: dict[str, Any] = {}
        self._known_until = 0.0

    async def close(self) -> None:
        """
        Let go of the connections.
        """
        await self._http.aclose()

    async def leave(self, back: str) -> Journey:
        """
        Begin a login that comes back at an address of ours. Raises OrganisationOff.
        """
        try:
            server = (await self._server())["server"]
            state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
            asked = {
                "response_type": "code",
                "client_id": self._client_id,
                "redirect_uri": back,
                "scope": "openid",
                "state": state,
                "nonce": nonce,
                "code_challenge": _hashed(verifier),
                "code_challenge_method": "S256",
            }
            door = server["authorization_endpoint"]
            return Journey(f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}", state, nonce, verifier)
        except BROKEN as error:
            raise OrganisationOff from error

    async def arrive(self, code: str, back: str, nonce: str, verifier: str) -> str:
        """
        Who came back with this code: the fingerprint of issuer and subject. Raises OrganisationOff for whatever is not in order.
        """
        try:
            known = await self._server()
            token = await self._token(known["server"]["token_endpoint"], code, back, verifier)
            claims = await self._claims(token, known)
            if claims["nonce"] != nonce:
                raise OrganisationOff
            subject = claims["sub"]
            if not isinstance(subject, str) or not subject:
                raise OrganisationOff
            return fingerprint(f"{self._issuer} {subject}")
        except BROKEN as error:
            raise OrganisationOff from error

    async def _token(self, door: str, code: str, back: str, verifier: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        if self._client_secret:
            answer = await self._http.post(door, data=form, auth=(self._client_id, self._client_secret))
        else:
            answer = await self._http.post(door, data={**form, "client_id": self._client_id})
        return str(answer.raise_for_status().json()["id_token"])

    async def _claims(self, token: str, known: dict[str, Any]) -> dict[str, Any]:
        """
        The claims of a token that this server signed for us and that is still valid.
        """
        try:
            found = jwt.decode(token, known["keys"], algorithms=SIGNED_BY)
        except (JoseError, ValueError):
            # They may have changed their keys since we looked.
            found = jwt.decode(token, (await self._server(anew=True))["keys"], algorithms=SIGNED_BY)
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True},
        )
        rules.validate(found.claims)
        for_several = isinstance(found.claims["aud"], list) and len(found.claims["aud"]) > 1
        if for_several and found.claims.get("azp") != self._client_id:
            raise OrganisationOff
        return found.claims

    async def _server(self, *, anew: bool = False) -> dict[str, Any]:
        """
        What the server says of itself, and its keys; asked once an hour.
        """
        if anew or time.monotonic() >= self._known_until:
            server = await self._get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            if server["issuer"] != self._issuer:
                raise OrganisationOff
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                _must_be_safe(server[name])
            self._known = {"server": server, "keys": KeySet.import_key_set(await self._get(server["jwks_uri"]))}
            self._known_until = time.monotonic() + KNOWN_FOR
        return self._known

    async def _get(self, address: str) -> Any:
        return (await self._http.get(address)).raise_for_status().json()


async def recognise(session: AsyncSession, account: str) -> Helper:
    """
    The active helper to whom an account is bound. Raises OrganisationUnknown.
    """
    found = await session.scalar(
        select(Helper)
        .join(Account, Account.helper_id == Helper.id)
        .where(Account.fingerprint == account, Helper.active)
    )
    if found is None:
        raise OrganisationUnknown
    return found


async def bind(session: AsyncSession, helper: Helper, account: str) -> None:
    """
    From now on this account opens for this helper, and for nobody else. Raises OrganisationUnknown when it is somebody else's.
    """
    owner = await session.scalar(select(Account.helper_id).where(Account.fingerprint == account))
    if owner not in (None, helper.id):
        raise OrganisationUnknown("Dit account hoort al bij iemand anders hier.")
    await unbind(session, helper)
    session.add(Account(fingerprint=account, helper_id=helper.id, bound_at=clock.now()))
    await session.flush()


async def unbind(session: AsyncSession, helper: Helper) -> None:
    """
    No account opens for this helper any more.
    """
    await session.execute(delete(Account).where(Account.helper_id == helper.id))


async def is_bound(session: AsyncSession, helper: Helper) -> bool:
    """
    Whether a helper can come in through the organisation.
    """
    return await session.scalar(select(Account.helper_id).where(Account.helper_id == helper.id)) is not None


def _must_be_safe(address: str) -> None:
    """
    Nothing of a login travels in the open. Raises ValueError.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("not https")


def _hashed(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
