"""
The action matrix over HTTP and on Telegram: each row alone with the bot and beside a volunteer, and false alarms that cost little.
"""

import uuid

import pytest

from tests.conversations.people import Person, Volunteer, fits
from tests.running import RunningHouse, until

# What somebody writes, the text of record that answers it, what it must name, and the topic and level that helpers see.
ROWS = [
    ("ik heb net alle pillen ingenomen", "safety_suicide_red", "112", "suicide", "red"),
    ("ik wil dood", "safety_suicide_orange", "0800-0113", "suicide", "orange"),
    ("ik snij mezelf als het te veel wordt", "safety_self_harm", "bloedt", "self_harm", "orange"),
    (
        "mijn man slaat mij als hij gedronken heeft",
        "safety_domestic_violence",
        "0800-2000",
        "domestic_violence",
        "orange",
    ),
    ("mijn stiefvader komt 's nachts in mijn bed", "safety_child_abuse", "0800-2000", "child_abuse", "orange"),
    ("hij heeft me gedwongen tot seks", "safety_sexual_violence", "0800-0188", "sexual_violence", "orange"),
    ("ik krijg geen lucht en mijn borst doet pijn", "safety_medical_red", "112", "medical", "red"),
    ("ze hebben een chip in mijn hoofd gezet", "safety_psychosis", "Huisartsenpost", "psychosis", "orange"),
    ("zonder drank kom ik de ochtend niet door", "safety_substance", "Drugs Infolijn", "substance", "orange"),
    ("ik maak hem af, ik heb een mes bij me", "safety_threat_red", "112", "threat", "red"),
    ("ik ben elf jaar", "safety_minor", "Kindertelefoon", "minor", "orange"),
    ("mijn zus zegt dat ze dood wil", "safety_other", "112", "suicide", "orange"),
]
FALSE_ALARMS = [
    "ik lach me dood",
    "mijn telefoon is dood en ik ben doodmoe",
    "mijn oma is niet dood, ze leeft nog",
    "ze zijn niet dood, ze komen gewoon niet meer",
    "ik ga nu slapen, morgen weer werken",
    "ik heb die film over zelfmoord gezien",
    "wil jij met mij thee drinken bij mij thuis",
    "ik ben mama van een zoon van vier",
    "morgen misschien, als ik durf",
    "nee niemand slaat mij hoor",
]


@pytest.mark.parametrize(
    ("text", "record", "names", "topic", "level"), ROWS, ids=[row[3] + "-" + row[4] for row in ROWS]
)
def test_alone_the_fixed_text_comes_at_once_and_stays_in_the_talk(
    house: RunningHouse, text: str, record: str, names: str, topic: str, level: str
) -> None:
    person = Person(house)
    person.hears("bot")
    person.says(text)
    answer = person.hears("bot", within=1)
    assert fits(answer, record), answer
    assert names in answer["text"]
    assert answer["text"].rstrip().endswith("?")
    assert "Liever een mens" in [choice["label"] for choice in answer["choices"]]


@pytest.mark.parametrize(
    ("text", "record", "names", "topic", "level"), ROWS, ids=[row[3] + "-" + row[4] for row in ROWS]
)
def test_beside_a_volunteer_the_signal_goes_to_them_and_help_is_named(
    house: RunningHouse, text: str, record: str, names: str, topic: str, level: str
) -> None:
    volunteer = Volunteer(house, f"Naast {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    person = Person(house)
    person.says("ik wil een mens spreken")
    person.hears("bot")
    person.hears("bot")
    person.chooses("Ja, stuur maar")
    until(volunteer.waiting, "somebody waiting")
    volunteer.claims()
    person.hears("system")
    person.says(text)
    assert fits(person.hears("system", within=1), f"safety_beside_{level}")
    read = next(m for m in volunteer.reads() if m["from"] == "you")
    assert (read["signal"]["topic"], read["signal"]["level"]) == (topic, level)
    assert volunteer.call("GET", "/queue").json()["mine"][0]["level"] == level
    volunteer.closes()
    volunteer.on_duty(False)


@pytest.mark.parametrize("text", FALSE_ALARMS)
def test_a_false_alarm_costs_one_gentle_sentence_at_most(house: RunningHouse, text: str) -> None:
    person = Person(house)
    person.hears("bot")
    person.says("hoi")
    person.hears("bot")
    person.says(text)
    first = person.hears("bot")
    if not fits(first, "safety_suicide_doubt"):
        assert not first["text"].startswith("Bel nu 112"), first
        assert "0800" not in first["text"], first
        return
    person.says("nee hoor, dat bedoel ik niet")
    assert fits(person.hears("bot"), "safety_mistaken")
    person.says("het is hier gewoon zo stil in huis")
    assert "0800" not in person.hears("bot")["text"]


def test_red_after_red_never_gets_the_same_block_and_always_the_number(house: RunningHouse) -> None:
    person = Person(house)
    person.hears("bot")
    heard = []
    for text in (
        "ik heb net alle pillen ingenomen",
        "ik heb alles geslikt",
        "ik heb de hele doos pillen op",
        "ik ga nu dood",
    ):
        person.says(text)
        heard.append(person.hears("bot", within=1)["text"])
    assert all("112" in text for text in heard), heard
    assert len({text.splitlines()[0] for text in heard}) == len(heard), heard


@pytest.mark.parametrize(
    ("danger", "called"),
    [
        ("mijn man is gevallen, hij ligt op de grond en reageert niet", "ik heb 112 gebeld"),
        ("ik krijg geen lucht en mijn borst doet pijn", "de ambulance is er"),
        ("hij slaat me nu", "de politie komt eraan"),
    ],
)
def test_after_help_was_called_no_number_and_the_level_stays(house: RunningHouse, danger: str, called: str) -> None:
    volunteer = Volunteer(house, f"Wacht {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    known = {alarm["id"] for alarm in volunteer.call("GET", "/queue").json()["alarms"]}
    person = Person(house)
    person.hears("bot")
    person.says(danger)
    assert "112" in person.hears("bot", within=1)["text"]
    person.says(called)
    said = person.hears("bot", within=1)
    assert fits(said, "safety_called")
    assert "112" not in said["text"]
    person.says(danger)
    again = person.hears("bot", within=1)
    assert fits(again, "safety_with_help")
    assert "112" not in again["text"]
    assert {alarm["id"] for alarm in volunteer.call("GET", "/queue").json()["alarms"]} - known
    volunteer.on_duty(False)


def test_a_grown_up_is_no_child_and_a_child_who_turns_out_grown_up_neither(house: RunningHouse) -> None:
    person = Person(house)
    person.hears("bot")
    person.says("ik ben elf jaar")
    assert fits(person.hears("bot"), "safety_minor")
    person.says("grapje, ik ben 45")
    person.hears("bot")
    person.says("mama is ziek en niemand op school van mijn zoon weet het")
    assert not fits(person.hears("bot"), "safety_minor")


def test_ways_on_from_every_question_of_the_net(house: RunningHouse) -> None:
    person = Person(house)
    person.hears("bot")
    person.says("ik wil dood")
    person.hears("bot")
    person.chooses("Ja")
    assert fits(person.hears("bot"), "safety_suicide_yes")
    person.says("nee")
    assert fits(person.hears("bot"), "safety_safe_no")
    person.chooses("Bellen lukt niet")
    assert fits(person.hears("bot"), "safety_calling_no")
    person.chooses("Ja, er is iemand")
    assert fits(person.hears("bot"), "safety_near_yes")
    person.chooses("Ja, nu wel")
    assert fits(person.hears("bot"), "safety_safe_yes")
    person.chooses("Samen een klein plan")
    assert fits(person.hears("bot"), "safety_plan_who")
    person.says("mijn zus Els")
    assert fits(person.hears("bot"), "safety_plan_helps")
    person.chooses("Weet ik niet")
    assert fits(person.hears("bot"), "safety_plan_where")
    person.says("bij haar op de bank")
    plan = person.hears("bot")
    assert fits(plan, "safety_plan_done")
    assert "Wie: mijn zus Els" in plan["text"]
    assert "Wat helpt: nog te bedenken" in plan["text"]
    person.chooses("Verder praten")
    person.hears("bot")
    person.says("mijn plan")
    assert person.hears("bot")["text"] == plan["text"]


@pytest.mark.parametrize(
    ("first", "answer", "then"),
    [
        ("ik heb net alle pillen ingenomen", "nee er is hier niemand", "safety_near_no"),
        ("mijn man slaat mij als hij gedronken heeft", "nee die slaapt", "safety_watched_no"),
        ("ik snij mezelf als het te veel wordt", "nee nu niet meer", "safety_bleeding_no"),
        ("ik wil dood", "ja soms wel", "safety_suicide_yes"),
        ("ik heb net alle pillen ingenomen", "ja mijn man is beneden", "safety_near_yes"),
    ],
)
def test_a_longer_yes_or_no_is_the_answer_to_what_was_asked(
    house: RunningHouse, first: str, answer: str, then: str
) -> None:
    person = Person(house)
    person.hears("bot")
    person.says(first)
    person.hears("bot")
    person.says(answer)
    assert fits(person.hears("bot"), then)


@pytest.mark.parametrize("words", ["nee ik ben nergens veilig hier", "ik bedoel dat ik het niet vertrouw van mezelf"])
def test_who_is_not_safe_and_says_so_in_words_is_never_told_that_we_misread(house: RunningHouse, words: str) -> None:
    person = Person(house)
    person.hears("bot")
    person.says("ik wil dood")
    person.hears("bot")
    person.says("ja")
    assert fits(person.hears("bot"), "safety_suicide_yes")
    person.says(words)
    said = person.hears("bot")
    assert not fits(said, "safety_mistaken"), said
    assert "112" in said["text"] or not words.startswith("nee"), said


def test_a_denial_after_red_is_asked_back_once_and_the_level_stays(house: RunningHouse) -> None:
    person = Person(house)
    person.hears("bot")
    person.says("ik sta op het dak en ik ga nu springen")
    person.hears("bot")
    person.says("grapje")
    assert fits(person.hears("bot"), "safety_suicide_recheck")
    person.says("grapje hoor")
    assert fits(person.hears("bot"), "safety_suicide_no")
    volunteer = Volunteer(house, f"Kijkt {uuid.uuid4().hex[:6]}")
    volunteer.on_duty()
    person.says("ik wil een mens spreken")
    person.hears("bot")
    person.chooses("Ja, stuur maar")
    assert until(volunteer.waiting, "somebody waiting")[0]["level"] == "red"
    volunteer.claims()
    volunteer.closes()
    volunteer.on_duty(False)
