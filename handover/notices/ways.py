"""
The ways out: the senders that this house has.
"""

from dataclasses import dataclass

from handover.notices import addresses
from handover.notices.letter import Sender
from handover.notices.mail import Mail
from handover.notices.push import Push
from handover.notices.telegram import Telegram


@dataclass(frozen=True, slots=True)
class Ways:
    """
    Browsers always; mailboxes and Telegram chats where the settings have them.
    """

    push: Push
    mail: Mail | None = None
    telegram: Telegram | None = None

    def senders(self) -> dict[str, Sender]:
        """
        The senders by the kind of address they bring to.
        """
        found: dict[str, Sender | None] = {
            addresses.PUSH: self.push,
            addresses.MAIL: self.mail,
            addresses.TELEGRAM: self.telegram,
        }
        return {kind: sender for kind, sender in found.items() if sender}

    async def close(self) -> None:
        """
        Let go of all connections.
        """
        await self.push.close()
