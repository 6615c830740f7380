"""
Heavy: two things that weigh, told in one message. Both are named back, the heavier first, and the person says which to begin with.

A death counts for who died, in so many words; the rest for what it is. The weights and words are tables, `dialogues/memory.yml`
and, of who died, `dialogues/losses.yml`.
"""

import re
from functools import cache
from typing import Any

from actions import deaths
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

type Weight = dict[str, Any]

PARTNER = re.compile(
    r"\bm(?:ij)?n (man|vrouw|vriend|vriendin|partner|lief)\b[\w ]{0,30}\b"
    r"(?:weg|verlaten|elkaar|scheid\w*|gescheiden|uitgemaakt)\b"
)


@cache
def table() -> dict[str, Any]:
    """
    The table of what weighs.
    """
    content = tables.read(DIALOGUES / "memory.yml")
    return dict(content["heavy"])


def pair(text: str) -> list[Weight] | None:
    """
    The two heaviest things of a message, the heavier first; None when there are not two.
    """
    found: dict[str, Weight] = {}
    for weight in [*_deaths(text), *_others(text)]:
        found.setdefault(weight["key"], weight)
    heavy = sorted(found.values(), key=lambda weight: -int(weight["weight"]))
    lost = [weight for weight in heavy if weight["intent"] in ("share_bereavement", "share_breakup")]
    return heavy[:2] if len(heavy) > 1 and lost else None


def chosen(pair: list[Weight], text: str, names: dict[str, str]) -> int | None:
    """
    Which of the two a short answer names, by what it is or by name; None when it names neither or both.
    """
    bare = [names.get(word, word) for word in plain(text).split()]
    named = [n for n, weight in enumerate(pair) if set(weight["words"]) & set(bare)]
    first = [0] if {"eerste", "allebei", "maakt"} & set(bare) else [1] if {"tweede", "laatste"} & set(bare) else []
    return (named or first)[0] if len(named or first) == 1 else None


def _deaths(text: str) -> list[Weight]:
    return [_death(kin, int(deaths.table()["weights"][kin])) for kin in deaths.died(text)]


def _death(kin: str, weight: int) -> Weight:
    how = "de dood" if kin in deaths.table()["beasts"] else "het overlijden"
    return {
        "key": f"death:{kin}", "weight": weight, "as": f"{how} van je {kin}", "button": f"mijn {kin}", "about": f"je {kin}",
        "words": [kin], "intent": "share_bereavement", "loss": f"share_bereavement:{kin}", "cause": "loss",
    }  # fmt: skip


def _others(text: str) -> list[Weight]:
    bare, found = plain(text), []
    for kind in KINDS:
        row = table()[kind]
        pattern = compiled(row["is"])
        if pattern and pattern.search(bare):
            whose, deep = f" met je {kin[1]}" if (kin := _parted_from(kind, bare)) else "", [kin[1]] if kin else []
            named = f"{row['button']}{whose}".replace(" je ", " mijn ")
            found.append(_other(kind, row, f"{row['as']}{whose}", named, deep))
    return found


def _parted_from(kind: str, bare: str) -> re.Match[str] | None:
    return PARTNER.search(bare) if kind == "parted" else None


def _other(kind: str, row: Weight, said: str, button: str, kin: list[str]) -> Weight:
    intent, cause = KINDS[kind]
    words = [word for word in plain(row["button"]).split() if len(word) > 3] + kin
    loss = ":".join([intent, *kin]) if kind == "parted" else None
    weighs = {"key": kind, "weight": int(row["weight"]), "as": said, "button": button, "about": said}
    return weighs | {"words": words, "intent": intent, "loss": loss, "cause": cause}


KINDS = {
    "parted": ("share_breakup", "breakup"),
    "illness": ("share_illness", "illness"),
    "work": ("share_work_money", "money"),
    "money": ("share_work_money", "money"),
    "home": ("share_moved", "moved"),
}
