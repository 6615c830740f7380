"""
The flows: what the dialogue can do, as a graph read from the very files and classes that run.

Nodes are rules, intents, actions, responses, texts of record, forms and deeds of the house; an edge says what leads to
what. `nachtlicht flows` prints it, the flow review draws it, and `nachtlicht check` finds in it what leads nowhere or
comes from nowhere.
"""

import inspect
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from actions import all_actions, ideas, measuring, telling, tips
from actions.answers import questions
from bot.desk import DEEDS, SAFETY
from bot.safety.signal import Topic
from store import tables
from store.texts import AGAIN, DIALOGUES, Line, Texts

RESPONSE = re.compile(r"utter_[a-z0-9_]*")
DEED = re.compile(r'do\(dispatcher, "([a-z_]+)"\)')


def tabled(action: str) -> set[str]:
    """
    The responses that an action takes from a table: listening, the circle, ideas, answers.
    """
    if action == "action_reflect":
        told, moves = telling.table()["told"].values(), telling.circle()["moves"]
        return {t["hear"] for t in told} | {t.get("echo", "utter_echo") for t in told} | {m["say"] for m in moves}
    if action == "action_tip_yes":
        return set(tips.AFTER_YES.values())
    if action == "action_resist":
        return {f"utter_{intent}" for intent in ("resist_fine", "resist_useless", "resist_bad_experience")}
    if action == "action_back":
        return {phase["enter"] for phase in telling.circle()["phases"].values()}
    if action in ("action_tip", "action_smaller"):
        small = "_small" if action == "action_smaller" else ""
        return {f"utter_idea_{name}{small}" for name in ideas.table()["offers"]}
    if action == "action_answer":
        asked = {name: set(known.get("options", {})) for name, known in questions().items() if not known.get("do")}
        said = {f"utter_{name}_{option}" for name, options in asked.items() for option in options}
        return (said - {"utter_measure_yes"}) | {f"utter_ask_{item}" for item in measuring.ITEMS}
    return set()


def with_functions(action: type) -> str:
    """
    The source of an action with that of the functions of its room that it calls, and that these call.
    """
    sources, ahead = [inspect.getsource(action)], [(inspect.getsource(action), inspect.getmodule(action))]
    seen: set[object] = set()
    while ahead:
        source, module = ahead.pop()
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__.startswith("actions.") and function not in seen
            if ours and f"{name}(" in source and function.__module__ != "actions.talk":
                seen.add(function)
                sources.append(inspect.getsource(function))
                ahead.append((sources[-1], inspect.getmodule(function)))
    return "\n".join(sources)


@dataclass(frozen=True, slots=True)
class Node:
    """
    One thing: `id` is kind and name.
    """

    id: str
    kind: str
    label: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """
    What leads to what; `label` is the condition or the button.
    """

    source: str
    target: str
    label: str = ""


class Flows:
    """
    The graph of one folder of dialogues.
    """

    def __init__(self, folder: Path = DIALOGUES) -> None:
        self.folder = folder
        self.texts = Texts.load(folder)
        self.domain: dict[str, Any] = tables.read(folder / "domain.yml")
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self._read_domain()
        self._read_lines()
        self._read_rules()
        self._read_actions()

    def public(self) -> dict[str, Any]:
        """
        The graph as {"nodes": [{"id","kind","label","file"}], "edges": [{"from","to","label"}]}.
        """
        edges = [{"from": e.source, "to": e.target, "label": e.label} for e in dict.fromkeys(self.edges)]
        return {"nodes": [asdict(node) for node in self.nodes.values()], "edges": edges}

    @cached_property
    def questions(self) -> set[str]:
        """
        What a line may ask: the values of the slot `question`.
        """
        return set(self.domain["slots"]["question"]["values"])

    def problems(self) -> list[str]:
        """
        What leads nowhere, comes from nowhere, or asks something that no rule knows; in Dutch, a line each.
        """
        found = [
            f"{e.source} leidt naar {e.target}, en dat bestaat niet." for e in self.edges if e.target not in self.nodes
        ]
        reached = {e.target for e in self.edges} | {f"response:{AGAIN}"}
        for node in self.nodes.values():
            if node.kind in ("response", "action", "intent") and node.id not in reached and node.kind != "intent":
                found.append(f"{node.id} wordt nergens gebruikt ({node.file}).")
            if node.kind == "intent" and not any(e.source == node.id for e in self.edges):
                found.append(f"{node.id} heeft geen regel.")
        for line in self._all_lines():
            if line.question and line.question not in self.questions:
                found.append(f"{line.id} vraagt '{line.question}', en dat staat niet in domain.yml.")
        return sorted(set(found))

    def _add(self, kind: str, name: str, label: str = "", file: str = "") -> str:
        node = Node(f"{kind}:{name}", kind, label or name, file)
        self.nodes.setdefault(node.id, node)
        return node.id

    def _all_lines(self) -> list[Line]:
        return [line for lines in self.texts.responses.values() for line in lines] + list(self.texts.records.values())

    def _read_domain(self) -> None:
        for intent in self.domain["intents"]:
            self._add("intent", intent, file="domain.yml")
        self._add("intent", "nlu_fallback", file="config.yml")
        for action in self.domain["actions"]:
            self._add("action", action, file="domain.yml")
        for form in self.domain.get("forms") or {}:
            self._add("form", form, file="domain.yml")
        for deed in DEEDS:
            self._add("deed", deed, file="bot/desk.py")
        for deed in ("ask_meaning", "erase", "waiting", "helplines", "forget_card", "ask_again"):
            self._add("deed", deed, file="bot/desk.py")

    def _read_lines(self) -> None:
        for kind, lines in (("response", self.texts.responses), ("text", self.texts.records)):
            for name, variants in lines.items():
                first = variants[0] if isinstance(variants, list) else variants
                node = self._add(kind, name, first.text)
                for line in variants if isinstance(variants, list) else [variants]:
                    if line.then:
                        self.edges.append(Edge(node, f"deed:{line.then}", "daarna"))
                    if line.instead:
                        self.edges.append(Edge(node, f"{kind}:{line.instead}", "als alles gezegd is"))
                    for choice in line.choices:
                        self.edges.append(Edge(node, self._target(choice["payload"]), choice["label"]))

    def _target(self, payload: str) -> str:
        if payload.startswith("/"):
            return f"intent:{payload[1:].partition('{')[0]}"
        kind, _, name = payload.partition(":")
        if kind == "tell":
            return "intent:answer"
        if kind == "say":
            return f"response:{name}"
        # A deed of that name, or the saying of the net's text of that name.
        return (
            f"text:{SAFETY}{name}" if name not in DEEDS and f"{SAFETY}{name}" in self.texts.records else f"deed:{name}"
        )

    def _read_rules(self) -> None:
        for path in sorted((self.folder / "rules").glob("*.yml")):
            for rule in tables.read(path)["rules"]:
                node = self._add("rule", rule["rule"], file=f"rules/{path.name}")
                conditions = [
                    f"{k} is {v}" for c in rule.get("condition", []) for s in c["slot_was_set"] for k, v in s.items()
                ]
                for step in rule["steps"]:
                    if "intent" in step:
                        self.edges.append(Edge(f"intent:{step['intent']}", node, " en ".join(conditions)))
                    if "action" in step:
                        name = step["action"]
                        kind = (
                            "response" if name.startswith("utter_") else "form" if name.endswith("_form") else "action"
                        )
                        self.edges.append(Edge(node, f"{kind}:{name}"))

    def _read_actions(self) -> None:
        for action in all_actions():
            source = with_functions(type(action))
            node = f"action:{action.name()}"
            names = set(RESPONSE.findall(source))
            names = (names | tabled(action.name())) - {"utter_"}
            for name in sorted(names):
                exact = (
                    [name] if name in self.texts.responses else [r for r in self.texts.responses if r.startswith(name)]
                )
                self.edges += [Edge(node, f"response:{response}") for response in exact or [name]]
            self.edges += [Edge(node, f"deed:{deed}") for deed in DEED.findall(source)]
            if action.name() == "action_answer":
                asked = [known for known in questions().values() if known.get("do")]
                self.edges += [
                    Edge(node, f"deed:{known['do']}_{option}") for known in asked for option in known["options"]
                ]
        for topic in Topic:
            self.edges += [
                Edge("deed:safety", f"text:{t}") for t in self.texts.records if t.startswith(f"safety_{topic}")
            ]
        self._add("deed", "safety", "Het vangnet", "bot/safety/guard.py")
