"""
Noting: what a message asks us to keep in mind is answered before anything else: that we had somebody wrong, that something is out
of the question, that there are two things that weigh, who died and who did not, or that it is another feeling.

Called by the actions that take what somebody tells; a stop, a person and the buttons never pass here.
"""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import heavy
from actions.closed import brief, let_be
from actions.feelings import name_feeling, newest
from actions.ideas import breaks, offer
from actions.losses import answer_news, chosen_first, news_of
from actions.memory import BRIEF, CHOICE, STEPS, by_name, limits_in_words
from actions.names import started
from actions.quotes import quoted
from actions.somebody import called
from actions.subjects import taken_up
from actions.talk import Events, heard, items, number, people, remember, say
from actions.telling import listened_enough

NO_HUMAN = "utter_offer_human"


def noticed(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """
    The answer to what is to be kept in mind, or None when a message is to be taken as any other.
    """
    news, text = tracker.get_slot("news") or {}, heard(tracker)
    if not text:
        return None
    if mended := news.get("mended"):
        say(dispatcher, "utter_mended", **called(mended))
        return remember(corrected=None, misunderstood=0)
    if own := news.get("own"):
        say(dispatcher, "utter_recall_kept", known=own)
        return remember(corrected=None, misunderstood=0)
    if news.get("closed") and brief(text):
        return let_be(dispatcher, text)
    held = tracker.get_slot("pair")
    if held and len(text.split()) <= CHOICE and (n := heavy.chosen(held, text, by_name(people(tracker)))) is not None:
        return _begin_with(dispatcher, tracker, held[n], held[1 - n])
    if about := news.get("about"):
        return _about(dispatcher, tracker, str(about))
    if news.get("pair") and not held and not tracker.get_slot("about_other"):
        return _both(dispatcher, tracker, news["pair"], text)
    if told := news_of(tracker.slots, text):
        if tracker.get_slot("corrected"):
            say(dispatcher, "utter_misread")
        return answer_news(dispatcher, tracker, text, told)
    if (
        felt := newest(text, tracker.get_slot("question"), bool(tracker.get_slot("corrected")))
    ) and not tracker.get_slot("about_other"):
        return name_feeling(dispatcher, tracker, felt, text)
    if topic := news.get("topic"):
        response, facts = taken_up(tracker, str(topic))
        say(dispatcher, response, **facts)
        return remember(listened=number(tracker, "listened") + 1, corrected=None, misunderstood=0)
    if news.get("limits") and (tracker.get_slot("question") in STEPS or len(text.split()) <= BRIEF):
        return _limited(dispatcher, tracker, list(news["limits"]))
    return None


def _about(dispatcher: CollectingDispatcher, tracker: Tracker, name: str) -> Events:
    """
    Whom it is about, taken over; they go on as they like.
    """
    say(dispatcher, "utter_about_name", name=name, Name=started(name))
    return remember(listened=number(tracker, "listened") + 1, mode=None, corrected=None, misunderstood=0)


def _both(dispatcher: CollectingDispatcher, tracker: Tracker, two: list[dict[str, Any]], text: str) -> Events:
    """
    Both named back, the heavier first; they choose.
    """
    first, second = two
    say(
        dispatcher, "utter_two_losses" if second["loss"] else "utter_two_things",
        first=_capital(first["as"]), second=second["as"], one=first["button"], other=second["button"],
    )  # fmt: skip
    lost, causes = items(tracker, "losses"), items(tracker, "causes")
    for weight in two:
        lost += [weight["loss"]] if weight["loss"] and weight["loss"] not in lost else []
        causes += [weight["cause"]] if weight["cause"] not in causes else []
    return remember(
        pair=two, losses=lost, causes=causes, kind=tracker.get_slot("kind") or "emotional", topic=first["intent"],
        listened=number(tracker, "listened") + 1, quotes=quoted(tracker, text),
        about_other=None, mode=None, corrected=None, misunderstood=0,
    )  # fmt: skip


def _begin_with(
    dispatcher: CollectingDispatcher, tracker: Tracker, one: dict[str, Any], other: dict[str, Any]
) -> Events:
    """
    One of the two now; the other comes back later (`actions.losses`).
    """
    say(dispatcher, "utter_two_first", first=one["about"], second=other["about"], Second=_capital(other["about"]))
    lost = chosen_first(items(tracker, "losses"), one["loss"])
    return remember(pair=None, topic=one["intent"], losses=lost, corrected=None, misunderstood=0)


def _limited(dispatcher: CollectingDispatcher, tracker: Tracker, new: list[str]) -> Events:
    """
    A limit is taken over; an idea on the table that breaks it is gone, and another is made where one was asked for.
    """
    idea, gone = str(tracker.get_slot("offer") or ""), items(tracker, "declined")
    asked = tracker.get_slot("question") == "tip"
    if asked and idea and breaks(idea, tracker) and idea not in gone:
        gone = [*gone, idea]
    if "people" in new and NO_HUMAN not in gone:
        gone = [*gone, NO_HUMAN]
    tracker.slots["declined"] = gone
    kept = remember(declined=gone, misunderstood=0, corrected=None)
    if asked and listened_enough(tracker):
        say(dispatcher, "utter_limit", limits=limits_in_words(new))
        return kept + offer(dispatcher, tracker, tied=False)
    step = tracker.get_slot("question") in STEPS
    say(dispatcher, "utter_limit_step" if step else "utter_limit_on", limits=limits_in_words(new))
    return kept


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
