"""
The method, item by item (`docs/method.md`): every item once, and nothing named there that is not there.
"""

import re
from collections import Counter

import pytest

from bot.settings import ROOT
from store.texts import texts

DOC = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
ITEMS = {*map(str, range(1, 118)), "66a", "92a", "92b", "92c", "T1", "T2", "T3", "T4"}
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in DOC.splitlines()
    if line.startswith("| ") and not line.startswith("| item")
]
NAMED = re.findall(r"`([^`\n]+)`", DOC)
TESTS = [name for name in NAMED if "::" in name]
TALKS = [name for name in NAMED if name.endswith(".talk") and name != "name.talk"]
PATHS = [name for name in NAMED if re.fullmatch(r"[\w.]+(/[\w.]*)+", name) and not name.startswith("/")]
RESPONSES = [name for name in NAMED if name.startswith("utter_") and "…" not in name]


def test_every_item_has_one_row_of_four_cells() -> None:
    assert Counter(row[0].split()[0] for row in ROWS) == Counter(ITEMS)
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_item_is_shown_or_says_what_is_missing() -> None:
    for item, how, _, shown in ROWS:
        honoured = bool(re.search(r"::|\.talk|\*texts\*|\*walks\*", shown))
        assert honoured or "ot yet: issue" in how or shown.startswith("no test"), item


def test_what_is_later_names_its_issue() -> None:
    assert not re.findall(r"\*\*[Nn]ot yet(?!: issue [4-9]\b|\*\* where)", DOC)


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_every_path_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", sorted(set(TESTS) - {"file::test"}))
def test_every_test_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    assert re.search(rf"^(async )?def {test}\(", (ROOT / "tests" / path).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(TALKS)))
def test_every_talk_is_there(name: str) -> None:
    assert (ROOT / "tests" / "conversations" / "talks" / name).exists()


@pytest.mark.parametrize("name", sorted(set(RESPONSES)))
def test_every_response_is_there(name: str) -> None:
    assert name in texts().responses
