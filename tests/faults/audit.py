"""
The audit: what the database says once it is quiet again, counted by itself and not through the house.
"""

from collections import Counter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store import conversations, log
from store.conversations import Vault
from store.database import Database
from store.keys import MasterKey
from store.schema import (
    OVER_STATES,
    Alarm,
    Conversation,
    Handover,
    HandoverEvent,
    Message,
    Promise,
    PromiseState,
    State,
    TelegramChat,
    Whisper,
)

GIVEN_BACK = ("returned", "expired", "transferred", "reassigned")


class Audit:
    """
    A pair of eyes on the database of a house.
    """

    def __init__(self, url: str, master_key: Path) -> None:
        self._database, self._master = Database(url), MasterKey.read(master_key, create=False)

    async def close(self) -> None:
        """
        Let go of the database.
        """
        await self._database.close()

    async def by_token(self, token: str) -> list[tuple[int, str, str]]:
        """
        The log of a talk on the web: number, sender, text.
        """
        async with self._database.reading() as session:
            return await self._log(session, await conversations.open_by_token(session, self._master, token))

    async def by_chat(self, chat: int) -> list[tuple[int, str, str]]:
        """
        The log of the talk of a Telegram chat.
        """
        mark = self._master.pseudonym("telegram", str(chat))
        async with self._database.reading() as session:
            query = select(TelegramChat.conversation_id).where(TelegramChat.pseudonym == mark)
            conversation = await session.scalar(query)
            assert conversation is not None
            return await self._log(session, await conversations.open_by_id(session, self._master, conversation))

    async def adds_up(self) -> None:
        """
        Every log is counted through without a gap, and no handover is lost, doubled, or over without an owner and a reason.
        """
        async with self._database.reading() as session:
            numbers: dict[str, list[int]] = {}
            for conversation, seq in await session.execute(
                select(Message.conversation_id, Message.seq).order_by(Message.seq)
            ):
                numbers.setdefault(conversation, []).append(seq)
            for row in await session.scalars(select(Conversation)):
                assert row.erased_at is None, "a talk was erased that nobody wanted erased"
                assert numbers.get(row.id, []) == list(range(1, row.last_seq + 1)), "a gap in the numbers"
            events: dict[str, Counter[str]] = {}
            for handover, what in await session.execute(select(HandoverEvent.handover_id, HandoverEvent.what)):
                events.setdefault(handover, Counter())[what] += 1
            for one in await session.scalars(select(Handover)):
                _handover(one, events.get(one.id, Counter()))

    async def rang(self, token: str) -> None:
        """
        For somebody in danger an alarm rang, one, and a helper went and said how it ended.
        """
        async with self._database.reading() as session:
            vault = await conversations.open_by_token(session, self._master, token)
            (alarm,) = await session.scalars(select(Alarm).where(Alarm.conversation_id == vault.id))
            assert alarm.helper_id, "nobody went"
            assert alarm.over_at, "it still rings"
            assert alarm.reason == "no_reply"
            assert not list(await session.scalars(select(Alarm.id).where(Alarm.over_at.is_(None)))), "something rings"

    async def whispered(self, token: str, taken: dict[int, str]) -> None:
        """
        What colleagues know that was taken is there, at its number, and nothing is there twice.
        """
        async with self._database.reading() as session:
            vault = await conversations.open_by_token(session, self._master, token)
            ours = select(Whisper).join(Handover, Handover.id == Whisper.handover_id)
            read = {
                row.id: str(vault.unseal(row.sealed_words, f"whisper:{row.handover_id}:{row.external_id}"))
                for row in await session.scalars(ours.where(Handover.conversation_id == vault.id))
            }
        assert taken.items() <= read.items(), f"whispered {taken}, in the database {read}"
        assert len(set(read.values())) == len(read), f"twice {read}"

    async def promised(self, token: str) -> None:
        """
        What was promised to somebody who is helped by now is over, each promise was made and ended in the trail, and none was made twice.
        """
        async with self._database.reading() as session:
            vault = await conversations.open_by_token(session, self._master, token)
            for handover in await session.scalars(select(Handover).where(Handover.conversation_id == vault.id)):
                promises = list(await session.scalars(select(Promise).where(Promise.handover_id == handover.id)))
                events = select(HandoverEvent.what).where(HandoverEvent.handover_id == handover.id)
                trail = Counter(await session.scalars(events))
                assert trail["promised"] == len(promises), f"{len(promises)} promises, {trail}"
                assert all(promise.state != PromiseState.OPEN and promise.over_at for promise in promises)

    async def _log(self, session: AsyncSession, vault: Vault) -> list[tuple[int, str, str]]:
        return [(entry.seq, entry.sender.value, entry.text) for entry in await log.after(session, vault, 0)]


def _handover(handover: Handover, trail: Counter[str]) -> None:
    """
    One handover against its trail.
    """
    ends = trail["closed"] + trail["withdrawn"]
    held = trail["claimed"] - sum(trail[what] for what in GIVEN_BACK)
    assert trail["asked"] == 1, f"asked {trail}"
    assert trail["consented"] <= 1, f"agreed twice {trail}"
    assert 0 <= held <= 1, f"held by {held} {trail}"
    if handover.state in OVER_STATES:
        assert ends == 1, f"over {ends} times {trail}"
        assert handover.reason, "over without a reason"
        assert handover.over_at
        assert handover.helper_id or handover.state == State.WITHDRAWN, "closed without an owner"
        assert handover.state != State.CLOSED or held == 1, f"closed by nobody {trail}"
    else:
        assert ends == 0, f"open and over {trail}"
        assert (handover.state == State.LIVE) == (held == 1), f"{handover.state} {trail}"
        assert handover.state != State.LIVE or handover.helper_id, "live without an owner"
