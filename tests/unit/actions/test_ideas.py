"""
The decision table of offers, row by row and as a whole.
"""

import itertools
from typing import Any

import pytest

from actions.ideas import UNKNOWN, Situation, fitting, table
from store.texts import texts

ROWS: list[dict[str, Any]] = table()["rows"]
AXES: dict[str, list[str]] = table()["axes"]
CAUSES: list[tuple[str, ...]] = [
    (),
    *((cause,) for cause in AXES["cause"] if cause != UNKNOWN),
    ("loss", "money"),
    ("breakup", "fear"),
    ("loss", "moved", "tired"),
]


def every_situation() -> list[Situation]:
    return [
        Situation(kind, isolation, frozenset(causes), energy, worry, minor)
        for kind, isolation, causes, energy, worry, minor in itertools.product(
            AXES["kind"], AXES["isolation"], CAUSES, AXES["energy"], AXES["worry"], AXES["minor"]
        )
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_row_brings_its_offers_to_whom_it_is_for(row: dict[str, Any]) -> None:
    when = dict(row["when"])
    cause = when.pop("cause", None)
    fitted = fitting(Situation(causes=frozenset({cause} if cause else ()), **when))
    brought = [name for name in row["offers"] if name in fitted]
    assert brought, "the limits leave nothing of this row"
    assert fitted[0] in row["offers"] or any(fitted[0] in above["offers"] for above in ROWS[: ROWS.index(row)])


@pytest.mark.parametrize("row", ROWS[:-1], ids=lambda row: row["name"])
def test_a_row_matters(row: dict[str, Any]) -> None:
    def without(situation: Situation) -> list[str]:
        rows = table()["rows"]
        rows.remove(row)
        try:
            return fitting(situation)
        finally:
            rows[:] = original

    original = list(ROWS)
    assert any(without(s) != fitting(s) for s in every_situation() if s.fits(row["when"]))


def test_everybody_has_at_least_three_ideas_each_with_a_text_and_a_smaller_one() -> None:
    assert min(len(fitting(situation)) for situation in every_situation()) >= 3
    for name in table()["offers"]:
        assert {f"utter_idea_{name}", f"utter_idea_{name}_small"} <= set(texts().responses)


def test_rows_and_limits_speak_of_axes_and_offers_that_exist() -> None:
    for rule in [*ROWS, *table()["limits"]]:
        assert all(value in AXES[axis] for axis, value in rule["when"].items())
    own = set(table()["own"].values())
    assert {name for row in ROWS for name in row["offers"]} | own == set(table()["offers"])


@pytest.mark.parametrize("cause", ["loss", "breakup"])
def test_after_losing_someone_no_group_is_offered(cause: str) -> None:
    for situation in every_situation():
        if cause in situation.causes:
            assert not any(table()["offers"][name].get("group") for name in fitting(situation))


def test_who_misses_one_person_is_not_sent_to_a_group() -> None:
    for situation in every_situation():
        if situation.kind == "emotional":
            assert not any(table()["offers"][name].get("group") for name in fitting(situation))


def test_with_nearly_no_energy_nothing_takes_more_than_five_minutes() -> None:
    for situation in every_situation():
        if situation.energy == "none":
            assert all(table()["offers"][name]["minutes"] <= 5 for name in fitting(situation))
    assert fitting(Situation(energy="none"))[0] == "rest"


def test_no_offer_takes_longer_than_ten_minutes() -> None:
    assert all(offer["minutes"] <= 10 for offer in table()["offers"].values())


def test_much_worry_comes_to_a_person_first_and_a_child_to_a_grown_up_it_trusts() -> None:
    for situation in every_situation():
        if situation.minor == "yes":
            assert fitting(situation)[0] == "trusted_adult"
        elif situation.worry == "much":
            assert fitting(situation)[0] == "human"


def test_let_down_by_services_comes_to_somebody_independent_first() -> None:
    for situation in every_situation():
        calm = situation.minor == "no" and situation.worry != "much" and situation.energy != "none"
        if situation.kind == "institutional" and calm and not {"loss", "breakup"} & situation.causes:
            assert fitting(situation)[0] == "supporter"


def test_isolation_is_not_concluded_from_a_feeling() -> None:
    assert fitting(Situation(kind="social")) != fitting(Situation(kind="social", isolation="personal"))
