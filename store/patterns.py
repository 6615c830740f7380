"""
Patterns: plain words that stand for a subject, as the tables of `dialogues/` write them.

A pattern is read over a message in small letters without accents or punctuation, its Flemish and chat spelling brought to plain words
(`store.spelling`): words as they are, `*` for any ending, ` .. ` for up to four words in between, `(a|b)` for either.
"""

import re
import unicodedata
from collections.abc import Iterable

from store.spelling import spelled

GROUP = re.compile(r"(?<!\S)\(([^()]*)\)(?!\S)")  # as a word of its own
ATTACHED = re.compile(r"\([^()]*\)")
ENDINGS = re.compile(r"((?<=[\w*])\([^() ]*\)|\([^() ]*\)(?=[\w*]))")  # no words of their own: "vertel(de|t)"
JOINED = re.compile(r"(?<=\w)['’‘`]([ks])\b", re.IGNORECASE)


def plain(text: str) -> str:
    """
    Small letters, no accents, no punctuation, single spaces, and plain spelling; "m'n" is "mijn".
    """
    return spelled(letters(JOINED.sub(_apart, text)))


def letters(text: str) -> str:
    """
    Small letters, no accents, no punctuation, single spaces, and each word as it was typed; "m'n" is "mn".
    """
    text = re.sub(r"['’‘`]", "", text)
    bare = text.lower()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def _apart(found: re.Match[str]) -> str:
    """
    "da'k" is two words, where "da's" is one.
    """
    return " k" if found[1].lower() == "k" else found[1]


def compiled(patterns: Iterable[str], typed: bool = False) -> re.Pattern[str] | None:
    """
    One expression for a list of patterns, to be read over `plain` text, or over `letters` where each word counts as it was `typed`; None
    for an empty one.
    """
    parts = [expression(str(pattern), typed) for pattern in patterns]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def expression(pattern: str, typed: bool = False) -> str:
    """
    One pattern as a regular expression.
    """
    pattern = " ".join(pattern.lower().split())
    escaped = re.escape(pattern if typed else _spelled(pattern)).replace(r"\ ", " ")
    for plain_sign in "()|":
        escaped = escaped.replace(f"\\{plain_sign}", "(?:" if plain_sign == "(" else plain_sign)
    return escaped.replace(r" \.\. ", r"(?: \w+){0,4} ").replace(r"\*", r"\w*")


def needles(pattern: str) -> frozenset[str]:
    """
    Pieces of which every text that fits a pattern holds at least one; {""} when there are no telling ones. To look for them first is
    a hundred times as fast as the expression.
    """
    flat = _shallow(_spelled(" ".join(pattern.lower().split())))
    groups = GROUP.findall(flat)
    parts = [frozenset([piece]) for piece in _pieces(ATTACHED.sub("*", GROUP.sub(" ", flat)))]
    parts += [frozenset(max(_pieces(way), key=len, default="") for way in group.split("|")) for group in groups]
    return max(parts, key=lambda part: min(map(len, part)), default=frozenset([""]))


def _spelled(pattern: str) -> str:
    return "".join(part if n % 2 else spelled(part) for n, part in enumerate(ENDINGS.split(pattern)))


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
