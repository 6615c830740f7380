"""
Telegram: the house's own bot writes to a helper's chat. The house hands down how; nothing here knows a bot.
"""

from collections.abc import Awaitable, Callable

from handover.notices.letter import Letter, signed

type Deliver = Callable[[int, str], Awaitable[None]]


class Telegram:
    """
    The way to Telegram chats. `deliver` brings a text to a chat and raises Gone when that is closed to us; `name` is the bot's, once it is
    known.
    """

    def __init__(self, deliver: Deliver, name: Callable[[], str | None], console: str = "") -> None:
        self._deliver, self._name, self._console = deliver, name, console

    async def send(self, letter: Letter) -> None:
        """
        Write one message. Raises Gone, and what the bot raises.
        """
        await self._deliver(int(letter.to), signed(letter.text, self._console))

    def link(self, code: str) -> str | None:
        """
        The link by which a helper shows that a chat is theirs; None while Telegram is away.
        """
        name = self._name()
        return f"https://t.me/{name}?start={code}" if name else None
