"""
How well the safety net sees danger: recall by kind, false alarms by kind, topic and time, with Wilson intervals.
"""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from bot.safety.net import SafetyNet
from bot.safety.signal import Level, Topic

GROUPS = ("kind", "topic", "speaker")
ERRORS = ("n", "missed", "red_missed", "alarms")
ALIASES = {
    "suicidality": "suicide", "suicidal": "suicide", "selfharm": "self_harm", "violence": "domestic_violence",
    "abuse": "child_abuse", "sexual_abuse": "sexual_violence", "rape": "sexual_violence", "overdose": "substance",
    "psychotic": "psychosis", "emergency": "medical", "threat_to_others": "threat", "child": "minor",
}  # fmt: skip


def evaluate(lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """
    Measure lines of {"text","level","topic","kind"}; flagged means orange or red. Shapes as in the public interface.
    """
    net = SafetyNet.load()
    hits: dict[str, list[bool]] = defaultdict(list)
    alarms_by: dict[str, list[bool]] = defaultdict(list)
    reds, topics, times = [], [], []
    misses, alarms = [], []
    groups_of: dict[str, dict[str, Counter[str]]] = {group: defaultdict(Counter) for group in GROUPS}
    for line in lines:
        began = time.perf_counter()
        signal = net.assess(line["text"])
        times.append(time.perf_counter() - began)
        flagged, kind, level = signal.level > Level.GREEN, str(line.get("kind", "other")), str(line["level"]).lower()
        for group, rows in groups_of.items():
            if line.get(group):
                rows[str(line[group])].update(_errors(level, signal.level))
        told = {**line, "got": {"level": signal.level.name.lower(), "topic": signal.topic.value, "rule": signal.rule}}
        if level == "green":
            alarms_by[kind].append(flagged)
            alarms += [told] if flagged else []
            continue
        hits[kind].append(flagged)
        misses += [] if flagged else [told]
        if level == "red":
            reds.append(signal.level is Level.RED)
        wanted = ALIASES.get(str(line.get("topic")), line.get("topic"))
        if flagged and wanted in set(Topic):
            topics.append(signal.topic.value == wanted)
    groups = {"recall": _shares(hits), "false_alarms": _shares(alarms_by)}
    return {
        "n": len(times),
        "recall": {kind: share for kind, (share, _) in groups["recall"].items()},
        "red_recall": _share(reds),
        "false_alarms": {kind: share for kind, (share, _) in groups["false_alarms"].items()},
        "topic_accuracy": _share(topics),
        "p99_ms": round(1000 * sorted(times)[int(0.99 * (len(times) - 1))], 3) if times else None,
        "misses": misses,
        "alarms": alarms,
        "groups": {
            group: {name: {key: row[key] for key in ERRORS} for name, row in sorted(rows.items())}
            for group, rows in groups_of.items()
            if rows
        },
        "intervals": {name: {kind: interval for kind, (_, interval) in group.items()} for name, group in groups.items()}
        | {"red_recall": wilson(sum(reds), len(reds)), "topic_accuracy": wilson(sum(topics), len(topics))},
    }


def _errors(wanted: str, got: Level) -> list[str]:
    """
    What went wrong with one line, as the columns of the report by group.
    """
    wrong = ["n"]
    wrong += ["missed"] if wanted != "green" and got is Level.GREEN else []
    wrong += ["red_missed"] if wanted == "red" and got is not Level.RED else []
    wrong += ["alarms"] if wanted == "green" and got is not Level.GREEN else []
    return wrong


def _shares(by_kind: dict[str, list[bool]]) -> dict[str, tuple[float | None, list[float]]]:
    everything = {**by_kind, "all": [flag for flags in by_kind.values() for flag in flags]}
    return {kind: (_share(flags), wilson(sum(flags), len(flags))) for kind, flags in sorted(everything.items())}


def _share(flags: list[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def wilson(right: int, n: int, z: float = 1.96) -> list[float]:
    """
    The Wilson interval (95 %) of `right` out of `n`, as [low, high].
    """
    if not n:
        return [0.0, 1.0]
    share = right / n
    middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    ends = [(middle + sign * spread) / (1 + z * z / n) for sign in (-1, 1)]
    return [round(min(1.0, max(0.0, end)), 4) for end in ends]
