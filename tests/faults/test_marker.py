"""
Nothing readable: a word that people and helpers wrote everywhere they can is found in no file of the house, its database, its logs or
its temporary folder; and after erasing no key opens it any more, here or in an older backup.
"""

import asyncio
import base64
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from store.database import Database
from store.keys import MasterKey
from store.schema import Conversation
from store.sealed import everything
from tests.conftest import Postgres
from tests.conversations.people import Person, Volunteer, fits
from tests.faults.conftest import NO_ENGINE
from tests.running import RunningHouse, until
from tests.telegram.botapi import BotApi, serving
from tests.telegram.people import Person as Chatter

MARKER = "kwartelkoningsnacht"
OWN = "zomertortelochtend"  # in what belongs to a helper, and stays
WRITTEN = {
    "messages.sealed_body",
    "handovers.sealed_summary",
    "handovers.sealed_note",
    "handovers.sealed_handing",
    "whispers.sealed_words",
}


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """
    A Bot API server on a free port.
    """
    async with serving() as running:
        yield running


class Marked:
    """
    A house without engine, on Telegram too, with a temporary folder of its own.
    """

    def __init__(self, folder: Path, api: BotApi, url: str) -> None:
        telegram = {"telegram_token": api.token, "telegram_api": api.url}
        self.folder, self.data, self.address = (
            folder,
            folder / "data",
            url or f"sqlite:///{folder / 'data' / 'nachtlicht.db'}",
        )
        self.house = RunningHouse(self.data, engine_url=NO_ENGINE, database_url=self.address, **telegram)
        self.data.mkdir(mode=0o700)
        (folder / "temp").mkdir()
        self.house.environment["TMPDIR"] = str(folder / "temp")

    async def opened(self, word: str, address: str = "") -> set[str]:
        """
        The columns in which somebody who has database and master key reads a word.
        """
        master = MasterKey.read(self.data / "master.key", create=False)
        database = Database(address or self.address)
        await database.open()
        async with database.reading() as session:
            found = {one.column async for one in everything(session, master) if word.encode() in (one.plain or b"")}
        await database.close()
        return found

    async def keys(self) -> list[bytes]:
        """
        The wrapped keys of all talks.
        """
        database = Database(self.address)
        await database.open()
        async with database.reading() as session:
            found = [key for key in await session.scalars(select(Conversation.wrapped_key)) if key]
        await database.close()
        return found


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def marked(request: pytest.FixtureRequest, tmp_path: Path, api: BotApi) -> AsyncIterator[Marked]:
    """
    That house, running.
    """
    url = ""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgresql")
        url = server.new_database()
    made = Marked(tmp_path, api, url)
    await asyncio.to_thread(made.house.start)
    yield made
    if made.house.process and made.house.process.poll() is None:
        assert await asyncio.to_thread(made.house.stop) == 0


def traces(word: str) -> list[bytes]:
    """
    The ways in which a word may lie in a file.
    """
    plain = word.encode()
    # What of a Base64 text does not depend on what stands before and after.
    shifted = [base64.b64encode(bytes(shift) + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [plain, plain.upper(), word.encode("utf-16-le"), plain.hex().encode(), *shifted]


def holding(folder: Path, pieces: list[bytes]) -> list[str]:
    """
    The files below a folder in which any of these bytes is.
    """
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [str(path) for piece in pieces if piece in content]
    return found


def test_every_trace_would_be_found(tmp_path: Path) -> None:
    word = "boerenzwaluwmiddag"
    for number, trace in enumerate(traces(word)):
        (tmp_path / str(number)).write_bytes(b"\x00iets " + trace + b" meer")
    (tmp_path / "coded").write_bytes(base64.b64encode(f"ik denk aan {word} nu".encode()))
    assert len(set(holding(tmp_path, traces(word)))) == len(traces(word)) + 1


def spoken_of(house: RunningHouse) -> tuple[Person, Volunteer]:
    """
    Somebody writes the word in a message and in the summary; the helper says it, whispers it, hands it on and notes it down.
    """
    volunteer, person = Volunteer(house, f"Noor {uuid.uuid4().hex[:4]}"), Person(house)
    volunteer.on_duty()
    person.says(f"ik denk aan {MARKER}")
    person.send(message_id="geen-nummer", text=MARKER)
    house.http.post("/chat/api/messages", content=f'{{"text": "{MARKER}'.encode())
    house.http.get(f"/chat/api/messages?after={MARKER}")
    house.http.get(f"/{MARKER}")
    person.says("ik wil een mens spreken")
    until(lambda: any(fits(message, "card") for message in person.read_all()), "the card")
    person.chooses("Pas aan")
    until(lambda: any(fits(message, "card_edit") for message in person.read_all()), "room for own words")
    person.says(f"dit gaat over {MARKER}")
    until(lambda: any(MARKER in m["text"] and m["from"] == "bot" for m in person.read_all()), "own words on the card")
    person.chooses("Ja, stuur maar")
    until(volunteer.waiting, "somebody waiting")
    volunteer.claims()
    volunteer.says(f"vertel eens over {MARKER}")
    path = f"/handovers/{volunteer.handover['id']}"
    whisper = volunteer.call(
        "POST", f"{path}/whispers", json={"id": str(uuid.uuid4()), "text": f"weet jij iets van {MARKER}?"}
    )
    assert whisper.status_code == 200, whisper.text
    handed = volunteer.call("POST", f"{path}/transfer", json={"note": f"vraag door over {MARKER}"})
    assert handed.status_code == 200, handed.text
    volunteer.rests(0)
    volunteer.claims()
    assert volunteer.call("POST", "/lines", json={"text": f"hoe was jouw {OWN}?"}).status_code == 200
    closed = volunteer.call("POST", f"{path}/close", json={"reason": "good_end", "note": f"sprak over {MARKER}"})
    assert closed.status_code == 200, closed.text
    return person, volunteer


async def test_a_word_is_found_nowhere_and_after_erasing_no_key_opens_it(
    marked: Marked, api: BotApi, tmp_path: Path
) -> None:
    house, base = marked.house, tmp_path.parent
    person, _ = await asyncio.to_thread(spoken_of, house)
    chatter = Chatter(api, 8_800_662_244)
    await chatter.says(f"ook hier {MARKER}")
    await chatter.sees()
    assert await marked.opened(MARKER) == WRITTEN
    assert await marked.opened(OWN) == {"own_lines.sealed_words"}
    everywhere = [*traces(MARKER), *traces(OWN)]
    assert holding(base, everywhere) == []

    kept = await asyncio.to_thread(house.command, "backup", str(tmp_path / "oud.backup"))
    assert kept.returncode == 0, kept.stderr
    keys = await marked.keys()
    assert len(keys) == 2
    receipt = house.request("POST", "/chat/api/erase", person.token)
    assert receipt.json()["receipt"]
    await chatter.says("wis alles")
    while "bewijs" not in (await chatter.sees()).text:
        pass
    assert await marked.opened(MARKER) == set()
    assert holding(base, everywhere) == []
    if marked.address.startswith("sqlite"):
        # Nor is a key left that a master key could open, not even in the journal.
        assert holding(marked.data, keys) == []

    assert await asyncio.to_thread(house.stop) == 0
    house.environment["NACHTLICHT_DATABASE_URL"] = older = f"sqlite:///{tmp_path / 'terug.db'}"
    back = await asyncio.to_thread(house.command, "restore", str(tmp_path / "oud.backup"))
    assert back.returncode == 0, back.stderr
    assert await marked.opened(MARKER, older) == set()
    assert await marked.opened(OWN, older) == {"own_lines.sealed_words"}
    assert holding(base, everywhere) == []
