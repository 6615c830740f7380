"""
Handelingsverlegenheid: whoever helps has three lines to begin with, for every kind of talk, and may be wrong.
"""

import re

import pytest

from bot.language.screens import of_page
from bot.settings import ROOT

PAGE = ROOT / "handover" / "console" / "page"
OPENERS = (PAGE / "words.js").read_text(encoding="utf-8").partition("const OPENERS = {")[2].partition("\n};")[0]


@pytest.mark.parametrize("kind", ["calm", "heavy", "meldpunt"])
def test_there_are_three_different_lines_to_begin_with(kind: str) -> None:
    block = OPENERS.partition(f"  {kind}: [")[2].partition("],")[0]
    lines = re.findall(r"^\s+'(.+)',$", block, re.MULTILINE)
    assert len(set(lines)) == 3


def test_being_wrong_is_allowed() -> None:
    shown = [found[-1] for found in of_page((PAGE / "index.html").read_text(encoding="utf-8"))]
    assert "Wat als ik het mis heb?" in shown
