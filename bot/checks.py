"""
The checks of `nachtlicht check`: training data, flows, and Rasa's own validation. Each returns Dutch lines of what is wrong.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Literal

from bot import supervisor
from bot.flows import Flows
from bot.measures import leaks
from handover import helplines

CheckName = Literal["data", "flows", "rasa"]

# An action or a button says these; `flows` checks that one of them does, which Rasa cannot see.
KNOWN_TO_FLOWS = re.compile(r"utterance 'utter_\w+' is not used in any story or rule")
COMPLAINT = re.compile(r"UserWarning: |ERROR|Exception|Contradicting|conflict", re.IGNORECASE)
NO_COMPLAINT = re.compile(r"No story structure conflicts found|DeprecationWarning|MovedIn20Warning")


async def check_data() -> list[str]:
    """
    Doubles, label conflicts and leaks into the held-out set; helplines that cannot be read.
    """
    helplines.load()
    return leaks(supervisor.NLU_DATA)


async def check_flows() -> list[str]:
    """
    Dead ends and loose ends in rules, buttons, actions and texts.
    """
    return Flows().problems()


async def check_rasa() -> list[str]:
    """
    What `rasa data validate` complains of.
    """
    lines: list[str] = []
    config = ["--config", str(supervisor.DIALOGUES / "config.yml")]
    code = await supervisor.run(
        ["data", "validate", *config, *supervisor.data_arguments()], lines.append, LOG_LEVEL="WARNING"
    )
    complaints = [
        re.sub(r"\x1b\[\d+m", "", line).strip()
        for line in lines
        if COMPLAINT.search(line) and not NO_COMPLAINT.search(line) and not KNOWN_TO_FLOWS.search(line)
    ]
    return complaints or ([f"rasa data validate eindigde met code {code}."] if code else [])


CHECKS: dict[CheckName, Callable[[], Awaitable[list[str]]]] = {
    "data": check_data,
    "flows": check_flows,
    "rasa": check_rasa,
}
