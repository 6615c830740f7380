"""
A mail server of our own: SMTP on a free port, with all mailboxes in memory.
"""

import contextlib
import email
import email.policy
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.running import free_port

USER, PASSWORD = "nacht", "w@chtwoord:1"


@dataclass(frozen=True)
class Letter:
    """
    One mail that was accepted: for whom, as it came, and read.
    """

    to: str
    raw: bytes

    @property
    def read(self) -> EmailMessage:
        """
        The mail, parsed.
        """
        message = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def words(self) -> str:
        """
        Its text.
        """
        return str(self.read.get_content()).strip().replace("\r\n", "\n")


@dataclass
class Postbox:
    """
    The server. `url` is what NACHTLICHT_MAIL_URL points to; `refused` counts what was turned away.
    """

    port: int
    letters: list[Letter] = field(default_factory=list)
    refused: int = 0
    _faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))

    @property
    def url(self) -> str:
        """
        The address, with name and password.
        """
        return f"smtp://{USER}:w%40chtwoord%3A1@127.0.0.1:{self.port}"

    def breaks(self, mailbox: str, times: int = 1, answer: str = "451 Try again later") -> None:
        """
        Let the next mails for a mailbox fail.
        """
        self._faults[mailbox].extend([answer] * times)

    def of(self, mailbox: str) -> list[Letter]:
        """
        What came for a mailbox.
        """
        return [letter for letter in self.letters if letter.to == mailbox]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """
        Take a mail, or not.
        """
        mailbox = envelope.rcpt_tos[0]
        if not session.authenticated:
            return "530 Authentication required"
        if self._faults[mailbox]:
            self.refused += 1
            return self._faults[mailbox].popleft()
        self.letters.append(Letter(mailbox, envelope.content))
        return "250 OK"


def _lets_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known)


@contextlib.contextmanager
def serving() -> Iterator[Postbox]:
    """
    A running server, in a thread of its own.
    """
    postbox = Postbox(free_port())
    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=postbox.port,
        authenticator=_lets_in,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
