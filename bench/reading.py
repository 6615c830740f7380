"""
`python -m bench.reading MODEL`, in the engine's environment: reads a JSON list of texts from standard input, understands them one
at a time, and writes {"top", "p50_ms", "messages_per_second", "memory_mb"}.

`top` is the likeliest intent of each text without the fallback; the clock runs after a warm-up; memory is the highest resident
memory that this process needed to load the model and to read.
"""

import asyncio
import json
import logging
import os
import resource
import statistics
import sys
from time import perf_counter
from typing import Any, Dict, List, Text

from engine.parse import understand
from rasa.core.agent import load_agent
from rasa.utils.log_utils import configure_structlog

WARM_UP = 50
KIB_PER_MIB = 1024
MAXRSS_PER_KIB = 1024 if sys.platform == "darwin" else 1


async def read(model: Text, texts: List[Text]) -> Dict[Text, Any]:
    """
    What the model makes of the texts, and at what cost.
    """
    agent = await load_agent(model_path=model)
    for text in texts[:WARM_UP]:
        await understand(agent, text)
    top, seconds = [], []
    for text in texts:
        began = perf_counter()
        understood = await understand(agent, text)
        seconds.append(perf_counter() - began)
        top.append(understood["top"])
    return {
        "top": top,
        "p50_ms": 1000 * statistics.median(seconds),
        "messages_per_second": len(seconds) / sum(seconds),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MAXRSS_PER_KIB / KIB_PER_MIB,
    }


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # Rasa logs to standard output; only the answer belongs there
    configure_structlog(logging.ERROR)  # else every text is logged, which also takes time
    json.dump(asyncio.run(read(sys.argv[1], json.load(sys.stdin))), answers)
    answers.close()
