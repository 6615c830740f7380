"""
A login server of an organisation (OpenID Connect) on loopback: small, and strict about what we send. `lies` makes what it signs wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "nachtlicht", "een geheim van ons"
Lie = Callable[[dict[str, Any]], None]


class OidcServer:
    """
    One server. `subject` is who is logged in there.
    """

    def __init__(self) -> None:
        self.subject = "account-1"
        self.key = self._new_key()
        self.known_key: RSAKey | None = None
        self.lies: Lie = lambda claims: None
        self.codes: dict[str, dict[str, str]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever)
        self._thread.start()

    def close(self) -> None:
        """
        Stop.
        """
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def changes_its_key(self, *, told: bool = True) -> None:
        """
        Sign with another key from now on, and say so or not.
        """
        before, self.key = self.key, self._new_key()
        self.known_key = None if told else before

    @staticmethod
    def _new_key() -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"})

    def get(self, path: str, asked: dict[str, str]) -> tuple[int, Any]:
        """
        Answer a GET: status and JSON, or the address to go to.
        """
        if path == "/.well-known/openid-configuration":
            doors = {f"{name}_endpoint": f"{self.url}/{name}" for name in ("authorization", "token")}
            return 200, {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **doors}
        if path == "/keys":
            return 200, {"keys": [(self.known_key or self.key).as_dict(private=False)]}
        assert path == "/authorization", path
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["scope"] == "openid"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked | {"sub": self.subject}
        return 302, f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def post(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """
        Give a token for a code, once, to who can show that they asked for it.
        """
        asked = self.codes.pop(form.get("code", ""), None)
        shown = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        ours = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if path != "/token" or asked is None or authorization != ours:
            return 400, {"error": "invalid_grant"}
        if shown.decode().rstrip("=") != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url, "sub": asked["sub"], "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"]
        }  # fmt: skip
        self.lies(claims)
        return 200, {"id_token": jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)}


def _handler(server: OidcServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._send(*server.get(parts.path, {name: found[0] for name, found in parse_qs(parts.query).items()}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: found[0] for name, found in parse_qs(body).items()}
            self._send(*server.post(self.path, form, self.headers.get("authorization", "")))

        def _send(self, status: int, answer: Any) -> None:
            body = b"" if status == 302 else json.dumps(answer).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("location", answer)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """
            Say nothing.
            """

    return Handler


@contextmanager
def running() -> Iterator[OidcServer]:
    """
    A server that runs.
    """
    server = OidcServer()
    try:
        yield server
    finally:
        server.close()
