"""
Who says to be grown up, and who does not.
"""

import pytest

from bot.safety.age import grown


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 45",
        "ik ben al 18",
        "Ik ben een vrouw van 38 en ik zorg voor mama",
        "ik word bijna 50",
        "45 ben ik",
        "hoi, ben 62",
        "ben zelf 33 jaar",
        "52",
        "45 jaar",
        "ik ben vijftig",
        "ik ben eenenveertig",
        "ik ben zelf al oma",
        "ik ben volwassen",
        "ik ben geen kind meer",
        "op mijn 60ste",
    ],
)
def test_a_grown_up_is_believed(text: str) -> None:
    assert grown(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 15",
        "ik ben twaalf",
        "mijn moeder is 45",
        "ik ben verliefd op een man van 45",
        "mijn vriend is 22",
        "ik ben 40 kilo",
        "ik ben mama kwijt",
        "ik woon bij een vrouw van 60",
        "ik ben een mens",
        "ik wacht al 20 minuten",
    ],
)
def test_a_child_is_not_made_older(text: str) -> None:
    assert not grown(text)
