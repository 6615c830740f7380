"""
Denial: "nee" or "grapje" to the question of the safety net. It is believed kindly, and the level stays.

After red it is asked back once. After orange the talk goes on at the question that was open before.
"""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from bot.safety import record
from bot.safety.signal import Level, Signal, Topic
from store.conversations import Vault
from store.speech import say

BEFORE = "before"
SURE = 0.9
WORDS = ("suicide.suicide-word",)
BUT = re.compile(r"\b(?:maar|alleen|behalve|wel)\b", re.IGNORECASE)
OUTRIGHT = re.compile(
    r"\b(?:denk|dacht) (?:helemaal |echt |nu |er )?niet (?:aan|over) (?:zelfdoding|zelfmoord|dood\w*)|\bniet aan zelf(?:doding|moord)",
    re.IGNORECASE,
)
# Where "nee" says that it is not so. To "ben je veilig?" or "is er iemand bij je?" it says the opposite of being fine.
NO_IS_FINE = ("suicide", "doubt")
STARTS = re.compile(r"^\W*(?:nee+n?\b|huh\b|hoezo\b|waarom\b|wat\?+|wat nee\b|hè\b)", re.IGNORECASE)
NO = re.compile(r"^\W*nee+n?\b", re.IGNORECASE)
YES = re.compile(r"^\W*(?:ja+|jawel|soms|best wel)\b", re.IGNORECASE)
BUT_NOT = re.compile(r"\b(?:maar|niet|nie|geen)\b", re.IGNORECASE)
DENIES = re.compile(
    r"\b(?:mankeer niks|mankeer niets|niks aan de hand|niets aan de hand|(?:niks|niets) gebeurd|geen gevaar"
    r"|verkeerd (?:begrepen|gelezen)|zeg je 11[23])\b",
    re.IGNORECASE,
)
DENIES_SOFTLY = re.compile(
    r"\b(?:het gaat over|ging (?:over|om)|bedoel\w* (?:ik |dat |het |zo )*niet|niet (?:zo )?bedoel\w*|zei ik niet|zei ik toch niet"
    r"|ineens vandaan|kom je daar|zeg je dat|niet nodig)\b",
    re.IGNORECASE,
)


def interrupted(vault: Vault) -> str:
    """
    The question that was open when the net spoke up; of a row of questions of the net, the one before the first.
    """
    return str(vault.row.watch.get(BEFORE, "none")) if _ours(vault) else str(vault.state().get("question", "none"))


def denies(vault: Vault, text: str) -> bool:
    """
    Whether a message, after a question of the net, says in its own words that there is nothing of the kind.
    """
    question = _ours(vault)
    if question is None or len(text.split()) == 1 or BUT.search(text):
        return False
    softly = question in NO_IS_FINE and (STARTS.search(text) or DENIES_SOFTLY.search(text))
    return bool(softly or DENIES.search(text))


def answers(vault: Vault, text: str) -> str | None:
    """
    The answer that a longer message begins with, as `question_yes` or `question_no`: "nee, ik ben niet veilig", "ja soms wel". A yes
    with a but or a not in it is none.
    """
    question = _ours(vault)
    if question is None:
        return None
    if NO.search(text):
        return None if question in NO_IS_FINE else f"{question}_no"
    return f"{question}_yes" if YES.search(text) and not BUT_NOT.search(text) else None


def _ours(vault: Vault) -> str | None:
    question = str(vault.state().get("question", "none"))
    asked = record.answer_to(question, "yes") or record.answer_to(question, "no")
    return question if asked or question in NO_IS_FINE else None


def waves_away(vault: Vault, text: str, signal: Signal) -> bool:
    """
    Whether a doubtful orange is not asked about: they just said that it is not so, or said so before. The level stays all the same.
    """
    doubtful = signal.rule in record.DOUBTFUL or ".frame-" in signal.rule or signal.rule in WORDS
    if signal.level is not Level.ORANGE or not doubtful or BUT.search(text):
        return False
    if signal.rule in record.DOUBTFUL and (
        signal.topic is Topic.MINOR or (vault.row.watch.get("denied") and signal.hint < SURE)
    ):
        return True
    return denies(vault, text) or bool(OUTRIGHT.search(text))


async def stand_corrected(session: AsyncSession, vault: Vault) -> None:
    """
    We read it wrong, it seems: say sorry once, and go on where it was. After red it is asked back first.
    """
    if vault.row.watch.get("level") == Level.RED and not vault.row.watch.get("rechecked"):
        await deny(session, vault)
        return
    await say(session, vault, record.line(vault, "safety_mistaken"))
    _resume(vault)
    vault.row.watch = {**vault.row.watch, "denied": True}


async def deny(session: AsyncSession, vault: Vault) -> None:
    """
    The person says it is not so.
    """
    notes = vault.row.watch
    if notes.get("level") == Level.RED and not notes.get("rechecked"):
        vault.row.watch = {**notes, "rechecked": True}
        await say(session, vault, record.line(vault, "safety_suicide_recheck"))
        return
    await say(session, vault, record.line(vault, "safety_suicide_no"))
    _resume(vault)
    vault.row.watch = {**vault.row.watch, "denied": True}


def _resume(vault: Vault) -> None:
    before = vault.row.watch.get(BEFORE, "none")
    if before != "none":
        vault.remember(vault.state() | {"question": before})
