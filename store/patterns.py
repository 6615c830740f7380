"""
Patterns: plain words that stand for a subject, as the tables of `dialogues/` write them.

A pattern is read over a message in small letters without accents or punctuation: words as they are, `*` for any ending, ` .. ` for up
to four words in between, `(a|b)` for either.
"""

import re
import unicodedata
from collections.abc import Iterable

GROUP = re.compile(r"(?<!\S)\(([^()]*)\)(?!\S)")  # as a word of its own
ATTACHED = re.compile(r"\([^()]*\)")


def plain(text: str) -> str:
    """
    Small letters, no accents, no punctuation, single spaces; "m'n" is "mn".
    """
    text = re.sub(r"['’‘`]", "", text)
    bare = text.lower()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """
    One expression for a list of patterns; None for an empty one.
    """
    parts = [expression(str(pattern)) for pattern in patterns]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def expression(pattern: str) -> str:
    """
    One pattern as a regular expression.
    """
    escaped = re.escape(" ".join(pattern.lower().split())).replace(r"\ ", " ")
    for plain_sign in "()|":
        escaped = escaped.replace(f"\\{plain_sign}", "(?:" if plain_sign == "(" else plain_sign)
    return escaped.replace(r" \.\. ", r"(?: \w+){0,4} ").replace(r"\*", r"\w*")


def needles(pattern: str) -> frozenset[str]:
    """
    Pieces of which every text that fits a pattern holds at least one; {""} when there are no telling ones. To look for them first is
    a hundred times as fast as the expression.
    """
    flat = _shallow(" ".join(pattern.lower().split()))
    groups = GROUP.findall(flat)
    parts = [frozenset([piece]) for piece in _pieces(ATTACHED.sub("*", GROUP.sub(" ", flat)))]
    parts += [frozenset(max(_pieces(way), key=len, default="") for way in group.split("|")) for group in groups]
    return max(parts, key=lambda part: min(map(len, part)), default=frozenset([""]))


def _pieces(text: str) -> list[str]:
    return [word.partition("*")[0] for word in text.split() if word != ".."]


def _shallow(pattern: str) -> str:
    """
    A pattern with any ending in the place of groups within groups.
    """
    depth, kept = 0, []
    for sign in pattern:
        depth += sign == "("
        if depth < 2:
            kept.append(sign)
        elif sign == "(" and depth == 2:
            kept.append("*")
        depth -= sign == ")"
    return "".join(kept)
