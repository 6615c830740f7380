"""
No closed line is ever called open. The oracle below is written by hand from the sources, with its own summer
time, Easter and holidays; it shares no code with `handover.hours` and reads nothing of the data file.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from handover.helplines import (
    FILE,
    HelplinesError,
    Line,
    Topic,
    helplines,
    load,
    look,
    open_now,
    opens_next,
    referral,
    stale,
)
from handover.hours import Country, Hours, is_holiday, opening_words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BRUSSELS = ZoneInfo("Europe/Brussels")
TOPICS: tuple[Topic, ...] = get_args(Topic.__value__)
COUNTRIES: tuple[Country, ...] = ("NL", "BE")
LINES = {line.id: line for line in helplines()}


def clock(at: datetime) -> datetime:
    """
    The clock on the wall by the European rule: summer time between the last Sundays of March and October, 1:00 UTC.
    """
    naive = at.astimezone(UTC).replace(tzinfo=None)
    march, october = (datetime(naive.year, month, 31, 1) for month in (3, 10))
    begin, end = (last - timedelta(days=last.isoweekday() % 7) for last in (march, october))
    return naive + timedelta(hours=2 if begin <= naive < end else 1)


@cache
def easter(year: int) -> date:
    """
    Gregorian Easter by the anonymous computus (Meeus, Jones and Butcher).
    """
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return date(year, month, day + 1)


def is_free(day: date, country: Country) -> bool:
    fixed = {"NL": {(1, 1), (12, 25), (12, 26)},
             "BE": {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}}  # fmt: skip
    kings_day = date(day.year, 4, 27)
    kings_day -= timedelta(days=kings_day.isoweekday() == 7)
    after_easter = (day - easter(day.year)).days in {0, 1, 39, 49, 50}
    return after_easter or (day.month, day.day) in fixed[country] or (country == "NL" and day == kings_day)


def doctors_post(now: datetime) -> bool:
    return not 8 <= now.hour < 17 or now.isoweekday() > 5 or is_free(now.date(), "NL")


def awel(now: datetime) -> bool:
    if now.isoweekday() == 7 or is_free(now.date(), "BE"):
        return False
    return (14 if now.isoweekday() in {3, 6} else 16) <= now.hour < 22


def always(_: datetime) -> bool:
    return True


def unknown(_: datetime) -> bool:
    return False


ORACLE: dict[tuple[str, str], Callable[[datetime], bool]] = {
    ("113", "bellen"): always,
    ("113", "chatten"): always,
    ("veilig-thuis", "bellen"): always,
    ("centrum-seksueel-geweld", "bellen"): always,
    ("centrum-seksueel-geweld", "chatten"): unknown,
    ("kindertelefoon", "bellen"): lambda now: 11 <= now.hour < 21,
    ("kindertelefoon", "chatten"): lambda now: 11 <= now.hour < 21,
    ("fier", "chatten"): unknown,
    ("112-nl", "bellen"): always,
    ("huisartsenpost", "bellen"): doctors_post,
    ("huisarts-nl", "bellen"): unknown,
    ("meldpunt-zorgwekkend-gedrag", "bellen"): unknown,
    ("drugs-infolijn", "bellen"): unknown,
    ("luisterlijn", "bellen"): always,
    ("luisterlijn", "chatten"): lambda now: 10 <= now.hour < 22,
    ("mind-korrelatie", "bellen"): unknown,
    ("1813", "bellen"): always,
    ("1813", "chatten"): lambda now: now.hour >= 17,
    ("1712", "bellen"): unknown,
    ("1712", "chatten"): unknown,
    ("awel", "bellen"): awel,
    ("nupraatikerover", "chatten"): unknown,
    ("112-be", "bellen"): always,
    ("101-be", "bellen"): unknown,
    ("huisarts-be", "bellen"): unknown,
    ("druglijn", "bellen"): unknown,
    ("tele-onthaal", "bellen"): always,
    ("tele-onthaal", "chatten"): lambda now: (15 if now.isoweekday() in {3, 7} else 18) <= now.hour < 23,
}

moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))


def nl(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def check(line: Line, at: datetime) -> None:
    """
    Every channel of the line says what the oracle says, in at most twelve words.
    """
    now = clock(at)
    best = look(line, at)
    for way in (best, *best.also):
        assert way.open == ORACLE[line.id, way.channel.verb](now), (line.id, now)
        assert way.open == (way.when == "nu open") == (" kan nu" in way.sentence)
        assert not (way.open and way.opens)
        assert len(way.sentence.split()) <= 12, way.sentence
    assert open_now(line, at) == any(way.open for way in (best, *best.also))


def test_the_oracle_knows_every_channel_of_the_file() -> None:
    assert {(line.id, channel.verb) for line in helplines() for channel in line.channels} == set(ORACLE)


@pytest.mark.parametrize("quarter", range(1, 5))
def test_every_hour_of_a_year_no_closed_line_is_called_open(quarter: int) -> None:
    at = datetime(2026, 3 * quarter - 2, 1, tzinfo=UTC)
    while (at.month + 2) // 3 == quarter and at.year == 2026:
        for line in helplines():
            check(line, at)
        at += timedelta(hours=1)


@settings(deadline=None)
@given(moments)
def test_any_minute_of_ten_years_no_closed_line_is_called_open(at: datetime) -> None:
    for line in helplines():
        check(line, at)


@settings(deadline=None)
@given(moments, st.sampled_from(TOPICS), st.sampled_from(COUNTRIES), st.integers(1, 5))
def test_a_referral_begins_with_a_line_that_is_open(at: datetime, topic: Topic, country: Country, limit: int) -> None:
    found = referral(topic, country, at, limit)
    assert 1 <= len(found) <= limit
    assert len({r.line.id for r in found}) == len(found)
    assert all(r.line.country == country for r in found)
    assert ORACLE[found[0].line.id, found[0].channel.verb](clock(at))
    assert [r.rank for r in found] == sorted(r.rank for r in found)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_an_open_line_at_every_hour_of_a_week(topic: Topic, country: Country) -> None:
    for hour in range(168):
        at = datetime(2026, 12, 21, tzinfo=UTC) + timedelta(hours=hour)
        first = referral(topic, country, at)[0]
        assert ORACLE[first.line.id, first.channel.verb](clock(at))


@settings(deadline=None)
@given(moments)
def test_the_next_opening_is_the_first_quarter_of_an_hour_at_which_the_oracle_opens(at: datetime) -> None:
    for line_id in ("kindertelefoon", "huisartsenpost", "awel"):
        is_open = ORACLE[line_id, "bellen"]
        expected = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
        while not is_open(clock(expected)):
            expected += timedelta(minutes=15)
        found = opens_next(LINES[line_id], at)
        assert found == (None if is_open(clock(at)) else expected), (line_id, at)


def test_a_line_with_unknown_hours_never_opens_and_says_so() -> None:
    line = LINES["meldpunt-zorgwekkend-gedrag"]
    at = nl(2026, 6, 3, 11)
    assert opens_next(line, at) is None
    assert look(line, at).when == "tijden onbekend"
    sentence = "Meldpunt Zorgwekkend Gedrag, bellen: 0800-1205 (gratis). Ik weet de tijden niet."
    assert look(line, at).sentence == sentence


def test_the_right_line_comes_first_whatever_the_hour() -> None:
    for hour in range(24):
        at = nl(2026, 6, 3, hour)
        first = {key: referral(*key, at)[0].line.id for key in
                 (("suicide", "NL"), ("suicide", "BE"), ("medical", "NL"), ("medical", "BE"), ("threat", "BE"),
                  ("domestic_violence", "NL"), ("sexual_violence", "NL"))}  # fmt: skip
        assert list(first.values()) == ["113", "1813", "112-nl", "112-be", "112-be", "veilig-thuis",
                                        "centrum-seksueel-geweld"]  # fmt: skip


def test_a_child_at_night_hears_who_is_there_now_and_when_its_own_line_opens() -> None:
    assert [r.sentence for r in referral("minor", "NL", nl(2026, 6, 3, 3))] == [
        "De Luisterlijn, bellen kan nu: 088 0767 000.",
        "De Kindertelefoon, bellen kan vandaag vanaf 11 uur: 0800-0432.",
    ]
    assert [r.line.id for r in referral("minor", "NL", nl(2026, 6, 3, 12))] == ["kindertelefoon"]


def test_phone_and_chat_of_one_line_each_have_their_own_hours() -> None:
    found = look(LINES["tele-onthaal"], datetime(2026, 6, 2, 23, tzinfo=BRUSSELS))
    assert found.sentence == "Tele-Onthaal, bellen kan nu: 106."
    assert [way.when for way in found.also] == ["morgen vanaf 15 uur"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (nl(2026, 3, 28, 10, 59), nl(2026, 3, 28, 11)),
        (nl(2026, 3, 29, 1, 59), datetime(2026, 3, 29, 9, tzinfo=UTC)),
        (nl(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 10, tzinfo=UTC)),
        (nl(2026, 10, 24, 21), datetime(2026, 10, 25, 10, tzinfo=UTC)),
    ],
)
def test_openings_around_a_change_of_the_clock(at: datetime, expected: datetime) -> None:
    assert opens_next(LINES["kindertelefoon"], at) == expected


@pytest.mark.parametrize(("day", "open_hours"), [((2026, 3, 29), 1), ((2026, 6, 3), 2), ((2026, 10, 25), 3)])
def test_a_night_of_23_or_25_hours(day: tuple[int, int, int], open_hours: int) -> None:
    hours = Hours.model_validate({"daily": "1-3"})
    midnight = nl(*day).astimezone(UTC)
    assert sum(hours.is_open(midnight + timedelta(hours=h), "NL") for h in range(6)) == open_hours


def test_a_time_in_the_skipped_hour_is_read_on_the_winter_clock() -> None:
    hours = Hours.model_validate({"daily": "2:30-5"})
    assert hours.opens_next(nl(2026, 3, 29, 1), "NL") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line_id", "at", "expected"),
    [
        ("huisartsenpost", nl(2026, 4, 27, 12), True),  # King's Day
        ("huisartsenpost", nl(2026, 5, 14, 12), True),  # Ascension
        ("huisartsenpost", nl(2026, 5, 15, 7, 59), True),  # the night after it
        ("huisartsenpost", nl(2026, 5, 15, 8), False),
        ("huisartsenpost", nl(2026, 6, 1, 7, 59), True),  # Sunday night runs into Monday
        ("huisartsenpost", nl(2026, 4, 3, 12), False),  # Good Friday: most practices work
        ("huisartsenpost", nl(2026, 4, 3, 18), True),
        ("huisartsenpost", nl(2025, 5, 5, 12), False),  # Liberation Day, a day off for some
        ("huisartsenpost", nl(2016, 5, 5, 12), True),  # Liberation Day that was Ascension too
        ("awel", nl(2026, 7, 20, 17), True),
        ("awel", nl(2026, 7, 21, 17), False),  # Belgian national day
        ("kindertelefoon", nl(2026, 12, 25, 12), True),  # its source says: daily
    ],
)
def test_public_holidays(line_id: str, at: datetime, expected: bool) -> None:
    assert open_now(LINES[line_id], at) is expected


def test_an_office_line_is_closed_on_the_holidays_of_its_own_country_and_on_those_some_keep() -> None:
    office = Hours.model_validate({"daily": "9-17", "sat": "closed", "sun": "closed", "holiday": "closed"})
    assert not office.is_open(nl(2026, 4, 27, 10), "NL")
    assert office.is_open(nl(2026, 4, 27, 10), "BE")
    assert not office.is_open(nl(2026, 5, 5, 10), "NL")
    assert office.opens_next(nl(2026, 4, 2, 17), "NL") == nl(2026, 4, 7, 9)


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        (nl(2026, 6, 1, 10), "vandaag vanaf 10 uur"),
        (nl(2026, 6, 2, 9, 5), "morgen vanaf 9.05 uur"),
        (nl(2026, 6, 3, 15), "woensdag vanaf 15 uur"),
        (nl(2026, 6, 7, 0), "zondag vanaf 0 uur"),
        (nl(2026, 6, 8, 11), "maandag 8 juni vanaf 11 uur"),
    ],
)
def test_an_opening_in_words(opens: datetime, words: str) -> None:
    monday_night = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert opening_words(opens, monday_night, "NL") == words


def test_a_moment_without_a_time_zone_is_an_error() -> None:
    naive = datetime(2026, 6, 3, 12)
    calls: list[Callable[[], object]] = [
        lambda: open_now(LINES["fier"], naive),
        lambda: opens_next(LINES["113"], naive),
        lambda: referral("talk", "NL", naive),
        lambda: stale([], naive),
        lambda: opening_words(naive, nl(2026, 6, 3), "NL"),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="time zone"):
            call()


def test_a_referral_of_no_lines_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        referral("talk", "NL", nl(2026, 6, 3), limit=0)


def test_facts_grow_stale_on_the_local_calendar() -> None:
    line = [LINES["veilig-thuis"]]  # checked on 29 October 2025
    assert not stale(line, nl(2026, 1, 27, 23, 59))
    assert stale(line, nl(2026, 1, 28, 0, 1)) == [(line[0], line[0].phone)]
    assert not stale(line, nl(2026, 1, 28, 0, 1), days=91)
    assert stale(line, nl(2025, 10, 28, 12)), "checked on a day to come"


def test_what_was_never_checked_is_stale_from_the_start() -> None:
    found = stale([LINES["112-nl"], LINES["113"]], nl(2025, 10, 2))
    assert [line.id for line, _ in found] == ["112-nl"]


MINI = """
lines:
  - {id: een, name: Een, what: Praten, country: NL, topics: {talk: 1}, audience: iedereen, phone: &phone
      {display: "0800-1", tel: "tel:08001", hours: always, cost: gratis, checked: 2026-01-01, source: bron}}
  - {id: twee, name: Twee, what: Praten, country: BE, topics: {talk: 1}, audience: iedereen, phone: *phone}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: Een, ", "", "een, name: ontbreekt"),
        ("id: een, ", "", "nummer 1, id: ontbreekt"),
        ("id: twee", "id: een", "deze id staat er twee keer: een"),
        ("country: BE", "country: DE", "twee, country: kies uit 'NL' of 'BE'"),
        ("country: BE", "country: NL", "BE heeft geen lijn voor `talk` die altijd open is"),
        ("hours: always", "hours: {daily: 9-17}", "NL heeft geen lijn voor `talk` die altijd open is"),
        ("hours: always", "hours: {holiday: 9-17}", "een, phone, hours: deze tijden zijn nooit open"),
        ("hours: always", "hours: {daily: 25-26}", 'een, phone, hours, daily: schrijf tijden als "10-22"'),
        ("hours: always", "hours: {daily: 9-17, zat: closed}", "een, phone, hours, zat: dit veld bestaat niet"),
        ("hours: always, ", "", "een, phone, hours: ontbreekt"),
        ("tel:08001", "tel:08002", "een, phone: tel en display zijn niet hetzelfde nummer"),
        ('"0800-1"', "8001", "een, phone, display: zet aanhalingstekens om deze tekst"),
        ("2026-01-01", "gisteren", "een, phone, checked: schrijf een datum als 2025-10-29"),
        ("talk: 1", "praten: 1", "een, topics, praten: kies uit 'suicide'"),
        ("talk: 1", "talk: 0", "een, topics, talk: kies een getal vanaf 1"),
        ("what: Praten", f"what: {'lang ' * 13}", "een, what: hoogstens 12 woorden"),
        ("phone: *phone", "chat: {address: 'http://x.be', hours: always, cost: gratis, checked: unknown, source: x}",
         "twee, chat, address: een chatadres begint met https://"),
        (", phone: *phone", "", "twee: een lijn heeft phone of chat nodig"),
        ("lines:", "lijnen:", "lines: ontbreekt"),
        ("lines:", "lines: [", "is niet te lezen, kijk bij regel 3"),
    ],
)  # fmt: skip
def test_a_fault_in_the_file_is_named_by_line_and_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "helplines.yml"
    file.write_text(MINI)
    assert [line.id for line in load(file)] == ["een", "twee"]
    file.write_text(MINI.replace(old, new, 1))
    with pytest.raises(HelplinesError) as caught:
        load(file)
    assert message in str(caught.value)


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(HelplinesError, match=r"weg\.yml is niet te lezen"):
        load(tmp_path / "weg.yml")


def test_only_spans_of_a_day_are_hours() -> None:
    for wrong in ("24-25", "9-9", "9", "9-17:60", 917, None):
        with pytest.raises(ValidationError):
            Hours.model_validate({"daily": wrong})


def test_the_shipped_file_holds_the_emergency_numbers() -> None:
    assert load(FILE) == helplines()
    numbers = {(line.country, line.phone.tel) for line in helplines() if line.phone}
    assert {("NL", "tel:112"), ("BE", "tel:112"), ("BE", "tel:101")} <= numbers


@pytest.mark.parametrize(
    ("at", "country", "kept"),
    [
        (datetime(2026, 12, 24, 23, 30, tzinfo=UTC), "NL", True),  # half past twelve at night in Amsterdam
        (datetime(2026, 12, 23, 12, tzinfo=UTC), "NL", False),
        (datetime(2026, 7, 21, 12, tzinfo=UTC), "BE", True),
        (datetime(2026, 7, 21, 12, tzinfo=UTC), "NL", False),
    ],
)
def test_a_holiday_is_one_on_the_local_clock(at: datetime, country: Country, kept: bool) -> None:
    assert is_holiday(at, country) is kept
