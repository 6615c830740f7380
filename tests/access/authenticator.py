"""
An authenticator in software, as WebAuthn describes one: it keeps a private key for an address, and answers challenges with it.
"""

import base64
import hashlib
import json
import os
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    """
    Base64url without padding, as browsers write it.
    """
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Authenticator:
    """
    One key for one address. `verifies`: whether its lock is opened when it is used.
    """

    def __init__(self, origin: str, host: str = "localhost", *, verifies: bool = True) -> None:
        self.origin, self.host = origin, host
        self.id, self.count = os.urandom(32), 0
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._flags = PRESENT | (VERIFIED if verifies else 0)

    def makes(self, options: dict[str, Any]) -> dict[str, Any]:
        """
        A new credential for these options.
        """
        told = self._told("webauthn.create", options)
        numbers = self._key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(self._flags | ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential({"clientDataJSON": text(told), "attestationObject": text(made)})

    def answers(self, options: dict[str, Any]) -> dict[str, Any]:
        """
        An answer to these options.
        """
        self.count += 1
        told, data = self._told("webauthn.get", options), self._data(self._flags)
        signature = self._key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {"clientDataJSON": text(told), "authenticatorData": text(data), "signature": text(signature)}
        )

    def _told(self, what: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": what, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
