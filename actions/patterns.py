"""
Patterns: plain words that stand for a subject, as the tables of `dialogues/` write them.

A pattern is read over a message in small letters without accents or punctuation: words as they are, `*` for any ending, ` .. ` for up
to four words in between, `(a|b)` for either.
"""

import re
import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """
    Small letters, no accents, no punctuation, single spaces; "m'n" is "mn".
    """
    text = re.sub(r"['’‘`]", "", text)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """
    One expression for a list of patterns; None for an empty one.
    """
    parts = [_expression(str(pattern)) for pattern in patterns]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def _expression(pattern: str) -> str:
    escaped = re.escape(" ".join(pattern.lower().split())).replace(r"\ ", " ")
    for plain_sign in "()|":
        escaped = escaped.replace(f"\\{plain_sign}", "(?:" if plain_sign == "(" else plain_sign)
    return escaped.replace(r" \.\. ", r"(?: \w+){0,4} ").replace(r"\*", r"\w*")
