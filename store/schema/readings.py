"""
Who read what: a log in which every row carries the hash of the one before it.
"""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.schema.base import Base


class Reading(Base):
    """
    Somebody opened something: `what` (talk, summary, whispers, person, log) of `subject`. Marks only, never a word; plain ones, for this
    outlives what was read.
    """

    __tablename__ = "readings"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    helper_id: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(32))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_readings_who", "helper_id", "what", "at"),)


class ReadingChain(Base):
    """
    The two ends of that log: the first number that is still there and the hash before it, the last number and its hash. One row.
    """

    __tablename__ = "reading_chain"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int]
    before: Mapped[str] = mapped_column(String(64))
    last: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
