"""
Speech: putting a line into the log, and remembering that it was said, what it asked, and where in the circle that is.

What somebody is making (`draft_card`) lives as long as the questions about it, which are called `draft_…`. When something else is
said it is gone, from the memory and from the log.
"""

import re
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from store import log
from store.conversations import Vault
from store.schema import Holder, Sender
from store.texts import Line, texts
from store.unsaid import unoffered
from store.voices import Voice

REMEMBERED = 400
PHASES = 20
DRAFT = "draft_card"
ASKED = "asked"  # the question that is open, as it was said, with its buttons
SENTENCE = re.compile(r"[^.!?…:\n“”]*\?")
ABOUT_DRAFT = "draft_"


async def say(session: AsyncSession, vault: Vault, line: Line, sender: Sender = Sender.BOT, **extra: Any) -> int:
    """
    Say a line in a locked conversation; `extra` goes into its body (`prefill`, `name`, `card`, `picture`). Returns its number in the
    log.
    """
    return await _say(session, vault, line, line.question or "none", sender, extra)


async def aside(session: AsyncSession, vault: Vault, line: Line) -> int:
    """
    Say a line beside the talk: the question that is open stays open, and next to a human it is the house that speaks.
    """
    question = str(vault.state().get("question", "none"))
    return await _say(
        session, vault, line, question, Sender.SYSTEM if vault.row.holder == Holder.HUMAN else Sender.BOT, {}
    )


async def ask_again(session: AsyncSession, vault: Vault) -> None:
    """
    Ask the open question once more, with its buttons; nothing when none is open, or when the person wants no questions.
    """
    state = vault.state()
    asked = state.get(ASKED)
    if asked and asked["question"] == state.get("question") and not state.get("quiet"):
        line = texts().record("asked_again", asked=asked["text"])
        await say(session, vault, replace(line, choices=asked["choices"], question=asked["question"]))


async def withdraw(session: AsyncSession, vault: Vault) -> None:
    """
    Take out of the log whatever shows a card that is not kept (any longer); a line says where it was.
    """
    kept, gone = vault.state().get("cards") or {}, texts().record("card_withdrawn").body()

    def change(entry: log.Entry) -> dict[str, Any] | None:
        return gone if "card" in entry.body and entry.body["card"] not in kept else None

    await log.rewrite(session, vault, change)


async def _say(
    session: AsyncSession, vault: Vault, line: Line, question: str, sender: Sender, extra: dict[str, Any]
) -> int:
    state = vault.state()
    dropped = state.pop(DRAFT, None) if not question.startswith(ABOUT_DRAFT) else None
    state["said"] = [*state.get("said", []), line.id][-REMEMBERED:]
    state["question"] = question
    if (phase := texts().phase(line.question)) and phase != state.get("phase"):
        state["phase"] = phase
        state["phases"] = [*state.get("phases", []), phase][-PHASES:]
    line = unoffered(line.voiced(Voice.of(state)) if line.template else line, state)
    if line.question:
        state[ASKED] = _asked(line)
    vault.remember(state)
    if dropped:
        await withdraw(session, vault)
    return await log.append(session, vault, sender, line.body() | extra)


def _asked(line: Line) -> dict[str, Any] | None:
    """
    The last question that a line puts in words; None for one that only invites.
    """
    asked = SENTENCE.findall(line.text)
    return {"text": asked[-1].strip(), "choices": line.choices, "question": line.question} if asked else None
