"""
A message as the safety net reads it: plain words, and a full stop between sentences.

Everything that carries no meaning here is taken away: capitals, accents, look-alike letters of other alphabets,
invisible characters, letters typed apart, stars inside a word, digits for letters, stretched letters, common
misspellings. A few pictures become words. What is left is a list of tokens: words of a to z, numbers, and `STOP`.
"""

import re
import unicodedata
from collections.abc import Mapping

from bot.safety.pattern import STOP
from bot.safety.spelling import Speller

_APART = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,6}[^\W_]){2,}(?![^\W_])")
_INSIDE = re.compile(r"(?<=[a-z0-9])[*'`´‘’#~](?=[a-z0-9$@])")
_PAUSE = re.compile(r"\.{2,}|…")
_DOTTED = re.compile(r"(?<=[a-z])\.(?=[a-z])")
_TOKEN = re.compile(r"[a-z0-9@$]*[a-z0-9][a-z0-9@$]*|[.!?]+")
_SHORTEST_SENTENCE = 3


class Normaliser:
    """
    Turns text into tokens with one `Speller` and the tables of pictures and look-alikes of `spellings.yml`.
    """

    def __init__(self, speller: Speller, emoji: Mapping[str, str], lookalikes: Mapping[str, str]) -> None:
        self._speller = speller
        pictures = {ord(sign): f" {word} " for sign, word in emoji.items()}
        self._signs = str.maketrans({**{ord(k): v for k, v in lookalikes.items()}, **pictures})

    def tokens(self, text: str) -> list[str]:
        """
        The words of `text`, with `STOP` before, between and after its sentences.
        """
        plain = " ".join(self._plain(text).split())
        plain = _APART.sub(self._closed_up, plain)
        plain = _INSIDE.sub("", plain)
        plain = _DOTTED.sub(" ", _PAUSE.sub(" ", plain))
        tokens = [STOP]
        since = 0
        for found in _TOKEN.findall(plain):
            if found[0] in ".!?":
                if since >= _SHORTEST_SENTENCE:
                    tokens.append(STOP)
                    since = 0
                continue
            words = (found,) if self._speller.plain(found) else self._speller.repair(found)
            tokens.extend(words)
            since += len(words)
        if tokens[-1] != STOP:
            tokens.append(STOP)
        return tokens

    def _plain(self, text: str) -> str:
        lower = text.casefold()
        if lower.isascii():
            return lower
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        folded = folded.translate(self._signs)
        return "".join(c for c in folded if c < "\x80" or unicodedata.category(c) not in ("Mn", "Me", "Cf"))

    def _closed_up(self, found: re.Match[str]) -> str:
        letters = "".join(c for c in found.group() if c.isalnum())
        return " ".join(self._speller.split(letters))
