"""
Entries of the log in the shape of Telegram messages.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parts import LIMIT, Part, parts, split, width
from store.log import Entry
from store.schema import Sender


def entry(sender: Sender, **body: Any) -> Entry:
    return Entry(5, sender, datetime(2026, 1, 1, tzinfo=UTC), body)


def choices(*labels: str) -> list[dict[str, str]]:
    return [{"label": label, "payload": "/affirm"} for label in labels]


def rows(part: Part) -> list[list[tuple[str, object]]]:
    assert part.keyboard
    return [[(button.text, button.callback_data) for button in row] for row in part.keyboard.inline_keyboard]


texts = st.text(alphabet=st.sampled_from("ab. \n🌙é"), max_size=400)


@given(texts, st.integers(min_value=2, max_value=50))
def test_splitting_keeps_every_character_but_white_space_in_order(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < width(piece) <= limit for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


@given(st.text(alphabet="ab \n", max_size=40))
def test_what_fits_stays_one(text: str) -> None:
    assert split(text, 40) == ([text.strip()] if text.strip() else [])


def test_a_cut_comes_where_a_reader_pauses() -> None:
    assert split("Een zin. Nog een zin. En dit.", 22) == ["Een zin. Nog een zin.", "En dit."]
    assert split("alinea een\n\nalinea twee is er", 20) == ["alinea een", "alinea twee is er"]
    assert split("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_length_is_counted_as_telegram_counts() -> None:
    assert width("é🌙") == 3
    assert [width(piece) for piece in split("🌙" * LIMIT)] == [LIMIT, LIMIT]


@pytest.mark.parametrize(
    ("sender", "text", "emphasis"),
    [(Sender.BOT, "hoi", None), (Sender.HUMAN, "Sam: hoi", None), (Sender.SYSTEM, "hoi", "italic")],
)
def test_who_speaks_is_seen(sender: Sender, text: str, emphasis: str | None) -> None:
    (part,) = parts(entry(sender, text="hoi", name="Sam"), "tag")
    assert part.text == text
    assert [entity.type for entity in part.entities] == ([emphasis] if emphasis else [])


def test_emphasis_covers_the_whole_text() -> None:
    (part,) = parts(entry(Sender.SYSTEM, text="Sam 🌙 is er"), "tag")
    assert [(entity.offset, entity.length) for entity in part.entities] == [(0, 12)]


def test_few_short_buttons_stand_side_by_side_and_others_below_each_other() -> None:
    (short,) = parts(entry(Sender.BOT, text="?", choices=choices("Ja", "Soms", "Nee")), "tag")
    assert rows(short) == [[("Ja", "5-0.tag"), ("Soms", "5-1.tag"), ("Nee", "5-2.tag")]]
    (long,) = parts(entry(Sender.BOT, text="?", choices=choices("Ja, stuur maar", "Toch liever niet")), "tag")
    assert rows(long) == [[("Ja, stuur maar", "5-0.tag")], [("Toch liever niet", "5-1.tag")]]
    (many,) = parts(entry(Sender.BOT, text="?", choices=choices("1", "2", "3", "4")), "tag")
    assert [len(row) for row in rows(many)] == [1, 1, 1, 1]


def test_the_buttons_hang_under_the_last_piece() -> None:
    said = parts(entry(Sender.BOT, text="a " * 5000, prefill="mijn woorden", choices=choices("Ja")), "tag")
    assert [part.keyboard is not None for part in said] == [False, False, False, True]
    assert said[-1].text == "mijn woorden"


def test_an_empty_entry_is_no_message() -> None:
    assert parts(entry(Sender.BOT, text=" \n"), "tag") == []
