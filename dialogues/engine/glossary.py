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
            asks.fullmatch(said) or (marked and alone.fullmatch(said))
        ):
            return str(row["fact"])
    return None


def _asking(called: Text) -> "re.Pattern[Text]":
    """
    Every way to ask for a word: before it, after it, or on both sides.
    """
    word = f"(?:(?:{PARTS['article']}) )*(?:{called})"
    after = f"(?: (?:{PARTS['after']}|{PARTS['aside']}))"
    asked = f"(?!(?:{PARTS['open']}) )(?:{PARTS['before']}) {word}{after}*|(?:(?:{PARTS['open']}) )?{word} (?:{PARTS['after']})"
    return re.compile(f"(?:(?:{PARTS['aside']}) )*(?:{asked})(?: (?:{PARTS['aside']}))*")


def _rows() -> Iterator[Tuple[Dict[Text, Any], "re.Pattern[Text]", "re.Pattern[Text]"]]:
    for name, row in TABLE["glossary"].items():
        called = "|".join(expression(folded(str(way)) if "(" not in str(way) else str(way)) for way in row["called"])
        yield {"fact": f"word_{name}", **row}, _asking(called), re.compile(f"(?:{PARTS['article']} )?(?:{called})")


PARTS = {
    part: "|".join(expression(str(pattern)) for pattern in TABLE[part])
    for part in ("aside", "before", "after", "article", "open")
}
WORDS = list(_rows())
