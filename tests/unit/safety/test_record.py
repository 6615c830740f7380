"""
What is said at orange and red: always a text of record, with a number that can be reached, and never a button that leads nowhere.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest

from bot import desk
from bot.safety import plan, record
from bot.safety.signal import Level, Signal, Topic
from handover import helplines
from handover.hours import Country
from store.conversations import Vault
from store.keys import KEY_BYTES
from store.schema import Conversation
from store.texts import texts

RULES = ("suicide.wish-dead", "suicide.other-talks", "classifier", "hints", "fault")
RECORDS = sorted(name for name in texts().records if name.startswith(record.PREFIX))
COUNTRIES: tuple[Country, ...] = ("NL", "BE")
HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(0, 366 * 24, 5)]


@pytest.mark.parametrize(
    ("topic", "level", "rule", "sure"), list(product(Topic, (Level.ORANGE, Level.RED), RULES, (False, True)))
)
def test_every_signal_has_a_text_of_record(topic: Topic, level: Level, rule: str, sure: bool) -> None:
    name = record.text_for(Signal(level, topic, rule, (), 1.0, sure))
    assert record.known(name), name


def talk() -> Vault:
    """
    A talk in which nothing was said.
    """
    vault = Vault(Conversation(id="gesprek", watch={}, country="NL"), bytes(KEY_BYTES), lambda what, of: of)
    vault.remember({})
    return vault


def heard(vault: Vault, signal: Signal, times: int, *, helped: bool = False) -> list[str | None]:
    """
    The texts that a signal gets when it comes again and again.
    """
    names = []
    for _ in range(times):
        name = record.next_for(vault, signal, helped=helped)
        names.append(name)
        vault.remember({"said": [*vault.state().get("said", []), f"{name}#0"]})
    return names


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.MINOR])
@pytest.mark.parametrize("level", [Level.ORANGE, Level.RED])
def test_the_same_signal_never_gets_the_same_block_twice_and_red_is_always_answered(topic: Topic, level: Level) -> None:
    names = heard(talk(), Signal(level, topic, f"{topic}.rule"), 9)
    assert None not in names
    assert len(set(names[:4])) == 4
    assert names[0] not in names[1:]
    assert all(one != other for one, other in pairwise(names))
    if level is Level.RED:
        assert all("112" in texts().records[str(name)].text for name in names)


@pytest.mark.parametrize("rule", ["suicide.other-talks", "medical.no-answer", "classifier"])
def test_what_is_asked_about_another_or_in_doubt_is_asked_twice_and_left_to_the_talk(rule: str) -> None:
    names = heard(talk(), Signal(Level.ORANGE, Topic.SUICIDE, rule), 6)
    said = [name for name in names if name]
    assert len(said) == len(set(said))
    assert names[-1] is None


def test_a_guess_at_red_is_a_question_first_and_a_number_when_it_comes_again_and_again() -> None:
    names = heard(talk(), Signal(Level.RED, Topic.MEDICAL, "classifier", (), 0.7, sure=False), 6)
    assert names[:3] == ["safety_doubt_red", "safety_doubt_again", "safety_again_red"]
    assert "112" in texts().records["safety_doubt_red"].text
    assert None not in names


def test_where_there_is_help_no_number_is_named() -> None:
    names = heard(talk(), Signal(Level.RED, Topic.MEDICAL, "medical.no-answer"), 3, helped=True)
    assert names == ["safety_with_help", "safety_with_help_2", None]
    assert not any("112" in texts().records[name].text for name in names if name)


@pytest.mark.parametrize("name", [name for name in RECORDS if "plan" not in name and "beside" not in name])
def test_every_text_has_another_to_take_its_place_or_is_the_last(name: str) -> None:
    last = ("safety_doubt_again", "safety_called_again", "safety_with_help_2")
    line = texts().records[name]
    assert line.repeats or name in last or record.known(line.instead or ""), name


def test_somebody_else_on_the_floor_is_not_asked_who_is_with_them() -> None:
    about = Signal(Level.RED, Topic.MEDICAL, "medical.frame-collapse", ("hij", "ligt", "grond"))
    assert record.text_for(about) == "safety_medical_other"
    own = Signal(Level.RED, Topic.MEDICAL, "medical.breath-and-heart", ("krijg", "geen", "lucht"))
    assert record.text_for(own) == "safety_medical_red"


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
