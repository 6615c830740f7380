"""
Measures of understanding: accuracy, F1 an intent, and what is taken for what.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot import supervisor
from bot.settings import ROOT
from store.errors import BadFile, EngineMissing

FALLBACK = "nlu_fallback"


def read_lines(path: Path, keys: Sequence[str]) -> list[dict[str, Any]]:
    """
    The objects of a JSON-lines file, each with the keys asked for. Raises BadFile with the line's number.
    """
    return [value for _, value in numbered_lines(path, keys)]


def numbered_lines(path: Path, keys: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """
    The objects of a JSON-lines file as `read_lines` gives them, each with its line number from 1.
    """
    lines = []
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name} kan ik niet lezen.") from error
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadFile(f"{path.name}, regel {number}: dit is geen JSON.") from error
        missing = [key for key in keys if not isinstance(value, dict) or key not in value]
        if missing:
            raise BadFile(f"{path.name}, regel {number}: {', '.join(missing)} ontbreekt.")
        lines.append((number, value))
    return lines


async def understand(model: Path, texts: list[str]) -> list[dict[str, Any]]:
    """
    What the model makes of each text: {"intent", "confidence", "top"}; `top` is the likeliest intent without the fallback.
    """
    process = await asyncio.create_subprocess_exec(
        str(supervisor.python()), "-m", "engine.parse", str(model),
        cwd=ROOT, env=supervisor.environment(),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    told, _ = await process.communicate(json.dumps(texts).encode())
    if process.returncode:
        raise EngineMissing("De engine kan het model niet laden. Draai `nachtlicht train`.")
    return list(json.loads(told))


def score(wanted: list[str], got: list[str]) -> dict[str, Any]:
    """
    `n`, `accuracy`, `macro_f1` (over the intents that occur), `per_intent` and `confusions` (most frequent first).
    """
    pairs = Counter(zip(wanted, got, strict=True))
    support, predicted = Counter(wanted), Counter(got)
    per_intent = {}
    for intent in sorted(support):
        right = pairs[intent, intent]
        precision = right / predicted[intent] if predicted[intent] else 0.0
        recall = right / support[intent]
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        per_intent[intent] = {"n": support[intent], "precision": precision, "recall": recall, "f1": f1}
    confused = [{"intent": w, "taken_for": g, "n": n} for (w, g), n in pairs.most_common() if w != g]
    return {
        "n": len(wanted),
        "accuracy": sum(n for (w, g), n in pairs.items() if w == g) / len(wanted) if wanted else 0.0,
        "macro_f1": sum(v["f1"] for v in per_intent.values()) / len(per_intent) if per_intent else 0.0,
        "per_intent": per_intent,
        "confusions": confused,
    }


async def evaluate(model: Path, path: Path) -> dict[str, Any]:
    """
    `score` of a model on a file of {"text","intent"}; a sentence that falls back counts as its likeliest intent.
    """
    lines = read_lines(path, ("text", "intent"))
    understood = await understand(model, [line["text"] for line in lines])
    result = score([line["intent"] for line in lines], [u["top"] for u in understood])
    return result | {"fallback": sum(u["intent"] == FALLBACK for u in understood) / len(lines) if lines else 0.0}
