"""
Cards over HTTP: the picture and its words, nothing kept without a yes, nothing left of what was dropped or forgotten, and nothing
of it for a volunteer.
"""

import io

import httpx
from PIL import Image

from tests.conversations.people import Message, Person, Volunteer
from tests.running import RunningHouse


def network(house: RunningHouse) -> tuple[Person, Message]:
    """
    Someone who has just made a network card, and the message that shows it.
    """
    person = Person(house)
    person.hears("bot")
    for words in ("mijn netwerkkaart", "mijn zus, Anneke", "niemand", "Joop van de hoek"):
        person.says(words)
        shown = person.hears("bot")
    return person, shown


def png(person: Person, url: str, token: str | None = None) -> httpx.Response:
    return person.house.request("GET", url, person.token if token is None else token)


def test_the_card_comes_as_a_picture_with_all_its_words(house: RunningHouse) -> None:
    person, shown = network(house)
    told = shown["picture"]
    assert told["url"] == f"/chat/api/messages/{shown['seq']}/picture"
    assert (
        told["alt"]
        == "Mijn netwerkkaart. Dichtbij: mijn zus, Anneke. Af en toe: nog leeg. Van gezicht: Joop van de hoek."
    )
    answer = png(person, told["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).size == (told["width"], told["height"])
    assert all("picture" not in message for message in person.seen if message["seq"] != shown["seq"])


def test_a_picture_is_for_its_own_talk_only(house: RunningHouse) -> None:
    person, shown = network(house)
    url = shown["picture"]["url"]
    assert png(person, url, "").status_code == 401
    assert png(person, url, Person(house).token).status_code == 404
    assert png(person, url.replace(str(shown["seq"]), "1")).status_code == 404
    assert png(person, url.replace(str(shown["seq"]), "99999")).status_code == 404
    assert png(person, url.replace(str(shown["seq"]), "9" * 30)).status_code == 422


def gone(person: Person, shown: Message) -> bool:
    """
    Whether nothing shows the card any more.
    """
    again = person.house.request("GET", "/chat/api/messages", person.token, params={"after": 0}).json()["messages"]
    here = next(message for message in again if message["seq"] == shown["seq"])
    left = [message for message in again if "picture" in message]
    return png(person, shown["picture"]["url"]).status_code == 404 and here["text"].endswith("Die is weg.") and not left


def test_without_a_yes_nothing_stays(house: RunningHouse) -> None:
    for words in ("nee", "ik lig elke nacht wakker"):
        person, shown = network(house)
        person.says(words)
        person.hears("bot")
        assert gone(person, shown), words
        person.says("mijn netwerkkaart")
        assert "Een naam of bijnaam is genoeg." in person.hears("bot")["text"]


def test_a_kept_card_stays_until_it_is_forgotten(house: RunningHouse) -> None:
    person, shown = network(house)
    person.chooses("Ja, bewaar")
    take = next(choice["id"] for choice in person.hears("bot")["choices"] if choice["label"] == "Neem mee")
    person.says("ik lig elke nacht wakker")
    person.hears("bot")
    person.says("mijn netwerkkaart")
    kept = person.hears("bot")
    assert kept["picture"]["alt"] == shown["picture"]["alt"]
    person.chooses("Neem mee")
    taken = person.hears("bot")
    assert taken["text"] == (
        "Mijn netwerkkaart\nDichtbij: mijn zus, Anneke\nAf en toe: nog leeg\nVan gezicht: Joop van de hoek"
    )
    assert "picture" in taken
    person.says("mijn netwerkkaart")
    person.hears("bot")
    person.hears("bot")
    person.chooses("Vergeet deze kaart")
    person.hears("bot")
    assert gone(person, shown)
    assert gone(person, kept)
    assert gone(person, taken)
    assert person.send(choice=take).status_code == 202
    assert person.hears("bot")["text"].startswith("Die kaart is er niet meer.")


def test_a_volunteer_sees_no_card(house: RunningHouse) -> None:
    person, _ = network(house)
    person.chooses("Ja, bewaar")
    person.hears("bot")
    volunteer = Volunteer(house, "Vrijwilliger Noor")
    volunteer.on_duty()
    person.says("ik wil een mens spreken")
    card = person.hears("bot")
    person.chooses("Ja, stuur maar")
    person.hears("bot")
    handover = volunteer.claims()
    person.says("hallo daar")
    talk = volunteer.call("GET", f"{volunteer.talk}/messages", params={"after": 0, "wait": 5}).text
    for told in (card["text"], str(handover), talk):
        assert "Anneke" not in told
        assert "picture" not in told
    volunteer.closes()
