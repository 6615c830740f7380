"""
A world of helpers with their ways out, and of people who need them, for tests of notices.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.ext.asyncio import AsyncSession

from handover import consent, people, presence, roster
from handover.notices import addresses, outbox, post
from handover.notices.letter import Sender, sentence
from handover.notices.mail import Mail
from handover.notices.push import Push
from handover.notices.vapid import Vapid
from store import conversations
from store.database import Database
from store.ground import Ground
from store.schema import Address, Handover, Helper, Role
from tests.notices.postbox import Postbox
from tests.notices.pushservice import PushService
from tests.unit.handover.scene import MASTER

MARKER = "vuurtorenwachter"
CONSOLE = "https://nachtlicht.test/console"
NEWS = "promise_broken"
EVENING = "2026-03-03 20:10"  # a Tuesday


class World:
    """
    A house of helpers with its ways out, and the people who need them.
    """

    def __init__(self, database: Database, service: PushService, mailboxes: Postbox) -> None:
        self.database, self.service, self.mailboxes = database, service, mailboxes
        self.ground = Ground(database, MASTER, True)
        self.push = Push(Vapid(ec.generate_private_key(ec.SECP256R1()), "mailto:beheer@voorbeeld.nl"), service.url)
        mail = Mail(mailboxes.url, "nachtlicht@voorbeeld.nl", CONSOLE)
        self.senders: dict[str, Sender] = {addresses.PUSH: self.push, addresses.MAIL: mail}
        self.browsers: dict[str, dict[str, Any]] = {}
        service.knocks.clear()
        service.refused.clear()
        mailboxes.letters.clear()
        mailboxes.refused = 0

    async def helper(self, name: str, role: Role = Role.VOLUNTEER, *, on_duty: bool = True) -> Helper:
        """
        A helper with a browser and a mailbox.
        """
        async with self.database.writing() as session:
            helper = await people.join(session, name, role)
            await presence.set_duty(session, helper, on_duty)
            self.browsers[name] = self.service.subscribe(self.push.key)
            await addresses.add_push(session, MASTER, helper, self.browsers[name]["endpoint"], "Firefox")
            mailbox = await addresses.add_mail(session, MASTER, helper, f"{name.lower()}@voorbeeld.nl")
            where = addresses.where(MASTER, await session.get_one(Address, mailbox))
            await addresses.confirm(session, MASTER, await session.get_one(Address, mailbox), where.code)
        return helper

    async def person(self, *, waits: bool = True) -> tuple[str, Handover | None]:
        """
        Somebody whose talk is full of the marker, with a yes to a human where they wait.
        """
        async with self.database.writing() as session:
            vault, _ = await conversations.begin(session, MASTER, "web")
            vault.remember({"words": MARKER, "reflected": [MARKER]})
            if not waits:
                return vault.id, None
            await consent.show_card(session, vault)
            await consent.edit(session, vault, f"Ik heet {MARKER}.")
            await consent.agree(session, vault)
            return vault.id, await consent.open_handover(session, vault)

    async def doing(self, deed: Callable[[AsyncSession], Awaitable[object]]) -> None:
        """
        One change in a transaction.
        """
        async with self.database.writing() as session:
            await deed(session)

    async def shift(self, helper: Helper, weekday: int, start: str, end: str) -> None:
        """
        A shift of every week; 0 is Monday.
        """
        await self.doing(lambda session: roster.add_shift(session, helper.id, weekday, start, end))

    async def news(self, subject: str, *helpers: Helper) -> None:
        """
        Something that stays news to these helpers, whatever happens.
        """
        await self.doing(lambda session: outbox.plan(session, NEWS, subject, [helper.id for helper in helpers]))

    async def told(self, event: str) -> set[str]:
        """
        Send what is due, and return who got the sentence of an event, each exactly once in the mailbox and in the browser.
        """
        await post.go_round(self.ground, self.senders)
        assert {letter.words for letter in self.mailboxes.letters} <= {f"{sentence(event)}\n\n{CONSOLE}"}
        counts = {name: len(self.service.at(browser)) for name, browser in self.browsers.items()}
        mails = {name: len(self.mailboxes.of(f"{name.lower()}@voorbeeld.nl")) for name in self.browsers}
        assert counts == mails
        assert set(counts.values()) <= {0, 1}
        return {name for name, count in counts.items() if count}
