"""
Keys: a master key for the installation, a data key for each conversation, and nothing readable at rest.

The master key lies in a file outside the database (mode 0600, made at first start). It wraps the data keys, which
encrypt everything that a person wrote. Destroying a wrapped key makes its texts unreadable for ever, also in backups
of the database made without it. AES-256-GCM throughout; what is bound to a place (a conversation and a sequence number, say) is
bound by the associated data, so that a ciphertext moved elsewhere does not open.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.errors import DataFolderClosed, MasterKeyExposed, MasterKeyMissing, MasterKeyWrong

KEY_BYTES = 32
NONCE_BYTES = 12


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """
    Encrypt `plain` for one `place`; returns nonce + ciphertext + tag.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """
    Decrypt what `seal` made for the same place. Raises `cryptography.exceptions.InvalidTag` otherwise.
    """
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())


class MasterKey:
    """
    The installation's key. It wraps data keys and makes pseudonyms; it never leaves this object.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise MasterKeyWrong
        self._secret = secret
        self._pseudonym_key = hmac.digest(secret, b"pseudonyms", hashlib.sha256)

    @classmethod
    def read(cls, path: Path, *, create: bool) -> "MasterKey":
        """
        Read the key file, or make it when `create` and it is absent.

        Raises MasterKeyMissing, MasterKeyExposed (readable by others), MasterKeyWrong (not a key), DataFolderClosed.
        """
        if not path.exists():
            if not create:
                raise MasterKeyMissing
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write(secrets.token_bytes(KEY_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise DataFolderClosed from error
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise MasterKeyExposed
        return cls(path.read_bytes())

    def new_data_key(self, owner: str) -> tuple[bytes, bytes]:
        """
        A fresh data key for `owner`: (the key itself, the wrapped key to store).
        """
        key = secrets.token_bytes(KEY_BYTES)
        return key, self.wrap(key, owner)

    def wrap(self, key: bytes, owner: str) -> bytes:
        """
        A data key of `owner`, wrapped to be stored.
        """
        return seal(self._secret, key, f"key:{owner}")

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """
        The data key of `owner`. Raises MasterKeyWrong when it was wrapped by another master key.
        """
        try:
            return unseal(self._secret, wrapped, f"key:{owner}")
        except (InvalidTag, ValueError) as error:
            raise MasterKeyWrong from error

    def seal(self, plain: str, place: str) -> bytes:
        """
        Seal something of the house itself, such as a helper's address, for one place.
        """
        return seal(self._secret, plain.encode(), f"house:{place}")

    def unseal(self, sealed: bytes, place: str) -> str:
        """
        What `seal` sealed for that place. Raises MasterKeyWrong when it was another key, or another place.
        """
        try:
            return unseal(self._secret, sealed, f"house:{place}").decode()
        except (InvalidTag, ValueError) as error:
            raise MasterKeyWrong from error

    def pseudonym(self, kind: str, value: str) -> str:
        """
        A keyed hash (hex) that finds `value` again and tells nothing without the key.
        """
        return hmac.new(self._pseudonym_key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def fingerprint(token: str) -> str:
    """
    What is stored of a random token: its SHA-256 (hex). Tokens carry 256 bits, so no salt is needed.
    """
    return hashlib.sha256(token.encode()).hexdigest()
