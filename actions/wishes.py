"""
Wishes and talents: kept in the person's own words, as the ground on which a step can stand.
"""

import re
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import CHAT, chat_on
from actions.listening import listen_on
from actions.noting import noticed
from actions.talk import Events, heard, number, remember, say
from actions.telling import circle, listened_enough, sure
from actions.weight import grave, weight
from actions.words import SENTENCE, bare_wish, own_words
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES

LONGEST = 8
WISHING = re.compile(r"\b(?:zou|wil|wou|wilde|graag|weer|wens|hoop|droom|liefst|ooit|kon)\b", re.IGNORECASE)
LONGING = re.compile(
    r"\b(?:nog (?:een|1|één) (?:keer|dag|uur|minuut)|nog even|terug|had ik maar|was (?:hij|ze|zij) (?:er )?(?:nog|maar)|"
    r"er weer was|hem|haar|weerzien|bij mij was|naast me|naast mij)\b",
    re.IGNORECASE,
)
OF_ANOTHER = re.compile(r"\b(?:hij|zij|ze|mijn (?:man|vrouw|vader|moeder|zoon|dochter))\b", re.IGNORECASE)
OWN = re.compile(r"\b(?:ik|'k|k)\b", re.IGNORECASE)
LACKING = re.compile(r"\b(?:niet|nooit|geen|durf|leeg|niemand|niks)\b", re.IGNORECASE)


def looks_like_wish(text: str) -> bool:
    """
    Whether an answer can be a wish: it wishes, or is short and lacks nothing.
    """
    return bool(WISHING.search(text)) or not (LACKING.search(text) or len(text.split()) > LONGEST)


@cache
def _giving() -> tuple[re.Pattern[str] | None, ...]:
    known = tables.read(DIALOGUES / "answers.yml")["gives"]
    return compiled(known["says"]), compiled(known["not"])


def gives(text: str) -> bool:
    """
    Whether a wish is to do something for or with others: `gives` in `dialogues/answers.yml`.
    """
    says, but = _giving()
    return bool(says and says.search(plain(text)) and not (but and but.search(plain(text))))


def wished(text: str) -> str | None:
    """
    The sentence of a message that wishes, as they wrote it; the whole when there is no such sentence.
    """
    parts = [part.strip() for part in SENTENCE.findall(text) if WISHING.search(part)]
    return (parts[0] if parts else text) or None


class ActionWish(Action):
    """
    Keeps a wish. When there was enough listening it leads to a small step; else it asks on. What one wishes to do for others is a
    wish before it is a step.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_wish"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give the wish back, and ask for a first small step or for more about the wish.
        """
        if (noted := noticed(dispatcher, tracker)) is not None:
            return noted
        text = heard(tracker) or str(tracker.get_slot("wish") or "")
        if tracker.get_slot("mode") == CHAT and not sure(tracker, float(circle()["surely"])):
            return chat_on(dispatcher, tracker, text)
        about = (tracker.get_slot("news") or {}).get("person") and not WISHING.search(text)
        longs = grave(tracker) and (LONGING.search(text) or weight(text) == "heavy")
        if about or longs or not looks_like_wish(text):
            return listen_on(dispatcher, tracker, text)
        words = bare_wish(text) if text else None
        if gives(text):
            say(dispatcher, "utter_wish_gives", words=words)
        elif listened_enough(tracker):
            say(dispatcher, "utter_wish_to_step", words=words)
        else:
            say(dispatcher, "utter_wish_heard", words=words)
        return remember(
            wish=wished(text), words=words, listened=number(tracker, "listened") + 1, heavy=0, misunderstood=0
        )


class ActionTalent(Action):
    """
    Keeps what someone is good at or likes to do.
    """

    def name(self) -> str:
        """
        Its name in the rules.
        """
        return "action_talent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """
        Give the talent back, and ask where it could mean something; what somebody else could do is listened to.
        """
        text = heard(tracker)
        if text and (grave(tracker) or (OF_ANOTHER.search(text) and not OWN.search(text))):
            return listen_on(dispatcher, tracker, text)
        words = own_words(text)
        say(dispatcher, "utter_talent")
        return remember(
            talent=text or None, words=words, listened=number(tracker, "listened") + 1, heavy=0, misunderstood=0
        )
