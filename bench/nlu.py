"""
`bench nlu`: understanding, the pipeline of `rasa init` beside ours, trained on the same sentences, read with on the same held-out ones.
"""

from typing import Any

from bench import pipeline
from bench.sentences import share
from bot import supervisor
from bot.examples import held_out, training

QUICK = 1 / 8
RATIOS = {
    "macro_f1": "macro_f1",
    "messages_per_second": "messages_per_second",
    "training_seconds": "training_seconds",
    "memory": "memory_mb",
}


def measure(quick: bool = False, epochs: int | None = None, part: float = 1.0) -> dict[str, Any]:
    """
    {"stock", "ours", "ratios" (ours divided by stock), "sentences", "held_out"}, after learning from a `part` of each intent's
    sentences; `quick` takes every eighth sentence of an intent, to learn from and to be asked; `epochs` is for the stock one.
    """
    learned, asked = share(training(supervisor.NLU_DATA), part), held_out(supervisor.NLU_DATA)
    if quick:
        learned, asked = share(learned, QUICK), share(asked, QUICK)
    measured = {
        "stock": pipeline.measure(pipeline.stock(epochs), learned, asked),
        "ours": pipeline.measure(pipeline.ours(), learned, asked),
    }
    ratios = {name: measured["ours"][key] / measured["stock"][key] for name, key in RATIOS.items()}
    return {**measured, "ratios": ratios, "sentences": len(learned), "held_out": len(asked)}
