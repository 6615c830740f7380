"""
Memory: what somebody told of themselves, for as long as the talk lasts: their people by name, a few facts, and what an idea may
not ask of them. Taken from every message, whatever was answered to it, and kept where the talk is kept.

Only what is said plainly counts, and the person has the last word: "nee, Bo is mijn hond" takes the place of what we had. What
counts as a fact or a limit is a table, `dialogues/memory.yml`.
"""

import re
from functools import cache
from typing import Any

from actions import closed, particulars, subjects
from actions.deaths import died
from actions.feelings import newest
from actions.heavy import chosen, pair
from actions.losses import news_of
from actions.names import styled
from actions.naming import (
    MINE,
    OTHER,
    OWN,
    RENAMED,
    Person,
    answered,
    by_mention,
    called,
    denied,
    relations,
    spoken,
    subject,
)
from actions.oneself import in_words, introduction, of_oneself
from store import tables
from store.patterns import compiled, plain
from store.texts import DIALOGUES
from store.voices import hears

PEOPLE = 12
STEPS = ("tip", "step", "step_when", "smaller", "who_helps", "energy", "looked_back", "wish")
BRIEF = 9
CHOICE = 6
NAMES_ONE = re.compile(rf"\b(?:heet|heette|heten|genaamd|(?:is|was) {MINE})\b", re.IGNORECASE)
ASKS = re.compile(
    r"\b(?:hoe heet|hoe heette|wie (?:is|was)|weet (?:je|jij|u|ge)|naam van|(?:zei|vertelde) ik)\b", re.IGNORECASE
)


@cache
def table() -> dict[str, Any]:
    """
    `dialogues/memory.yml`.
    """
    content: dict[str, Any] = tables.read(DIALOGUES / "memory.yml")
    return content


def hear(state: dict[str, Any], text: str) -> dict[str, Any]:
    """
    The memory after a message: the slots that it changes, and under `news` what is new in it. Asked again, it is the same.
    """
    if not text:
        return {"news": None}
    before: list[Person] = list(state.get("people") or [])
    past = state.get("news") or {}
    placed = told_who(before, past, text)
    people, mended = introduced([*before[:-1], placed] if placed else before, text, bool(past.get("stranger")))
    about = subject(text, str(state.get("question") or ""), people)
    if about and not any(person["name"].lower() == about.lower() for person in people):
        people = [*people, {"who": "", "name": about}][-PEOPLE:]
    topic = None if about else subjects.subject(text, str(state.get("question") or ""), people)
    if topic and particulars.find(text, []):
        topic = None
    held = list(state.get("limits") or [])
    limits = _heard("limits", held, plain(text))
    held_pair, brief = state.get("pair"), len(text.split()) <= BRIEF
    new_limits = [name for name in limits if name not in held]
    chooses = bool(held_pair and len(text.split()) <= CHOICE and chosen(held_pair, text, by_name(people)) is not None)
    two, last = pair(text), spoken(people, text)
    own = introduction(list(state.get("told") or []), text)
    new = _new(before, people)
    shut = closed.closing(text, people, list(state.get("losses") or []))
    news = {
        "closed": shut,
        "first": bool(
            mended
            or own
            or about
            or placed
            or topic
            or (new and brief and NAMES_ONE.search(text))
            or chooses
            or (shut and closed.brief(text))
            or (two and not held_pair)
            or news_of(state, text)
            or newest(text, state.get("question"))
            or (new_limits and (state.get("question") in STEPS or brief))
        ),
        "mended": mended,
        "person": mentioned(people, text),
        "new": new,
        "about": about,
        "topic": topic,
        "stranger": past.get("stranger") if last == "nobody" else last == "stranger",
        "limits": new_limits,
        "own": own,
        "pair": two,
    }
    address = "u" if hears("polite", text) else "je" if hears("informal", text) else state.get("address")
    return {
        "people": people or None,
        "told": _told(list(state.get("told") or []), text) or None,
        "limits": limits or None,
        "address": address,
        "flemish": True if state.get("flemish") or hears("flemish", text) else None,
        "news": {key: value for key, value in news.items() if value} or None,
    } | closed.hear(state, text, people)


def introduced(known: list[Person], text: str, stranger: bool = False) -> tuple[list[Person], Person | None]:
    """
    The people after a message, whoever it spoke of last at the end, and the one whom it put right, if we had them otherwise. `stranger`
    is whether the talk was of somebody whom we do not know.
    """
    people, mended = [dict(person) for person in known], None
    for who in [found["who"].lower() for found in OWN.finditer(text)] if not ASKS.search(text) else []:
        if not any(person["who"] == who for person in people):
            people.append({"who": who, "name": ""})
    dead = set(died(text))
    for person in people:
        if person["who"] in dead:
            person["gone"] = "yes"
        if denied(person, text):
            person["who"] = ""
    later = called(people, text, stranger)
    for who, name in [*relations(people, text), *([later] if later else [])]:
        same = next((person for person in people if person["name"].lower() == name.lower()), None)
        if same and same["who"] != who:
            mended = same if same["who"] else mended
            same["who"] = who
            people = [p for p in people if p["name"] or p["who"] != who]
        elif not same:
            nameless = next((p for p in people if who and p["who"] == who and not p["name"]), None)
            if nameless:
                nameless["name"] = name
            else:
                people.append({"who": who, "name": name} | ({"gone": "yes"} if who in dead else {}))
    if renamed := RENAMED.search(text):
        for person in people:
            if person["name"].lower() == renamed["old"].lower():
                person["name"], mended = styled(renamed["name"]), person
    return by_mention(people, text)[-PEOPLE:], mended


def told_who(people: list[Person], news: dict[str, Any], text: str) -> Person | None:
    """
    Whoever was named in the turn before, and of whom we did not know who that is, now that a message says no more than that.
    """
    last, who = people[-1] if people else {"who": "", "name": ""}, answered(text)
    named = last["name"] and last["name"] in (*news.get("new", []), news.get("about"))
    return last | {"who": who} if named and who and not last["who"] else None


def _new(before: list[Person], people: list[Person]) -> list[str]:
    """
    The names that were told now, and those of whom we know who they are only now.
    """
    known = {(person["name"], person["who"]) for person in before} | {(person["name"], "") for person in before}
    return [person["name"] for person in people if person["name"] and (person["name"], person["who"]) not in known]


def mentioned(people: list[Person], text: str) -> Person | None:
    """
    Somebody with a name whom a message speaks of, by name or as "mijn zus"; the last of them.
    """
    those = [person["who"] for person in people]
    found: list[tuple[int, Person]] = []
    for person in people:
        if not person["name"]:
            continue
        ways = [rf"\b{re.escape(person['name'])}\b"]
        if person["who"] and those.count(person["who"]) == 1:
            ways.append(rf"\b{MINE} {OTHER}{person['who']}\b")
        at = [m.start() for way in ways for m in re.finditer(way, text, re.IGNORECASE)]
        if at:
            found.append((max(at), person))
    return max(found, key=lambda one: one[0])[1] if found else None


def by_name(people: list[Person]) -> dict[str, str]:
    """
    Who somebody is, by their name in small letters.
    """
    return {person["name"].lower(): person["who"] for person in people if person["name"] and person["who"]}


def names(people: list[Person]) -> str | None:
    """
    The latest two people who have a name, in words: "Bo", "Bo en Kees".
    """
    return " en ".join([person["name"] for person in people if person["name"]][-2:]) or None


def known(state: dict[str, Any]) -> str | None:
    """
    All that is remembered, as one sentence in our words; None for nothing.
    """
    parts = [who_is(person) for person in state.get("people") or [] if person["name"] and person["who"]]
    parts += [_fact(code) for code in state.get("told") or []]
    told = f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else "".join(parts)
    held = f"voor ideeën geldt: {limits_in_words(state['limits'])}" if state.get("limits") else ""
    return ". En ".join(part for part in (told, held) if part) or None


def who_is(person: Person) -> str:
    """
    Who somebody is: "Bo is je zus"; of somebody who died, who they were.
    """
    return f"{person['name']} {'was' if person.get('gone') else 'is'} je {person['who']}"


def limits_in_words(limits: list[str]) -> str:
    """
    Limits as we say them: "niet bellen en niet buiten".
    """
    said = [str(table()["limits"][name]["say"]) for name in limits]
    return f"{', '.join(said[:-1])} en {said[-1]}" if len(said) > 1 else said[0]


def _fact(code: str) -> str:
    return in_words(code) or str(table()["facts"][code]["say"])


def _told(held: list[str], text: str) -> list[str]:
    return of_oneself(_heard("facts", held, plain(text)), text)


def _heard(kind: str, held: list[str], bare: str) -> list[str]:
    """
    What of the table's facts or limits stands after a message: what is taken back goes, what is told comes.
    """
    for name in table()[kind]:
        if _says(kind, name, "back", bare):
            held = [code for code in held if code != name]
        elif name not in held and _says(kind, name, "is", bare) and not _says(kind, name, "not", bare):
            held = [*held, name]
    return held


def _says(kind: str, name: str, how: str, bare: str) -> bool:
    found = _pattern(kind, name, how)
    return bool(found and found.search(bare))


@cache
def _pattern(kind: str, name: str, how: str) -> re.Pattern[str] | None:
    return compiled(table()[kind][name].get(how) or [])
