"""
Sentences and words as a reader meets them.

A quote, a `{name}` to fill in, a telephone number and a piece of code each count as one word, and a sentence that is nothing else
is not counted: those words are somebody else's.
"""

import re
from dataclasses import dataclass

QUOTE = re.compile(r"“([^”]*)”|«([^»]*)»|‘([^’]*)’")
NUMBER = re.compile(r"(?<![\w-])\+?\d(?:[\d ./-]*\d)?(?![\w-])")
NAME = re.compile(r"\{\w*\}")
CODE = re.compile(r"`[^`]*`|https?://\S+|\b[A-Z]+_[A-Z_…]*|(?<!\w)(?:[a-z_]\w*)?\.[a-z]\w*|\b[a-z]+/(?:[a-z]+/?)*")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
BREAK = re.compile(r"\n+|(?<=[.?!…])\s+")
LOANED = {"Q": "“…”", "N": "0", "F": "{}", "C": "`…`"}
CONDITION = re.compile(r"(?:\S+ ){0,2}dan\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    One sentence: its text without the words of others, its words as counted, and whether it ends in a question mark.
    """

    text: str
    words: tuple[str, ...]
    asks: bool

    @property
    def own(self) -> list[str]:
        """
        The words that are ours: no quotes, numbers, names to fill in or code.
        """
        return [word for word in self.words if word not in LOANED]


def sentences(text: str) -> list[Sentence]:
    """
    The sentences of a line, without those that only hold a quote, a number or something to fill in.
    """
    plain = CODE.sub("C", QUOTE.sub(_quote, text))
    plain = NUMBER.sub("N", plain)
    plain = NAME.sub("F", re.sub(r"(\{\w*\})(?= [A-ZÀ-Ý])", r"\1.", plain))
    found = [_sentence(part) for part in BREAK.split(plain.strip())]
    return [sentence for sentence in found if sentence.own]


def questions(found: list[Sentence]) -> list[int]:
    """
    Where the questions are. 'Lukt het niet? Dan praten we daarover.' is a condition and asks nothing.
    """
    return [place for place, sentence in enumerate(found) if sentence.asks and not _answered(found[place + 1 :])]


def bubbles(text: str) -> int:
    """
    How many blocks of text there are between blank lines, without those that only hold something to fill in.
    """
    return sum(1 for block in re.split(r"\n\s*\n", text) if sentences(block))


def _sentence(part: str) -> Sentence:
    text = WORD.sub(lambda word: LOANED.get(word[0], word[0]), part)
    return Sentence(text, tuple(WORD.findall(part)), part.endswith("?"))


def _answered(after: list[Sentence]) -> bool:
    return bool(after and CONDITION.match(after[0].text))


def _quote(match: re.Match[str]) -> str:
    """
    A quote as one word; its full stop stays when a new sentence follows.
    """
    said = match[match.lastindex or 0]
    after = match.string[match.end() :]
    closes = said.endswith((".", "?", "!", "…")) and re.match(r"\s*$|\s+[A-ZÀ-Ý“«‘{]", after)
    return "Q." if closes else "Q"
