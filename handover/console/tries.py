"""
Tries: how often one may try to log in, so that guessing is slow and nobody can be shut out by somebody else's guesses.

A try counts for the name and for the address that it comes from; neither is kept. When a name has had too many, a browser that logged
in before still gets its own tries, and so does whoever brings a right second factor; a passkey and an organisation's account do not pass
here at all.
"""

from collections.abc import Awaitable, Callable

from store.errors import TooManyTries
from store.rates import Rate

SECONDS = 900.0
OF_NAME, OF_ADDRESS, OF_DEVICE, OF_CODE = 10, 60, 10, 5
WAIT = (
    "Er is te vaak geprobeerd. Probeer het over een paar minuten weer. "
    "Een passkey of een code werkt nu ook, en een apparaat dat wij al kennen."
)


class Tries:
    """
    Tries to log in, of this process.
    """

    def __init__(self) -> None:
        self._names, self._addresses, self._devices, self._codes, self._questions = (
            Rate(most, SECONDS, TooManyTries) for most in (OF_NAME, OF_ADDRESS, OF_DEVICE, OF_CODE, OF_ADDRESS)
        )

    async def enter(
        self, name: str, peer: str | None, device: str | None, brings_code: Callable[[], Awaitable[bool]]
    ) -> Callable[[], None]:
        """
        Count a try for a name from an address (None when nobody can tell whose), in a browser that this name logged in with before
        (`device`) or none; returns what takes it back when it was right. `brings_code` is asked only when it is too many. Raises
        TooManyTries.
        """
        try:
            if device:
                self._devices.check(device)
                return lambda: self._devices.forget(device)
            return await self._stranger(name, peer or "", brings_code)
        except TooManyTries as error:
            raise TooManyTries(WAIT) from error

    def check_question(self, peer: str | None) -> None:
        """
        Count a question that an address asks before anybody is known. Raises TooManyTries.
        """
        if peer:
            self._questions.check(peer)

    async def _stranger(
        self, name: str, address: str, brings_code: Callable[[], Awaitable[bool]]
    ) -> Callable[[], None]:
        try:
            if address:
                self._addresses.check(address)
            self._names.check(name)
        except TooManyTries:
            self._codes.check(f"{name} {address}")
            if not await brings_code():
                raise
            return lambda: self._codes.forget(f"{name} {address}")

        def right() -> None:
            self._names.pardon(name)
            if address:
                self._addresses.pardon(address)

        return right
