"""
A pipeline under measurement: trained by the engine on some sentences and read with by a fresh process.

Rasa's cache is an empty one each time, so that nothing of an earlier training makes this one look fast.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import yaml

from bench import sentences
from bot import supervisor
from bot.examples import Example
from bot.measures import score
from bot.settings import ROOT
from store.errors import EngineMissing, TrainingFailed

MODEL = "model.tar.gz"


def stock(epochs: int | None = None) -> dict[str, Any]:
    """
    Rasa's own configuration, as `rasa init` gives it; with fewer epochs for a try.
    """
    config = _config(Path(__file__).with_name("stock.yml"))
    for component in config["pipeline"]:
        if epochs and "epochs" in component:
            component["epochs"] = epochs
    return config


def ours() -> dict[str, Any]:
    """
    The configuration that the house runs.
    """
    return _config(supervisor.DIALOGUES / "config.yml")


def measure(config: dict[str, Any], training: Sequence[Example], held_out: Sequence[Example]) -> dict[str, float]:
    """
    Train and read: `macro_f1`, `accuracy`, `messages_per_second`, `p50_ms`, `training_seconds` (the whole command, Rasa's own
    start included), `training_cpu_seconds` (of all cores together) and `memory_mb`. Raises EngineMissing, TrainingFailed.
    """
    with TemporaryDirectory(prefix="nachtlicht-bench-") as name:
        folder = Path(name)
        began, worked = perf_counter(), _cpu_seconds()
        _train(config, training, folder)
        seconds, work = perf_counter() - began, _cpu_seconds() - worked
        read = _read(folder / MODEL, [example.text for example in held_out])
    scored = score([example.intent for example in held_out], read.pop("top"))
    kept = {"macro_f1": scored["macro_f1"], "accuracy": scored["accuracy"]}
    return {**kept, "training_seconds": seconds, "training_cpu_seconds": work, **read}


def _train(config: dict[str, Any], training: Sequence[Example], folder: Path) -> None:
    settings, data = folder / "config.yml", folder / "training.yml"
    settings.write_text(yaml.safe_dump(config), encoding="utf-8")
    sentences.write(training, data)
    done = subprocess.run(
        [supervisor.python(), "-m", "rasa", "train", "nlu", "--config", settings, "--nlu", data, "--out", folder,
         "--fixed-model-name", MODEL],
        cwd=ROOT, env=supervisor.environment(LOG_LEVEL="INFO", RASA_CACHE_DIRECTORY=str(folder / "cache")),
        stdout=sys.stderr, check=False,
    )  # fmt: skip
    if done.returncode or not (folder / MODEL).exists():
        raise TrainingFailed


def _read(model: Path, texts: list[str]) -> dict[str, Any]:
    done = subprocess.run(
        [supervisor.python(), "-m", "bench.reading", model],
        cwd=ROOT, env=supervisor.environment(), input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if done.returncode:
        raise EngineMissing("De engine kan het gemeten model niet laden.")
    return dict(json.loads(done.stdout))


def _cpu_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _config(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
