"""
Texts of record at orange and red: what the safety net says, with the helplines that are open at this moment.

All texts lie in `dialogues/texts/safety.yml`, and their buttons and questions make small talks of fixed words: the question
`near` is answered by `safety_near_yes` or `safety_near_no`. No engine and no choice of words is involved.
"""

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


def saying(name: str) -> Deed:
    """
    The deed of saying one of these texts.
    """

    async def deed(session: AsyncSession, vault: Vault) -> None:
        await say(session, vault, line(vault, name))

    return deed


def answer_to(question: str, meaning: str | None) -> str | None:
    """
    The text that answers a typed yes or no to one of our questions, if there is one.
    """
    name = f"{PREFIX}{question}_{meaning}"
    return name if meaning in ("yes", "no") and known(name) else None


def text_for(signal: Signal, *, said_before: bool) -> str:
    """
    The name of the text for a signal; a shorter one when the same was said just before.
    """
    level = signal.level.name.lower()
    if said_before:
        return f"{PREFIX}again_{level}"
    if signal.rule in OTHERS and signal.level is Level.ORANGE:
        return f"{PREFIX}other"
    if signal.level is Level.ORANGE and signal.rule in DOUBTFUL:
        return f"{PREFIX}suicide_doubt" if signal.topic is Topic.SUICIDE else f"{PREFIX}doubt"
    topic = "fault" if signal.topic is Topic.NONE else signal.topic.value
    exact = f"{PREFIX}{topic}_{level}"
    if known(exact):
        return exact
    return f"{PREFIX}red" if signal.level is Level.RED else f"{PREFIX}{topic}"
