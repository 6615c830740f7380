"""
Quiet: logs that tell what failed and never what was said.

A traceback and an exception's message may hold a person's words, so of every failure only its kind and place are kept.
"""

import asyncio
import logging
import sys
import traceback
from typing import Any

NOISY = (
    "httpx",
    "httpcore",
    "telegram",
    "apscheduler",
    "rasa_sdk",
    "sanic",
    "asyncio",
    "aiosqlite",
    "alembic",
    "uvicorn",
)

logger = logging.getLogger(__name__)


class KindOnly(logging.Filter):
    """
    Replaces the traceback of a record by the kind of the failure and the line it came from.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """
        Let every record through, without its traceback.
        """
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = f"failed {described(record.exc_info[1])}", None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def described(error: BaseException) -> str:
    """
    The kind of a failure and where it arose, without its message.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    return f"kind={type(error).__name__} at={place}"


def set_up() -> None:
    """
    Log to standard error, quietly.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(KindOnly())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def forgotten(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """
    The event loop's handler for failures that nobody awaited.
    """
    error = context.get("exception")
    logger.error("loop.failed %s", described(error) if error else f"kind=none of={doing(context)}")


def doing(context: dict[str, Any]) -> str:
    """
    What was at work when the loop complained without a failure: the name of a coroutine as it stands in the code.
    """
    task = context.get("task") or context.get("future")
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else None
    return str(getattr(coroutine, "__qualname__", "?"))
