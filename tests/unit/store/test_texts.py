"""
Texts: which line is picked, and that nothing is said twice without owning up to it.
"""

from pathlib import Path

import pytest

from store.texts import AGAIN, Texts

RESPONSES = f"""
responses:
  utter_hi:
    - text: "Hoi."
    - text: "Dag, met wat meer woorden."
  utter_hour:
    - text: "Overdag."
      metadata: {{when: day}}
    - text: "Slaap zacht."
      metadata: {{when: night}}
    - text: "Een feestdag."
      metadata: {{when: holiday}}
  utter_first:
    - text: "Eerst."
      metadata: {{instead: utter_then}}
  utter_then:
    - text: "Dan."
  utter_known:
    - text: "{{how_common}}, dus."
  {AGAIN}:
    - text: "Sorry, weer hetzelfde."
    - text: "Ik val in herhaling."
"""


@pytest.fixture
def read(tmp_path: Path) -> Texts:
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses" / "a.yml").write_text(RESPONSES, encoding="utf-8")
    (tmp_path / "facts.yml").write_text("facts: {how_common: {say: Bijna de helft}}", encoding="utf-8")
    return Texts.load(tmp_path)


def said(texts: Texts, name: str, before: list[str], **facts: str) -> tuple[str, list[str]]:
    line = texts.pick(name, dict(facts), before)
    assert line
    return line.text, [*before, line.id]


def test_a_line_comes_once_and_then_only_with_words_that_own_up_to_it(read: Texts) -> None:
    told: set[str] = set()
    before: list[str] = []
    for _ in range(6):
        text, before = said(read, "utter_hi", before)
        told.add(text)
    assert len(told) == 6
    assert sum(text.startswith(("Sorry", "Ik val")) for text in told) == 4


def test_another_response_stands_in_when_all_was_said(read: Texts) -> None:
    text, before = said(read, "utter_first", [])
    assert (text, said(read, "utter_first", before)[0]) == ("Eerst.", "Dan.")


@pytest.mark.parametrize(
    ("facts", "able"),
    [
        ({"night": "yes"}, {"Slaap zacht."}),
        ({"night": "no"}, {"Overdag."}),
        ({"night": "no", "holiday": "yes"}, {"Overdag.", "Een feestdag."}),
    ],
)
def test_a_line_fits_the_hour(read: Texts, facts: dict[str, str], able: set[str]) -> None:
    assert {said(read, "utter_hour", [], **facts)[0] for _ in range(60)} == able


def test_with_hardly_any_energy_the_shortest_line_is_said(read: Texts) -> None:
    assert {said(read, "utter_hi", [], energy="none")[0] for _ in range(20)} == {"Hoi."}


def test_a_figure_comes_from_its_file(read: Texts) -> None:
    assert said(read, "utter_known", [])[0] == "Bijna de helft, dus."
