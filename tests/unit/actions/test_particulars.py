"""
Particulars: each subject is heard in several people's wordings (`particulars.yml`) and not in what only looks like it; a habit is
heard without a moral word, and asked for what is missed underneath.
"""

from pathlib import Path

import pytest

from actions.particulars import find, table
from store import tables
from store.patterns import plain
from store.texts import DIALOGUES, texts

LINES = tables.read(Path(__file__).with_name("particulars.yml"))
OF_THEMES = {
    row["id"]
    for theme in LINES["themes"]
    for row in tables.read(DIALOGUES / "particulars" / f"{theme}.yml")["particulars"]
}
HABITS = {
    "gambles": [
        "Ik heb vannacht weer 300 euro vergokt",
        "ik zit elke nacht te gokken op mn telefoon",
        "heb weer gegokt",
    ],
    "smokes": ["ik blow elke dag", "elke avond een jointje, anders slaap ik niet", "te veel wiet de laatste tijd"],
    "eats": ["ik heb dan van die eetbuien", "Ik eet uit verdriet een zak chips leeg", "troosteten, elke avond"],
    "drinks": ["ik drink elke avond een fles wijn", "ik drink te veel de laatste tijd"],
}
OTHERS = [
    "ik gok dat ze niet komt",
    "mijn zoon zit te gokken",
    "ik ben gestopt, ik blow niet meer",
    "ik drink elke avond thee",
]


@pytest.mark.parametrize(("habit", "words"), [(habit, line) for habit, lines in HABITS.items() for line in lines])
def test_a_habit_is_heard(habit: str, words: str) -> None:
    found = find(words, [])
    assert found is not None
    assert found.id == habit


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_no_habit_of_ones_own_is_not_taken_for_one(words: str) -> None:
    found = find(words, [])
    assert found is None or found.id not in HABITS


@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_is_asked_for_what_is_underneath_and_never_counted(habit: str) -> None:
    heard = texts().responses[f"utter_hear_{habit}"]
    assert all(variation.text.endswith("?") for variation in heard)
    assert f"utter_still_{habit}" in texts().responses


def test_looking_for_pieces_first_finds_what_the_patterns_find() -> None:
    told = [plain(sentence) for row in table() for sentence in row.like][::5]
    assert len(told) > 300
    missed = [(row.id, text) for text in told for row in table() if row.says(text) and not row.fits(text)]
    assert missed == []


@pytest.mark.parametrize(("row", "words"), [(row, line) for row, lines in LINES["said"].items() for line in lines])
def test_it_is_heard_in_other_words(row: str, words: str) -> None:
    found = find(words, [])
    assert found is not None
    assert found.id == row


@pytest.mark.parametrize(("row", "words"), [(row, line) for row, lines in LINES["not_said"].items() for line in lines])
def test_what_only_looks_like_it_is_not_taken_for_it(row: str, words: str) -> None:
    found = find(words, [])
    assert found is None or found.id != row


@pytest.mark.parametrize("words", LINES["of_no_theme"])
def test_what_is_not_said_of_oneself_is_taken_for_nothing_of_the_kind(words: str) -> None:
    found = find(words, [])
    assert found is None or found.id not in OF_THEMES


@pytest.mark.parametrize("row", [row.id for row in table()])
def test_it_has_a_question_and_a_line_without_one(row: str) -> None:
    heard, still = (texts().responses[f"utter_{kind}_{row}"] for kind in ("hear", "still"))
    assert any(line.text.endswith("?") for line in heard)
    assert not any("?" in line.text for line in still)
