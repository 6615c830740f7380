"""
The measurement of understanding: what it learns from, and what the command prints after really training both.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bench import curve, pipeline
from bench.sentences import share, write
from bot import supervisor
from bot.examples import held_out, of_yaml, training
from store.errors import TrainingFailed
from tests.running import ROOT

FIGURES = {
    "macro_f1",
    "accuracy",
    "messages_per_second",
    "p50_ms",
    "training_seconds",
    "training_cpu_seconds",
    "memory_mb",
}


def nachtlicht(*arguments: str) -> subprocess.CompletedProcess[str]:
    """
    Run the command.
    """
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A data folder with our sentences for three intents only.
    """
    folder = tmp_path / "nlu_data"
    (folder / "heldout").mkdir(parents=True)
    kept = {"greet", "ask_human", "ask_places"}
    write((e for e in training(supervisor.NLU_DATA) if e.intent in kept), folder / "few.yml")
    lines = [{"text": e.text, "intent": e.intent} for e in held_out(supervisor.NLU_DATA) if e.intent in kept]
    (folder / "heldout" / "few.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr(supervisor, "NLU_DATA", folder)
    return folder


def test_a_share_is_of_every_intent_and_lies_within_a_larger_one() -> None:
    known = training(supervisor.NLU_DATA)
    whole, eighth, half = Counter(e.intent for e in known), share(known, 1 / 8), share(known, 1 / 2)
    assert Counter(e.intent for e in eighth) == {intent: -(-n // 8) for intent, n in whole.items()}
    assert set(eighth) < set(half) < set(known)
    assert share(known, 1 / 8) == eighth
    assert len(share(known, 1)) == len(known)


def test_what_is_written_is_what_is_learned(tmp_path: Path) -> None:
    known = training(supervisor.NLU_DATA)
    write(known, tmp_path / "all.yml")
    read = Counter((e.intent, e.text) for e in of_yaml(tmp_path / "all.yml"))
    assert read == Counter((e.intent, e.text) for e in known)


def test_stock_is_what_rasa_init_trains() -> None:
    """
    A project of `rasa init` has no pipeline of its own, and Rasa then takes this file's.
    """
    (default,) = (ROOT / ".venv" / "engine").glob(
        "lib/*/site-packages/rasa/engine/recipes/config_files/default_config.yml"
    )
    stock = pipeline.stock()["pipeline"]
    assert [component.pop("random_seed") for component in stock if "random_seed" in component] == [1]
    assert stock == yaml.safe_load(default.read_text(encoding="utf-8"))["pipeline"]


def test_epochs_are_for_the_stock_pipeline() -> None:
    epochs = [component["epochs"] for component in pipeline.stock(3)["pipeline"] if "epochs" in component]
    assert epochs == [3, 3]
    assert {component.get("epochs") for component in pipeline.stock()["pipeline"]} == {None, 100}


def test_the_command_measures_both_side_by_side() -> None:
    done = nachtlicht("bench", "nlu", "--quick", "--part", "0.125", "--epochs", "1", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    stock, ours = result["stock"], result["ours"]
    assert set(stock) == set(ours) == FIGURES
    assert all(figure > 0 for figure in (*stock.values(), *ours.values()))
    assert result["ratios"] == {
        "macro_f1": ours["macro_f1"] / stock["macro_f1"],
        "messages_per_second": ours["messages_per_second"] / stock["messages_per_second"],
        "training_seconds": ours["training_seconds"] / stock["training_seconds"],
        "memory": ours["memory_mb"] / stock["memory_mb"],
    }
    assert ours["macro_f1"] > stock["macro_f1"]
    assert 0 < result["held_out"] < len(held_out(supervisor.NLU_DATA)) / 4


def test_the_learning_curve_learns(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curve, "SHARES", (1 / 2, 1.0))
    result = curve.measure(quick=True)
    half, whole = result["points"]
    known = share(training(few), 1 / 8)
    assert (half["share"], half["sentences"]) == (0.5, len(share(known, 1 / 2)))
    assert (whole["share"], whole["sentences"]) == (1.0, len(known))
    assert result["held_out"] == len(share(held_out(few), 1 / 8))
    assert 0.5 < whole["macro_f1"] <= 1


def test_a_pipeline_that_cannot_be_trained(few: Path) -> None:
    broken = {**pipeline.ours(), "pipeline": [{"name": "engine.classifier.NoSuchClassifier"}]}
    with pytest.raises(TrainingFailed):
        pipeline.measure(broken, training(few), held_out(few))


def test_without_a_name_the_measurements_are_listed() -> None:
    done = nachtlicht("bench", "--json")
    assert set(json.loads(done.stdout)["benches"]) >= {"nlu", "learning-curve"}


def test_an_unknown_measurement() -> None:
    done = nachtlicht("bench", "niets", "--json")
    assert done.returncode == 1
    assert "De meting 'niets' ken ik niet" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
