"""
How easy a Dutch text reads.

Two measures that see different things. The *ease* of Flesch and Douma (W.H. Douma, 'De leesbaarheid van landbouwbladen', 1960)
falls with long sentences and long words: 206.84 - 0.93 x words a sentence - 77 x syllables a word. The *rare words* are those below
a Zipf frequency in Dutch (the package wordfreq: 3 is once in a million words).
"""

import re
from collections.abc import Iterator
from functools import cache
from statistics import mean

from wordfreq import zipf_frequency

from bot.language.sentences import Sentence, sentences

VOWELS = re.compile(
    r"aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|éé|[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE
)

# Calibrated on our own lines and on the letters of offices in tests/unit/bot/test_readability.py.
RARE = 2.5  # Zipf: once in three million words
PLAIN, EASY = 50, 65  # the least ease of a text, and of a text with a rare word
ENOUGH, FEW = 8, 5  # words from which ease, and the share of rare words, say something
SHARE = 0.2


def syllables(word: str) -> int:
    """
    The syllables of a Dutch word: its groups of vowels, where a diaeresis begins a new one.
    """
    return max(1, len(VOWELS.findall(word)))


def ease(text: str) -> float:
    """
    Flesch-Douma, about 0 (very hard) to 120 (very easy). Only our own words count, without names; 120 when there are none.
    """
    found = sentences(text)
    words = [word for sentence in found for word in _plain(sentence)]
    if not words:
        return 120.0
    return 206.84 - 0.93 * mean(len(s.words) for s in found) - 77 * mean(syllables(word) for word in words)


def rare(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """
    The words of a text that few readers meet, without the `known` ones and without names.
    """
    words = [word for sentence in sentences(text) for word in _plain(sentence)]
    return [word for word in words if word.lower() not in known and _frequency(word.lower()) < RARE]


def hard(text: str, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """
    What makes a text harder than B1, in Dutch; nothing when it reads well. A text is judged as a whole, and each longer sentence too.
    """
    for part in dict.fromkeys([text, *(sentence.text for sentence in sentences(text))]):
        count = sum(len(sentence.own) for sentence in sentences(part))
        found, easy = rare(part, known), ease(part)
        if count >= ENOUGH and easy < (EASY if found else PLAIN):
            because = f" Zeldzame woorden: {', '.join(found)}." if found else ""
            yield f"Dit leest zwaar (leesgemak {easy:.0f}). Maak woorden en zinnen korter.{because} Het gaat om: '{part}'"
            return
        if count >= FEW and len(found) / count > SHARE:
            yield f"Te veel zeldzame woorden: {', '.join(found)}."
            return


def _plain(sentence: Sentence) -> list[str]:
    """
    Our own words without names: a capital inside a sentence, or more than one, makes a name.
    """
    first = sentence.words[0]
    return [word for word in sentence.own if word[1:].islower() or len(word) == 1 if word is first or word[0].islower()]


@cache
def _frequency(word: str) -> float:
    """
    How common a word is, 0 to 8; one with a hyphen or an apostrophe is as common as its rarest part.
    """
    return max(zipf_frequency(word, "nl"), min(zipf_frequency(part, "nl") for part in re.split(r"['’-]", word)))
