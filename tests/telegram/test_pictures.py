"""
A card on Telegram: a photo with its text below and its buttons, whole and once.
"""

import io

from PIL import Image

from bot.picture import draw
from store.schema import Sender
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import Person

PICTURE = {"kind": "network", "lists": {"close": ["mijn zus", "Anneke"], "sometimes": [], "face": ["Joop"]}}
KEEP = [{"label": "Ja, bewaar", "payload": "/keep_card"}]


async def meet(person: Person) -> None:
    """
    Begin a talk.
    """
    await person.says("/start")
    await person.sees()


async def test_a_picture_is_a_photo_with_caption_and_buttons(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    await home.says(person, Sender.BOT, "Dit is jouw kaart.", picture=PICTURE, choices=KEEP)
    bubble = await person.sees()
    assert bubble.photo == draw(PICTURE)
    assert Image.open(io.BytesIO(bubble.photo)).format == "PNG"
    assert (bubble.text, bubble.labels) == ("Dit is jouw kaart.", ["Ja, bewaar"])
    query = await person.taps("Ja, bewaar")
    assert await person.answered(query) is None
    assert "keep_card" in (await person.sees()).text


async def test_a_text_too_long_for_a_caption_follows_the_photo(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    text = "naam, " * 300
    await home.says(person, Sender.BOT, text, picture=PICTURE, choices=KEEP)
    photo, words = await person.sees(), await person.sees()
    assert photo.photo
    assert (photo.text, photo.labels) == ("", [])
    assert (words.text, words.labels, words.photo) == (text.strip(), ["Ja, bewaar"], None)


async def test_a_photo_is_sent_again_after_a_failure(api: BotApi, home: House, person: Person) -> None:
    await meet(person)
    api.breaks("sendPhoto", times=2)
    await home.says(person, Sender.BOT, "Dit is jouw kaart.", picture=PICTURE)
    assert (await person.sees()).photo
    assert len(api.asked("sendPhoto")) == 3
