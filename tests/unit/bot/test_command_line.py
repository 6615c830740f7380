"""
The command line: one clear sentence and exit code 1 for what goes wrong, and nothing else on standard output.
"""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.supervisor import model_path
from tests.running import ROOT


def nachtlicht(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """
    Run the command with some settings.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NACHTLICHT_")}
    own = {f"NACHTLICHT_{k.upper()}": v for k, v in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT, env=kept | own | {"PYTHONWARNINGS": "ignore"}, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def told(done: subprocess.CompletedProcess[str], words: str) -> None:
    """
    It failed with one sentence that has these words, and without a traceback.
    """
    assert done.returncode == 1, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told(nachtlicht("start", "--port", str(port), data=str(tmp_path)), f"Poort {port} is al in gebruik")


def test_an_engine_that_cannot_start(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / model_path(models).name).write_bytes(b"this is no model")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = nachtlicht("start", "--port", str(port), data=str(tmp_path / "data"), models=str(models))
    assert done.returncode == 1
    assert "De engine start niet" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"port": "tachtig"}, "NACHTLICHT_PORT"),
        ({"port": "99999"}, "NACHTLICHT_PORT"),
        ({"country": "DE"}, "NACHTLICHT_COUNTRY"),
        ({"telegram_api": "localhost"}, "NACHTLICHT_TELEGRAM_API"),
        ({"database_url": "mysql://ergens"}, "NACHTLICHT_DATABASE_URL"),
    ],
)
def test_broken_settings_are_named_and_never_shown(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    done = nachtlicht("people", "add", "--name", "Sam", "--role", "volunteer", **{"data": str(tmp_path), **settings})
    told(done, words)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"postgresql://nobody:geheim@127.0.0.1:{port}/niets"
    done = nachtlicht("people", "add", "--name", "Sam", "--role", "volunteer", data=str(tmp_path), database_url=url)
    told(done, "De database is niet bereikbaar")
    assert "geheim" not in done.stderr


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = nachtlicht("people", "add", "--name", "Sam", "--role", "volunteer", data=str(tmp_path / "file"))
    told(done, "NACHTLICHT_DATA")


def test_people_add_prints_the_token_and_nothing_else(tmp_path: Path) -> None:
    done = nachtlicht("people", "add", "--name", "Sam", "--role", "volunteer", "--token", data=str(tmp_path))
    assert done.returncode == 0
    assert len(done.stdout.strip()) == 43
    assert done.stdout.count("\n") == 1
    told(nachtlicht("people", "add", "--name", "Sam", "--role", "volunteer", data=str(tmp_path)), "Er is al iemand")


@pytest.mark.parametrize("line", ["geen json", '{"text": "hoi"}', '["hoi"]'])
def test_a_bad_line_in_a_file_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "zinnen.jsonl"
    path.write_text('{"text": "hoi", "intent": "greet", "level": "green"}\n' + line + "\n", encoding="utf-8")
    told(nachtlicht("eval", "nlu", str(path), "--json"), "regel 2")


def test_eval_nlu_prints_one_object(tmp_path: Path) -> None:
    path = tmp_path / "zinnen.jsonl"
    path.write_text('{"text": "hoi", "intent": "greet"}\n{"text": "doei", "intent": "goodbye"}\n', encoding="utf-8")
    done = nachtlicht("eval", "nlu", str(path), "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["n"], result["accuracy"], result["macro_f1"]) == (2, 1.0, 1.0)
    assert {"per_intent", "confusions"} <= set(result)


def test_eval_safety_prints_one_object(tmp_path: Path) -> None:
    path = tmp_path / "zinnen.jsonl"
    lines = [
        {"text": "ik wil dood", "level": "orange", "topic": "suicide", "kind": "explicit"},
        {"text": "ik lach me dood", "level": "green", "topic": "none", "kind": "idiom"},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = nachtlicht("eval", "safety", str(path), "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["n"] == 2
    assert result["recall"]["explicit"] == 1.0
    assert result["false_alarms"]["idiom"] == 0.0
