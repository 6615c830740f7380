"""
Glossary: the harder words that we use ourselves, and who asks for one of them: "wat is wissen", "vinger aan de pols wat is da".

Such a question is never a yes, a no or an answer, whatever was asked. The words are a table, `dialogues/glossary.yml`.
"""

import re
from pathlib import Path
from typing import Any, Dict, Iterator, Optional, Text, Tuple

import yaml

from engine.questions import expression, folded

TABLE: Dict[Text, Any] = yaml.safe_load((Path(__file__).parents[1] / "glossary.yml").read_text(encoding="utf-8"))


def word_asked(text: Text, question: Optional[Text] = None) -> Optional[Text]:
    """
    The name of the answer to a message that asks what one of our words means, if it asks that and nothing else.
    """
    said, marked = folded(text), text.rstrip().endswith("?")
    if len(said.split()) > TABLE["words"]:
        return None
    for row, asks, alone in WORDS:
        if (not row.get("at") or question in row["at"]) and (
            asks.fullmatch(said) or (marked and not row.get("often") and alone.fullmatch(said))
        ):
            return str(row["fact"])
    return None


def asks_unknown(text: Text) -> bool:
    """
    Whether a message asks what one word means, whatever word that is: then we own up that we cannot explain it.
    """
    found = UNKNOWN.fullmatch(folded(text))
    if not found or (found["any"] or found["one"]) in TABLE["unknown"]["not"]:
        return False
    return bool(found["any"]) or len(found["one"]) >= TABLE["unknown"]["letters"]


def _asking(called: Text, often: bool) -> "re.Pattern[Text]":
    """
    Every way to ask for a word: before it, after it, or on both sides; a word that is used often only before it.
    """
    word = f"(?:(?:{PARTS['article']}) )*(?:{called})"
    after = f"(?: (?:{PARTS['after']}|{PARTS['aside']}))"
    asked = f"(?!(?:{PARTS['open']}) )(?:{PARTS['before']}) {word}{after}*"
    if not often:
        asked += f"|(?:(?:{PARTS['open']}) )?{word} (?:{PARTS['after']})"
    return re.compile(f"(?:(?:{PARTS['aside']}) )*(?:{asked})(?: (?:{PARTS['aside']}))*")


def _rows() -> Iterator[Tuple[Dict[Text, Any], "re.Pattern[Text]", "re.Pattern[Text]"]]:
    for name, row in TABLE["glossary"].items():
        called = "|".join(expression(folded(str(way)) if "(" not in str(way) else str(way)) for way in row["called"])
        yield (
            {"fact": f"word_{name}", **row},
            _asking(called, bool(row.get("often"))),
            re.compile(f"(?:{PARTS['article']} )?(?:{called})"),
        )


PARTS = {
    part: "|".join(expression(str(pattern)) for pattern in TABLE[part])
    for part in ("aside", "before", "after", "article", "open")
}
WORDS = list(_rows())
WAYS = {
    part: "|".join(expression(str(pattern)) for pattern in TABLE["unknown"][part]) for part in ("any", "one", "after")
}
UNKNOWN = re.compile(
    f"(?:(?:{PARTS['aside']}) )*"
    f"(?:(?:{WAYS['any']}) (?:(?:{PARTS['article']}) )*(?P<any>[a-z]{{2,30}})|(?:{WAYS['one']}) (?P<one>[a-z]{{2,30}}))"
    f"(?: (?:{WAYS['after']}))*(?: (?:{PARTS['aside']}))*"
)
