"""
Losses: sympathy first and no question, both named where both are sure, and nobody mourned who lives.
"""

from typing import Any

import pytest

from actions.deaths import died, table
from actions.memory import hear
from store.texts import texts
from store.voices import polite
from tests.unit.actions.turns import Turn, turn

FIRST = [
    ("mijn vrouw Annie is in maart gestorven", "je vrouw Annie"),
    ("ons mama is vorige week overleden", "je mama"),
    ("mijn hond Bo is dood", "je hond Bo"),
    ("Mijn man Kees is overleden, nu twee maanden geleden.", "je man Kees"),
    ("me moeder is dood", "je moeder"),
    ("mijne pa is gestorven in de zomer", "je pa"),
    ("wij hebben onze kat gisteren laten inslapen", "je kat"),
    ("ik heb mijn zoon verloren", "je zoon"),
    ("mijn broer is verongelukt", "je broer"),
    ("mijn oma is overleden op vrijdag, ik heb veel huilen", "je oma"),
    ("k heb mn opa verloren aan corona", "je opa"),
    ("mijn beste vriendin is er niet meer", "je vriendin"),
]
NOBODY = [
    "mijn vriend zijn vader is overleden", "de vader van mijn man is overleden", "mijn man zei dat zijn zus overleden is",
    "mijn vrouw heeft haar zus begraven", "mijn man werkt zich dood", "mijn moeder wil dood", "ik ben het contact met mijn zus verloren",
    "mijn zoon komt er niet meer", "mijn vader is bang voor de dood", "ik ben bang dat mijn vader dood gaat", "mijn zus is niet dood",
    "als mijn man dood gaat ben ik alleen", "mijn hond is bijna dood", "mijn vader leeft niet met mijn moeder samen",
    "mijn zus ging dood van het lachen niet hoor",
]  # fmt: skip
DENIED = [
    "hij leeft, hij is in het ziekenhuis", "er is niemand dood hier", "nee ze is niet overleden, ze woont in Spanje", "hij leeft nog hoor",
    "nee nee niemand is gestorven", "mijn man is niet dood", "wie zegt dat hij dood is? hij leeft gewoon",
]  # fmt: skip
SAVED = [
    "hij leeft nog, de ambulance was er op tijd", "ze leeft, ze is gered", "mijn moeder heeft het overleefd", "hij is buiten levensgevaar",
    "ze hebben hem gereanimeerd en hij leeft",
]  # fmt: skip
DREAMT = [
    "in mijn dromen leeft hij nog",
    "ik wou dat hij nog leefde",
    "alsof hij nog leeft",
    "hij leeft voort in mij",
    "mijn zus leeft nog",
]
MOURNING: dict[str, Any] = {"losses": ["share_bereavement:man"], "topic": "share_bereavement", "causes": ["loss"]}


def reply(text: str, intent: str = "share_sadness", **state: Any) -> Turn:
    """
    A reflection with the memory of its message.
    """
    return turn("action_reflect", text, intent, **(state | hear(state, text)))


@pytest.mark.parametrize(("text", "who"), FIRST)
@pytest.mark.parametrize("intent", ["share_bereavement", "share_sadness", "nlu_fallback"])
def test_the_first_telling_gets_sympathy_with_who_it_was(text: str, who: str, intent: str) -> None:
    told = reply(text, intent)
    assert told.said in (["utter_known_loss"], ["utter_old_loss"])
    assert told.facts[0]["relation"] == who
    assert told.slots["losses"]
    assert hear({}, text)["news"]["first"]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_mourned_who_did_not_die(text: str) -> None:
    assert died(text) == []
    assert "utter_known_loss" not in reply(text, "share_missing_someone").said


@pytest.mark.parametrize(
    "text",
    ["mijn dochter wil dat ik naar een praatgroep ga. doe ik niet", "mijn zoon vindt dat ik het huis moet verkopen"],
)
@pytest.mark.parametrize("intent", ["share_missing_someone", "share_bereavement"])
def test_of_who_is_still_there_nobody_is_missed(text: str, intent: str) -> None:
    told = reply(text, intent, losses=["share_bereavement:vrouw"])
    assert not any(
        line.startswith(("utter_hear_missing", "utter_still_missing", "utter_hear_bere")) for line in told.said
    )


def test_there_is_no_question_in_sympathy() -> None:
    for name in (
        "utter_known_loss",
        "utter_old_loss",
        "utter_second_loss",
        "utter_now_second_loss",
        "utter_loss",
        "utter_not_dead",
    ):
        assert not any("?" in line.text for line in texts().responses[name])


def test_a_death_of_whom_is_not_told_gets_sympathy_too() -> None:
    assert reply("hij is vorige week overleden", "share_bereavement").said == ["utter_loss"]
    assert reply("ik ben sinds mei weduwe", "share_bereavement").said[0] in ("utter_loss", "utter_still_widowed")


def test_only_after_sympathy_one_soft_thing_is_asked() -> None:
    slots = reply("mijn vrouw Annie is in maart gestorven").slots
    assert reply("ze lachte altijd om alles, die Annie", "share_bereavement", **slots).said == [
        "utter_hear_bereavement"
    ]


def test_a_second_loss_names_both_where_both_are_sure() -> None:
    slots = reply("mijn vrouw Annie is in maart gestorven").slots
    now = reply("en vorige week is mijn zus overleden", **slots)
    assert (now.said, now.facts[0]["first"], now.facts[0]["second"]) == (["utter_now_second_loss"], "Annie", "je zus")
    later = reply("mijn zus is ook gestorven", **slots)
    assert later.said == ["utter_second_loss"]
    assert later.slots["losses"] == ["share_bereavement:vrouw", "share_bereavement:zus"]
    unknown = reply("hij is overleden in mei", "share_bereavement").slots
    assert "second" not in str(reply("mijn man is overleden", **unknown).said)


def test_the_same_loss_in_another_word_is_no_second() -> None:
    slots = reply("ons mama is vorige week overleden").slots
    told = reply("mijn moeder is gestorven aan haar hart", "share_bereavement", **slots)
    assert not {"utter_known_loss", "utter_second_loss", "utter_now_second_loss"} & set(told.said)


@pytest.mark.parametrize("text", DENIED)
def test_who_lives_is_mourned_no_more(text: str) -> None:
    told = reply(text, "deny", **MOURNING)
    assert told.said == ["utter_not_dead"]
    assert [told.slots[slot] for slot in ("losses", "topic", "causes")] == [None, None, None]


def test_another_loss_stays_when_a_death_is_taken_back() -> None:
    state = MOURNING | {"losses": ["share_bereavement:man", "share_breakup"]}
    assert reply("nee hij leeft nog", "deny", **state).slots["losses"] == ["share_breakup"]


def test_of_two_who_died_only_the_one_who_lives_is_taken_back() -> None:
    state = MOURNING | {"losses": ["share_bereavement:vrouw", "share_bereavement:zus"]}
    told = reply("nee mijn zus is niet overleden, ik typte verkeerd", "deny", **state)
    assert (told.said, told.slots["losses"], told.slots["causes"]) == (
        ["utter_not_dead"],
        ["share_bereavement:vrouw"],
        ["loss"],
    )


@pytest.mark.parametrize("text", SAVED)
@pytest.mark.parametrize("state", [{}, {"about_other": True}, {"losses": ["share_bereavement:oma"]}])
def test_who_came_through_is_a_relief_and_no_mistake_of_ours(text: str, state: dict[str, Any]) -> None:
    assert reply(text, "share_good_news", **state).said == ["utter_came_through"]


@pytest.mark.parametrize(
    "text",
    [
        "de bus was op tijd", "ik was net op tijd thuis", "ik ben om drie uur wakker geworden", "ik heb het gered vandaag",
        "ik ben vijf kilo bijgekomen", "mijn sleutels zijn teruggevonden", "de ambulance kwam te laat",
        "hij is in het ziekenhuis overleden", "ik heb de winter overleefd",
    ],
)  # fmt: skip
def test_nobody_is_saved_where_nobody_was_in_danger(text: str) -> None:
    assert "utter_came_through" not in reply(text, "share_good_news").said


@pytest.mark.parametrize("text", DREAMT)
def test_a_dream_or_somebody_else_takes_nothing_back(text: str) -> None:
    told = reply(text, "share_bereavement", **MOURNING)
    assert not {"utter_not_dead", "utter_came_through"} & set(told.said)
    assert told.slots["losses"]


@pytest.mark.parametrize("kin", sorted(table()["weights"]))
def test_everybody_who_can_be_lost_has_a_u_form(kin: str) -> None:
    assert polite(f"Je {kin} is er niet meer.") == f"Uw {kin} is er niet meer."


def test_a_detail_of_a_loss_gets_no_question_of_another_kind() -> None:
    details = ["ze zette altijd twee kopjes klaar", "op zondag bakte ze pannenkoeken", "haar jas hangt er nog"] * 6
    slots: dict[str, Any] = {"losses": ["share_bereavement:vrouw"], "listened": 3, "topic": "share_bereavement"}
    said: list[str] = []
    for text in details:
        told = turn("action_reflect", text, "share_bereavement", **slots)
        slots, said = told.slots, said + told.said
    assert not {name for name in said if name.startswith(("utter_ask_", "utter_offer_"))}
    assert turn("action_goodbye", "dag", "goodbye", **slots).said == ["utter_goodbye_talk"]
