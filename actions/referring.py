"""
Referring: "ik stuur het morgen", and what "het" stands for: the idea on the table, the step that stands, or else the wish.
"""

from rasa_sdk import Tracker

from actions.ideas import table
from actions.words import bare_wish
from store.patterns import plain

IT = {"het", "dat", "da", "die", "t", "dit", "hem", "ze"}
OF_ITSELF = {"het", "dat", "da", "t", "dit"}
BESIDE = {
    "ik", "k", "kga", "kzal", "ga", "zal", "kan", "wil", "wou", "zou", "we", "even", "eens", "es", "ff", "effe", "wel", "dan", "ook",
    "nog",
    "zeker", "gewoon", "maar", "misschien", "denk", "om", "te", "nou", "goed", "ok", "oke", "ja", "en", "dus", "toch", "al", "hoor",
    "graag",
    "straks", "meteen", "haar", "naar", "aan", "bij", "voor", "een", "er", "doen", "doe", "komt", "uur", "op", "de", "in", "met",
    "proberen", "probeer", "echt",
}  # fmt: skip
FIRST = {"dat", "da"}
WHEN = {"morgen", "vandaag", "vanavond", "vanmiddag", "overmorgen", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
    "zaterdag", "zondag"}  # fmt: skip
STEM = 3


def referred(tracker: Tracker, text: str, when: str | None) -> str | None:
    """
    The step that a message points back at; None when it names one of its own, or when nothing was named before.
    """
    said = [word for word in plain(text).split() if word not in plain(when or "").split()]
    if not _stands_for(said):
        return None
    for step in _named(tracker):
        stems = {word[:STEM] for word in plain(step).split() if len(word) >= STEM}
        own = [word for word in said if word not in IT | BESIDE and word[:STEM] not in stems]
        if len(own) <= 1:  # the verb
            return step
    return None


def points(text: str) -> bool:
    """
    Whether a message has a word that stands for something said before, and hardly a word of its own.
    """
    said = plain(text).split()
    return _stands_for(said) and len([word for word in said if word not in IT | BESIDE]) <= 2


def _stands_for(said: list[str]) -> bool:
    """
    Whether one of the words stands for a thing, rather than before one: "ik stuur het", and not "het zwembad".
    """
    after = [*said[1:], ""]
    return any(
        word in OF_ITSELF and (not following or following in IT | BESIDE | WHEN or (word in FIRST and n == 0))
        for n, (word, following) in enumerate(zip(said, after, strict=True))
    )


def _named(tracker: Tracker) -> list[str]:
    """
    What was named before and can be done, the latest first.
    """
    idea = table()["offers"].get(str(tracker.get_slot("offer") or ""), {}).get("step")
    wish = str(tracker.get_slot("wish") or "")
    step, wish = str(tracker.get_slot("step") or ""), bare_wish(wish) or wish
    offered = str(idea) if idea and tracker.get_slot("question") == "tip" else ""
    return [named for named in (offered, step, wish) if named]
