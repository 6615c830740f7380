"""
One house for many tests: whoever wrote in a test erases everything when it ends, so that the next one finds nobody who waits and no
alarm that rings.
"""

import contextlib
from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(autouse=True)
def nobody_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """
    Erase every talk that was begun in the shared house during a test.
    """
    if "house" not in request.fixturenames:
        yield
        return
    house = request.getfixturevalue("house")
    house.guests.clear()
    yield
    for token in house.guests:
        with contextlib.suppress(httpx.HTTPError):  # a house of its own, which is gone already
            house.request("POST", "/chat/api/erase", token)
