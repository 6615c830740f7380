"""
What a message is about is named in words that it holds; after something heavy a line gives something back, and two bare lines never follow
one another.
"""

from typing import Any

import pytest

from actions import deaths
from actions.gist import gist, table
from actions.memory import hear
from actions.weight import weight
from store.texts import Line, texts
from store.unsaid import bare
from store.voices import Voice
from tests.unit.actions.turns import turn

ABOUT = [
    ("het is hier zo stil", "die stilte"), ("ik ben zo bang", "die angst"), ("pff, weer gehuild vannacht", "dat verdriet"),
    ("mijn dochter wil niet meer komen", "je dochter"), ("de kinderen slapen niet", "je kinderen"),
    ("ons ma is zo moe", "je ma"), ("er is weer ruzie geweest", "die ruzie"), ("ik lig weer wakker", "dat slechte slapen"),
    ("ik ben niet boos, het is die pijn", "die pijn"), ("ik word gepest", "dat pesten"), ("ik voel me leeg", "die leegte"),
]  # fmt: skip
NOTHING = ["tja", "ik ben niet boos", "zo is het nu eenmaal", "kweetni"]
SORE = [
    "het is hier zo stil", "ik ben kapot", "alles doet pijn", "mijn dochter wil me niet meer zien", "ik lig weer wakker",
    "niemand die iets vraagt", "er is weer ruzie", "ik huil elke avond", "ik ben zo moe van alles", "het is gewoon te zwaar allemaal",
    "ik voel me leeg", "ik ben bang", "t is donker en koud", "ik word gepest", "mijn man is ziek", "ik kan niet meer slapen",
]  # fmt: skip
TALK = [
    ("alles is zwaar", "share_sadness"), ("het is niet anders", "nlu_fallback"), ("en zo gaat het maar door", "nlu_fallback"),
    ("ik ben op", "share_low_energy"), ("elke dag hetzelfde liedje hier", "share_alone"), ("ja ja zo is dat nu", "share_alone"),
]  # fmt: skip


def answered(
    text: str, intent: str, slots: dict[str, Any], action: str = "action_reflect"
) -> tuple[list[Line], dict[str, Any]]:
    """
    The lines that a message is answered with, and the memory after it.
    """
    told = turn(action, text, intent, **(slots | hear(slots, text)))
    said = list(slots.get("said") or [])
    lines: list[Line] = []
    for name, facts in zip(told.said, told.facts, strict=True):
        line = texts().pick(name, {**told.slots, **facts}, said)
        assert line is not None
        lines.append(line)
    return lines, told.slots | {"said": [*said, *(line.id for line in lines)]}


@pytest.mark.parametrize(("text", "about"), ABOUT)
def test_what_a_message_is_about(text: str, about: str) -> None:
    assert gist(text) == about


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_nothing_of_it_has_no_gist(text: str) -> None:
    assert gist(text) is None


def test_nothing_is_named_by_a_choice_of_two_and_all_of_it_has_a_u_form() -> None:
    names = [*table()["feelings"].values(), *table()["felt"], *table()["people"], *table()["things"]]
    names += [f"je {kin}" for kin in deaths.table()["weights"]]
    assert not [name for name in names if " of " in name]
    polite = [Voice(polite=True).word(f"Je schrijft over {name}.") for name in names]
    assert not [said for said in polite if said.startswith("U schrijft over u ") or " je " in said]


@pytest.mark.parametrize("text", SORE)
@pytest.mark.parametrize(
    "slots", [{}, {"kinds": ["question", "question"]}, {"quiet": 3}], ids=["first", "weary", "quiet"]
)
@pytest.mark.parametrize("before", [0, 1])
def test_after_something_heavy_a_line_gives_something_back(text: str, slots: dict[str, Any], before: int) -> None:
    held = {**slots, "listened": 5, "quoted_at": 5 * before, "mirrored_at": 5 * before, "quoted": 3, "moved_at": 5}
    (line,), _ = answered(
        text, "nlu_fallback", held, "action_not_understood" if len(text.split()) > 4 else "action_reflect"
    )
    named = line.template != line.text or line.name.startswith(("utter_hear_", "utter_still_"))
    assert weight(text) != "heavy" or named, line.text


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("slots", [{}, {"listened": 9, "moves": [], "quiet": 0}])
def test_two_bare_lines_never_follow_one_another(seed: int, slots: dict[str, Any]) -> None:
    last: Line | None = None
    for text, intent in TALK * 4:
        lines, slots = answered(text, intent, slots)
        for line in lines:
            said = texts().responses[line.name][line.variant]
            assert not (last and bare(last) and bare(said)), (last.text, said.text)
            last = said
