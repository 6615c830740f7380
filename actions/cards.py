"""
Cards: what somebody may want to keep or take along. A card of the people around them, of talents and wishes, of small steps, of one
sentence; and how it is made and changed.

A card that is being made is a draft (`draft_card`), and lives as long as the questions about it (`store.speech`). Only a yes makes it
one of the `cards` (`actions.keeping`). Which cards there are, and their lists, is a table: `dialogues/cards.yml`.
"""

import re
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.lists import Lists, changed, listed, named, orders, put
from actions.talk import Events, heard, items, remember, say
from actions.words import bare_wish
from store import tables
from store.texts import DIALOGUES

Draft = dict[str, Any]

KEEP = re.compile(r"\bbewa(?:ar|ren)\b", re.IGNORECASE)
NOT = re.compile(r"\b(?:niet|geen|nee|niks)\b", re.IGNORECASE)


@cache
def content() -> dict[str, Any]:
    """
    What `dialogues/cards.yml` says.
    """
    return dict(tables.read(DIALOGUES / "cards.yml"))


def table() -> dict[str, Any]:
    """
    The cards, by name.
    """
    return dict(content()["cards"])


def as_text(name: str, lists: Lists) -> str:
    """
    A card as plain text: its title, and a line a list.
    """
    rows = [
        f"{spec['label']}: {', '.join(lists.get(key, [])) or content()['empty']}"
        for key, spec in table()[name]["lists"].items()
    ]
    return "\n".join([table()[name]["title"], *rows])


def chosen(tracker: Tracker) -> str:
    """
    The card that a button is about; else the one that is being made.
    """
    named = next((str(e["value"]) for e in tracker.latest_message.get("entities") or []), "")
    return named or str((tracker.get_slot("draft_card") or {}).get("card", ""))


def kept(tracker: Tracker) -> dict[str, Lists]:
    """
    The cards that may stay.
    """
    return dict(tracker.get_slot("cards") or {})


def keep(dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> Events:
    """
    Make a draft one of the cards. A step or sentence that was said anew here counts in the talk as well.
    """
    name, lists = draft["card"], draft["lists"]
    say(dispatcher, "utter_card_kept", card=name)
    anew: dict[str, Any] = {}
    if draft.get("edited"):
        main = next(iter(lists))
        anew = {main: lists[main][0]} | ({"step_when": None} if name == "steps" else {})
    return remember(cards=kept(tracker) | {name: lists}, draft_card=None, misunderstood=0, **anew)


def drop(dispatcher: CollectingDispatcher) -> Events:
    """
    Leave a draft: it goes as soon as something else is said, and so it is gone with this.
    """
    say(dispatcher, "utter_card_dropped")
    return remember(misunderstood=0)


def draft_of(tracker: Tracker, name: str) -> Draft | None:
    """
    The draft of a card, if that is what is being made.
    """
    draft = tracker.get_slot("draft_card") or {}
    return dict(draft) if draft.get("card") == name else None


def told(tracker: Tracker, name: str) -> Lists:
    """
    What the talk already holds for a card that we do not ask for: the step with its moment, the sentence.
    """
    step, when = str(tracker.get_slot("step") or ""), str(tracker.get_slot("step_when") or "")
    words = bare_wish(step) or step
    if name == "steps":
        return {
            "step": [f"{words} ({when})" if when else words] if words else [],
            "done": [bare_wish(done) or done for done in items(tracker, "done")],
        }
    return {"sentence": [str(tracker.get_slot("sentence"))] if tracker.get_slot("sentence") else []}


def show(dispatcher: CollectingDispatcher, name: str, lists: Lists, *, draft: bool) -> None:
    """
    Show a card: a draft with the question whether it may be kept, a kept one with what can be done with it.
    """
    form = "picture" if table()[name].get("picture") else "card"
    response = f"utter_draft_{form}" if draft else f"utter_kept_{form}"
    say(dispatcher, response, card=name, lines=as_text(name, lists), shows=shown(name, lists, draft=draft))


def shown(name: str, lists: Lists, *, draft: bool) -> dict[str, Any]:
    """
    What goes with a line that shows a card: whose withdrawal takes it away, and the picture to draw.
    """
    picture = {"picture": {"kind": name, "lists": lists}} if table()[name].get("picture") else {}
    return {"card": "draft" if draft else name, **picture}


def ask_on(dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> Events:
    """
    Ask for the next list of a draft, with what was said before as an offer; show the card when all were asked.
    """
    lists: Lists = draft["lists"]
    if not draft["ask"]:
        show(dispatcher, draft["card"], lists, draft=True)
        return remember(draft_card=draft, misunderstood=0)
    name = draft["ask"][0]
    before = str(tracker.get_slot(table()[draft["card"]]["lists"][name].get("from") or "none") or "")
    words = ", ".join(listed(before))
    if words and name not in draft["offered"]:
        say(dispatcher, "utter_draft_offer", words=words)
        return remember(draft_card=draft | {"offered": [*draft["offered"], name]}, misunderstood=0)
    say(dispatcher, f"utter_draft_{name}", has=", ".join(lists[name]))
    return remember(draft_card=draft, misunderstood=0)


class ActionOpenCard(Action):
    """
    Opens a card: as it was kept, or as a new draft.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_open_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        A kept card is shown; of steps and a sentence there may be newer ones; else the first question.
        """
        name = chosen(tracker)
        if name not in table():
            say(dispatcher, "utter_cards")
            return remember(misunderstood=0)
        asked = [key for key, spec in table()[name]["lists"].items() if spec.get("ask")]
        lists = told(tracker, name) if not asked else {key: [] for key in table()[name]["lists"]}
        held = kept(tracker).get(name)
        if held is not None and (asked or lists == held or not any(lists.values())):
            show(dispatcher, name, held, draft=False)
            return remember(misunderstood=0)
        if not asked and not any(lists.values()):
            say(dispatcher, f"utter_no_{name}")
            return remember(misunderstood=0)
        return ask_on(dispatcher, tracker, {"card": name, "lists": lists, "ask": asked, "offered": []})


class ActionCardList(Action):
    """
    Takes the answer for one list of a draft; nobody and nothing are answers too.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_card_list"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Put the items on the card, and ask on.
        """
        draft = tracker.get_slot("draft_card")
        name = str(tracker.get_slot("question")).removeprefix("draft_")
        if not draft or name not in draft["lists"]:
            say(dispatcher, "utter_card_gone")
            return remember(misunderstood=0)
        lists = put(draft["lists"], name, listed(heard(tracker)))
        return ask_on(
            dispatcher, tracker, draft | {"lists": lists, "ask": [key for key in draft["ask"] if key != name]}
        )


class ActionCardOffer(Action):
    """
    Takes the yes or no to putting on the card what was said before.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_card_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Only a yes puts it there; then the question for the list itself.
        """
        draft = tracker.get_slot("draft_card")
        if not draft or not draft["ask"]:
            say(dispatcher, "utter_card_gone")
            return remember(misunderstood=0)
        name = draft["ask"][0]
        if (tracker.latest_message.get("intent") or {}).get("name") == "affirm":
            before = str(tracker.get_slot(table()[draft["card"]]["lists"][name]["from"]) or "")
            draft = draft | {"lists": put(draft["lists"], name, listed(before))}
        return ask_on(dispatcher, tracker, draft)


class ActionEditCard(Action):
    """
    Begins to change a card, as it is kept or being made.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_edit_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Ask what is to change; the kept card stays as it is until the next yes.
        """
        name = chosen(tracker)
        lists = kept(tracker).get(name)
        draft = draft_of(tracker, name) or (lists and {"card": name, "lists": lists, "ask": [], "offered": []})
        if not draft:
            say(dispatcher, "utter_card_gone")
            return remember(misunderstood=0)
        say(dispatcher, f"utter_edit_{name}")
        return remember(draft_card=draft | {"ask": []}, misunderstood=0)


class ActionChangeCard(Action):
    """
    Changes a draft in the person's words: something away, to another list, added, or said anew.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_change_card"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Show the card as it has become, ask where something new belongs, or ask again.
        """
        draft, text = tracker.get_slot("draft_card"), heard(tracker)
        if not draft:
            say(dispatcher, "utter_card_gone")
            return remember(misunderstood=0)
        if tracker.get_slot("question") == "draft_keep" and KEEP.search(text):
            return drop(dispatcher) if NOT.search(text) else keep(dispatcher, tracker, draft)
        lists: dict[str, Any] = table()[draft["card"]]["lists"]
        if draft.get("homeless"):
            return self._house(dispatcher, tracker, draft, named(text, {k: s["words"] for k, s in lists.items()}))
        if draft["card"] in ("steps", "sentence"):
            main = next(iter(lists))
            new = draft["lists"] | {main: [" ".join(text.split())] if text else draft["lists"][main]}
            return ask_on(dispatcher, tracker, draft | {"lists": new, "edited": True})
        change = changed(draft["lists"], text, {key: spec["words"] for key, spec in lists.items()})
        if change.homeless and (tracker.get_slot("question") == "draft_edit" or orders(text)):
            say(dispatcher, f"utter_where_{draft['card']}", words=", ".join(change.homeless))
            return remember(draft_card=draft | {"homeless": change.homeless}, misunderstood=0)
        if change.lists is None:
            say(dispatcher, f"utter_edit_{draft['card']}")
            return remember(misunderstood=0)
        return ask_on(dispatcher, tracker, draft | {"lists": change.lists})

    def _house(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft, home: str | None) -> Events:
        """
        Give what was new its list; without one it stays off the card.
        """
        lists = put(draft["lists"], home, draft["homeless"]) if home else draft["lists"]
        return ask_on(dispatcher, tracker, draft | {"lists": lists, "homeless": None})
