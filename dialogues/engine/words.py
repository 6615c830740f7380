"""
What a sentence is made of, for the classifier: its plain letters, its words in standard spelling, and the families those
words belong to (nlu_data/words/begrippen.yml). Families let it understand a word it never saw in training by its
neighbours; standard spelling lets Flemish and chat language learn from each other.
"""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any, Dict, FrozenSet, List, Set, Text, Tuple

import yaml

WORDS = Path(__file__).resolve().parents[2] / "nlu_data" / "words" / "begrippen.yml"
TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|'[knt]\b|'s\b|[?!…]|\.\.+|[\U0001F300-\U0001FAFF☀-➿]")
# fmt: off
ENDINGS = ("tje", "je", "pje", "etje", "ke", "ken", "kes", "tjes", "jes", "s", "en", "e", "t", "de", "te", "den", "ten",
           "n", "end", "ende")
# fmt: on
SHORTEST_STEM = 3
SHORTEST_COMPOUND = 8
REMEMBERED = 20000


def plain(text: Text) -> Text:
    """
    Lower case, no accents, at most two of a letter in a row, digits as 0, one space between words.
    """
    text = unicodedata.normalize("NFKD", re.sub("[’‘`]", "'", text.lower()))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    text = re.sub(r"\d", "0", text)
    return re.sub(r"\s+", " ", text).strip()


def stems(word: Text) -> List[Text]:
    """
    Base forms that a word may be an inflection of: without an ending, with its vowel doubled, as an infinitive.
    """
    found = []
    for ending in ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < SHORTEST_STEM:
            continue
        base = word[: -len(ending)]
        found.append(base)
        if len(base) > SHORTEST_STEM and base[-1] == base[-2]:
            found.append(base[:-1])
        if ending in ("en", "e"):
            found.append(re.sub(r"([^aeiou])([aeou])([^aeiou])$", r"\1\2\2\3", base))
            found.append(re.sub("v$", "f", re.sub("z$", "s", base)))
        found.append(base + "en")
    if word.startswith("ge") and len(word) > SHORTEST_STEM + 2:
        found += [word[2:], word[2:-1] + "en"]
    return found


class Lexicon:
    """
    Spelling and families of words.
    """

    def __init__(self, content: Dict[Text, Dict[Text, Text]]) -> None:
        self.spelling = {str(typed): str(meant).split() for typed, meant in content["spelling"].items()}
        self.exact: Dict[Text, Set[Text]] = {}
        self.starts: Dict[Text, Set[Text]] = {}
        self.phrases: Dict[Tuple[Text, ...], Set[Text]] = {}
        for part in ("moves", "meanings"):
            for name, words in content[part].items():
                for word in str(words).split():
                    self._learn(f"{part}.{name}", word)
        self.first = {phrase[0] for phrase in self.phrases}
        self.longest = max(map(len, self.phrases), default=0)
        self.known: Dict[Text, FrozenSet[Text]] = {}

    def __getstate__(self) -> Dict[Text, Any]:
        return {**self.__dict__, "known": {}}

    def _learn(self, family: Text, word: Text) -> None:
        if "_" in word:
            self.phrases.setdefault(tuple(self.tokens(word.replace("_", " "))), set()).add(family)
        elif word.endswith("*"):
            self.starts.setdefault(plain(word[:-1]), set()).add(family)
        else:
            self.exact.setdefault(plain(word), set()).add(family)
            tokens = self.tokens(word)
            if len(tokens) == 1:
                self.exact.setdefault(tokens[0], set()).add(family)

    def tokens(self, text: Text) -> List[Text]:
        """
        Words and telling marks, in standard spelling.
        """
        return [word for token in TOKEN.findall(plain(text)) for word in self.spelling.get(token, (token,))]

    def of_word(self, word: Text) -> FrozenSet[Text]:
        """
        The families of a word.
        """
        found = self.known.get(word)
        if found is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[word] = self._find(word)
        return found

    def _find(self, word: Text) -> FrozenSet[Text]:
        found = set(self.exact.get(word, ()))
        for end in range(SHORTEST_STEM, len(word) + 1):
            found |= self.starts.get(word[:end], set())
        if not found:
            for stem in stems(word):
                found |= self.exact.get(stem, set())
        if not found and len(word) >= SHORTEST_COMPOUND:
            lasts = (word[i:] for i in range(SHORTEST_STEM, len(word) - SHORTEST_STEM))
            found |= next((self.exact[last] for last in lasts if last in self.exact), set())
        return frozenset(found)

    def families(self, tokens: List[Text]) -> List[List[Text]]:
        """
        The families at each word; those of a phrase stand at its first word.
        """
        found = [set(self.of_word(token)) for token in tokens]
        for place, token in enumerate(tokens):
            if token in self.first:
                for length in range(2, self.longest + 1):
                    found[place] |= self.phrases.get(tuple(tokens[place : place + length]), set())
        return [sorted(families) for families in found]


class Reading:
    """
    A sentence, read.
    """

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        self.letters = plain(text)
        self.tokens = lexicon.tokens(text)
        self.families = lexicon.families(self.tokens)


def letters(reading: Reading) -> Text:
    """
    Its plain letters.
    """
    return reading.letters


def marked_letters(reading: Reading) -> Text:
    """
    Its plain letters with a mark at begin and end.
    """
    return f"<{reading.letters}>"


def words(reading: Reading) -> List[Text]:
    """
    Its words and pairs of neighbours, begin and end marked.
    """
    line = ["<", *reading.tokens, ">"]
    return [*reading.tokens, *(f"{one} {two}" for one, two in pairwise(line))]


def skips(reading: Reading) -> List[Text]:
    """
    Pairs of words with one or two words between them.
    """
    line = reading.tokens
    near = [f"{one}_{two}" for one, two in zip(line, line[2:], strict=False)]
    return near + [f"{one}__{two}" for one, two in zip(line, line[3:], strict=False)]


def families(reading: Reading) -> List[Text]:
    """
    Its families.
    """
    return [family for found in reading.families for family in found]


def family_pairs(reading: Reading) -> List[Text]:
    """
    Families that occur together, wherever.
    """
    found = sorted(set(families(reading)))
    return [f"{one}&{two}" for place, one in enumerate(found) for two in found[place + 1 :]]


def family_neighbours(reading: Reading) -> List[Text]:
    """
    Pairs of neighbours with families in the place of words that have any.
    """
    middle = (found or [token] for found, token in zip(reading.families, reading.tokens, strict=True))
    line = [["<"], *middle, [">"]]
    return [f"{one} {two}" for left, right in pairwise(line) for one in left for two in right]


def shape(reading: Reading) -> List[Text]:
    """
    How long it is, whether it asks, and how it begins and ends.
    """
    line = reading.tokens
    found = [f"length:{min(len(line).bit_length(), 6)}"]
    if "?" in line:
        found.append("asks")
    if not line:
        return found
    found += [f"first:{line[0]}", f"two:{' '.join(line[:2])}", f"last:{line[-1]}"]
    return found + [f"family:{family}" for family in reading.families[0]]


def lexicon() -> Lexicon:
    """
    The lexicon, from its file.
    """
    return Lexicon(yaml.safe_load(WORDS.read_text(encoding="utf-8")))
