"""
Spelling: Flemish and chat words are read as the plain words that are meant, by every table, and come back just as they were typed.
"""

import pytest

from actions.memory import hear
from actions.particulars import find
from actions.words import own_words
from store.patterns import compiled, letters, plain
from store.voices import hears


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Da's ni waar", "dat is niet waar"),
        ("kweet nie wa da is", "ik weet niet wat dat is"),
        ("ma efkes wachten", "maar even wachten"),
        ("ma 'k wil efkes wachten", "maar ik wil even wachten"),
        ("tis gwn ne stomme dag idd", "het is gewoon een stomme dag inderdaad"),
        ("m'n zus en me broer, mn beste vriend en me beste vriendin", "mijn zus en mijn broer mijn beste vriend en mijn beste vriendin"),
        ("iets me de fiets", "iets met de fiets"),
        ("ruzie me me vader", "ruzie met mijn vader"),
        ("op me werk", "op mijn werk"),
        ("'k denk da'k 't weet", "ik denk dat ik het weet"),
    ],
)  # fmt: skip
def test_quaint_words_are_read_as_plain_ones(typed: str, meant: str) -> None:
    assert plain(typed) == meant
    assert plain(meant) == meant


@pytest.mark.parametrize(
    "text", ["ma is ziek", "mijn ma en pa", "ik voel me leeg", "t-shirt", "hij laat me gaan", "vitamine k", "die das"]
)
def test_what_may_mean_something_else_is_left(text: str) -> None:
    assert plain(text) == letters(text)


def test_a_pattern_in_either_spelling_fits_either() -> None:
    for pattern in ("weet niet wat", "kweet ni wa", "weet (ni|niet) wa*"):
        found = compiled([pattern])
        assert found is not None
        assert all(found.search(plain(text)) for text in ("ik weet niet wat", "kweet ni wa", "kweet nie wat"))
    endings = compiled(["vertel(de|t) niet"])
    assert endings is not None
    assert endings.search("vertelt niet")


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("k wil gwn niemand tot last zijn", "burden"),
        ("mn vrienden komen ni meer", "friends_stay_away"),
        ("'k durf ni naar binnen", "not_daring_in"),
    ],
)
def test_every_table_profits(typed: str, row: str) -> None:
    found = find(typed, [])
    assert found is not None
    assert found.id == row


def test_limits_are_heard_in_flemish_and_words_come_back_as_typed() -> None:
    assert hear({}, "'k wil ni bellen")["limits"] == ["call"]
    assert own_words("ik mis efkes niemand niet") == "ik mis efkes niemand niet"


def test_who_writes_flemish_is_still_heard_to() -> None:
    assert hears("flemish", "efkes")
    assert not hears("flemish", "even")
