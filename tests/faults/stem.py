"""
The stem: a process that has imported the app and loaded its safety net once. Houses are forked from it, so that one can be killed and
started hundreds of times; a start takes a second instead of many. From the fork on it is the ordinary command line.

One line of JSON on standard input for each house: `arguments`, `environment`, the file for its `output` and that of its `dial`. The
answer is its process id. When the line ends, every house that is left is killed.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import psutil

from bot import cli, house, opening
from bot.safety.net import SafetyNet
from store.texts import texts
from tests.faults.dial import bend

LATE = (house, opening)  # what the command line imports once it is asked to start


def serve() -> None:
    """
    Fork whatever is asked for, until nobody can ask any more.
    """
    texts()
    SafetyNet.load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    grown: list[psutil.Process] = []
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            grow(json.loads(line))
        grown = [one for one in [*grown, psutil.Process(child)] if one.is_running()]
        print(child, flush=True)
    for one in grown:
        if one.is_running():
            one.kill()


def grow(asked: dict[str, Any]) -> None:
    """
    Be a house of one's own: its environment, its output, its clock, and then the command line. Does not return.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(asked["environment"])
    output = os.open(asked["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number in (1, 2):
        os.dup2(output, number)
    bend(Path(asked["dial"]))
    sys.argv = ["nachtlicht", *asked["arguments"]]
    code = 1
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
