"""
The clock: whether it goes on as time does.
"""

from datetime import UTC, datetime, timedelta

import pytest

from store import clock
from store.clock import Steadiness

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Hands:
    """
    The wall clock and the ticks of a test.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.ticks = NOON, 100.0
        monkeypatch.setattr(clock, "now", lambda: self.wall)
        monkeypatch.setattr(clock, "ticks", lambda: self.ticks)

    def go(self, seconds: float, jump: float = 0.0) -> None:
        """
        Let time go by, and somebody set the clock.
        """
        self.ticks += seconds
        self.wall += timedelta(seconds=seconds + jump)


@pytest.mark.parametrize("jump", [-3600.0, 3600.0, 31.0])
def test_a_clock_that_is_set_has_jumped_once(monkeypatch: pytest.MonkeyPatch, jump: float) -> None:
    hands = Hands(monkeypatch)
    steadiness = Steadiness()
    assert steadiness.jumped(), "what was before the start is not known"
    hands.go(3600)
    assert not steadiness.jumped()
    assert steadiness.steady_seconds == 3600
    hands.go(60, jump)
    assert steadiness.jumped()
    assert steadiness.steady_seconds == 0
    assert not steadiness.jumped()


def test_a_clock_that_is_a_little_off_is_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(monkeypatch)
    steadiness = Steadiness()
    steadiness.jumped()
    for _ in range(100):
        hands.go(60, 1.0)
        assert not steadiness.jumped()
