"""
Phrases: the few things understood without the engine, and only as whole messages.
"""

import pytest

from bot.phrases import meaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wis alles!", "erase"),
        ("WÍS   ALLES", "erase"),
        ("/wis", "erase"),
        ("/stop", "stop"),
        ("Ja, graag.", "yes"),
        ("nee", "no"),
        ("Liever een mens", "ask_human"),
        ("ik wil niet dat je alles wist, wis alles niet", None),
        ("ja maar eigenlijk niet", None),
        ("", None),
    ],
)
def test_meaning(text: str, expected: str | None) -> None:
    assert meaning(text) == expected
