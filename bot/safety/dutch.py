"""
Dutch: the words and lemmas that libraries know, kept in one file beside the models, for reading the libraries takes seconds.

Word forms and lemmas come from spacy-lookups-data; names and new words, and how much each is used, from wordfreq.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("spacy-lookups-data", "wordfreq")
USED = 1e-7  # more than once in ten million words: no slip of the finger


@dataclass(frozen=True, slots=True)
class Dutch:
    """
    `forms`: every plain word form and lemma, about 300,000. `used`: what Dutch writers use, names too, about 100,000. `lemmas`: word
    form to lemma.
    """

    forms: frozenset[str]
    used: frozenset[str]
    lemmas: Mapping[str, str]


def load(models: Path) -> Dutch:
    """
    The words, from the file of these versions of the libraries, which is written when there is none.
    """
    kept = models / f"dutch-{'-'.join(map(version, LIBRARIES))}.json"
    if not kept.exists():
        _write(kept)
    words = json.loads(kept.read_text(encoding="utf-8"))
    return Dutch(frozenset(words["forms"].split()), frozenset(words["used"].split()), words["lemmas"])


def _write(kept: Path) -> None:
    import spacy_lookups_data
    import srsly
    from wordfreq import get_frequency_dict

    lemmas, index = (
        srsly.read_gzip_json(f"{spacy_lookups_data.nl[name]}.gz") for name in ("lemma_lookup", "lemma_index")
    )
    words = {*lemmas, *lemmas.values(), *(word for known in index.values() for word in known)}
    forms = sorted(word for word in words if word.isascii() and word.isalpha() and word.islower())
    used = sorted(word for word, share in get_frequency_dict("nl").items() if share >= USED)
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".draft")
    draft.write_text(json.dumps({"forms": " ".join(forms), "used": " ".join(used), "lemmas": lemmas}), encoding="utf-8")
    draft.replace(kept)
