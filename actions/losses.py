"""
Losses: who died, from the first telling on. The first time there is sympathy and no question, with who it was and their name; a second
time both are named, where both are sure. Who turns out to be alive is mourned no more, and who came through is a relief. Of two losses
the one that the talk left behind comes back once, when it was not spoken of for a while.
"""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import deaths
from actions.gist import gist
from actions.quotes import quoted
from actions.talk import Events, items, number, people, remember, say
from actions.telling import PARTED
from actions.weight import turned
from actions.words import asks
from store.patterns import plain

BEREAVED = "share_bereavement"

BACK = "utter_ask_second"
WHILE = 3


def unspoken(tracker: Tracker, text: str) -> str | None:
    """
    What to come back to, in our words ("je hond"); None while both are spoken of, or when it came back before.
    """
    losses, quotes = items(tracker, "losses"), items(tracker, "quotes")
    if len(losses) < 2 or len(quotes) <= WHILE or BACK in items(tracker, "moves"):
        return None
    recent = [*quotes[-WHILE:], text]
    behind = [loss for loss in losses if not any(_speaks(tracker, loss, said) for said in recent)]
    return _about(behind[-1], quotes) if behind else None


def news_of(state: dict[str, Any], text: str) -> str | None:
    """
    What a message tells of life and death, if that goes before anything else: that somebody `died`, for the first time; that who we
    took for dead is not (`denied`); or that somebody came through (`saved`).
    """
    losses = list(state.get("losses") or [])
    if deaths.denied(text, losses):
        return "denied"
    worried = bool(state.get("about_other"))
    if deaths.saved(text, worried) or (deaths.alive(text) and worried and not mourned(losses)):
        return "saved"
    return "died" if first_told(losses, text) else None


def first_told(losses: list[str], text: str) -> list[str]:
    """
    Who died, of those that a message names and that were not told of before.
    """
    known = {deaths.same(kin) for kin in mourned(losses)}
    return [] if "" in known else [kin for kin in deaths.died(text) if deaths.same(kin) not in known]


def mourned(losses: list[str]) -> list[str]:
    """
    Who died so far, by what they are; empty for one of whom only that was told.
    """
    return [loss.partition(":")[2] for loss in losses if loss.startswith(BEREAVED)]


def answer_news(dispatcher: CollectingDispatcher, tracker: Tracker, text: str, news: str) -> Events:
    """
    The answer to news of life and death.
    """
    if news == "denied":
        return not_dead(dispatcher, tracker, text)
    if news == "saved":
        say(dispatcher, "utter_came_through")
        return remember(
            listened=number(tracker, "listened") + 1, about_other=None, mode=None, corrected=None, misunderstood=0
        )
    return sympathise(dispatcher, tracker, text)


def sympathise(dispatcher: CollectingDispatcher, tracker: Tracker, text: str, unnamed: str = "utter_loss") -> Events:
    """
    The first answer to a death: that it is sad, and who it was; no question. `unnamed` is said when it was not told who.
    """
    losses = items(tracker, "losses")
    new, before = first_told(losses, text), [kin for kin in mourned(losses) if kin]
    response = unnamed
    facts: dict[str, Any] = {}
    if new:
        who = in_words(tracker, new[0])
        response, facts = "utter_known_loss", {"relation": who, "Relation": _capital(who)}
        if before:
            response = "utter_now_second_loss" if deaths.says("lately", text) else "utter_second_loss"
            facts = {
                "first": by_name(tracker, before[-1]),
                "second": who,
                "First": _capital(by_name(tracker, before[-1])),
            }
        elif deaths.says("long_ago", text):
            response = "utter_old_loss"
    if asks(text):
        say(dispatcher, "utter_fact_unknown_first")
    say(dispatcher, response, **facts)
    causes = items(tracker, "causes")
    return remember(
        losses=[*losses, *(f"{BEREAVED}:{kin}" for kin in new)] if new else [*losses, BEREAVED],
        causes=causes if "loss" in causes else [*causes, "loss"],
        quotes=quoted(tracker, text),
        listened=number(tracker, "listened") + 1,
        kind="emotional",
        topic=BEREAVED,
        about_other=None,
        mode=None,
        corrected=None,
        misunderstood=0,
        heavy=0,
        **turned(tracker, text, response),
    )


def not_dead(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
    """
    Own up to it, and mourn whom they name no more, or nobody when they name nobody; what else was lost stays.
    """
    say(dispatcher, "utter_not_dead")
    spoken = {deaths.same(kin) for kin in deaths.named(text)}
    losses = [loss for loss in items(tracker, "losses") if not loss.startswith(BEREAVED) or _other(loss, spoken)]
    mourns = bool(mourned(losses))
    causes = [cause for cause in items(tracker, "causes") if cause != "loss" or mourns]
    living = [
        {key: value for key, value in person.items() if key != "gone" or _other(f":{person['who']}", spoken)}
        for person in people(tracker)
    ]
    topic = tracker.get_slot("topic")
    return remember(
        losses=losses or None,
        causes=causes or None,
        people=living or None,
        topic=None if topic == BEREAVED and not mourns else topic,
        kind=tracker.get_slot("kind") if losses else None,
        pair=None,
        grave=tracker.get_slot("grave") if mourns else None,
        corrected=None,
        misunderstood=0,
    )


def _other(loss: str, spoken: set[str]) -> bool:
    """
    Whether a loss is of another than the ones that are spoken of.
    """
    kin = loss.partition(":")[2]
    return bool(spoken and kin and deaths.same(kin) not in spoken)


def in_words(tracker: Tracker, kin: str) -> str:
    """
    Who somebody is, in our words, with their name if there is one of whom that holds: "je vrouw Annie".
    """
    name = _name(tracker, kin)
    return f"je {kin} {name}" if name else f"je {kin}"


def by_name(tracker: Tracker, kin: str) -> str:
    """
    Somebody as they were last spoken of: by name, else by what they are.
    """
    return _name(tracker, kin) or f"je {kin}"


def _name(tracker: Tracker, kin: str) -> str:
    like = [person for person in people(tracker) if deaths.same(person["who"]) == deaths.same(kin)]
    return like[0]["name"] if len(like) == 1 else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def chosen_first(losses: list[str], chosen: str | None) -> list[str]:
    """
    The losses with the one that somebody begins with before the others.
    """
    return [chosen, *(loss for loss in losses if loss != chosen)] if chosen else losses


def _speaks(tracker: Tracker, loss: str, said: str) -> bool:
    intent, _, kin = loss.partition(":")
    if intent == "share_breakup":
        return bool(PARTED.search(said))
    names = {person["name"].lower() for person in people(tracker) if person["who"] == kin and person["name"]}
    return not kin or bool({kin, *names} & set(plain(said).split()))


def _about(loss: str, quotes: list[str]) -> str | None:
    """
    Who was lost; of one who left and was not named, what was said of it.
    """
    kin = loss.partition(":")[2]
    parted = (quote for quote in reversed(quotes) if PARTED.search(quote))
    return f"je {kin}" if kin else next((about for quote in parted if (about := gist(quote))), None)
