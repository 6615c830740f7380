"""
What is said at orange and red: always a text of record, with a number that can be reached, and never a button that leads nowhere.
"""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bot import desk
from bot.safety import plan, record
from bot.safety.signal import Level, Signal, Topic
from handover import helplines
from handover.hours import Country
from store.texts import texts

RULES = ("suicide.wish-dead", "suicide.other-talks", "classifier", "hints", "fault")
RECORDS = sorted(name for name in texts().records if name.startswith(record.PREFIX))
COUNTRIES: tuple[Country, ...] = ("NL", "BE")
HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(0, 366 * 24, 5)]


@pytest.mark.parametrize(
    ("topic", "level", "rule", "before"), list(product(Topic, (Level.ORANGE, Level.RED), RULES, (False, True)))
)
def test_every_signal_has_a_text_of_record(topic: Topic, level: Level, rule: str, before: bool) -> None:
    name = record.text_for(Signal(level, topic, rule, (), 1.0), said_before=before)
    assert record.known(name), name


@pytest.mark.parametrize("name", RECORDS)
def test_every_button_leads_somewhere(name: str) -> None:
    for choice in texts().records[name].choices:
        kind, _, deed = choice["payload"].partition(":")
        assert kind == "do"
        assert desk.deed_of(deed) is not None, choice


@pytest.mark.parametrize("name", RECORDS)
def test_every_question_of_the_net_can_be_answered_in_a_word(name: str) -> None:
    line = texts().records[name]
    if line.question in (None, "none", "open", "plan_made") or plan.part_of(line.question or ""):
        return
    for meaning in ("yes", "no"):
        known = desk.ANSWERS.get((line.question, meaning)) or record.answer_to(line.question, meaning)
        assert known or (line.question, meaning) in {("plan_offer", "no")}, (line.question, meaning)


@pytest.mark.parametrize("country", COUNTRIES)
def test_at_every_hour_of_a_year_somebody_can_be_reached_about_every_topic(country: Country) -> None:
    topics = [topic.value for topic in Topic if topic is not Topic.NONE]
    for at in HOURS:
        for topic in topics:
            told = helplines.lines_for(topic, country, at)  # type: ignore[arg-type]
            assert told, (topic, at)
            assert any("kan nu" in line for line in told), (topic, at, told)
