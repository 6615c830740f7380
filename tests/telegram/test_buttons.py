"""
Buttons: each counts once, and only in its own conversation.
"""

from store.texts import texts
from tests.telegram.botapi import BotApi
from tests.telegram.house import House
from tests.telegram.people import Person

GONE = "telegram_button_gone"


def alert(name: str) -> str:
    return texts().record(name).text


async def test_a_tap_is_answered_and_its_buttons_go(home: House, person: Person) -> None:
    await person.says("/start")
    welcome = await person.sees()
    assert welcome.labels == [choice["label"] for choice in texts().record("welcome_telegram").choices]
    assert [len(row) for row in welcome.buttons] == [1, 1, 1, 1]
    query = await person.taps("Gewoon even praten")
    assert await person.answered(query) is None
    assert (await person.sees()).text == "Knop: /just_talk"
    await person.chat.until(lambda: not welcome.buttons, "the buttons go")
    assert ("you", "Gewoon even praten") in await home.log(person)


async def test_the_same_button_twice_counts_once(home: House, person: Person) -> None:
    home.engine.may_speak.clear()
    await person.says("/start")
    welcome = await person.sees()
    data = welcome.data("Gewoon even praten")
    first, second = await person.forges(data, welcome), await person.forges(data, welcome)
    assert await person.answered(first) is None
    assert await person.answered(second) == alert(GONE)
    home.engine.may_speak.set()
    assert (await person.sees()).text == "Knop: /just_talk"
    assert [who for who, _ in await home.log(person)] == ["bot", "you", "bot"]


async def test_another_button_of_the_same_message_still_counts(home: House, person: Person) -> None:
    await person.says("/start")
    welcome = await person.sees()
    one, other = welcome.data("Gewoon even praten"), welcome.data("Ik maak me zorgen om iemand")
    await person.forges(one, welcome)
    query = await person.forges(other, welcome)
    assert await person.answered(query) is None
    assert (await person.sees()).text == "Knop: /just_talk"
    assert (await person.sees()).text == "Knop: /concern_for_other"


async def test_a_forged_button_does_nothing(home: House, person: Person) -> None:
    await person.says("/start")
    welcome = await person.sees()
    tag = welcome.data("Gewoon even praten").partition(".")[2]
    forged = ["1-9", "99-0", "x", "", "1-", "-0", "1-0-0", "²-0"]
    for data in [*(f"{choice}.{tag}" for choice in forged), "1-0", "1-0.", "1-0.0123456789ab", "", "/restart"]:
        query = await person.forges(data, welcome)
        assert await person.answered(query) == alert(GONE), data
    assert [who for who, _ in await home.log(person)] == ["bot"]


async def test_a_button_of_an_erased_talk_does_nothing_in_the_next(home: House, person: Person) -> None:
    await person.says("/start")
    old = await person.sees()
    data = old.data("Liever een mens")
    await person.says("/wis")
    await person.sees()
    query = await person.forges(data, old)
    assert await person.answered(query) == alert(GONE)
    assert await home.vault(person) is None
    await person.says("/start")
    await person.sees()
    query = await person.forges(data, old)
    assert await person.answered(query) == alert(GONE)
    assert [who for who, _ in await home.log(person)] == ["bot"]


async def test_a_button_of_someone_else_does_nothing(api: BotApi, home: House, person: Person) -> None:
    other = Person(api, 1002)
    await person.says("/start")
    await other.says("/start")
    mine, theirs = await person.sees(), await other.sees()
    query = await person.forges(theirs.data("Liever een mens"), mine)
    assert await person.answered(query) == alert(GONE)
    assert [who for who, _ in await home.log(person)] == ["bot"]


async def test_the_wish_for_a_person_goes_to_the_desk(home: House, person: Person) -> None:
    await person.says("/start")
    await person.sees()
    await person.taps("Liever een mens")
    told = await person.sees()
    assert told.text.startswith("Er is nu geen vrijwilliger")
    assert told.labels == ["Ja, zet maar klaar", "Nee, nu niet"]
