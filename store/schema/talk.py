"""
A talk: the conversation, its keys, its log, the channel it goes out on, and what was planned for later.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.schema.base import Base
from store.schema.kinds import CheckinState, Holder


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
