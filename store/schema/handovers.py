"""
Handovers: the way to a human, the promises on it, who reads along, what colleagues say to each other, and what stays as a figure.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from store.schema.base import Base
from store.schema.kinds import PromiseState, Shares, State


class Handover(Base):
    """
    One handing over of a conversation to a human. The summary is the person's own text, sealed with their key; `sealed_consent` is the
    proof of what they agreed to, which only their yes can make. `told_until`: by then we said somebody would be there. Until
    `wanted_until` it waits for one helper, with a note from a colleague in `sealed_handing`.
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
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    live_from_seq: Mapped[int | None]
    over_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    sealed_note: Mapped[bytes | None]
    shares: Mapped[str] = mapped_column(String(8), default=Shares.SUMMARY, server_default="summary")
    sealed_consent: Mapped[bytes | None]
    told_until: Mapped[datetime | None]
    wanted_id: Mapped[str | None] = mapped_column(ForeignKey("helpers.id"))
    wanted_until: Mapped[datetime | None]
    sealed_handing: Mapped[bytes | None]

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


class Promise(Base):
    """
    A dated promise of a human: from `due_at` somebody is there, and at `lapses_at` it is broken. `kind` is a talk, or walking along
    with a step. `warned_at` is when the coordinator heard that it is in danger.
    """

    __tablename__ = "promises"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default="talk")
    helper_id: Mapped[str | None] = mapped_column(ForeignKey("helpers.id"))
    state: Mapped[str] = mapped_column(String(8), default=PromiseState.OPEN)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_promises_one_open",
            "handover_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_promises_due", "state", "due_at"),
        CheckConstraint("(state = 'open') = (over_at IS NULL)", name="over"),
        CheckConstraint("lapses_at > due_at", name="order"),
    )


class Reader(Base):
    """
    A colleague who reads along silently in a live talk, asked by whoever holds it.
    """

    __tablename__ = "readers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"), index=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id"))
    asked_by: Mapped[str] = mapped_column(ForeignKey("helpers.id"))
    asked_at: Mapped[datetime]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_readers_one_open",
            "handover_id",
            "helper_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )


class Whisper(Base):
    """
    A line between colleagues beside a talk, sealed with the talk's key, so that it goes when the talk goes.
    """

    __tablename__ = "whispers"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"), index=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id"))
    external_id: Mapped[str] = mapped_column(String(64))
    sealed_words: Mapped[bytes]
    at: Mapped[datetime]

    __table_args__ = (Index("uq_whispers_once", "handover_id", "external_id", unique=True),)


class Bond(Base):
    """
    The same helper again: it counts when both said yes, till `until` or open-ended.
    """

    __tablename__ = "bonds"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id", ondelete="CASCADE"), index=True)
    helper_at: Mapped[datetime | None]
    person_at: Mapped[datetime | None]
    until: Mapped[datetime | None]


class Block(Base):
    """
    A talk that a helper ended because it went too far: until `until` nobody is asked for that person. The conversation is a plain mark,
    for on Telegram a block holds for the chat (`pseudonym`) also when the talk is erased.
    """

    __tablename__ = "blocks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(32), index=True)
    pseudonym: Mapped[str | None] = mapped_column(String(64), index=True)
    helper_id: Mapped[str] = mapped_column(ForeignKey("helpers.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("helpers.id"))
    lifted_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name="lifted"),
        CheckConstraint("until > at", name="order"),
    )


class Outcome(Base):
    """
    What stays of a handover as a figure, after the talk is gone: `what` (wait, talk, promise) ended how, and after how many seconds.
    No mark of a person, a helper or a talk.
    """

    __tablename__ = "outcomes"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(16))
    result: Mapped[str] = mapped_column(String(16))
    lane: Mapped[str] = mapped_column(String(16))
    level: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_outcomes_what", "what", "at"),)
