"""
Feelings: the newest one counts. Who says "niet verdrietig, kwaad" or "boos is het woord niet meer, gewoon moe" is angry, is tired, and
hears that word back. The words are a table, `feelings` in `dialogues/listening.yml`.
"""

import re
from dataclasses import dataclass

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.quiet import hushed
from actions.quotes import quoted
from actions.talk import Events, number, remember, say
from actions.telling import table
from actions.weight import turned
from store.patterns import plain

LONGEST = 16
PARTS = re.compile(
    r"[.,;:!?\n]+| maar | eerder | juist | gewoon | wel | vooral | meer een | (?=(?:ik ben|kben|k ben|ik voel me|het is|t is) )",
    re.IGNORECASE,
)
ONLY = re.compile(r"\balleen (?:maar|nog)\b", re.IGNORECASE)
AT = re.compile(r"\b(?:op|met|over|om|voor|door) .*")  # "niet boos op mijn zus" is of oneself
NO_FEELING = r"(?:nu|hier|daar|thuis|vandaag|vanavond|morgen|erg|nodig|goed|meer|leuk|weg|zo|veel|graag)"
DENIED = re.compile(
    r"(?:(?:nee|neen|nou|hoor|ik ben|kben|ben|dat is) )*(?:niet|nie|ni|geen) (?:(?:echt|zo|meer|zozeer) )?"
    rf"(?!{NO_FEELING}\b)(?P<old>\w+)(?: hoor)?"
)
NO = re.compile(
    r"(?P<no>(?:nee|neen) )?(?:(?:hoor|nou|gewoon|eerder|vooral|meer|wel|het is|ik ben|kben|ben|dat is|ik voel me) )*(?P<new>\w+)"
)
RATHER = re.compile(r"\b(?:eerder|meer|veeleer) (?P<new>\w+) (?:dan|als) (?P<old>\w+)")
NOT = re.compile(r"\b(?:niet|nie|ni|geen|nooit)\b(?! (?:alleen maar|alleen))")
BEFORE = re.compile(r"\b(?:eerst|vroeger|toen|gisteren|daarnet|net)\b")
NOW = re.compile(r"\b(?:nu|vandaag|inmiddels|intussen)\b")
TELLING = (None, "none", "open", "story", "more", "chat")  # to what else we ask, a no is a no
OTHERS = re.compile(r"\b(?:hij|ze|zij|mijn|mn|iedereen|niemand|jij|je|u|word|wees)\b")


@dataclass(frozen=True, slots=True)
class Felt:
    """
    A feeling by the word that was used for it, what it is told as (`intent`), and what it is not (`other`).
    """

    word: str
    intent: str | None
    other: str


def newest(text: str, question: str | None = None, corrects: bool = False) -> Felt | None:
    """
    The feeling that takes the place of another in a message, or of what we said (`corrects`, or a no where nothing is to be chosen);
    None when it does not say so of oneself.
    """
    bare = plain(text)
    if len(bare.split()) > LONGEST or "niet alleen " in bare:
        return None
    rather, alone = RATHER.search(bare), NO.fullmatch(bare)
    if rather and _known(rather["new"]) and _known(rather["old"]):
        return _felt(rather["new"], rather["old"])
    if alone and _known(alone["new"]) and (corrects or (alone["no"] and question in TELLING)):
        return _felt(alone["new"], "")
    no, yes = _sides(ONLY.sub(" ", f" {text} "))
    if len(yes) != 1 or not no or _known(yes[0]) in [_known(word) for word in no if _known(word)]:
        return None
    return _felt(yes[0], no[0])


def _sides(text: str) -> tuple[list[str], list[str]]:
    """
    What a message says it is not (any more), and what it says it is.
    """
    no: list[str] = []
    yes: list[str] = []
    for part in map(plain, PARTS.split(text)):
        denies, denied = NOT.search(part), DENIED.fullmatch(part)
        about = AT.sub("", part) if denies else part
        said = [] if OTHERS.search(about) else [word for word in about.split() if _known(word)]
        past = BEFORE.search(part) and NOW.search(plain(text))
        if denies and len(said) == 2 and f"{said[0]} {said[1]}" in about:
            no, yes = [*no, said[0]], [*yes, said[1]]
        elif denied and not said:
            no.append(denied["old"])
        else:
            (no if denies or past else yes).extend(said)
    return no, yes


def name_feeling(dispatcher: CollectingDispatcher, tracker: Tracker, felt: Felt, text: str) -> Events:
    """
    Name the new feeling; what is told from here is about that.
    """
    response = "utter_feeling_still" if hushed(tracker) else "utter_feeling"
    say(dispatcher, response, feeling=felt.word, Feeling=felt.word.capitalize(), other=felt.other)
    return remember(
        topic=felt.intent,
        quotes=quoted(tracker, text),
        listened=number(tracker, "listened") + 1,
        about_other=None,
        mode=None,
        corrected=None,
        misunderstood=0,
        **turned(tracker, text, response),
    )


def _felt(new: str, old: str) -> Felt:
    row = table()["feelings"][_known(new)]
    return Felt(_said(new), row.get("intent"), _said(old) if _known(old) else old)


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
