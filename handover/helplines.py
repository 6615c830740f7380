"""
Helplines of the Netherlands and Belgium, and who can be reached at this very hour.

The facts live in `dialogues/helplines.yml`, each with its source and the day it was checked. A referral
names first what is open now, then what opens when; it is never empty and never calls a closed line open.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from handover.faults import describe
from handover.hours import ZONES, Country, Hours, aware, opening_words
from store import tables
from store.conversations import Vault

type Topic = Literal[
    "suicide", "self_harm", "domestic_violence", "child_abuse", "sexual_violence", "medical", "psychosis",
    "substance", "threat", "minor", "talk", "concern",
]  # fmt: skip

EMERGENCY = "112"
COUNTRIES: dict[Country, str] = {"NL": "Nederland", "BE": "België"}
CHOSEN = "country"  # in what is watched of a talk: its person named or chose the country
NAMED: dict[Country, re.Pattern[str]] = {
    "BE": re.compile(
        r"\b(?:in|uit|van|bij) (?:belgi[eë]|vlaanderen|gent|antwerpen|brugge|leuven|mechelen|hasselt|kortrijk|oostende|aalst|genk)\b"
        r"|\b(?:ocmw|clb|mutualiteit|tele-?onthaal|belgisch\w*)\b",
        re.IGNORECASE,
    ),
    "NL": re.compile(r"\b(?:uwv|ggd|wmo|in nederland)\b", re.IGNORECASE),
}
FILE = Path(__file__).parent.parent / "dialogues" / "helplines.yml"


class HelplinesError(ValueError):
    """
    The helplines file cannot be used; the message says in Dutch which line and field to mend.
    """


def _known(value: object) -> object:
    return None if value == "unknown" else value


def _hours(value: object) -> object:
    return {"daily": "0-24"} if value == "always" else _known(value)


type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
type MaybeText = Annotated[Text | None, BeforeValidator(_known)]
type Rank = Annotated[int, Field(ge=1)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Fact(_Record):
    """
    Where and when a line can be reached, as `source` said it on `checked`. None stands for unknown.
    """

    hours: Annotated[Hours | None, BeforeValidator(_hours)]
    cost: MaybeText
    checked: Annotated[date | None, BeforeValidator(_known)]
    source: Text


class Phone(_Fact):
    """
    A number to call: `display` to read, `tel` (`tel:…`) to tap.
    """

    verb: ClassVar[str] = "bellen"
    display: Text
    tel: MaybeText

    @property
    def contact(self) -> str | None:
        """
        What a person reads.
        """
        return self.display

    @property
    def href(self) -> str | None:
        """
        What a button opens, or None when that is unknown.
        """
        return self.tel

    @model_validator(mode="after")
    def _same_number(self) -> Self:
        if (self.tel or "tel:") != "tel:" + re.sub(r"\D", "", self.display):
            raise ValueError("tel en display zijn niet hetzelfde nummer")
        return self


class Chat(_Fact):
    """
    A chat at an https `address`; with an unknown address only its hours can be told.
    """

    verb: ClassVar[str] = "chatten"
    address: MaybeText

    @property
    def contact(self) -> str | None:
        """
        What a person reads, or None when the address is unknown.
        """
        return self.address and self.address.removeprefix("https://")

    @property
    def href(self) -> str | None:
        """
        What a button opens, or None when that is unknown.
        """
        return self.address

    @field_validator("address")
    @classmethod
    def _https(cls, address: str | None) -> str | None:
        if address is not None and not re.fullmatch(r"https://[\w.-]+\.\w+(/\S*)?", address):
            raise ValueError("een chatadres begint met https://")
        return address


type Channel = Phone | Chat


class Line(_Record):
    """
    One helpline in one country. `topics` maps what it serves to its place in the row, 1 first.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    name: Text
    what: Text
    country: Country
    topics: Annotated[dict[Topic, Rank], Field(min_length=1)]
    audience: Text
    phone: Phone | None = None
    chat: Chat | None = None

    @property
    def channels(self) -> list[Channel]:
        """
        The phone before the chat.
        """
        return [channel for channel in (self.phone, self.chat) if channel]

    @property
    def is_refuge(self) -> bool:
        """
        True for a line to talk with that never closes.
        """
        return "talk" in self.topics and any(c.hours and c.hours.always for c in self.channels)

    @field_validator("what")
    @classmethod
    def _short(cls, what: str) -> str:
        if len(what.split()) > 12:
            raise ValueError("hoogstens 12 woorden")
        return what

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not self.channels:
            raise ValueError("een lijn heeft phone of chat nodig")
        return self


class _Book(_Record):
    lines: tuple[Line, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        ids = [line.id for line in self.lines]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"deze id staat er twee keer: {', '.join(twice)}")
        for country in ZONES:
            if not any(line.country == country and line.is_refuge for line in self.lines):
                raise ValueError(f"{country} heeft geen lijn voor `talk` die altijd open is")
        return self


@dataclass(frozen=True, slots=True)
class Referral:
    """
    One channel of a line as it is at one moment. `when` says in Dutch what `open` and `opens` say; `also`
    holds the line's other channels.
    """

    line: Line
    channel: Channel
    open: bool
    opens: datetime | None
    when: str
    also: tuple["Referral", ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """
        For sorting: open now, then opening soonest, then unknown.
        """
        return (0, 0) if self.open else (1, self.opens.timestamp()) if self.opens else (2, 0)

    @property
    def sentence(self) -> str:
        """
        At most about twelve words of Dutch: '113, bellen kan nu: 0800-0113 (gratis).'
        """
        cost = f" ({self.channel.cost})" if self.channel.cost else ""
        contact = f": {self.channel.contact}{cost}" if self.channel.contact else ""
        if self.open or self.opens:
            return f"{self.line.name}, {self.channel.verb} kan {'nu' if self.open else self.when}{contact}."
        return f"{self.line.name}, {self.channel.verb}{contact}. Ik weet de tijden niet."


def load(path: Path = FILE) -> tuple[Line, ...]:
    """
    Read and check a helplines file. Raises HelplinesError with every fault in it.
    """
    try:
        raw = tables.read(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f", kijk bij regel {mark.line + 1}" if mark else ""
        raise HelplinesError(f"{path.name} is niet te lezen{place}") from error
    try:
        return _Book.model_validate(raw).lines
    except ValidationError as error:
        raise HelplinesError(f"{path.name} klopt niet:\n{describe(error, raw)}") from error


@cache
def helplines() -> tuple[Line, ...]:
    """
    The lines of the shipped file, read once. Raises HelplinesError.
    """
    return load()


def country_of(code: str) -> Country:
    """
    The country of a conversation; one that we do not know is the Netherlands.
    """
    return "BE" if code == "BE" else "NL"


def country_in(text: str) -> Country | None:
    """
    The country that a message names in so many words, or by what exists there only; None when it names neither.
    """
    return next((country for country, words in NAMED.items() if words.search(text)), None)


def settle(vault: Vault, country: Country) -> None:
    """
    The country that somebody named or chose; what we hear in their words changes it no more.
    """
    vault.row.country = country
    vault.row.watch = {**vault.row.watch, CHOSEN: True}


def settled(vault: Vault) -> bool:
    """
    Whether somebody named or chose their country.
    """
    return bool(vault.row.watch.get(CHOSEN))


def lines_for(topic: Topic, country: Country, at: datetime) -> list[str]:
    """
    Who to turn to about a topic besides 112: at most two at home, a line to talk with when neither is open, and the first across
    the border. Raises ValueError without a zone.
    """
    away: Country = "NL" if country == "BE" else "BE"
    near = [r for r in referral(topic, country, at, limit=3) if r.channel.contact != EMERGENCY][:2]
    far = [r for r in referral(topic, away, at, limit=3) if r.channel.contact != EMERGENCY][:1]
    if not any(r.open for r in near):
        near.insert(0, look(next(line for line in helplines() if line.country == country and line.is_refuge), at))
    return [_told(r) for r in near] + [f"In {COUNTRIES[away]}: {r.sentence}" for r in far]


def _told(found: Referral) -> str:
    chat = next((other.channel.href for other in found.also if other.open and isinstance(other.channel, Chat)), None)
    return f"{found.sentence} Chatten kan ook: {chat}" if chat else found.sentence


def open_now(line: Line, at: datetime) -> bool:
    """
    True when the line can be reached at `at`; unknown hours are never open. Raises ValueError without a zone.
    """
    return look(line, at).open


def opens_next(line: Line, at: datetime) -> datetime | None:
    """
    When a line that is closed at `at` opens, on its local clock; None when it is open or its hours are
    unknown. Raises ValueError without a zone.
    """
    return look(line, at).opens


def look(line: Line, at: datetime) -> Referral:
    """
    A line at one moment, by its best channel: open, else opening soonest. Raises ValueError without a zone.
    """
    best, *rest = sorted((_look(line, channel, aware(at)) for channel in line.channels), key=lambda r: r.rank)
    return replace(best, also=tuple(rest))


def referral(topic: Topic, country: Country, at: datetime, limit: int = 3) -> list[Referral]:
    """
    At most `limit` lines for a topic: what is open first, then what opens soonest, then unknown hours. The
    first is always open: when none that serves the topic is, a line to talk with that never closes.
    Raises ValueError without a zone or with a limit below 1.
    """
    if limit < 1:
        raise ValueError("a referral has at least one line")
    lines = [line for line in helplines() if line.country == country]
    serving = sorted((line for line in lines if topic in line.topics), key=lambda line: line.topics[topic])
    found = sorted((look(line, at) for line in serving), key=lambda r: r.rank)
    if not any(r.open for r in found):
        found.insert(0, look(next(line for line in lines if line.is_refuge), at))
    return found[:limit]


def stale(lines: Iterable[Line], at: datetime, days: int = 90) -> list[tuple[Line, Channel]]:
    """
    The facts to check again: never checked, longer than `days` ago, or on a day that has yet to come.
    Raises ValueError without a zone.
    """
    moment = aware(at)
    return [
        (line, channel)
        for line in lines
        for channel in line.channels
        if not channel.checked
        or not 0 <= (moment.astimezone(ZONES[line.country]).date() - channel.checked).days <= days
    ]


def _look(line: Line, channel: Channel, at: datetime) -> Referral:
    hours = channel.hours
    if hours and hours.is_open(at, line.country):
        return Referral(line, channel, open=True, opens=None, when="nu open")
    opens = hours.opens_next(at, line.country) if hours else None
    when = opening_words(opens, at, line.country) if opens else "tijden onbekend"
    return Referral(line, channel, open=False, opens=opens, when=when)
