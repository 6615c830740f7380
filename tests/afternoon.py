"""
`nachtlicht` on an ordinary afternoon: the hour and the holidays change what is offered, and a test says the same all year.
"""

from datetime import datetime
from unittest.mock import patch

from bot import dialogue
from bot.cli import main
from handover.hours import Country

NEVER = 24  # an hour that does not come


def no_holiday(moment: datetime, country: Country) -> bool:
    """
    Whether it is a holiday: never here.
    """
    return False


if __name__ == "__main__":
    with patch.multiple(dialogue, NIGHT=(NEVER, 0), LATE=(NEVER, 0), EVENING=NEVER, is_holiday=no_holiday):
        main()
