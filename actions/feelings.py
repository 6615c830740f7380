"""
Feelings: the newest one counts. Who says "niet verdrietig, kwaad" or "boos is het woord niet meer, gewoon moe" is angry, is tired, and
hears that word back. The words are a table, `feelings` in `dialogues/listening.yml`.
"""

import re
from dataclasses import dataclass

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.quiet import hushed
from actions.talk import Events, added, items, number, remember, say
from actions.telling import table
from actions.weight import turned
from actions.words import QUOTES, tells
from store.patterns import plain

LONGEST = 16
PARTS = re.compile(r"[.,;:!?\n]+| maar | eerder | juist | gewoon | wel | vooral | meer een ", re.IGNORECASE)
RATHER = re.compile(r"\b(?:eerder|meer|veeleer) (?P<new>\w+) (?:dan|als) (?P<old>\w+)")
NOT = re.compile(r"\b(?:niet|nie|ni|geen|nooit)\b(?! (?:alleen maar|alleen))")
BEFORE = re.compile(r"\b(?:eerst|vroeger|toen|gisteren|daarnet|net)\b")
NOW = re.compile(r"\b(?:nu|vandaag|inmiddels|intussen)\b")
OTHERS = re.compile(r"\b(?:hij|ze|zij|mijn|mn|iedereen|niemand|jij|je|u|word|wees)\b")


@dataclass(frozen=True, slots=True)
class Felt:
    """
    A feeling by the word that was used for it, what it is told as (`intent`), and what it is not (`other`).
    """

    word: str
    intent: str | None
    other: str


def newest(text: str) -> Felt | None:
    """
    The feeling that takes the place of another in a message; None when it does not say so of oneself.
    """
    bare = plain(text)
    if len(bare.split()) > LONGEST or "niet alleen " in bare:
        return None
    rather = RATHER.search(bare)
    if rather and _known(rather["new"]) and _known(rather["old"]):
        return _felt(rather["new"], rather["old"])
    no: list[str] = []
    yes: list[str] = []
    for part in map(plain, PARTS.split(f" {text} ")):
        said = [] if OTHERS.search(part) else [word for word in part.split() if _known(word)]
        past = BEFORE.search(part) and NOW.search(bare)
        (no if NOT.search(part) or past else yes).extend(said)
    if len(yes) != 1 or not no or _known(yes[0]) in [_known(word) for word in no]:
        return None
    return _felt(yes[0], no[0])


def name_feeling(dispatcher: CollectingDispatcher, tracker: Tracker, felt: Felt, text: str) -> Events:
    """
    Name the new feeling; what is told from here is about that.
    """
    response = "utter_feeling_still" if hushed(tracker) else "utter_feeling"
    say(dispatcher, response, feeling=felt.word, Feeling=felt.word.capitalize(), other=felt.other)
    quotes = items(tracker, "quotes")
    return remember(
        topic=felt.intent,
        quotes=added(quotes, text, QUOTES) if tells(text) else quotes,
        listened=number(tracker, "listened") + 1,
        about_other=None,
        mode=None,
        corrected=None,
        misunderstood=0,
        **turned(tracker, text, response),
    )


def _felt(new: str, old: str) -> Felt:
    row = table()["feelings"][_known(new)]
    return Felt(_said(new), row.get("intent"), _said(old))


def _said(word: str) -> str:
    """
    The word that somebody used, or for a noun how it feels.
    """
    feeling = str(_known(word))
    return feeling if word in table()["feelings"][feeling].get("nouns", []) else word


def _known(word: str) -> str | None:
    """
    The feeling that a word stands for.
    """
    return next(
        (
            feeling
            for feeling, row in table()["feelings"].items()
            if word in [feeling, *row["words"], *row.get("nouns", [])]
        ),
        None,
    )
