"""
Random walks: a person who types what people type, taps what is offered, and goes wherever that leads.

A walk keeps what was said and judges every turn by the rules that hold always: an answer, at most two bubbles, one question at the
end, listening before ideas, nothing twice, no word that we do not use.
"""

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot import phrases
from store.texts import AGAIN, texts
from tests.conversations.people import Message, Person
from tests.running import RunningHouse

HELDOUT = Path(__file__).parents[2] / "nlu_data" / "heldout"
REFLECTIONS = (
    "utter_hear_",
    "utter_still_",
    "utter_echo",
    "utter_listen_",
    "utter_wish_heard",
    "utter_wish_to_step",
    "utter_talent",
    "utter_loss",
    "utter_known_loss",
    "utter_old_loss",
    "utter_second_loss",
    "utter_now_second_loss",
    "utter_feeling",
    "utter_small_",
)
ODD = ("mwah", "nee", "weet niet", "ja", "…", "?", "ok", "haha", "/restart", "hm", "x" * 300, "geen idee hoor", "12")
LONELY = re.compile(r"eenza", re.IGNORECASE)
FORBIDDEN = re.compile(
    r"\bwaarom\b|\bmoet(en)?\b|\bprobeer eens\b|\bkop op\b|\bcliënt\b|\bzelfredzaam\b|\bik ben er altijd\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”")


@cache
def sentences() -> list[str]:
    """
    What people type: the held-out sentences, but for those that end all.
    """
    return [
        json.loads(line)["text"]
        for path in sorted(HELDOUT.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if phrases.meaning(json.loads(line)["text"]) != "erase"
    ]


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """
    Every response with what its text looks like when filled in, maybe after words that own up to repeating it.
    """
    again = "|".join(re.escape(line.text) for line in texts().responses[AGAIN])
    return [
        (name, re.compile(f"(?:(?:{again}) )?{filled(line.text)}", re.DOTALL))
        for name, lines in texts().responses.items()
        for line in lines
    ]


def filled(text: str) -> str:
    """
    A text with anything in the place of its `{names}`, as a regular expression.
    """
    return ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", text))


@cache
def records() -> list[re.Pattern[str]]:
    """
    The texts of record, which are said as often as they are asked for.
    """
    return [re.compile(filled(line.text), re.DOTALL) for line in texts().records.values()]


def names(message: Message) -> set[str]:
    """
    The responses that a message may be; none for a text of record.
    """
    if any(record.fullmatch(message["text"]) for record in records()):
        return set()
    return {name for name, pattern in patterns() if pattern.fullmatch(message["text"])}


@dataclass
class Walk:
    """
    One walk through a talk, from a seed.
    """

    seed: int
    turns: int
    said: Counter[str] = field(default_factory=Counter)
    ideas: Counter[str] = field(default_factory=Counter)
    reflections: int = 0
    story: list[str] = field(default_factory=list)

    def go(self, house: RunningHouse) -> int:
        """
        Walk; returns the number of turns. AssertionError tells the whole talk.
        """
        chance, person = random.Random(self.seed), Person(house)
        person.hears("bot")
        try:
            for _ in range(self.turns):
                self._turn(chance, person)
                self._judge(person.hears_turn(within=20))
        finally:
            # A walk may have asked for a human; nobody is to be left in the queue.
            house.request("POST", "/chat/api/erase", person.token)
        return self.turns

    def _turn(self, chance: random.Random, person: Person) -> None:
        seen = person.read_all()
        offered = [c for m in seen[-3:] for c in m["choices"] if c["label"] not in AVOIDED]
        if any(c["label"] in AVOIDED for c in seen[-1]["choices"]):
            self._tap(person, seen[-1]["choices"][-1])
        elif offered and chance.random() < 0.4:
            self._tap(person, chance.choice(offered))
        else:
            text = chance.choice(ODD) if chance.random() < 0.15 else chance.choice(sentences())
            person.send(text=text)
            self.story.append(f"  you: {text}")

    def _tap(self, person: Person, choice: dict[str, str]) -> None:
        person.send(choice=choice["id"])
        self.story.append(f"  you tap: {choice['label']}")

    def _judge(self, answer: list[Message]) -> None:
        self.story += [f"  bot: {m['text']}" for m in answer]
        story = "\n".join([f"seed {self.seed}", *self.story[-30:]])
        assert answer, story
        assert len(answer) <= 3, f"too many bubbles\n{story}"
        for message in answer:
            self._judge_line(message, story)

    def _judge_line(self, message: Message, story: str) -> None:
        bare = QUOTED.sub("", message["text"])
        found = names(message)
        assert message["text"].strip(), f"an empty line\n{story}"
        assert not LONELY.search(bare), f"the word\n{story}"
        assert not FORBIDDEN.search(bare), f"a forbidden word\n{story}"
        assert bare.count("?") <= 2, f"questions\n{story}"
        if any(name.startswith(REFLECTIONS) for name in found):
            self.reflections += 1
        for name in found:
            if name.startswith("utter_idea_") and not name.endswith("_small"):
                assert self.reflections >= 2, f"an idea before listening\n{story}"
                self.ideas[name] += 1
                assert self.ideas[name] == 1, f"the same idea twice\n{story}"
        tool = any(line.repeats for name in found for line in texts().responses[name])
        if found and not tool:
            self.said[message["text"]] += 1
            assert self.said[message["text"]] == 1, f"said twice: {message['text']}\n{story}"


AVOIDED = {"Ja, wis alles"}
