"""
Glossary: who asks what a word or button of ours means is told in plain Dutch, at any moment, and what was open stays open.
"""

import pytest
from engine.glossary import TABLE, asks_unknown, word_asked

from bot.language import rules
from bot.language.lines import gather
from store.texts import texts
from tests.unit.actions.turns import turn

FACTS = {name: str(row.get("fact", f"word_{name}")) for name, row in TABLE["glossary"].items()}
ASKED = {
    "word_erase": ["wat is wissen", "wissen, wat is dat?", "wa betekent wissen", "ik snap wissen niet", "wat wil wissen zeggen",
    "leg eens uit wat wissen is"],
    "word_keep": ["wat betekent bewaren", "bewaren? wat is dat", "ja maar wat is bewaren", "wat is 30 dagen bewaren"],
    "volunteer_what": ["wat is een vrijwilliger", "vrijwilliger?", "wat is dat een vrijwilliger eigenlijk", "een vrijwilliger wa is da"],
    "four_words": ["wat zijn die vier woorden", "die 4 woorden, wat is dat", "vier woorden?"],
    "pulse": ["vinger aan de pols wat is da", "wat is vinger aan de pols", "vinger aan de pols ken ik niet"],
    "parked_list": ["wat bedoel je met parkeren", "wat is een parkeerlijstje"],
    "set_ready": ["wa is klaarzetten zeg", "wat houdt klaarzetten in"],
    "word_step": ["wat is een kleine stap", "stapje?"],
    "word_talent": ["wat is een talent"],
    "word_circles": ["wat is een kring"],
    "off_screen": ["wat doet die knop snel weg"],
    "word_institution": ["wat is een instantie"],
    "word_kitchen_talk": ["wat is een keukentafelgesprek?", "keukentafelgesprek, wat is dat"],
    "word_wmo": ["wat is de wmo", "wmo?"],
    "word_danger": ["wat is gevaar hier", "wat bedoel je met gevaar"],
    "word_letter_box": ["wat bedoel je met bus?", "wat is de bus"],
    "word_ocmw": ["wat is ocmw", "wa is het ocmw"],
    "word_clb": ["wat is een clb"],
}  # fmt: skip
TOLD = (
    "ik ben vrijwilliger", "ik ken een vrijwilliger", "wat is mijn stap", "wis alles", "mijn vier woorden",
    "ik wil bewaren wat ik heb", "wat is er", "de kaart lag op tafel",
    "wat is het stil hier", "stap", "bewaar het maar", "psycholoog niet", "gevaar?", "de bus?", "uitkering niet",
)  # fmt: skip


@pytest.mark.parametrize(("text", "fact"), [(text, fact) for fact, asked in ASKED.items() for text in asked])
def test_who_asks_for_a_word_of_ours_asks_that(text: str, fact: str) -> None:
    assert word_asked(text) == fact


@pytest.mark.parametrize("text", TOLD)
def test_who_uses_such_a_word_asks_nothing(text: str) -> None:
    assert word_asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "wat is een indicatiestelling?",
        "wat betekent provisie",
        "wat bedoel je met kompas",
        "en wat is een adviseur dan",
        "leg eens uit wat provisie is",
    ],
)
def test_of_a_word_that_is_not_there_we_own_up(text: str) -> None:
    assert word_asked(text) is None
    assert asks_unknown(text)


@pytest.mark.parametrize(
    "text",
    ["wat bedoel je daarmee", "wat bedoel je met dat", "wat is er", "wat is een goede vriend", "wat is een mens nog waard",
     "wat zijn ze gemeen", "wat betekent dat", "wat is een vriend", "wat bedoel je", "wat een rotdag"],
)  # fmt: skip
def test_who_asks_something_else_asks_for_no_word(text: str) -> None:
    assert not asks_unknown(text)


def test_of_a_word_of_ours_the_question_comes_in_other_words() -> None:
    ours = turn("action_fact", "wat bedoel je met kompas", "ask_fact", fact="word_any", question="wish")
    assert ours.said == ["utter_fact_word_ours", "utter_explain_wish"]
    elsewhere = turn("action_fact", "wat is een kompas", "ask_fact", fact="word_any", question="wish")
    assert elsewhere.said == ["utter_fact_word_any"]


def test_at_the_consent_card_a_card_is_that_card() -> None:
    assert word_asked("wat is die kaart", "card") == "word_consent_card"
    assert word_asked("wat is een kaart", "open") == "card"


@pytest.mark.parametrize("name", FACTS)
def test_every_word_can_be_asked_for_and_is_explained(name: str) -> None:
    row, response = TABLE["glossary"][name], f"utter_fact_{FACTS[name]}"
    called = str(row["called"][0]).replace("(vier|4)", "vier")
    assert word_asked(f"wat is {called}", (row.get("at") or ["open"])[0]) == FACTS[name]
    lines = texts().responses[response]
    assert len(lines) >= 2
    assert all(line.question is None and "?" not in line.text for line in lines)


def test_every_explanation_is_plain_dutch() -> None:
    ours = [line for line in gather() if line.name in {f"utter_fact_{fact}" for fact in FACTS.values()}]
    assert {line.name.removeprefix("utter_fact_") for line in ours} == set(FACTS.values())
    assert [str(finding) for line in ours for finding in rules.judge(line)] == []


def test_after_the_explanation_the_open_question_comes_again() -> None:
    told = turn("action_fact", "wat is wissen", "ask_fact", fact="word_erase", question="erase")
    assert told.said == ["utter_fact_word_erase"]
    assert told.did == ["ask_again"]
    assert turn("action_fact", "ben je een mens", "ask_fact", fact="human", question="erase").did == []
