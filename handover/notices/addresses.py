"""
Addresses: where a notice reaches a helper outside the console. Sealed, and found again by a keyed mark only.

A browser is theirs because they sit at it; a mailbox is when they read a code there; a Telegram chat when it opens a link that only
they were shown. A link and a code work once, for a quarter of an hour.
"""

import hmac
import json
import re
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handover.notices import outbox
from store import clock
from store.errors import CodeWrong, InvalidRequest
from store.keys import MasterKey
from store.schema import Address, Helper

PUSH, MAIL, TELEGRAM = "push", "mail", "telegram"
VALID = timedelta(minutes=15)
MOST = 10
DIGITS = 6
MAILBOX = re.compile(
    r"[\w.+%'-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII | re.IGNORECASE
)
LINK = "meld-"  # what our codes in a t.me link begin with; other codes are not ours
OURS = re.compile(rf"{LINK}[\w-]{{1,64}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Where:
    """
    What is sealed of an address: where it is, how the helper knows it, and the code that is in the mail.
    """

    to: str
    label: str
    code: str = ""


async def add_push(session: AsyncSession, master: MasterKey, helper: Helper, endpoint: str, label: str) -> str:
    """
    A browser of this helper; whoever used it before has it no more. Returns the id. Raises InvalidRequest.
    """
    mark = mark_of(master, PUSH, endpoint)
    known = await _known(session, helper, PUSH, mark)
    await session.execute(
        delete(Address).where(Address.kind == PUSH, Address.mark == mark, Address.helper_id != helper.id)
    )
    if known:
        return known.id
    address = await _new(session, helper, PUSH, mark)
    address.confirmed_at = address.added_at
    return _keep(session, master, address, Where(endpoint, label))


async def add_mail(session: AsyncSession, master: MasterKey, helper: Helper, mailbox: str) -> str:
    """
    A mailbox, to which a code goes out; asking again sends a new one. Returns the id. Raises InvalidRequest.
    """
    mark = mark_of(master, MAIL, mailbox.lower())
    known = await _known(session, helper, MAIL, mark)
    if known and known.confirmed_at:
        return known.id
    if known:
        await session.delete(known)
        await session.flush()
    address = await _new(session, helper, MAIL, mark)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    address.code = _code(master, f"{address.id}:{code}")
    _keep(session, master, address, Where(mailbox, mailbox, code))
    await session.flush()
    await outbox.ask(session, address.id)
    return address.id


async def add_telegram(session: AsyncSession, master: MasterKey, helper: Helper) -> tuple[str, str]:
    """
    A Telegram chat to come: the id, and the code that its link carries. Raises InvalidRequest.
    """
    code = f"{LINK}{secrets.token_urlsafe(24)}"
    address = await _new(session, helper, TELEGRAM, _code(master, code))
    address.code = address.mark
    return _keep(session, master, address, Where("", "Telegram")), code


async def confirm(session: AsyncSession, master: MasterKey, address: Address, code: str) -> None:
    """
    The code that was mailed, typed by the helper. An address that is confirmed stays so. Raises CodeWrong.
    """
    if address.confirmed_at:
        return
    given = _code(master, f"{address.id}:{code.strip()}")
    if address.kind != MAIL or too_late(address) or not hmac.compare_digest(address.code or "", given):
        raise CodeWrong
    mailbox = where(master, address).to
    address.code, address.confirmed_at = None, clock.now()
    _keep(session, master, address, Where(mailbox, mailbox))


async def connect(session: AsyncSession, master: MasterKey, code: str, chat: int) -> bool:
    """
    A Telegram chat opened a link with a code: from now on it is that helper's. False when the link does not work any more.
    """
    query = select(Address).where(Address.code == _code(master, code), Address.kind == TELEGRAM).with_for_update()
    address = await session.scalar(query)
    if address is None or too_late(address):
        return False
    if not (await session.get_one(Helper, address.helper_id)).active:
        return False
    mark = mark_of(master, TELEGRAM, str(chat))
    before = delete(Address).where(Address.helper_id == address.helper_id, Address.mark == mark)
    await session.execute(before.where(Address.kind == TELEGRAM))
    address.mark, address.code, address.confirmed_at = mark, None, clock.now()
    _keep(session, master, address, Where(str(chat), "Telegram"))
    await session.flush()
    return True


async def drop(session: AsyncSession, address: str) -> None:
    """
    Remove an address and all that was to go there.
    """
    await session.execute(delete(Address).where(Address.id == address))


async def forget(session: AsyncSession) -> None:
    """
    Remove what nobody confirmed in time.
    """
    await session.execute(delete(Address).where(Address.confirmed_at.is_(None), Address.added_at < clock.now() - VALID))


async def shown(session: AsyncSession, master: MasterKey, helper: Helper) -> list[dict[str, Any]]:
    """
    A helper's own addresses: `id`, `kind`, `label`, `confirmed`.
    """
    found = await session.scalars(select(Address).where(Address.helper_id == helper.id).order_by(Address.added_at))
    return [
        {"id": one.id, "kind": one.kind, "label": where(master, one).label, "confirmed": bool(one.confirmed_at)}
        for one in found
    ]


def where(master: MasterKey, address: Address) -> Where:
    """
    What is sealed of an address.
    """
    return Where(**json.loads(master.unseal(address.sealed_where, f"address:{address.id}")))


def link_code(text: str) -> str | None:
    """
    The code that a link of ours made somebody send ("/start meld-…"); None for all else.
    """
    code = text.partition(" ")[2].strip()
    return code if OURS.fullmatch(code) else None


def too_late(address: Address) -> bool:
    """
    Whether the time to confirm an address is over.
    """
    return address.added_at <= clock.now() - VALID


def mark_of(master: MasterKey, kind: str, to: str) -> str:
    """
    What finds an address again.
    """
    return master.pseudonym("address", f"{kind}:{to}")


def _code(master: MasterKey, code: str) -> str:
    return master.pseudonym("address-code", code)


async def _known(session: AsyncSession, helper: Helper, kind: str, mark: str) -> Address | None:
    # The helper's row is locked, so that two requests at once do not add the same address twice.
    await session.execute(select(Helper.id).where(Helper.id == helper.id).with_for_update())
    query = select(Address).where(Address.helper_id == helper.id, Address.kind == kind, Address.mark == mark)
    return await session.scalar(query)


async def _new(session: AsyncSession, helper: Helper, kind: str, mark: str) -> Address:
    count = await session.scalar(select(func.count()).where(Address.helper_id == helper.id))
    if int(count or 0) >= MOST:
        raise InvalidRequest(f"Je hebt al {MOST} plekken voor meldingen. Haal er eerst een weg.")
    return Address(id=uuid.uuid4().hex, helper_id=helper.id, kind=kind, mark=mark, added_at=clock.now())


def _keep(session: AsyncSession, master: MasterKey, address: Address, known: Where) -> str:
    address.sealed_where = master.seal(json.dumps(asdict(known)), f"address:{address.id}")
    session.add(address)
    return address.id
