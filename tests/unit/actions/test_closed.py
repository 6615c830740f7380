"""
Closed: what somebody does not want to talk about stays out of every line until they speak of it; who wants no people hears of none.
"""

from typing import Any

import pytest

from actions.memory import hear
from store.texts import texts
from tests.unit.actions.turns import turn

SISTER = {"people": [{"who": "zus", "name": "Anneke"}]}


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("ik wil het niet over Anneke hebben", ["anneke", "zus"]),
        ("niet over mijn werk nu", ["work"]),
        ("niet weer over mijn werk aub", ["work"]),
        ("liever niet over mijn zus", ["anneke", "zus"]),
        ("over mijn ex wil ik het niet hebben", ["parting"]),
        ("begin niet over geld", ["money"]),
        ("hou op over mijn moeder", ["moeder"]),
        ("stop eens over die scheiding", ["parting"]),
        ("geen vragen meer over mijn ziekte", ["illness"]),
        ("kunnen we het niet over school hebben", ["school"]),
        ("ik hoef het nu niet over vroeger te hebben", ["past"]),
        ("laat mijn kinderen erbuiten", ["children"]),
        ("ik wil niet over haar praten", ["anneke"]),
        ("wil het ni over den hond hebben, ik wil niet over den hond praten", ["hond"]),
        ("ik wil het niet over marokko hebben", ["marokko"]),
    ],
)
def test_a_subject_is_closed(text: str, closed: list[str]) -> None:
    assert set(closed) <= set(hear(dict(SISTER), text)["closed"] or [])


@pytest.mark.parametrize(
    "text",
    [
        "ik praat nooit over mijn gevoel", "mijn zoon wil het niet over papa hebben", "ik kan niet over straat", "het gaat niet over geld",
        "ik kan niet over hem praten zonder te huilen", "niemand praat over haar", "ik wil niet alleen over mijn werk praten",
        "we hadden het niet over het huwelijk", "ik wil nergens over praten", "mijn werk is niet leuk",
    ],
)  # fmt: skip
def test_what_only_tells_closes_nothing(text: str) -> None:
    assert not hear(dict(SISTER), text)["closed"]


@pytest.mark.parametrize(
    "text", ["daar wil ik het niet over hebben", "ik wil het er niet meer over hebben", "liever niet daarover"]
)
def test_what_was_talked_about_can_be_closed_without_a_word_for_it(text: str) -> None:
    after = hear({"topic": "share_breakup"}, text)
    assert after["closed"] == ["parting"]
    assert after["topic"] is None
    assert hear({}, text)["closed"] is None


def test_nothing_that_was_kept_comes_back_and_who_speaks_of_it_opens_it() -> None:
    state: dict[str, Any] = {
        **SISTER, "quotes": ["Anneke belt mij nooit", "ik slaap slecht"], "words": "Anneke belt mij nooit", "wish": "met mijn zus eten",
    }  # fmt: skip
    after = state | hear(state, "ik wil het niet over Anneke hebben")
    assert (after["quotes"], after["words"], after["wish"]) == (["ik slaap slecht"], None, None)
    assert (after | hear(after, "het was koud vandaag"))["closed"] == after["closed"]
    assert hear(after, "nou ja, mijn zus dus")["closed"] is None


def test_it_is_said_that_it_stays_closed_without_naming_it() -> None:
    heard = hear(dict(SISTER), "ik wil het niet over Anneke hebben")
    told = turn("action_reflect", "ik wil het niet over Anneke hebben", "share_sadness", **heard)
    assert told.said == ["utter_closed"]
    instead = "niet over mijn werk, liever over mijn tuin"
    assert turn("action_reflect", instead, "share_alone", **hear({}, instead)).said == ["utter_closed_on"]
    long = "niet over mijn werk maar vandaag zat ik de hele dag bij het raam en er kwam echt niemand langs, en dat was zo stil"
    assert turn("action_reflect", long, "share_alone", **hear({}, long)).said[0] != "utter_closed"


@pytest.mark.parametrize("facts", [{"words": "mijn baas belt nooit"}, {"words": None}])
def test_no_line_of_ours_speaks_of_it(facts: dict[str, Any]) -> None:
    said: list[str] = []
    for _ in range(40):
        line = texts().pick("utter_hear_work_money", {"closed": ["work"], **facts}, said)
        assert line
        assert "werk" not in line.text.lower()
        assert "baas" not in line.text
        said.append(line.id)


def test_what_is_told_near_a_closed_subject_is_only_listened_to() -> None:
    told = turn("action_reflect", "ik krijg het niet rond deze maand", "share_work_money", closed=["work"])
    assert told.said[0].startswith("utter_listen_")


def test_who_wants_no_people_is_asked_for_none() -> None:
    for slots in ({"declined": ["utter_offer_human"]}, {"limits": ["people"]}):
        for name in (
            "utter_complain",
            "utter_goal_not_done",
            "utter_capabilities",
            "utter_greet",
            "utter_ask_if_bot",
            "utter_talent",
        ):
            said: list[str] = []
            for _ in range(8):
                line = texts().pick(name, dict(slots), said)
                assert line
                assert "vrijwillig" not in line.text.lower(), line.text
                assert not any("ask_human" in c["payload"] for c in line.choices)
                said.append(line.id)


def test_who_wants_no_volunteer_may_still_do_it_with_somebody_they_know() -> None:
    def labels(**slots: Any) -> set[str]:
        line = texts().pick("utter_ask_who_helps", slots, [])
        assert line
        return {choice["label"] for choice in line.choices}

    assert "Met een vrijwilliger" in labels()
    assert labels() - labels(declined=["utter_offer_human"]) == {"Met een vrijwilliger"}
    assert labels() - labels(limits=["people"]) == {"Met een vrijwilliger", "Met iemand die ik ken"}


def test_who_asks_for_a_person_wants_one_again() -> None:
    asked = turn(
        "action_ask_human",
        "toch een mens graag",
        "ask_human",
        declined=["utter_offer_human"],
        limits=["people", "call"],
    )
    assert (asked.slots["declined"], asked.slots["limits"]) == ([], ["call"])
