"""
The flows: the graph holds everything that runs, and nothing leads nowhere.
"""

import json
import subprocess
import sys

from bot.desk import ANSWERS, DEEDS
from bot.flows import Flows
from bot.measures import score
from tests.running import ROOT


def test_nothing_leads_nowhere() -> None:
    assert Flows().problems() == []


def test_the_command_prints_every_rule_response_and_intent() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "flows", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    graph = json.loads(done.stdout)
    ids = {node["id"] for node in graph["nodes"]}
    flows = Flows()
    assert {f"intent:{name}" for name in flows.domain["intents"]} <= ids
    assert {f"response:{name}" for name in flows.texts.responses} <= ids
    assert sum(id.startswith("rule:") for id in ids) == sum(
        path.read_text(encoding="utf-8").count("- rule:") for path in (ROOT / "dialogues" / "rules").glob("*.yml")
    )
    assert {edge["from"] for edge in graph["edges"]} | {edge["to"] for edge in graph["edges"]} <= ids


def test_every_answer_of_the_desk_is_a_deed() -> None:
    assert set(ANSWERS.values()) <= set(DEEDS)


def test_scores_are_what_they_are_called() -> None:
    result = score(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert result["accuracy"] == 0.75
    assert round(result["per_intent"]["a"]["f1"], 4) == 0.6667
    assert round(result["per_intent"]["b"]["f1"], 4) == 0.8
    assert round(result["macro_f1"], 4) == 0.7333
    assert result["confusions"] == [{"intent": "a", "taken_for": "b", "n": 1}]
