"""
The desk: what the house itself understands and does, engine or no engine. Erasing, a person, consent, the questions of
the safety net.

A button's payload says what it is: `do:…` is a deed of the desk, `say:…` a line of `dialogues/responses/`, `/…` is for
the engine. Typed text counts here only as a whole phrase (`bot.phrases`), in the light of the question that was asked
last.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import checkins, phrases, returning
from bot.safety import denial, plan
from bot.safety import record as safety
from handover import blocks, bonds, consent, helplines, offers, promises, transfer, walking
from handover.hours import Country
from store import clock
from store.conversations import Vault
from store.log import Entry
from store.schema import Shares, State
from store.speech import say
from store.texts import texts

Deed = Callable[[AsyncSession, Vault], Awaitable[None]]
SAFETY = "safety_"


def record(name: str) -> Deed:
    """
    The deed of saying one text of record.
    """

    async def deed(session: AsyncSession, vault: Vault) -> None:
        await say(session, vault, texts().record(name))

    return deed


def declining(deed: Deed) -> Deed:
    """
    A deed that is a no to a human, which is not asked about again in this talk.
    """

    async def declined(session: AsyncSession, vault: Vault) -> None:
        state = vault.state()
        vault.remember(state | {"declined": [*(state.get("declined") or []), "utter_offer_human"]})
        await deed(session, vault)

    return declined


def living_in(country: Country) -> Deed:
    """
    The deed of taking it that the person is in a country: from then on its helplines are named.
    """

    async def settled(session: AsyncSession, vault: Vault) -> None:
        helplines.settle(vault, country)
        told = [r.sentence for r in helplines.referral("talk", country, clock.now(), limit=3)]
        lines = "\n".join(told)
        await say(session, vault, texts().record("settled", country=helplines.COUNTRIES[country], lines=lines))

    return settled


async def agree(session: AsyncSession, vault: Vault) -> None:
    """
    The yes to the card. Whoever was promised a moment on the web gets four words with it, to come back then on any device.
    """
    await consent.agree(session, vault)
    handover = await consent.open_handover(session, vault)
    if handover and vault.row.channel == "web" and await promises.open_promise(session, handover):
        await returning.give_words(session, vault)


async def walk(session: AsyncSession, vault: Vault) -> None:
    """
    Somebody who walks along with the step that is planned: the card, with the moment on it, or plainly that nobody can be promised.
    """
    handover = await consent.open_handover(session, vault)
    if not vault.state().get("step"):
        await say(session, vault, texts().record("walk_no_step"))
    elif handover and handover.state != State.ASKED:
        await consent.ask(session, vault)
    elif await walking.slot(session, vault) is None:
        await say(session, vault, texts().record("walk_nobody"))
    else:
        walking.mean(vault, wanted=True)
        await consent.show_card(session, vault)


DEEDS: dict[str, Deed] = {
    "ask_human": consent.ask,
    "walk": walk,
    "anyone": transfer.anyone,
    "bond_yes": bonds.yes,
    "bond_no": bonds.no,
    "card": consent.show_card,
    "agree": agree,
    "edit": consent.begin_editing,
    "shares": consent.ask_shares,
    **{f"share_{shares}": partial(consent.share, shares=shares) for shares in Shares},
    "breathe": record("breathe"),
    "still": record("still"),
    "withdraw": declining(consent.withdraw),
    "about_human": record("about_human"),
    "not_now": declining(record("not_now")),
    "suicide_no": denial.deny,
    "request_stays": record("request_stays"),
    "in_belgium": living_in("BE"),
    "in_netherlands": living_in("NL"),
    "meet": offers.meet,
    "meet_not": offers.meet_not,
    **plan.DEEDS,
    "words": returning.give_words,
    "keep": returning.keep,
    "keep_not": returning.keep_not,
    **checkins.DEEDS,
}

ALWAYS = ("ask_human", "words", "keep", "keep_not", "checkin_off", "plan_show")

ANSWERS: dict[tuple[str, str], str] = {
    ("card", "yes"): "agree",
    ("card", "no"): "withdraw",
    ("card", "edit"): "edit",
    ("keep_question", "yes"): "card",
    ("keep_question", "no"): "not_now",
    ("keep_talk", "yes"): "keep",
    ("keep_talk", "no"): "keep_not",
    ("checkin", "yes"): "checkin_day",
    ("checkin", "no"): "checkin_no",
    ("checkin_week", "yes"): "checkin_week",
    ("checkin_week", "no"): "checkin_no",
    ("checkin_hello", "yes"): "checkin_hello",
    ("checkin_hello", "no"): "checkin_no",
    **{(question, "joke"): "suicide_no" for question in ("suicide", "doubt", "near", "safe")},
    ("doubt", "no"): "suicide_no",
    ("suicide", "no"): "suicide_no",
    ("withdraw_question", "yes"): "withdraw",
    ("withdraw_question", "no"): "request_stays",
    ("meet", "yes"): "meet",
    ("meet", "no"): "meet_not",
    ("plan_offer", "yes"): "plan",
    ("walk", "yes"): "walk",
    ("walk", "no"): "not_now",
}


def asks_to_erase(vault: Vault, body: dict[str, Any]) -> bool:
    """
    Whether a message is the wish to erase everything, by button or in as many words.
    """
    if "choice" in body:
        return bool(body["choice"] == "do:erase")
    if phrases.meaning(body["text"]) == "erase":
        return True
    return vault.state().get("question") == "erase" and phrases.reply(body["text"], "erase") == "yes"


def answers_the_net(body: dict[str, Any]) -> bool:
    """
    Whether a message is a button of the safety net, or the yes or no to a helper who takes an alarm.
    """
    name = str(body.get("choice") or "").removeprefix("do:")
    return bool(name) and (safety.known(SAFETY + name) or name in ("meet", "meet_not", "ask_human", *plan.DEEDS))


def ends_talk(entry: Entry) -> bool:
    """
    Whether a message is the wish to end the talk with a human: the only one that the house answers while a human holds it.
    """
    if "choice" in entry.body:
        return bool(entry.body["choice"] == "do:withdraw")
    return phrases.meaning(entry.text) == "stop"


async def handle(session: AsyncSession, vault: Vault, entry: Entry) -> bool:
    """
    Answer a message here if it is the desk's; False leaves it to the engine. In a blocked talk nothing is left to it.
    """
    if await _handle(session, vault, entry):
        return True
    block = await blocks.standing(session, vault)
    if block:
        await say(session, vault, blocks.told(vault, block))
    return block is not None


async def _handle(session: AsyncSession, vault: Vault, entry: Entry) -> bool:
    if "choice" in entry.body:
        return await _choice(session, vault, str(entry.body["choice"]))
    handover = await consent.open_handover(session, vault)
    meaning = phrases.meaning(entry.text)
    if handover and handover.state == State.ASKED and handover.editing:
        await (consent.withdraw(session, vault) if meaning == "stop" else consent.edit(session, vault, entry.text))
        return True
    if meaning == "stop" and handover:
        await consent.withdraw(session, vault)
        return True
    if payload := phrases.payload(entry.text):
        return await _choice(session, vault, payload)
    question = str(vault.state().get("question", "none"))
    meaning = meaning or phrases.reply(entry.text, question)
    name = meaning if meaning in ALWAYS else ANSWERS.get((question, meaning or ""), f"{question}_{meaning}")
    if deed := deed_of(name):
        await deed(session, vault)
    elif denial.MEANS.search(entry.text):
        await say(session, vault, safety.line(vault, "safety_word"))
        return True
    elif denial.denies(vault, entry.text):
        await denial.stand_corrected(session, vault)
        return True
    elif (meant := denial.answers(vault, entry.text)) and (said := deed_of(meant)):
        await said(session, vault)
        return True
    elif part := plan.part_of(question):
        await plan.take(session, vault, part, "" if meaning == "no" else entry.text)
        return True
    return deed is not None


def deed_of(name: str) -> Deed | None:
    """
    What a name after `do:` stands for: a deed, or the saying of a text of the safety net.
    """
    return DEEDS.get(name) or (safety.saying(SAFETY + name) if safety.known(SAFETY + name) else None)


async def _choice(session: AsyncSession, vault: Vault, payload: str) -> bool:
    kind, _, name = payload.partition(":")
    if kind == "do":
        await _do(session, vault, name)
        return True
    if kind == "say":
        state = vault.state()
        line = texts().pick(name, state | {"quiet": 0}, state.get("said", []))  # a tap asks for what it says
        await say(session, vault, line or texts().record("engine_silent"))
        if line and line.then:
            await DEEDS[line.then](session, vault)
        return True
    return False


async def _do(session: AsyncSession, vault: Vault, name: str) -> None:
    card = name in ("agree", "edit", "shares") or name.startswith("share_")
    handover = await consent.open_handover(session, vault)
    if card and (handover is None or handover.state != State.ASKED):
        # A button of an old card: say where things stand instead.
        await (consent.ask if handover else record("card_gone"))(session, vault)
        return
    await (deed_of(name) or record("card_gone"))(session, vault)
