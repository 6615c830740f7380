"""
Letters: what goes to one address. One fixed sentence an event, and never a word, a name or a number of a person.

A sender brings a letter to one kind of address. `Gone` says that the address is no more; whatever else it raises may work later.
"""

from dataclasses import dataclass
from typing import Protocol

from store.texts import texts

URGENT = ("alarm", "promise_danger")


class Gone(Exception):
    """
    Nobody is at this address any more: the browser unsubscribed, the chat is closed to us.
    """


@dataclass(frozen=True, slots=True)
class Letter:
    """
    One notice on its way: `id` tells it from others, `to` is where it goes.
    """

    id: str
    event: str
    to: str
    text: str

    @property
    def urgent(self) -> bool:
        """
        Whether a device in somebody's pocket may be woken for it.
        """
        return self.event in URGENT


class Sender(Protocol):
    """
    The way to one kind of address.
    """

    async def send(self, letter: Letter) -> None:
        """
        Bring a letter. Raises Gone, and anything at all when it may work later.
        """


def sentence(event: str, code: str = "") -> str:
    """
    The one sentence of an event; only the question whether an address is theirs holds something more: the code.
    """
    return texts().record(f"notice_{event}", code=code).text


def signed(text: str, console: str) -> str:
    """
    A sentence with the console's address below it, where that is known.
    """
    return f"{text}\n\n{console}" if console else text
