"""
The post: each notice once, also with several senders; again after a failure; nobody is held up by somebody else.
"""

import asyncio
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select, update

from handover.notices import addresses, outbox, post
from handover.notices.letter import Gone, Letter
from handover.notices.mail import Mail
from handover.notices.push import Push
from handover.notices.vapid import Vapid
from store.database import Database
from store.errors import MasterKeyWrong
from store.ground import Ground
from store.keys import MasterKey
from store.schema import Address, Helper, Notice, NoticeState
from tests.unit.handover.notices.world import NEWS, World
from tests.unit.handover.scene import MASTER, Clock


class Stuck:
    """
    A sender whose first address never answers, until it is let go.
    """

    def __init__(self) -> None:
        self.first: str | None = None
        self.free = asyncio.Event()
        self.others = asyncio.Semaphore(0)
        self.brought: list[str] = []

    async def send(self, letter: Letter) -> None:
        """
        Bring it, or hang.
        """
        self.first = self.first or letter.to
        if letter.to == self.first:
            await self.free.wait()
            raise OSError("away")
        self.brought.append(letter.to)
        self.others.release()


async def test_two_senders_at_the_same_time_send_each_once(world: World) -> None:
    for n in range(6):
        await world.helper(f"Helper{n}")
    for _ in range(5):
        await world.person()
    other = Database(str(world.database.url.render_as_string(hide_password=False)))
    await other.open()
    grounds = [world.ground, Ground(other, MASTER, True)] * 2
    assert sum(await asyncio.gather(*(post.go_round(ground, world.senders) for ground in grounds))) == 60
    assert len(world.service.knocks) == len(world.mailboxes.letters) == 30
    assert {len(world.service.at(browser)) for browser in world.browsers.values()} == {5}
    await other.close()


async def test_a_failure_comes_again_after_pauses_that_grow_and_at_last_no_more(world: World, time: Clock) -> None:
    await world.helper("Noor")
    world.service.breaks(world.browsers["Noor"], 500, 502, 429, 503, 500)
    world.mailboxes.breaks("noor@voorbeeld.nl")
    await world.person()
    assert await post.go_round(world.ground, world.senders) == 0
    for seconds, refused in ((29, 1), (1, 2), (119, 2), (1, 3), (599, 3), (1, 4), (3599, 4), (1, 5), (9999, 5)):
        time.passes(seconds=seconds)
        await post.go_round(world.ground, world.senders)
        assert len(world.service.refused) == refused, seconds
    assert (len(world.mailboxes.letters), world.mailboxes.refused) == (1, 1)
    assert world.service.knocks == []
    async with world.database.reading() as session:
        states = sorted(await session.scalars(select(Notice.state).where(Notice.event == "waiting")))
        assert states == [NoticeState.OFF, NoticeState.SENT]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_removed_and_its_mailbox_stays(world: World, status: int) -> None:
    await world.helper("Noor")
    world.service.breaks(world.browsers["Noor"], status)
    await world.person()
    assert await post.go_round(world.ground, world.senders) == 1
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Address.kind))) == [addresses.MAIL]
        events = (await session.execute(select(Notice.event, Notice.state))).all()
        assert ("waiting", NoticeState.SENT) in [tuple(row) for row in events]


async def test_an_address_that_hangs_holds_up_nobody_else_also_not_what_comes_later(world: World) -> None:
    helpers = [await world.helper(f"Helper{n}") for n in range(3)]
    stuck = Stuck()
    for n in range(3):
        await world.news(f"{n}", *helpers)
    going = asyncio.create_task(post.go_round(world.ground, {addresses.MAIL: stuck}))
    async with asyncio.timeout(10):
        for _ in range(6):
            await stuck.others.acquire()
        assert not going.done()
        await world.news("later", *helpers)
        for _ in range(2):
            await stuck.others.acquire()
        stuck.free.set()
        assert await going == 8
    assert stuck.first not in stuck.brought


async def test_an_address_that_does_not_open_holds_up_nobody_and_is_given_up(world: World, time: Clock) -> None:
    broken, fine = await world.helper("Noor"), await world.helper("Sam")
    spoil = update(Address).where(Address.helper_id == broken.id).values(sealed_where=b"x" * 60)
    await world.doing(lambda session: session.execute(spoil))
    await world.news("x", broken, fine)
    assert await post.go_round(world.ground, world.senders) == 2
    for pause in outbox.PAUSES:
        time.passes(seconds=pause.total_seconds())
        assert await post.go_round(world.ground, world.senders) == 0
    async with world.database.reading() as session:
        states = list(await session.scalars(select(Notice.state).where(Notice.event == NEWS)))
    assert sorted(states) == [NoticeState.OFF, NoticeState.OFF, NoticeState.SENT, NoticeState.SENT]


async def test_a_closing_house_lets_what_is_on_its_way_arrive(world: World) -> None:
    helper = await world.helper("Noor")
    stuck = Stuck()
    stuck.first = "nobody"
    gate = asyncio.Event()

    async def slow(letter: Letter) -> None:
        stuck.others.release()
        await gate.wait()

    stuck.send = slow  # type: ignore[method-assign]
    await world.news("x", helper)
    going = asyncio.create_task(post.go_round(world.ground, {addresses.MAIL: stuck}))
    await stuck.others.acquire()
    going.cancel()
    gate.set()
    await asyncio.gather(going, return_exceptions=True)
    async with world.database.reading() as session:
        query = select(Notice.state).join(Address, Address.id == Notice.address_id).where(Notice.event == NEWS)
        assert list(await session.scalars(query.where(Address.kind == addresses.MAIL))) == [NoticeState.SENT]


async def test_who_is_no_helper_any_more_hears_nothing(world: World) -> None:
    helper = await world.helper("Noor")
    await world.news("x", helper)
    await world.doing(lambda session: session.execute(update(Helper).values(active=False)))
    assert await post.go_round(world.ground, world.senders) == 0


async def test_the_outbox_forgets(world: World, time: Clock) -> None:
    await world.helper("Noor")
    await world.person()
    await world.told("waiting")
    time.passes(days=2, seconds=1)
    await world.doing(outbox.forget)
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Notice)) == 0


def test_the_key_is_made_once_sealed_and_for_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "data" / "vapid.key"
    first = Vapid.read(path, MASTER)
    assert Vapid.read(path, MASTER).public == first.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" not in path.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == ["vapid.key"]
    with pytest.raises(MasterKeyWrong):
        Vapid.read(path, MasterKey(bytes(32)))


async def test_only_the_push_services_of_the_settings_are_knocked_at() -> None:
    services = "https://fcm.googleapis.com https://*.push.services.mozilla.com http://127.0.0.1:8080"
    push = Push(Vapid(ec.generate_private_key(ec.SECP256R1())), services)
    fine = [
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "http://127.0.0.1:8080/push/x",
    ]
    bad = [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:444/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://evil.nl/fcm.googleapis.com",
        "https://evilpush.services.mozilla.com.evil.nl/",
        "https://push.services.mozilla.com.evil.nl/",
        "http://127.0.0.1:8081/",
        "http://169.254.169.254/latest",
        "https://[::1",
        "",
    ]
    assert [push.accepts(endpoint) for endpoint in fine] == [True] * len(fine)
    assert [push.accepts(endpoint) for endpoint in bad] == [False] * len(bad)
    with pytest.raises(Gone):
        await push.send(Letter("n", "waiting", "http://169.254.169.254/latest", ""))
    await push.close()


@pytest.mark.parametrize(
    ("url", "start_tls"),
    [
        ("smtp://127.0.0.1:25", None),
        ("smtp://sam:geheim@127.0.0.1:25", None),
        ("smtp://mail.voorbeeld.nl", None),
        ("smtp://sam:geheim@mail.voorbeeld.nl:587", True),
        ("smtps://sam:geheim@mail.voorbeeld.nl", False),
    ],
)
def test_a_password_only_goes_out_encrypted(url: str, start_tls: bool | None) -> None:
    assert Mail(url, "nachtlicht@voorbeeld.nl")._start_tls() is start_tls
