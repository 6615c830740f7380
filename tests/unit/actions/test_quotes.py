"""
Quotes: what is kept of a message, and what only answers the safety net is not.
"""

import pytest

from actions.quotes import alarms
from handover.summary import draft
from tests.unit.actions.turns import turn

TOLD = "mijn moeder ligt in het ziekenhuis en ik mis haar"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("nee gek, ik bedoel die handdoeken", None),
        ("hoezo, ik had het over de was", None),
        ("nee joh die doos is van de buurvrouw", None),
        (f"nee zo bedoel ik het niet. {TOLD}", TOLD),
        (TOLD, TOLD),
        ("ik denk de laatste tijd vaak aan zelfmoord", "ik denk de laatste tijd vaak aan zelfmoord"),
        ("nee ik denk niet aan zelfdoding hoor", None),
        ("nee, ik ben vooral zo alleen sinds de zomer", "nee, ik ben vooral zo alleen sinds de zomer"),
    ],
)
@pytest.mark.parametrize("question", ["doubt", "suicide", "near"])
def test_what_answers_the_safety_net_is_not_in_the_summary(text: str, kept: str | None, question: str) -> None:
    told = turn("action_reflect", text, "share_sadness", question=question)
    assert told.slots.get("quotes") == ([kept] if kept else [])
    assert ("handdoeken" in draft(told.slots)) is False


def test_after_any_other_question_all_is_kept() -> None:
    assert "open" not in alarms()
    text = "nee joh die doos is van de buurvrouw"
    assert turn("action_reflect", text, "share_sadness", question="open").slots["quotes"] == [text]
