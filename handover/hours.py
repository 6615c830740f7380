"""
Opening hours on the local clock of a country: weekdays, public holidays, nights that run past midnight.

What is not certain counts as closed. Public holidays come from the `holidays` library; on a day that only
some keep (see `PARTLY_KEPT`) something is open only when its usual and its holiday hours both say so. A time
in the hour that summer time skips is read on the winter clock.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import product
from typing import Annotated, Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

type Country = Literal["NL", "BE"]

ZONES: dict[Country, ZoneInfo] = {"NL": ZoneInfo("Europe/Amsterdam"), "BE": ZoneInfo("Europe/Brussels")}
PARTLY_KEPT = {"Goede vrijdag", "Bevrijdingsdag"}
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip

_DAY = 24 * 60
_HORIZON = 35  # days; longer than any run of holidays on one weekday
_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?")


class Span(NamedTuple):
    """
    From `start` to `end` in minutes after midnight; past midnight the end is more than 1440.
    """

    start: int
    end: int


def _span(text: object) -> Span:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found:
        from_hour, from_minute, to_hour, to_minute = (int(part or 0) for part in found.groups())
        start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if start < _DAY and end <= _DAY and start != end:
            return Span(start, end if end > start else end + _DAY)
    raise ValueError('schrijf tijden als "10-22", "9:30-17" of "17-8", of "closed"')


def _spans(value: object) -> tuple[Span, ...]:
    if value == "closed":
        return ()
    return tuple(sorted(_span(text) for text in (value if isinstance(value, list) else [value])))


type Spans = Annotated[tuple[Span, ...], BeforeValidator(_spans)]


class Hours(BaseModel):
    """
    The hours of a week. A weekday goes before `daily`, `holiday` goes before both; written as "10-22",
    "closed" or a list. Raises pydantic's ValidationError for anything else, and for hours that never open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    daily: Spans = ()
    mon: Spans | None = None
    tue: Spans | None = None
    wed: Spans | None = None
    thu: Spans | None = None
    fri: Spans | None = None
    sat: Spans | None = None
    sun: Spans | None = None
    holiday: Spans | None = None

    @model_validator(mode="after")
    def _opens_some_day(self) -> Self:
        if not any(self._week):
            raise ValueError('deze tijden zijn nooit open; schrijf "unknown" of laat het blok weg')
        return self

    @property
    def always(self) -> bool:
        """
        True when open day and night, holidays included.
        """
        days = (*self._week, self.daily if self.holiday is None else self.holiday)
        return all(Span(0, _DAY) in spans for spans in days)

    @cached_property
    def _week(self) -> list[tuple[Span, ...]]:
        days: list[tuple[Span, ...] | None] = [getattr(self, key) for key in _KEYS]
        return [self.daily if spans is None else spans for spans in days]

    def is_open(self, at: datetime, country: Country) -> bool:
        """
        True when open at that moment. Raises ValueError when `at` has no time zone.
        """
        moment = aware(at)
        today = moment.astimezone(ZONES[country]).date()
        days = (today - timedelta(days=1), today)
        return any(start <= moment < end for day in days for start, end in self._periods(day, country))

    def opens_next(self, at: datetime, country: Country) -> datetime | None:
        """
        The next opening, on the local clock; None when open now, or when nothing opens within five weeks.
        Raises ValueError when `at` has no time zone.
        """
        if self.is_open(at, country):
            return None
        moment = aware(at)
        today = moment.astimezone(ZONES[country]).date()
        days = (today + timedelta(days=n) for n in range(_HORIZON))
        starts = (start for day in days for start, _ in self._periods(day, country) if start > moment)
        opening = next(starts, None)
        return opening and opening.astimezone(ZONES[country])

    def _periods(self, day: date, country: Country) -> Iterator[tuple[datetime, datetime]]:
        """
        Spans that start on `day`, in UTC: datetimes within one zone compare by their clock, not by time.
        """
        for start, end in self._spans_on(day, country):
            yield moment(day, start, country), moment(day, end, country)

    def _spans_on(self, day: date, country: Country) -> tuple[Span, ...]:
        usual = self._week[day.weekday()]
        names = _calendar(country).get_list(day) if self.holiday is not None else []
        if self.holiday is None or not names:
            return usual
        if PARTLY_KEPT.issuperset(names):
            pairs = product(usual, self.holiday)
            both = {Span(max(a.start, b.start), min(a.end, b.end)) for a, b in pairs}
            return tuple(sorted(span for span in both if span.start < span.end))
        return self.holiday


def aware(at: datetime) -> datetime:
    """
    The same moment in UTC. Raises ValueError when `at` has no time zone.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC)


def opening_words(opens: datetime, at: datetime, country: Country) -> str:
    """
    A coming opening in Dutch, seen from `at`: 'vandaag vanaf 10 uur', 'morgen vanaf 11 uur',
    'woensdag vanaf 15 uur', and with the date from a week ahead. Raises ValueError without time zones.
    """
    local = aware(opens).astimezone(ZONES[country])
    ahead = (local.date() - aware(at).astimezone(ZONES[country]).date()).days
    weekday = WEEKDAYS[local.weekday()]
    if ahead >= 7:
        weekday = f"{weekday} {local.day} {MONTHS[local.month - 1]}"
    day = {0: "vandaag", 1: "morgen"}.get(ahead, weekday)
    return f"{day} vanaf {local.hour}{local.strftime('.%M') if local.minute else ''} uur"


def is_holiday(at: datetime, country: Country) -> bool:
    """
    Whether it is a public holiday there, kept by all or in part.
    """
    return at.astimezone(ZONES[country]).date() in _calendar(country)


def moment(day: date, minutes: int, country: Country) -> datetime:
    """
    So many minutes after midnight of a day there, in UTC; more than 1440 is the next day.
    """
    days, rest = divmod(minutes, _DAY)
    clock = datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), ZONES[country])
    return clock.astimezone(UTC)


@cache
def _calendar(country: Country) -> HolidayBase:
    """
    Dutch names on purpose: `PARTLY_KEPT` compares them. Liberation Day is in the NL category `optional`.
    """
    categories = ("public", "optional") if country == "NL" else ("public",)
    return country_holidays(country, categories=categories, language="nl")
