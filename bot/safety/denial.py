"""
Denial: "nee" or "grapje" to the question of the safety net. It is believed kindly, and the level stays.

After red it is asked back once. After orange the talk goes on at the question that was open before.
"""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from actions.concern import in_need
from bot.safety import record
from bot.safety.signal import Level, Signal, Topic
from store.conversations import Vault

BEFORE = "before"
CONCERN = "concern"
DENIED = "denied"  # what was denied last
GUESSED = "guessed"  # that the only red so far was the classifier's, and unsure
SURE = 0.9
WORDS = ("suicide.suicide-word",)
BUT = re.compile(r"\b(?:maar|alleen (?:soms|als|wanneer)|behalve|wel|liever|eigenlijk|toch|hoeft)\b", re.IGNORECASE)
OUTRIGHT = re.compile(
    r"\b(?:denk|dacht) (?:helemaal |echt |nu |er )?ni(?:et)? (?:aan|over) (?:zelfdoding|zelfmoord|dood\w*)|\bniet aan zelf(?:doding|moord)"
    r"|\b(?:wil|wou|ga) (?:echt |helemaal |gewoon |gwn |heus )?(?:niet|ni|nie) (?:dood|sterven)\b|\bgebruik (?:niks|niets|geen drugs)\b",
    re.IGNORECASE,
)
# Where "nee" says that it is not so. To "ben je veilig?" or "is er iemand bij je?" it says the opposite of being fine.
NO_IS_FINE = ("suicide", "doubt")
STARTS = re.compile(
    r"^\W*(?:nee+n?\b|wel ?nee\b|huh\b|hoezo\b|waarom\b|wat\?+|wat nee\b|hè\b|(?:oei|wtf|omg|amai|allee|jezus|god|ho)\W+nee+\b"
    r"|(?:gevaar|zelfdoding|zelfmoord|dood)\W*(?:nee|hoezo|welnee)\b|wat krijgen we nou|pardon\b|wat een rare vraag|doe normaal)",
    re.IGNORECASE,
)
TABOO = r"(?:zelfdoding|zelfmoord|su[iï]cide)"
MEANS = re.compile(
    rf"\bwat (?:is|betekent?|wil) (?:het woord |dat woord |precies |dat )?{TABOO}\b(?! (?:als|voor|anders))"
    rf"|^\W*{TABOO}\W+wat (?:is|betekent?)\b|\b(?:ken|snap|begrijp) (?:ik )?(?:het |dat )?woord {TABOO} niet\b",
    re.IGNORECASE,
)
NO = re.compile(r"^\W*nee+n?\b", re.IGNORECASE)
# "soms denk ik eraan" is a yes to what was asked; "soms schreeuw ik tegen hem" tells something else.
THINKS = r"(?:denk|dacht|wil|wou|zou|heb|voel|hoop|verlang|droom|overweeg|ga|kan|lijkt|weet|is|was|komt?|als|wanneer|maar|omdat|en|of)"
YES = re.compile(
    rf"^\W*(?:ja+|jawel|best wel|soms(?!\W+(?!{THINKS}\b)\w+\W+(?:ik|we|wij|ze|zij|hij)\b))\b", re.IGNORECASE
)
# "nee Daan is mijn zoon" takes back who somebody is; it says nothing about being safe. "nee, hij is mijn man" may.
WHO = re.compile(
    r"^\W*nee+n?\W+(?!(?:hij|zij|ze|die|dat|dit|het)\b)\w+ (?:is|was|heet) (?:mijn|m'n|mn|ons|onze|de|een) ?"
    r"(?:(?:klein|stief|pleeg)?(?:zoon|zoontje|dochter|dochtertje|kind)|vriend\w*|hond\w*|kat\w*|poes\w*|broer\w*|broertje|zus\w*"
    r"|moeder|vader|oma|opa|buur\w*|collega|nicht\w*|neef\w*|tante|oom)\W*$",
    re.IGNORECASE,
)
BUT_NOT = re.compile(r"\b(?:maar|niet|nie|geen)\b", re.IGNORECASE)
# Of somebody whom one is to write to or call: "als hij dan niet reageert". Of one who lies there it says more than that.
NO_ANSWER = re.compile(
    r"^\W*(?:(?:en|maar|ja|wat|of|stel|doe ik|moet ik) )*(?:als|dat) (?:hij|zij|ze|die|er|iemand|niemand|(?:mijn|m'n|mn) \w+) "
    r"(?:dan |nu |straks )?(?:(?:niet|ni|nie|niks|niets|geen) )?(?:reageer\w*|antwoord\w*|reactie\w*|terug\w+|opne+m\w*)"
    r"(?:\W+(?:wat |hoe )?dan| komt| geeft)?\W*$",
    re.IGNORECASE,
)
DENIES = re.compile(
    r"\b(?:mankeer niks|mankeer niets|niks aan de hand|niets aan de hand|(?:niks|niets) gebeurd|geen gevaar"
    r"|verkeerd (?:begrepen|gelezen)|zeg je 11[23])\b",
    re.IGNORECASE,
)
DENIES_SOFTLY = re.compile(
    r"\b(?:het gaat over|ging (?:over|om)|(?:heb|had) het (?:gewoon |alleen )?over (?!(?:de )?dood|zelf|me(?:zelf)?\b|mij\b|mijn leven)"
    r"|bedoel\w* (?:ik |dat |het |zo )*niet|niet (?:zo )?bedoel\w*|zei ik niet|zei ik toch niet"
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
    if question is None or WHO.search(text):
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
    if MEANS.search(text) and signal.level is not Level.RED:
        return True
    if signal.level is Level.ORANGE and (answers(vault, text) or "").endswith("_no"):
        return True  # "nee, nergens": the text for who is not safe says more than the one for orange
    if signal.level is Level.ORANGE and _ours(vault) and OUTRIGHT.search(text) and not BUT.search(text):
        return True
    if signal.level is Level.ORANGE and str(vault.state().get("question", "")).startswith(CONCERN) and in_need(text):
        return True  # the talk about somebody else has a line of its own for that, with the police and 112 in it
    if signal.level is Level.ORANGE and _planned(vault) and NO_ANSWER.search(text):
        return True  # the talk is about what to do when a message or a call is not answered
    doubtful = signal.rule in record.DOUBTFUL or ".frame-" in signal.rule or signal.rule in WORDS
    if signal.level is not Level.ORANGE or not doubtful or BUT.search(text):
        return False
    if signal.rule in record.DOUBTFUL and signal.topic is Topic.MINOR:
        return True
    denied = vault.row.watch.get(DENIED)
    if denied and signal.hint < SURE and (signal.rule in record.DOUBTFUL or denied == signal.topic):
        return True
    return denies(vault, text) or bool(OUTRIGHT.search(text))


def _planned(vault: Vault) -> bool:
    """
    Whether there is a step to take, or a sentence to send.
    """
    state = vault.state()
    return bool(state.get("step") or state.get("sentence"))


async def stand_corrected(session: AsyncSession, vault: Vault) -> None:
    """
    We read it wrong, it seems: say sorry once, and go on where it was. After red it is asked back first.
    """
    if _asked_back(vault):
        await deny(session, vault)
        return
    await record.tell(session, vault, "safety_mistaken")
    _resume(vault)
    vault.row.watch = {**vault.row.watch, DENIED: _topic(vault)}


async def deny(session: AsyncSession, vault: Vault) -> None:
    """
    The person says it is not so.
    """
    if _asked_back(vault):
        vault.row.watch = {**vault.row.watch, "rechecked": True}
        await record.tell(session, vault, "safety_suicide_recheck")
        return
    await record.tell(session, vault, "safety_suicide_no")
    _resume(vault)
    vault.row.watch = {**vault.row.watch, DENIED: _topic(vault)}


def _asked_back(vault: Vault) -> bool:
    """
    Whether a denial is asked back: after a red that was more than a guess, and once.
    """
    notes = vault.row.watch
    return notes.get("level") == Level.RED and not notes.get("rechecked") and not notes.get(GUESSED)


def _topic(vault: Vault) -> str:
    return str(dict(vault.row.watch.get("net", {})).get("topic", Topic.NONE.value))


def _resume(vault: Vault) -> None:
    before = vault.row.watch.get(BEFORE, "none")
    if before != "none":
        vault.remember(vault.state() | {"question": before})
