"""
Helpers: who they are, how they come in, when they are there, and where a notice reaches them.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.schema.base import Base
from store.schema.kinds import NoticeState


class Helper(Base):
    """
    A volunteer, coordinator, meldpunt worker, editor or admin. `max_talks` is how many talks they want at once, if they said; until
    `break_until` they get none.
    """

    __tablename__ = "helpers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    max_talks: Mapped[int | None]
    break_until: Mapped[datetime | None]
    on_duty: Mapped[bool] = mapped_column(default=False)
    duty_since: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    added_at: Mapped[datetime]


class HelperKey(Base):
    """
    What a helper carries, stored as fingerprint (`kind`): an API token, a console session, or the mark of a device that logged in before.
    `label` is how they know the browser; a session ends by itself when it was not seen for long.
    """

    __tablename__ = "helper_keys"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    label: Mapped[str | None] = mapped_column(String(80))


class Invitation(Base):
    """
    A link by which somebody becomes a helper, stored as fingerprint. It works once.
    """

    __tablename__ = "invitations"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    invited_by: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Renewal(Base):
    """
    A link by which a helper gets a new `password`, loses a second `factor` that they lost themselves, or both; stored as fingerprint.
    There is one at most for each helper, and it is gone once it was used. Without `made_by`, whoever runs the house made it.
    """

    __tablename__ = "renewals"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), unique=True)
    password: Mapped[bool]
    factor: Mapped[bool]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("password OR factor", name="something"),)


class Shift(Base):
    """
    A shift of every week on the Dutch clock: `weekday` 0 is Monday, minutes after midnight; past midnight the end is more than 1440.
    It counts from `from_day` up to and including `until_day`.
    """

    __tablename__ = "shifts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    from_day: Mapped[date] = mapped_column(Date)
    until_day: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= start_minute + 1440",
            name="span",
        ),
    )


class ShiftChange(Base):
    """
    One day that is different: `absent` all day, or an `extra` shift. Minutes as in `Shift`; an absence has none.
    """

    __tablename__ = "shift_changes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(8))
    start_minute: Mapped[int | None]
    end_minute: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("kind IN ('absent', 'extra')", name="kind"),
        CheckConstraint(
            "(kind = 'absent' AND start_minute IS NULL AND end_minute IS NULL) OR (kind = 'extra' AND start_minute "
            "BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= start_minute + 1440)",
            name="span",
        ),
    )


class Address(Base):
    """
    Where a notice reaches a helper (`kind`: push, mail or telegram), sealed with the installation's key. `mark` finds the same address
    again; until it is confirmed, nothing is sent there but the question whether it is theirs.
    """

    __tablename__ = "addresses"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    mark: Mapped[str] = mapped_column(String(64))
    sealed_where: Mapped[bytes]
    code: Mapped[str | None] = mapped_column(String(64))
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("helper_id", "kind", "mark"),)


class Notice(Base):
    """
    One notice to one address, without content: `event` says which of the fixed sentences, `subject` what it is about, so that it goes
    out once.
    """

    __tablename__ = "notices"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    address_id: Mapped[str] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default=NoticeState.PLANNED)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    over_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("address_id", "event", "subject"),
        Index("ix_notices_due", "state", "due_at"),
        CheckConstraint("(state = 'planned') = (over_at IS NULL)", name="over"),
    )


class OwnLine(Base):
    """
    A line that a helper keeps at hand, sealed with the installation's key.
    """

    __tablename__ = "own_lines"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    sealed_words: Mapped[bytes]
    at: Mapped[datetime]


class Debrief(Base):
    """
    The question to a helper after a hard talk: how are you? `handover_id` is a plain mark, for this outlives the talk.
    """

    __tablename__ = "debriefs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    handover_id: Mapped[str] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(8))
    seen_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        UniqueConstraint("handover_id", "helper_id"),
    )
