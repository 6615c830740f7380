"""
Lacks: what somebody misses that is no person: sleep, their bed, the bus, Spain, working. The words are a table, `lacks` in
`dialogues/listening.yml`; what is not in it may be somebody.
"""

import re

from actions import deaths
from actions.names import PLACES
from actions.telling import table
from store.patterns import plain

MISSES = re.compile(
    r"\b(?:(?:ik|k|kik) mis(?:te)?|mis(?:te)? (?:ik|k)|kmis) (?P<what>\w+(?: \w+){0,5})|^(?P<said>\w+(?: \w+){0,3}) (?:dat )?mis ik\b"
)
OWN = {"mijn": "je", "mn": "je", "me": "je", "m": "je", "t": "het"}
ARTICLES = ("de", "het", "een")
SOMEBODY = re.compile(
    r"\b(?:hem|haar|hen|jou|iemand|samen|mensen|vriend\w*|familie|kinderen|collega\w*|van (?:mijn|mn|ons)|met (?:mijn|mn))\b"
)


def lacks(text: str) -> str | None:
    """
    The thing, place or doing that a message says is missed, in our words ("je bed"); None when it may be a person.
    """
    bare = plain(text)
    found = MISSES.search(bare)
    if not found or SOMEBODY.search(bare) or deaths.named(text):
        return None
    words = (found["what"] or found["said"]).split()
    while words and words[0] in table()["lacks"]["before"]:
        words.pop(0)
    owner = words.pop(0) if words and words[0] in (*OWN, *ARTICLES) else ""
    while len(words) > 1 and words[0] in table()["lacks"]["before"]:
        words.pop(0)
    if not words or not _thing(words[0]):
        return None
    said = words[0].capitalize() if words[0] in PLACES else words[0]
    return f"{OWN.get(owner, owner)} {said}".strip()


def _thing(word: str) -> bool:
    return word in table()["lacks"]["things"] or word in PLACES
