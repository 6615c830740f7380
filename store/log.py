"""
The message log: what was said in a conversation, numbered from 1 without gaps, sealed, and never lost once appended.

A body is a small dict: `text`, and where they apply `choices` (`label` and our own `payload`), `prefill`, `name`, and
`choice` (the payload of the button that a person's message stands for), `card` (the card that it shows), `picture` (what to
draw with it) and `handover` (the one that begins here). Readers ask for what comes "after n".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store import clock
from store.conversations import Vault
from store.database import wake
from store.errors import ChoiceUnknown
from store.schema import Message, Sender

PAGE = 200
NUMBERS = re.compile(r"[0-9]{1,9}-[0-9]{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One opened entry of the log.
    """

    seq: int
    sender: Sender
    at: datetime
    body: dict[str, Any]
    external_id: str | None = None

    @property
    def text(self) -> str:
        """
        The words of this entry.
        """
        return str(self.body.get("text", ""))

    @property
    def choices(self) -> list[dict[str, str]]:
        """
        Its buttons as a channel shows them: opaque `id` and `label`.
        """
        return [{"id": f"{self.seq}-{n}", "label": c["label"]} for n, c in enumerate(self.body.get("choices", []))]

    def public(self) -> dict[str, Any]:
        """
        The entry in the shape of the public interface.
        """
        shown: dict[str, Any] = {
            "seq": self.seq,
            "from": self.sender.value,
            "text": self.text,
            "choices": self.choices,
            "at": clock.iso(self.at),
        }
        if self.external_id and self.sender in (Sender.YOU, Sender.HUMAN):
            shown["id"] = self.external_id.rpartition(":")[2]
        return shown | {key: self.body[key] for key in ("prefill", "name") if key in self.body}


async def append(
    session: AsyncSession, vault: Vault, sender: Sender, body: dict[str, Any], external_id: str | None = None
) -> int:
    """
    Append a body to a locked conversation and return its number; the same `external_id` again returns the number it has.
    """
    if external_id is not None:
        known = await session.scalar(
            select(Message.seq).where(Message.conversation_id == vault.id, Message.external_id == external_id)
        )
        if known is not None:
            return int(known)
    row, now = vault.row, clock.now()
    row.last_seq += 1
    row.last_at = now
    if sender is Sender.YOU:
        row.said_seq = row.last_seq
    session.add(
        Message(
            conversation_id=vault.id,
            seq=row.last_seq,
            sender=sender,
            external_id=external_id,
            sealed_body=vault.seal(body, f"message:{row.last_seq}"),
            at=now,
        )
    )
    await session.flush()
    wake(session, vault.id)
    return row.last_seq


async def after(
    session: AsyncSession, vault: Vault, seq: int, *, upto: int | None = None, limit: int = PAGE
) -> list[Entry]:
    """
    Entries with a higher number than `seq`, in order, at most `limit` (and not beyond `upto`).
    """
    query = select(Message).where(Message.conversation_id == vault.id, Message.seq > seq)
    if upto is not None:
        query = query.where(Message.seq <= upto)
    rows = await session.scalars(query.order_by(Message.seq).limit(limit))
    return [_entry(vault, row) for row in rows]


async def latest(session: AsyncSession, vault: Vault, count: int) -> list[Entry]:
    """
    The last `count` entries, in order.
    """
    query = select(Message).where(Message.conversation_id == vault.id).order_by(Message.seq.desc()).limit(count)
    return [_entry(vault, row) for row in await session.scalars(query)][::-1]


async def one(session: AsyncSession, vault: Vault, seq: int) -> Entry | None:
    """
    The entry with a number, if there is one.
    """
    row = await session.get(Message, (vault.id, seq))
    return _entry(vault, row) if row else None


async def rewrite(session: AsyncSession, vault: Vault, change: Callable[[Entry], dict[str, Any] | None]) -> None:
    """
    Give entries of a locked conversation another body, where `change` has one; who holds them already is not told.
    """
    for row in await session.scalars(select(Message).where(Message.conversation_id == vault.id)):
        if (body := change(_entry(vault, row))) is not None:
            row.sealed_body = vault.seal(body, f"message:{row.seq}")
    await session.flush()


async def choice(session: AsyncSession, vault: Vault, choice_id: str) -> dict[str, str]:
    """
    The button behind an id that we issued in this conversation: `label` and `payload`. Raises ChoiceUnknown.
    """
    seq, _, index = choice_id.partition("-")
    if not NUMBERS.fullmatch(choice_id):
        raise ChoiceUnknown
    row = await session.get(Message, (vault.id, int(seq)))
    offered = _entry(vault, row).body.get("choices", []) if row and row.sender != Sender.YOU else []
    if int(index) >= len(offered):
        raise ChoiceUnknown
    return dict(offered[int(index)])


def _entry(vault: Vault, row: Message) -> Entry:
    return Entry(
        row.seq, Sender(row.sender), row.at, vault.unseal(row.sealed_body, f"message:{row.seq}"), row.external_id
    )
