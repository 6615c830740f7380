"""
The summary: what a person would want a volunteer to know, drafted from their own words, at most four sentences.

It is a draft for the person to read, change and agree to; nothing of it goes anywhere by itself.
"""

import re
from typing import Any

# Said to us, about us or in anger: not what one wants a volunteer to read first.
ASIDE = re.compile(
    r"\?\s*$|\b(?:bot|computer|chat|dat zei ik|zei ik|vroeg ik|bedoel\w*|snap je|lul|kut\w*|klote\w*|sukkel|fuck\w*|godver\w*|kanker\w*"
    r"|tering\w*)\b",
    re.IGNORECASE,
)
QUOTES = 3
QUOTE_LENGTH = 160
NOTHING_YET = "Ik wil graag met een mens praten."


def draft(slots: dict[str, Any]) -> str:
    """
    A summary in the first person, from the slots `quotes` (own words, oldest first), `wish` and `step`: what they wish comes first.
    """
    quotes = [shorten(quote) for quote in slots.get("quotes") or [] if not ASIDE.search(quote)]
    sentences = [f"Mijn wens: {shorten(slots['wish'])}"] if slots.get("wish") else []
    if slots.get("step"):
        sentences.append(f"Mijn kleine stap: {shorten(slots['step'])}")
    sentences += [f"Ik schreef: “{quote}”" for quote in pick(quotes)]
    return "\n".join(sentences[:4]) or NOTHING_YET


def pick(quotes: list[str]) -> list[str]:
    """
    The first thing someone said and the latest ones, without repeats.
    """
    seen = list(dict.fromkeys(quotes))
    return seen if len(seen) <= QUOTES else [seen[0], *seen[-(QUOTES - 1) :]]


def shorten(words: str) -> str:
    """
    One line of at most `QUOTE_LENGTH` characters, cut between words.
    """
    line = " ".join(words.split())
    return line if len(line) <= QUOTE_LENGTH else line[:QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"
