"""
The check of training data: every kind of fault is found, with file and line, and good data has none.
"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli, supervisor
from bot.data import Findings, examine, intents
from bot.examples import training
from bot.likeness import bare, near_pairs
from store.errors import BadFile

KNOWN = {"greet", "goodbye"}
LONG = "ik wil graag weten of hier vannacht nog iemand wakker is"


def check(folder: Path, greet: list[str], goodbye: list[str], held: list[tuple[str, str]] | None = None) -> Findings:
    """
    The findings for two intents, one a file, and some held-out sentences; one sentence an intent is enough here.
    """
    for intent, texts in (("greet", greet), ("goodbye", goodbye)):
        lines = "".join(f"      - {text}\n" for text in texts)
        block = f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{lines}'
        (folder / f"{intent}.yml").write_text(block, encoding="utf-8")
    (folder / "heldout").mkdir()
    told = "\n".join(json.dumps({"text": text, "intent": intent}) for text, intent in held or [])
    (folder / "heldout" / "voices.jsonl").write_text(told, encoding="utf-8")
    return examine(folder, KNOWN, fewest=1)


def test_good_data_has_no_faults(tmp_path: Path) -> None:
    findings = check(tmp_path, ["hoi", "goeiemorgen"], ["doei", "tot later"], [("hallo daar", "greet")])
    assert findings == Findings([], [])


@pytest.mark.parametrize("again", ["hoi daar", "Hoi  daar!", "hói, dáár..."])
def test_a_sentence_twice(tmp_path: Path, again: str) -> None:
    (fault,) = check(tmp_path, ["hoi daar", again], ["doei"]).faults
    assert fault.startswith(f"greet.yml:6 '{again}'")
    assert "staat er al: greet.yml:5 'hoi daar'" in fault


def test_a_sentence_under_two_labels(tmp_path: Path) -> None:
    (fault,) = check(tmp_path, ["hoi"], ["doei", "Hoi!"]).faults
    assert "goodbye.yml:6 'Hoi!' (goodbye)" in fault
    assert "greet.yml:5 'hoi' (greet)" in fault
    assert "bij een andere bedoeling" in fault


def test_sentences_that_are_near_under_two_labels(tmp_path: Path) -> None:
    (fault,) = check(tmp_path, [LONG], [f"{LONG} zeg"]).faults
    assert "goodbye.yml:5" in fault
    assert "greet.yml:5" in fault
    assert "bij een andere bedoeling" in fault


def test_a_negation_makes_another_sentence(tmp_path: Path) -> None:
    assert check(tmp_path, [LONG], [LONG.replace("nog iemand", "nog niemand")]) == Findings([], [])


def test_near_sentences_of_one_label_are_a_note(tmp_path: Path) -> None:
    findings = check(tmp_path, [LONG, f"{LONG} zeg"], ["doei"])
    assert findings.faults == []
    assert findings.notes[0].startswith("1 paar")
    assert "greet.yml:5" in findings.notes[1]
    assert "greet.yml:6" in findings.notes[1]


@pytest.mark.parametrize("held", [LONG.upper(), f"{LONG} zeg"])
def test_a_held_out_sentence_that_leaked(tmp_path: Path, held: str) -> None:
    (fault,) = check(tmp_path, [LONG], ["doei"], [("iets heel anders", "greet"), (held, "greet")]).faults
    assert "voices.jsonl:2" in fault
    assert "greet.yml:5" in fault
    assert "toetszin" in fault


def test_labels_that_the_domain_does_not_know(tmp_path: Path) -> None:
    faults = check(tmp_path, ["hoi"], ["doei"], [("joehoe", "groet")]).faults
    assert faults == ["voices.jsonl:1 'joehoe' (groet): deze bedoeling staat niet in domain.yml."]


@pytest.mark.parametrize("text", ["/restart", "ik woon in [Gent](city)", 'ik woon in [Gent]{"entity": "city"}', ""])
def test_sentences_that_rasa_reads_otherwise(tmp_path: Path, text: str) -> None:
    (fault,) = check(tmp_path, ["hoi", text], ["doei"]).faults
    assert fault.startswith(f"greet.yml:6 '{text}'")


def test_too_few_sentences(tmp_path: Path) -> None:
    check(tmp_path, ["hoi", "hallo"], ["doei"], [("dankjewel", "thank")])
    faults = examine(tmp_path, KNOWN | {"thank"}, fewest=2).faults
    assert faults == ["goodbye heeft 1 zinnen; 2 is het minste.", "thank heeft 0 zinnen; 2 is het minste."]
    assert "goodbye heeft 1 zinnen; 60 is het minste." in examine(tmp_path, KNOWN | {"thank"}).faults


def test_an_intent_of_buttons_only_is_a_note(tmp_path: Path) -> None:
    check(tmp_path, ["hoi"], ["doei"])
    findings = examine(tmp_path, KNOWN | {"open_card"}, fewest=1)
    assert findings == Findings([], ["Zonder zinnen, dus alleen via knoppen en antwoorden: open_card."])


def test_what_is_no_intent_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text("nlu:\n  - lookup: city\n    examples: |\n      - Gent\n", encoding="utf-8")
    assert check(tmp_path, ["hoi"], ["doei"]).faults == []


def test_a_file_that_is_no_training_file(tmp_path: Path) -> None:
    (tmp_path / "stuk.yml").write_text("nlu: [los: [", encoding="utf-8")
    with pytest.raises(BadFile, match=r"stuk\.yml"):
        examine(tmp_path, KNOWN)


def test_what_is_left_of_a_sentence() -> None:
    assert bare("  Één héél\tFIJNE dag, hè?! ") == "een heel fijne dag he"
    assert bare("oké 👍") == "oke 👍"
    assert bare("?!") == "?!"


def test_near_pairs_are_those_of_the_definition() -> None:
    texts = [bare(example.text) for example in training(supervisor.NLU_DATA)[:600]]
    grams = [{f" {text} "[i : i + 3] for i in range(len(text))} for text in texts]
    wanted = {
        (one, other)
        for other in range(len(texts))
        for one in range(other)
        if len(grams[one] & grams[other]) >= 0.5 * len(grams[one] | grams[other])
    }
    assert len(wanted) > 3
    assert {(one, other) for one, other, _ in near_pairs(texts, 0.5)} == wanted


def test_the_command_fails_on_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(tmp_path, ["hoi", "Hoi!"], ["doei"])
    monkeypatch.setattr(supervisor, "NLU_DATA", tmp_path)
    assert CliRunner().invoke(cli.app, ["check", "data"]).exit_code == 1


def test_our_own_data_has_no_faults() -> None:
    assert examine(supervisor.NLU_DATA, intents(supervisor.DIALOGUES / "domain.yml")).faults == []
