"""
`python -m engine.parse MODEL`: reads a JSON list of texts from standard input and writes what the model understands of each.
"""

import asyncio
import json
import os
import sys
from typing import Any, Dict, List, Text

from rasa.core.agent import Agent, load_agent

from engine.channel import plain


async def parse(model: Text, texts: List[Text]) -> List[Dict[Text, Any]]:
    """
    For each text {"intent", "confidence", "top"}.
    """
    agent = await load_agent(model_path=model)
    return [await understand(agent, text) for text in texts]


async def understand(agent: Agent, text: Text) -> Dict[Text, Any]:
    """
    What a loaded model makes of one text; `top` is the likeliest intent without the fallback.
    """
    told = await agent.parse_message(plain(text))
    ranking = [entry["name"] for entry in told["intent_ranking"] if entry["name"] != "nlu_fallback"]
    intent = told["intent"]
    return {"intent": intent["name"], "confidence": intent["confidence"], "top": (ranking or [intent["name"]])[0]}


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # Rasa logs to standard output; only the answers belong there
    json.dump(asyncio.run(parse(sys.argv[1], json.load(sys.stdin))), answers)
    answers.close()
