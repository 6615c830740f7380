"""
Rates: so much and no more, for tries as for messages, and nothing of who asked stays for longer than an hour.
"""

import pytest

from store import clock
from store.errors import TooManyTries, TooMuchAtOnce
from store.rates import FORGET_SECONDS, KEYS, Rate, age


class Ticks:
    """
    Seconds that the test counts.
    """

    at = 0.0


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Ticks:
    own = Ticks()
    monkeypatch.setattr(clock, "ticks", lambda: own.at)
    return own


def counted(rate: Rate, key: str, times: int) -> list[bool]:
    """
    Whether each of so many was too much.
    """
    return [rate.over(key) for _ in range(times)]


def test_all_at_once_or_spread_out(ticks: Ticks) -> None:
    rate = Rate(60)
    assert counted(rate, "a", 61) == [False] * 60 + [True]
    ticks.at += 1.0
    assert counted(rate, "a", 2) == [False, True]
    assert not rate.over("b")
    ticks.at += 600.0
    assert counted(rate, "a", 61) == [False] * 60 + [True]


def test_no_limit_counts_nobody(ticks: Ticks) -> None:
    rate = Rate(0)
    assert not any(counted(rate, "a", 1000))
    assert len(rate) == 0


def test_it_never_grows_and_the_least_recent_goes_first(ticks: Ticks) -> None:
    rate = Rate(1)
    rate.over("first")
    rate.over("second")
    assert rate.over("first")
    for number in range(KEYS - 1):
        rate.over(str(number))
    assert len(rate) == KEYS
    assert rate.over("first")
    assert not rate.over("second")


def test_no_key_can_be_read_from_it(ticks: Ticks) -> None:
    rate = Rate(5)
    rate.over("198.51.100.7")
    assert "198.51.100.7" not in repr(vars(rate))
    assert b"198.51.100.7" not in b"".join(vars(rate)["_left"])


def test_after_an_hour_everything_is_gone_also_when_nobody_asks(ticks: Ticks) -> None:
    rates = [Rate(2), Rate(5, 900, TooManyTries)]
    for rate in rates:
        counted(rate, "a", 6)
    ticks.at += FORGET_SECONDS - 1
    age()
    assert [len(rate) for rate in rates] == [1, 1]
    ticks.at += 1
    age()
    assert [len(rate) for rate in rates] == [0, 0]


def test_a_right_try_is_taken_back_and_no_other(ticks: Ticks) -> None:
    rate = Rate(2, 60, TooManyTries)
    rate.pardon("nobody")
    for _ in range(3):
        rate.check("a")
        rate.pardon("a")
    rate.check("a")
    rate.check("a")
    with pytest.raises(TooManyTries):
        rate.check("a")
    rate.forget("a")
    rate.check("a")


def test_the_refusal_is_the_one_it_was_made_with(ticks: Ticks) -> None:
    rate = Rate(1)
    rate.check("a")
    with pytest.raises(TooMuchAtOnce):
        rate.check("a")
