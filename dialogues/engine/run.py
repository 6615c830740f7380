"""
`python -m engine.run …`: `rasa …`, for as long as whoever started it lives.

Standard input is a pipe that the house holds. When the house is gone, however it went, the pipe closes and the engine goes too.
"""

import os
import sys
import threading

from rasa.__main__ import main


def go_with_the_house() -> None:
    """
    Wait until the pipe closes, and leave at once.
    """
    while sys.stdin.buffer.read(1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=go_with_the_house, daemon=True).start()
    sys.argv[0] = "rasa"
    main()
