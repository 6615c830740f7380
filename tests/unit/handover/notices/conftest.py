"""
Fixtures of notices: a push service, a mail server, and a world between them in which no word of anybody goes out.
"""

from collections.abc import AsyncIterator, Iterator

import pytest

from store.database import Database
from tests.notices import postbox, pushservice
from tests.notices.postbox import Postbox
from tests.notices.pushservice import PushService
from tests.unit.handover.notices.world import EVENING, MARKER, World
from tests.unit.handover.scene import Clock


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with pushservice.serving() as running:
        yield running


@pytest.fixture(scope="module")
def mailboxes() -> Iterator[Postbox]:
    with postbox.serving() as running:
        yield running


@pytest.fixture
async def world(database: Database, service: PushService, mailboxes: Postbox, time: Clock) -> AsyncIterator[World]:
    time.becomes(EVENING)
    made = World(database, service, mailboxes)
    yield made
    await made.push.close()
    sent = [letter.raw.decode() for letter in mailboxes.letters]
    sent += [f"{knock.headers}{knock.body!r}" for knock in service.knocks]
    assert not any(MARKER in one for one in sent)
    assert {knock.body for knock in service.knocks} <= {b""}
