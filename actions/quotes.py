"""
Quotes: what of a message is kept, to give back, to sum up, and to find again.

What somebody says back to a question of the safety net ("nee gek, ik bedoel die handdoeken") is for us and no part of their story: it
is not kept. What they tell besides it is.
"""

import re
from functools import cache

from rasa_sdk import Tracker

from actions.talk import added, items
from actions.weight import weight
from actions.words import QUOTES, SENTENCE, own_words, tells
from store.texts import texts

PREFIX = "safety_"
NO = re.compile(
    r"^\W*(?:(?:eh|ho|oh|o|amai|allee|jezus|god|haha\w*|lol|zeg|hé|hè|he|oei|sorry|wacht)\W+)*(?:nee+n?|neeje|welnee|nope|huh|hoezo|waarom|pardon|"
    r"grapje|doe (?:eens )?normaal|rustig|niks aan de hand|geen zorgen|(?:natuurlijk|tuurlijk|echt) niet)\b",
    re.IGNORECASE,
)
MISREAD = re.compile(
    r"\b(?:bedoel\w*|verkeerd (?:begrepen|gelezen)|niet zo gezegd|begrijp je (?:me|mij) (?:niet|verkeerd)|"
    r"zei ik (?:toch )?niet|dat zei ik|ging (?:over|om)|(?:heb|had) het (?:gewoon |alleen )?over|rare vraag|grapje|schrik\w*|"
    r"(?:geen|niet|nooit|helemaal niks) [^.!?]*\b(?:zelfdoding|zelfmoord))\b",
    re.IGNORECASE,
)


@cache
def alarms() -> frozenset[str]:
    """
    The questions that only the safety net asks, by name.
    """
    records = texts().records.items()
    asked = {line.question for name, line in records if name.startswith(PREFIX) and line.question}
    return frozenset(asked - {line.question for lines in texts().responses.values() for line in lines})


def quoted(tracker: Tracker, text: str) -> list[str]:
    """
    The person's sentences so far, with this one if it tells something worth giving back.
    """
    quotes, told = items(tracker, "quotes"), besides_alarm(tracker, text)
    return added(quotes, told, QUOTES) if tells(told) else quotes


def besides_alarm(tracker: Tracker, text: str) -> str:
    """
    A message without what only answers the safety net; all of it where the net asked nothing.
    """
    if tracker.get_slot("question") not in alarms():
        return text
    return "".join(part for part in SENTENCE.findall(text) if not _answers(part)).strip()


def _answers(part: str) -> bool:
    """
    Whether a sentence says no more than that we misread; one that goes on about something that weighs tells of it.
    """
    if weight(part) == "heavy":
        return False
    return bool(MISREAD.search(part) or (NO.match(part) and not own_words(NO.sub("", part, count=1))))
