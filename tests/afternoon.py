"""
`nachtlicht` on an ordinary afternoon: the hour and the holidays change what is offered, and a test says the same all year.
"""

from datetime import datetime

from bot import dialogue
from bot.cli import main
from handover.hours import Country

NEVER = (24, 0)  # from an hour that does not come


def no_holiday(moment: datetime, country: Country) -> bool:
    """
    Whether it is a holiday: never here.
    """
    return False


if __name__ == "__main__":
    dialogue.NIGHT = dialogue.LATE = NEVER
    dialogue.EVENING = NEVER[0]
    dialogue.is_holiday = no_holiday
    main()
