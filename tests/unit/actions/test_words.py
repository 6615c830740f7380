"""
Own words: what is worth giving back, exactly as it was put.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.words import MOST_WORDS, asks, bare_wish, own_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("niemand belt meer en de avonden duren zo lang", "niemand belt meer"),
        ("Nou ja, ik mis haar elke dag.", "ik mis haar elke dag"),
        ("hoi", None),
        ("!!!", None),
    ],
)
def test_the_clause_that_says_most_is_quoted(text: str, words: str | None) -> None:
    assert own_words(text) == words


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("ik zou wel weer willen zingen in een koor", "zingen in een koor"),
        ("Ik wil graag eens naar zee.", "naar zee"),
        ("een kop koffie met mijn zus", "een kop koffie met mijn zus"),
    ],
)
def test_a_wish_is_given_back_without_its_beginning(text: str, wish: str) -> None:
    assert bare_wish(text) == wish


@given(st.text(max_size=300))
def test_a_quote_is_short_and_literally_from_the_text(text: str) -> None:
    words = own_words(text)
    if words is not None:
        assert 2 <= len(words.split()) <= MOST_WORDS
        assert words in " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "zijn stem?",
        "wat ik mis?",
        "hoe dat was?",
        "wat ik mis? zijn stem",
        "misschien de avonden?",
        "de stilte dan?",
        "raar hè?",
    ],
)
def test_an_answer_in_the_form_of_a_question_asks_nothing(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text", ["wat is dat?", "ben ik gek?", "ik ben toch niet helemaal gek?", "wat moet ik nu?", "hoezo?", "kan dat?"]
)
def test_a_question_asks(text: str) -> None:
    assert asks(text)
