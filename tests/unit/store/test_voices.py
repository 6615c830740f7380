"""
Voices: u for whoever says u, in every line; Flemish words for whoever writes Flemish; a name for who has one.
"""

import re

import pytest

from store.texts import Line, texts
from store.voices import Voice, hears, polite
from store.voices import _checked as read_by_hand

BUTTONS = ("one", "other", "name", "card")
LINES = [line for variants in texts().responses.values() for line in variants] + list(texts().records.values())
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|'[^'\n]*\?'|met jij en jou|jij en jou")
STEMS = "heb|ben|kun|hoef|word|vind|doe|ga|zie|sta|denk|mis|voel|schrijf|kom|ken|neem|lees|merk|spreek|vertel"
WRONG = re.compile(rf"\b(?:je|jij|jou|jouw|jezelf|u u|(?<!bij )u (?:{STEMS})|(?:{STEMS}) u)\b", re.IGNORECASE)
BY_US = re.compile(r"\bik \w+ u$", re.IGNORECASE)  # "ik neem u mee" is right
OWN = (
    "naam",
    "man",
    "vrouw",
    "hond",
    "zus",
    "huis",
    "woorden",
    "huisarts",
    "gemeente",
    "bericht",
    "kaart",
    "vader",
    "moeder",
)
POSSESSED = re.compile(rf"\bu (?:{'|'.join(OWN)})\b", re.IGNORECASE)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_every_line_has_a_u_form_in_which_nothing_is_left_over(line: Line) -> None:
    said = QUOTED.sub("", Voice(polite=True).word(line.text, line.forms))
    assert not [found for found in WRONG.finditer(said) if not BY_US.search(said[: found.end()])], said
    assert not POSSESSED.search(said), said


@pytest.mark.parametrize(
    ("je", "u"),
    [
        ("Heb je tijd? Wat doe jij?", "Hebt u tijd? Wat doet u?"),
        ("Neem je tijd. Zet je stoel bij het raam.", "Neem uw tijd. Zet uw stoel bij het raam."),
        ("Hoe voel je je?", "Hoe voelt u zich?"),
        ("Ik snap je nog niet. Niemand iets van je wil.", "Ik snap u nog niet. Niemand iets van u wil."),
        ("Je bent jezelf. Dat is jouw keuze, zeg jij.", "U bent uzelf. Dat is uw keuze, zegt u."),
        ("Je hond mist je, en jij mist je hond.", "Uw hond mist u, en u mist uw hond."),
        ("“Ik mis je.” Wil je dat zeggen?", "“Ik mis je.” Wilt u dat zeggen?"),
        ("Wie kan je helpen? Met wie kun je praten?", "Wie kan u helpen? Met wie kunt u praten?"),
        ("Schreef je dat? Zit je goed? Weet je het?", "Schreef u dat? Zit u goed? Weet u het?"),
    ],
)
def test_from_je_to_u(je: str, u: str) -> None:
    assert polite(je) == u


def test_the_own_words_of_somebody_stay_as_they_wrote_them() -> None:
    line = Line("x", "Je schreef: “{words}.” Past {thing} daarbij, denk je?").fill(
        {"words": "je bent alles", "thing": "je hond"}
    )
    assert line.voiced(Voice(polite=True)).text == "U schreef: “je bent alles.” Past uw hond daarbij, denkt u?"


def test_who_has_a_name_is_called_by_it() -> None:
    voice = Voice.of({"people": [{"who": "zus", "name": "Bo"}]})
    assert voice.word("Wat deed je zus? Je zus weet het.") == "Wat deed Bo? Bo weet het."
    assert Voice.of({"people": [{"who": "zus", "name": "Bo"}, {"who": "zus", "name": "Lies"}]}).names == {}


def test_a_text_of_the_safety_net_is_changed_only_as_it_was_read_by_hand() -> None:
    records = {name: line for name, line in texts().records.items() if name.startswith("safety_")}
    assert set(read_by_hand()) <= set(records)
    for name, line in records.items():
        said = Voice(polite=True).word(line.text, line.forms)
        assert said == read_by_hand().get(name, line.text)
        by_rule = re.sub(r"'[^']*\?'", "", polite(line.text))
        assert re.sub(r"'[^']*\?'", "", said) == by_rule, "the u-form of a changed text is to be read again"


@pytest.mark.parametrize(
    "text",
    [
        "kunt u mij helpen",
        "wat bent u eigenlijk",
        "ik wil met u praten",
        "dat is uw zaak",
        "Mag ik u iets vragen",
        "leest u mee?",
    ],
)
def test_who_says_u_is_heard(text: str) -> None:
    assert hears("polite", text)


@pytest.mark.parametrize(
    "text",
    [
        "de dokter zei: u moet rusten",
        "om 3 u was ik wakker",
        "ik zie u graag, ge weet dat",
        "dank je",
        "ze zeiden dat u dat zou doen",
    ],
)
def test_who_does_not_say_u_to_us_is_not(text: str) -> None:
    assert not hears("polite", text)


@pytest.mark.parametrize(
    "text",
    ["amai zeg", "ik heb geen goesting", "wa denkt ge", "dat is plezant", "ik heb ne keer gebeld", "mijn nonkel"],
)
def test_clear_flemish_is_heard(text: str) -> None:
    assert hears("flemish", text)


@pytest.mark.parametrize(
    "text", ["ik was in Wenen", "precies op tijd", "het is goed", "aan mijn zijde", "da's waar", "mijn man is weg"]
)
def test_what_is_dutch_everywhere_is_not_flemish(text: str) -> None:
    assert not hears("flemish", text)


def test_a_flemish_reader_meets_words_and_places_from_there() -> None:
    said = [Voice(flemish=True).word(line.text, line.forms) for line in LINES]
    assert not [text for text in said if re.search(r"\b(?:bieb|buurthuis|wijkteam|cliëntondersteuner\w*)\b", text)]


def test_a_line_can_be_said_whatever_else_is_remembered() -> None:
    state = {
        "people": [{"who": "vrouw", "name": "Riet"}],
        "limits": ["walk"],
        "told": ["age_78"],
        "address": "u",
        "flemish": True,
    }
    for name, variants in texts().responses.items():
        for line in variants:
            facts = {**state, **dict.fromkeys((*line.wants(), *BUTTONS), "woorden")}
            assert line.fill(facts).voiced(Voice.of(state)).text, name


def test_who_somebody_is_is_said_with_the_relation() -> None:
    line = Line("x", "{name} is {relation}.").fill({"name": "Henk", "relation": "je broer"})
    assert (
        line.voiced(Voice.of({"people": [{"who": "broer", "name": "Henk"}], "address": "u"})).text
        == "Henk is uw broer."
    )
