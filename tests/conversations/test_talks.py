"""
Every talk of `talks/`, word for word over HTTP.
"""

from pathlib import Path

import pytest

from tests.conversations.script import Script
from tests.running import RunningHouse

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda path: path.stem)
def test_talk(house: RunningHouse, talk: Path) -> None:
    Script(talk, house).play()
