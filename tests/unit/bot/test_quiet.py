"""
Logs tell the kind of a failure and never what was said.
"""

import logging
import subprocess
import sys

from bot.quiet import KindOnly, described
from tests.running import ROOT

SECRET = "vuurtoren"


def failure() -> BaseException:
    """
    A failure that holds a person's words.
    """
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return error


def test_a_traceback_becomes_a_kind_and_a_place() -> None:
    error = failure()
    record = logging.LogRecord(
        "x", logging.ERROR, "x.py", 1, "boom %s", (SECRET,), (ValueError, error, error.__traceback__)
    )
    assert KindOnly().filter(record)
    told = logging.Formatter().format(record)
    assert SECRET not in told
    assert told.startswith("failed kind=ValueError at=test_quiet.py:")
    assert SECRET not in described(error)


def test_a_forgotten_task_and_an_exception_log_say_nothing() -> None:
    program = f"""
import asyncio, gc, logging
from bot import quiet
quiet.set_up()
async def main():
    asyncio.get_running_loop().set_exception_handler(quiet.forgotten)
    async def fails(): raise ValueError("{SECRET}")
    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    async def waits(): await asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits(), name="{SECRET}")
    await asyncio.sleep(0)
    del task
    gc.collect()
    try: raise KeyError("{SECRET}")
    except KeyError: logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert SECRET not in done.stderr + done.stdout
    assert "kind=KeyError" in done.stderr
    assert "kind=ValueError" in done.stderr
    assert "kind=none of=main.<locals>.waits" in done.stderr
