"""
Names: first names, and places, that are known as such, so that one in small letters is heard: "me vriendin sanne".

The lists are `nlu_data/words/voornamen.txt` and `plaatsen.txt`. A name that is also a common word is not in them; such a name counts with
a capital, or after "heet" (`actions.memory`).
"""

import re
from pathlib import Path

WORDS = Path(__file__).parents[1] / "nlu_data" / "words"
FIRST_NAMES = frozenset((WORDS / "voornamen.txt").read_text(encoding="utf-8").split())
PLACES = frozenset((WORDS / "plaatsen.txt").read_text(encoding="utf-8").split())
NAMES = "(?:" + "|".join(map(re.escape, sorted(FIRST_NAMES, key=len, reverse=True))) + ")"
