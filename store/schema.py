"""
The tables. Everything a person wrote is in a column named `sealed…`; all the rest may be read by an operator.

Constraints carry the promises: a message id is stored once, a conversation has one open handover, a helper's claim is the
only one, and without consent no summary can wait in the queue.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Holder(StrEnum):
    """
    Who holds a conversation: where the person's next message goes.
    """

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    ENDED = "ended"


class Sender(StrEnum):
    """
    Who said a message, as the person sees it.
    """

    YOU = "you"
    BOT = "bot"
    HUMAN = "human"
    SYSTEM = "system"


class Role(StrEnum):
    """
    What a helper may do.
    """

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    MELDPUNT = "meldpunt"
    EDITOR = "editor"
    ADMIN = "admin"


class State(StrEnum):
    """
    The stations of a handover: asked, waiting, live, and two ways to be over.
    """

    ASKED = "asked"
    WAITING = "waiting"
    LIVE = "live"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CheckinKind(StrEnum):
    """
    What a check-in is for: one question after a step, one message after a while, or a hello now and then.
    """

    STEP = "step"
    PULSE = "pulse"
    HELLO = "hello"


class CheckinState(StrEnum):
    """
    Whether a check-in is still to come, was sent, or will never be.
    """

    PLANNED = "planned"
    SENT = "sent"
    OFF = "off"


OPEN_STATES = (State.ASKED, State.WAITING, State.LIVE)
OVER_STATES = (State.CLOSED, State.WITHDRAWN)


class UtcDateTime(TypeDecorator[datetime]):
    """
    An aware datetime, stored in UTC on databases with and without time zones.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """
        To UTC. Raises ValueError for a naive time.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the store")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """
        Back as aware UTC.
        """
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """
    The one declarative base, with names for all constraints so that migrations can speak of them.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, bytes: LargeBinary, str: String}  # noqa: RUF012


class Conversation(Base):
    """
    One talk of one anonymous person. `wrapped_key` is empty once it is erased.

    Cursors over its log: `last_seq` (what exists), `said_seq` (the person's latest), `handled_seq` (up to where all is answered).
    `words_hash` finds it by its four words; `keep_days` is how long it stays when the person said yes to longer, else empty; `country`
    (NL or BE) decides which helplines are named.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    wrapped_key: Mapped[bytes | None]
    holder: Mapped[str] = mapped_column(String(16), default=Holder.BOT)
    last_seq: Mapped[int] = mapped_column(default=0)
    said_seq: Mapped[int] = mapped_column(default=0)
    handled_seq: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(32))
    worker_until: Mapped[datetime | None]
    watch: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sealed_state: Mapped[bytes | None]
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    receipt: Mapped[str | None] = mapped_column(String(32))
    words_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    keep_days: Mapped[int | None]
    country: Mapped[str] = mapped_column(String(2), default="NL", server_default="NL")

    __table_args__ = (
        Index(
            "ix_conversations_unhandled",
            "last_at",
            sqlite_where=text("handled_seq < said_seq"),
            postgresql_where=text("handled_seq < said_seq"),
        ),
        Index("ix_conversations_last_at", "last_at"),
    )


class ConversationToken(Base):
    """
    A device's key to a conversation, stored as fingerprint. It outlives the erasing, and then says that all is gone.
    """

    __tablename__ = "conversation_tokens"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)


class Message(Base):
    """
    One entry of a conversation's log. `external_id` is the channel's own id of a person's message.
    """

    __tablename__ = "messages"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sender: Mapped[str] = mapped_column(String(8))
    external_id: Mapped[str | None] = mapped_column(String(64))
    sealed_body: Mapped[bytes]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("conversation_id", "external_id"),)


class TelegramChat(Base):
    """
    Where a conversation goes out on Telegram: the chat, found by pseudonym, and the cursor of what was delivered.
    """

    __tablename__ = "telegram_chats"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_chat: Mapped[bytes]
    delivered_seq: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(32))
    worker_until: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]


class TelegramUpdate(Base):
    """
    An update that was taken in, so that a repeated delivery is known.
    """

    __tablename__ = "telegram_updates"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class Checkin(Base):
    """
    A message that a person said yes to, for later. `sent_seq` is its number in the log, once it is there.
    """

    __tablename__ = "checkins"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default=CheckinState.PLANNED)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_seq: Mapped[int | None]

    __table_args__ = (
        Index(
            "uq_checkins_one_planned",
            "conversation_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_checkins_due", "state", "due_at"),
        CheckConstraint("state != 'sent' OR (sent_at IS NOT NULL AND sent_seq IS NOT NULL)", name="sent"),
    )


class Helper(Base):
    """
    A volunteer, coordinator, meldpunt worker, editor or admin.
    """

    __tablename__ = "helpers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    on_duty: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime | None]
    added_at: Mapped[datetime]


class HelperKey(Base):
    """
    A way in for a helper: an API token or a console session, stored as fingerprint.
    """

    __tablename__ = "helper_keys"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[datetime | None]


class Handover(Base):
    """
    One handing over of a conversation to a human. The summary is the person's own text, sealed with their key.
    """

    __tablename__ = "handovers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16), default="volunteer")
    state: Mapped[str] = mapped_column(String(16), default=State.ASKED)
    level: Mapped[int] = mapped_column(default=0)
    sealed_summary: Mapped[bytes | None]
    editing: Mapped[bool] = mapped_column(default=False)
    consent_at: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    helper_id: Mapped[str | None] = mapped_column(ForeignKey("helpers.id"))
    lease_until: Mapped[datetime | None]
    live_from_seq: Mapped[int | None]
    over_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    sealed_note: Mapped[bytes | None]

    __table_args__ = (
        Index(
            "uq_handovers_one_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'waiting', 'live')"),
            postgresql_where=text("state IN ('asked', 'waiting', 'live')"),
        ),
        Index("ix_handovers_queue", "state", "level", "waiting_since"),
        CheckConstraint(
            "state NOT IN ('waiting', 'live') "
            "OR (consent_at IS NOT NULL AND sealed_summary IS NOT NULL AND waiting_since IS NOT NULL)",
            name="consent",
        ),
        CheckConstraint(
            "(state = 'live') = (helper_id IS NOT NULL AND lease_until IS NOT NULL AND over_at IS NULL)",
            name="one_owner",
        ),
        CheckConstraint(
            "state NOT IN ('closed', 'withdrawn') OR (over_at IS NOT NULL AND reason IS NOT NULL)",
            name="reason",
        ),
    )


class Alarm(Base):
    """
    A red signal, which rings until a helper takes it and is over when one says so. `rings` counts, `missed_at` is when it had
    rung for too long. Codes only: what it is about and which rule spoke, never a word.
    """

    __tablename__ = "alarms"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(24))
    rule: Mapped[str] = mapped_column(String(64))
    raised_at: Mapped[datetime]
    rung_at: Mapped[datetime]
    rings: Mapped[int] = mapped_column(default=1)
    missed_at: Mapped[datetime | None]
    helper_id: Mapped[str | None] = mapped_column(ForeignKey("helpers.id"))
    taken_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(8))
    over_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        Index(
            "uq_alarms_one_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("over_at IS NULL"),
            postgresql_where=text("over_at IS NULL"),
        ),
        CheckConstraint("(helper_id IS NULL) = (taken_at IS NULL)", name="taken"),
        CheckConstraint("(over_at IS NULL) = (reason IS NULL)", name="reason"),
    )


class HandoverEvent(Base):
    """
    The audit trail of a handover: what happened, when, by whom. Never any text.
    """

    __tablename__ = "handover_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(24))
    helper_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]
