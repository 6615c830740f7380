"""
The checks of `nachtlicht check`: training data, flows, the language of our lines, and Rasa's own validation. Each returns its
findings in Dutch.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Literal

from actions import particulars
from bot import supervisor
from bot.data import Findings, examine, intents
from bot.flows import Flows
from bot.language import rules as language
from handover import helplines

CheckName = Literal["data", "flows", "texts", "rasa"]

# An action or a button says these; `flows` checks that one of them does, which Rasa cannot see.
KNOWN_TO_FLOWS = re.compile(r"utterance 'utter_\w+' is not used in any story or rule")
COMPLAINT = re.compile(r"UserWarning: |ERROR|Exception|Contradicting|conflict", re.IGNORECASE)
# `data` sees to it that every intent has enough sentences, or none at all because only buttons and answers lead to it.
NO_COMPLAINT = re.compile(
    r"No story structure conflicts found|DeprecationWarning|MovedIn20Warning"
    r"|The intent '\w+' is listed in the domain file, but is not found in the NLU training data"
)


async def check_data() -> Findings:
    """
    Doubles, label conflicts, leaks of held-out sentences and more (bot/data.py); helplines that cannot be read.
    """
    helplines.load()
    return examine(supervisor.NLU_DATA, intents(supervisor.DIALOGUES / "domain.yml"))


async def check_flows() -> Findings:
    """
    Dead ends and loose ends in rules, buttons, actions and texts, and examples of particulars that come out elsewhere.
    """
    astray = [
        f"“{said}” hoort bij {row}, en komt uit bij {end or 'geen rij'}." for row, said, end in particulars.astray()
    ]
    return Findings([*Flows().problems(), *astray])


async def check_texts() -> Findings:
    """
    Lines that break one of the rules for our language.
    """
    return Findings([str(finding) for finding in language.check()])


async def check_rasa() -> Findings:
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
    return Findings(complaints or ([f"rasa data validate eindigde met code {code}."] if code else []))


CHECKS: dict[CheckName, Callable[[], Awaitable[Findings]]] = {
    "data": check_data,
    "flows": check_flows,
    "texts": check_texts,
    "rasa": check_rasa,
}
