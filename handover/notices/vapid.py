"""
VAPID: how a push service knows that it is us (RFC 8292). One key for the installation, made at its first start.

It lies beside the master key in the data folder, sealed with that and readable by nobody else. Browsers subscribe to its public
half: with another key all of them would have to subscribe anew.
"""

import base64
import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from store import clock
from store.errors import DataFolderClosed, MasterKeyWrong
from store.keys import MasterKey

VALID = timedelta(hours=12)
PLACE = "vapid"


class Vapid:
    """
    The key of the installation towards push services. `contact` is where they reach the operator: mailto:… or https://….
    """

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str = "") -> None:
        self._key, self._contact = key, contact
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    @classmethod
    def read(cls, path: Path, master: MasterKey, contact: str = "") -> "Vapid":
        """
        Read the key file, or make it when it is absent. Raises DataFolderClosed, MasterKeyWrong.
        """
        try:
            if not path.exists():
                _make(path, master)
            sealed = path.read_bytes()
        except OSError as error:
            raise DataFolderClosed from error
        key = load_pem_private_key(master.unseal(sealed, PLACE).encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise MasterKeyWrong
        return cls(key, contact)

    def authorization(self, endpoint: str) -> str:
        """
        The Authorization header for a push to an endpoint.
        """
        service = urlsplit(endpoint)
        claims = {"aud": f"{service.scheme}://{service.netloc}", "exp": int((clock.now() + VALID).timestamp())}
        contact = {"sub": self._contact} if self._contact else {}
        return f"vapid t={jwt.encode(claims | contact, self._key, algorithm='ES256')}, k={self.public}"


def _make(path: Path, master: MasterKey) -> None:
    """
    Make the file as a whole or not at all; of several processes that start at once, the first one's key is everybody's.
    """
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(master.seal(pem.decode(), PLACE))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
