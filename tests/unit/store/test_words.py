"""
Four words: what can be read back, and what is left unsure.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import words

LISTED = [line for line in words.FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
four = st.lists(st.sampled_from(LISTED), min_size=4, max_size=4, unique=True)
typo = st.tuples(
    st.sampled_from(["wrong", "missing", "extra", "swapped"]), st.integers(0, 6), st.sampled_from("aeinrst")
)


def mistyped(word: str, kind: str, place: int, letter: str) -> str:
    """
    A word with one typo, which may happen to change nothing.
    """
    at = place % (len(word) - 1)
    return {
        "wrong": word[:at] + letter + word[at + 1 :],
        "missing": word[:at] + word[at + 1 :],
        "extra": word[:at] + letter + word[at:],
        "swapped": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[kind]


def test_the_list_has_1024_plain_words() -> None:
    assert len(LISTED) == len(set(LISTED)) == 1024
    assert all(word.isascii() and word.isalpha() and word.islower() for word in LISTED)


def test_no_two_words_of_the_list_are_one_letter_apart() -> None:
    shorter: dict[str, str] = {}
    for word in LISTED:
        for n in range(len(word)):
            for key in (word[:n] + "?" + word[n + 1 :], word[:n] + word[n + 1 :]):
                assert shorter.setdefault(key, word) == word or "?" not in key
    assert not {word[:n] + word[n + 1 :] for word in LISTED for n in range(len(word))} & set(LISTED)


def test_what_is_drawn_is_four_different_words_and_never_twice_the_same() -> None:
    drawn = [words.draw() for _ in range(200)]
    assert len(set(drawn)) == 200
    for one in drawn:
        assert len(set(one.split(" "))) == 4
        assert set(one.split(" ")) <= set(LISTED)
        assert words.read(one) == words.read(one.replace(" ", "")) == one


@pytest.mark.parametrize("between", [" ", "-", ", ", "\n", " – ", ". ", "  ", "_", " 2) "])
@given(four)
def test_what_stands_between_does_not_count(between: str, chosen: list[str]) -> None:
    assert words.read(between.join(chosen)) == " ".join(chosen)


@given(four)
def test_case_and_accents_do_not_count(chosen: list[str]) -> None:
    assert words.read(" ".join(chosen).upper()) == " ".join(chosen)
    assert words.read(" ".join(chosen).replace("e", "é").replace("o", "ö").title()) == " ".join(chosen)


@given(four, st.lists(typo, min_size=4, max_size=4))
def test_one_typo_a_word_is_read_back_or_left_unsure_and_never_taken_for_another(
    chosen: list[str], typos: list[tuple[str, int, str]]
) -> None:
    typed = [mistyped(word, *how) for word, how in zip(chosen, typos, strict=True)]
    if not set(typed) & (set(LISTED) - set(chosen)):
        assert words.read(" ".join(typed)) in (" ".join(chosen), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aalbes aanrecht aardbol abrikoos", "aalbes aanrecht aardbol abrikoos"),
        ("aalbse aanrech aardbool abrykoos", "aalbes aanrecht aardbol abrikoos"),
        ("aalbesaanrechtaardbolabrikoos", "aalbes aanrecht aardbol abrikoos"),
        ("aalbes aanrechtaardbol abrikoos", "aalbes aanrecht aardbol abrikoos"),
        ("aal bes aan recht aard bol abrikoos", "aalbes aanrecht aardbol abrikoos"),
        ("aalbesaanrechtaardbolabrikos", "aalbes aanrecht aardbol abrikoos"),
        ("aanrecht aalbes aardbol abrikoos", "aanrecht aalbes aardbol abrikoos"),
    ],
)
def test_reading(typed: str, meant: str) -> None:
    assert words.read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "aalbes",
        "aalbes aanrecht aardbol",
        "aalbes aanrecht aardbol abrikoos acrobaat",
        "aalbes aanrecht aardbol qqqq",
        "aalbees aaanrecht aaardbol abrriikoos",
        "ik wil niet meer leven",
        "een twee drie vier",
        "a" * 100_000,
        "aalbes " * 40,
        "'; DROP TABLE conversations; --",
    ],
)
def test_what_is_no_four_words_is_unknown(typed: str) -> None:
    assert words.read(typed) is None


def test_halfway_between_two_words_is_unsure() -> None:
    halfway = [
        (one, other, one[:n] + other[n] + one[n + 1 :])
        for one in LISTED
        for other in LISTED
        if len(one) == len(other)
        and len(wrong := [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]) == 2
        for n in wrong
    ]
    assert halfway
    for one, other, between in halfway[:50]:
        rest = [word for word in ("zebra", "aardbol", "abrikoos", "acrobaat", "aanrecht") if word not in (one, other)]
        assert words.read(" ".join([between, *rest[-3:]])) is None


@pytest.mark.parametrize(
    ("text", "is_exact"),
    [("Aalbes, aanrecht, aardbol, abrikoos.", True), ("aalbse aanrecht aardbol abrikoos", False), ("aalbes", False)],
)
def test_exactly_four_listed_words(text: str, is_exact: bool) -> None:
    assert words.exact(text) is is_exact
