"""
A push service of our own: what a browser's maker runs, over real HTTP, with its state in memory.

It keeps the rules of RFC 8030 and 8292: a push needs a TTL, and a signature by the key that the browser subscribed to, meant for this
service and not older than a day. Somebody who pushes a payload without encrypting it is refused, as browsers would.
"""

import base64
import contextlib
import secrets
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from store import clock
from tests.running import free_port, until


@dataclass(frozen=True)
class Knock:
    """
    One push that was accepted.
    """

    place: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """
    The service at `url`. `knocks` is what was accepted, `refused` the status of what was not.
    """

    url: str
    knocks: list[Knock] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    delay: float = 0.0
    _keys: dict[str, str] = field(default_factory=dict)
    _faults: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))

    def subscribe(self, key: str) -> dict[str, Any]:
        """
        What a browser gets that subscribes to a public key.
        """
        place = secrets.token_hex(8)
        self._keys[place] = key
        keys = {"p256dh": secrets.token_urlsafe(65), "auth": secrets.token_urlsafe(16)}
        return {"endpoint": f"{self.url}/push/{place}", "expirationTime": None, "keys": keys}

    def breaks(self, subscription: dict[str, Any], *statuses: int) -> None:
        """
        Let the next pushes to a subscription fail with these.
        """
        self._faults[str(subscription["endpoint"]).rpartition("/")[2]].extend(statuses)

    def at(self, subscription: dict[str, Any]) -> list[Knock]:
        """
        What came for one subscription.
        """
        return [knock for knock in self.knocks if knock.place == str(subscription["endpoint"]).rpartition("/")[2]]

    async def take(self, request: Request) -> Response:
        """
        One push.
        """
        place, body = request.path_params["place"], await request.body()
        status = self._faults[place].popleft() if self._faults[place] else self._judged(place, request, body)
        if status == 201:
            self.knocks.append(Knock(place, dict(request.headers), body))
        else:
            self.refused.append(status)
        return Response(status_code=status)

    def _judged(self, place: str, request: Request, body: bytes) -> int:
        if place not in self._keys:
            return 404
        if not request.headers.get("ttl", "").isdigit() or (body and "content-encoding" not in request.headers):
            return 400
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in given.split(",") if "=" in part)
        if scheme != "vapid" or parts.get("k") != self._keys[place]:
            return 403
        return 201 if self._is_signed(parts["t"], parts["k"]) else 401

    def _is_signed(self, token: str, key: str) -> bool:
        point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        try:
            claims = jwt.decode(token, public, ["ES256"], audience=self.url, options={"verify_exp": False})
        except jwt.InvalidTokenError:
            return False
        ends = datetime.fromtimestamp(claims["exp"], UTC)
        return clock.now() < ends <= clock.now() + timedelta(hours=24)


@contextlib.contextmanager
def serving() -> Iterator[PushService]:
    """
    A running service, in a thread of its own.
    """
    port = free_port()
    service = PushService(f"http://127.0.0.1:{port}")
    app = Starlette(routes=[Route("/push/{place}", service.take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started, "the push service")
    try:
        yield service
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)
