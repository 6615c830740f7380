"""
The terminal: where commands print, how they say what they can print, and how a coroutine is one.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Annotated, Any

import typer
from rich.console import Console

out = Console(highlight=False, emoji=False)
err = Console(stderr=True, highlight=False, emoji=False)
AsJson = Annotated[bool, typer.Option("--json", help="Schrijf één JSON-object op de standaarduitvoer.")]


def run[**P, T](command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """
    A command that is a coroutine, run to its end.
    """

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return asyncio.run(command(*args, **kwargs))

    return wrapper
