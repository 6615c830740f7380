"""
E-mail: one sentence, and the console's address. A password never leaves this machine in the clear.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import aiosmtplib

from handover.notices.letter import Letter, signed
from store import clock

SECONDS = 10.0
NAME = "Nachtlicht"
SUBJECT = "Bericht van Nachtlicht"


class Mail:
    """
    The way to mailboxes. `url` is smtp://user:password@host:port, or smtps:// for TLS from the first byte; `console` is the address of
    the console, where that is known.
    """

    def __init__(self, url: str, sender: str, console: str = "") -> None:
        server = urlsplit(url)
        self._host, self._tls = server.hostname or "", server.scheme == "smtps"
        self._port = server.port or (465 if self._tls else 587)
        self._user, self._password = unquote(server.username or ""), unquote(server.password or "")
        self._sender, self._console = sender, console

    async def send(self, letter: Letter) -> None:
        """
        Send one mail. Raises aiosmtplib.SMTPException, OSError.
        """
        await aiosmtplib.send(
            self._written(letter),
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=self._password or None,
            use_tls=self._tls,
            start_tls=self._start_tls(),
            local_hostname=self._sender.rpartition("@")[2],
            timeout=SECONDS,
        )

    def _start_tls(self) -> bool | None:
        """
        Whether to insist on STARTTLS; None takes it where it is offered.
        """
        if self._tls:
            return False
        return True if self._user and not _is_here(self._host) else None

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(NAME, addr_spec=self._sender)
        message["To"] = letter.to
        message["Subject"] = SUBJECT
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{letter.id}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(signed(letter.text, self._console))
        return message


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
