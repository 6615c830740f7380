"""
`bench learning-curve`: how well ours understands held-out sentences after learning from ever more, so that one sees whether more data
still helps.
"""

from typing import Any

from bench import pipeline
from bench.nlu import QUICK
from bench.sentences import share
from bot import supervisor
from bot.examples import held_out, training

SHARES = (1 / 8, 1 / 4, 1 / 2, 3 / 4, 1.0)


def measure(quick: bool = False) -> dict[str, Any]:
    """
    {"held_out", "points": [{"share", "sentences", "macro_f1", "accuracy", "training_seconds"}]}; each share lies within the next.
    `quick` takes every eighth sentence of an intent, to draw the shares from and to be asked.
    """
    known, asked = training(supervisor.NLU_DATA), held_out(supervisor.NLU_DATA)
    if quick:
        known, asked = share(known, QUICK), share(asked, QUICK)
    points = []
    for part in SHARES:
        learned = share(known, part)
        measured = pipeline.measure(pipeline.ours(), learned, asked)
        kept = {name: measured[name] for name in ("macro_f1", "accuracy", "training_seconds")}
        points.append({"share": part, "sentences": len(learned), **kept})
    return {"held_out": len(asked), "points": points}
