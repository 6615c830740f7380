"""
Ways in beside a password: a second factor, passkeys, the account of an organisation, and the questions that are open about them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from store.schema.base import Base


class Factor(Base):
    """
    A helper's second factor: the secret of an app that shows codes (TOTP), sealed with the installation's key. It counts once a code was
    shown to work; `last_step` is the moment of the last code that was used, which no later one may precede.
    """

    __tablename__ = "factors"

    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """
    A code on paper for who lost their second factor, stored as fingerprint. It works once, and then it is gone.
    """

    __tablename__ = "recovery_codes"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)


class Passkey(Base):
    """
    A passkey (WebAuthn): the public half only. `mark` is the fingerprint of the credential's id.
    """

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    credential: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Account(Base):
    """
    A helper's account at their organisation (OpenID Connect), stored as the fingerprint of issuer and subject.
    """

    __tablename__ = "accounts"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), unique=True)
    bound_at: Mapped[datetime]


class Challenge(Base):
    """
    A question to a browser that is open for some minutes and is answered once, stored as fingerprint. `sealed_rest` is what we keep for
    ourselves till the answer comes.
    """

    __tablename__ = "challenges"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    helper_id: Mapped[str | None] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"))
    sealed_rest: Mapped[bytes | None]
    expires_at: Mapped[datetime]
