"""
A chat as the Bot API server holds it, and what of it a person sees.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 15.0

Json = dict[str, Any]


@dataclass
class Bubble:
    """
    One message of the bot as a person sees it. `buttons` are labels with their data, row by row; `photo` is a file, its text below it.
    """

    number: int
    text: str
    entities: list[Json] = field(default_factory=list)
    buttons: list[list[tuple[str, str]]] = field(default_factory=list)
    photo: bytes | None = None

    @property
    def labels(self) -> list[str]:
        """
        All labels in order.
        """
        return [label for row in self.buttons for label, _ in row]

    def data(self, label: str) -> str:
        """
        What the button of a label carries.
        """
        return next(data for row in self.buttons for name, data in row if name == label)


class Chat:
    """
    A chat as the server holds it; `changed` rings at everything the bot does there.
    """

    def __init__(self, number: int, kind: str) -> None:
        self.number, self.kind = number, kind
        self.open = kind != "private"
        self.blocked = self.left = False
        self.bubbles: list[Bubble] = []
        self.typing = 0
        self.changed = asyncio.Condition()

    async def ring(self) -> None:
        """
        Tell whoever waits that something changed.
        """
        async with self.changed:
            self.changed.notify_all()

    async def until(self, true: Callable[[], bool], hope: str) -> None:
        """
        Wait until something is so. Raises AssertionError with the hope that was in vain.
        """
        try:
            async with self.changed, asyncio.timeout(PATIENCE):
                await self.changed.wait_for(true)
        except TimeoutError:
            raise AssertionError(f"in vain: {hope}") from None
