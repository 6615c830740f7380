"""
Texts of record at orange and red: what the safety net says, with the helplines that are open at this moment.

All texts lie in `dialogues/texts/safety.yml`, and their buttons and questions make small talks of fixed words: the question
`near` is answered by `safety_near_yes` or `safety_near_no`. No engine and no choice of words is involved.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any, cast, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from bot.safety.signal import Level, Signal, Topic
from handover import helplines
from store import clock
from store.conversations import Vault
from store.speech import say
from store.texts import Line, texts

PREFIX = "safety_"
DOUBTFUL = ("classifier", "hints")
OTHERS = ("suicide.other-talks", "suicide.frame-other")
UNSEEN = ("medical.no-answer",)
AGAIN = f"{PREFIX}again_red"
ASKS = 0.8  # weaker than this, and of the classifier alone, is no reason to ask, only to give leave to tell
LEAVE = (f"{PREFIX}leave", f"{PREFIX}suicide_leave")
CALLED, WITH_HELP = f"{PREFIX}called", f"{PREFIX}with_help"
THEY = re.compile(
    "hij|zij|ze|hem|haar|iemand|man|vrouw|partner|vriend|vriendin|moeder|vader|mama|papa|mam|pap|ma|pa|oma|opa|kind|baby|zoon|dochter"
    "|zoontje|dochtertje|broer|zus|buurman|buurvrouw|overbuurman|bovenbuurman|onderbuurman|collega|meneer|mevrouw|oom|tante"
)

type Deed = Callable[[AsyncSession, Vault], Awaitable[None]]


def known(name: str) -> bool:
    """
    Whether there is a text of record of the safety net with this name.
    """
    return name.startswith(PREFIX) and name in texts().records


def line(vault: Vault, name: str, topic: str = "", **facts: Any) -> Line:
    """
    A text of record, with the helplines of a topic (that of the conversation, unless given) in the person's country.
    """
    about = topic or str(dict(vault.row.watch.get("net", {})).get("topic"))
    served = cast(helplines.Topic, about if about in get_args(helplines.Topic.__value__) else "suicide")
    told = helplines.lines_for(served, helplines.country_of(vault.row.country), clock.now())
    return texts().record(name, lines="\n".join(told), line=told[0], **facts)


def fresh(vault: Vault, name: str) -> str | None:
    """
    The text, or the first that takes its place (`instead`) and was not said in this talk. In a row that ends all may have been said;
    in one that goes round, the one that was said longest ago comes next.
    """
    said = [line_id.partition("#")[0] for line_id in vault.state().get("said", [])]
    passed: list[str] = []
    following: str | None = name
    while following and following in said and not texts().records[following].repeats:
        if following in passed:
            return max(passed[passed.index(following) :], key=said[::-1].index)
        passed.append(following)
        following = texts().records[following].instead
    return following


async def tell(session: AsyncSession, vault: Vault, name: str) -> None:
    """
    Say one of these texts, or what takes its place when it was said before.
    """
    await say(session, vault, line(vault, fresh(vault, name) or name))


def saying(name: str) -> Deed:
    """
    The deed of saying one of these texts.
    """

    async def deed(session: AsyncSession, vault: Vault) -> None:
        await tell(session, vault, name)

    return deed


def answer_to(question: str, meaning: str | None) -> str | None:
    """
    The text that answers a typed yes or no to one of our questions, if there is one.
    """
    name = f"{PREFIX}{question}_{meaning}"
    return name if meaning in ("yes", "no") and known(name) else None


def text_for(signal: Signal) -> str:
    """
    The name of the text for a signal, the first time that it is seen.
    """
    level = signal.level.name.lower()
    if signal.rule in UNSEEN:
        return f"{PREFIX}other_unseen"
    if signal.rule in OTHERS and signal.level is Level.ORANGE:
        return f"{PREFIX}other"
    if not signal.sure:
        return f"{PREFIX}doubt_red"
    if signal.level is Level.ORANGE and signal.rule == "classifier" and signal.hint < ASKS:
        return f"{PREFIX}suicide_leave" if signal.topic is Topic.SUICIDE else f"{PREFIX}leave"
    if signal.level is Level.ORANGE and signal.rule in DOUBTFUL:
        return f"{PREFIX}suicide_doubt" if signal.topic is Topic.SUICIDE else f"{PREFIX}doubt"
    if signal.topic is Topic.MEDICAL and signal.level is Level.RED and any(map(THEY.fullmatch, signal.words)):
        return f"{PREFIX}medical_other"
    topic = "fault" if signal.topic is Topic.NONE else signal.topic.value
    exact = f"{PREFIX}{topic}_{level}"
    if known(exact):
        return exact
    return f"{PREFIX}red" if signal.level is Level.RED else f"{PREFIX}{topic}"


def next_for(vault: Vault, signal: Signal, *, helped: bool) -> str | None:
    """
    What is said to a signal now: nothing twice, no number once there is help (`helped`), and None when all was said. Red that is no
    more than a guess still gets the number when the questions about it are used up.
    """
    found = fresh(vault, WITH_HELP if helped else text_for(signal))
    return found if found or helped or signal.sure else fresh(vault, AGAIN)
