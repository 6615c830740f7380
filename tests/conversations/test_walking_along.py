"""
Somebody who walks along with a step, over HTTP: asked for where the step is planned, promised for its moment, shown to the helper.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from store import clock
from tests.conversations.people import Person, Volunteer, fits
from tests.running import RunningHouse, until

STEP = ("ik zou weer eens een kaart willen sturen", "ik ga een kaart in de bus doen", "overmorgen")


def hears_one_of(person: Person, *names: str) -> str:
    """
    The next message is one of these texts; returns its words.
    """
    message = person.hears("bot")
    assert any(fits(message, name) for name in names), message["text"]
    return str(message["text"])


@pytest.fixture
def volunteer(house: RunningHouse) -> Iterator[Volunteer]:
    """
    A volunteer who is not there now, and will be the day after tomorrow from ten to two.
    """
    someone = Volunteer(house, "Vrijwilliger Mee")
    day = (clock.local().date() + timedelta(days=2)).isoformat()
    extra = {"day": day, "kind": "extra", "start": "10:00", "end": "14:00"}
    made = someone.call("POST", "/roster/changes", json=extra)
    assert made.status_code == 200, made.text
    yield someone
    assert someone.call("DELETE", f"/roster/{made.json()['id']}").status_code == 200


def planned(house: RunningHouse) -> Person:
    """
    Somebody with a step and its moment, who wants to do it with a volunteer.
    """
    person = Person(house)
    person.hears("bot")
    for text in STEP:
        person.says(text)
        person.hears("bot")
    hears_one_of(person, "utter_ask_who_helps")
    person.chooses("Met een vrijwilliger")
    hears_one_of(person, "utter_who_helps_volunteer")
    return person


@pytest.mark.parametrize("yes", ["Ja, op dat moment", "ja graag"])
def test_the_card_names_the_moment_and_the_helper_sees_the_step(
    house: RunningHouse, volunteer: Volunteer, yes: str
) -> None:
    person = planned(house)
    (person.chooses if yes.endswith("moment") else person.says)(yes)
    card = hears_one_of(person, "card_walk")
    assert "om 10 uur" in card
    assert "een kaart in de bus doen" in card
    person.chooses("Ja, stuur maar")
    hears_one_of(person, "promise_step")
    volunteer.on_duty()
    (shown,) = (one for one in volunteer.waiting() if one["walk"])
    assert "een kaart in de bus doen" in shown["summary"]
    assert shown["promised"]
    person.chooses("Toch niet")
    until(lambda: any(fits(message, "withdrawn") for message in person.read_all()), "the withdrawal")
    assert not [one for one in volunteer.waiting() if one["walk"]]


def test_without_a_shift_nobody_is_promised(house: RunningHouse) -> None:
    person = planned(house)
    person.says("ja")
    hears_one_of(person, "walk_nobody")


def test_no_means_that_it_is_not_asked_again(house: RunningHouse) -> None:
    person = planned(house)
    person.chooses("Toch niet")
    hears_one_of(person, "not_now")
