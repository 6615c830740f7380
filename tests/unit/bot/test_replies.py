"""
Replies: a yes, a no and a not-yet are understood in the many ways in which people say them, at every question of ours that takes one.
"""

import pytest
from engine.replies import TABLE, meant, reply
from engine.replies import phrases as ways

from bot import phrases
from bot.desk import ANSWERS
from bot.flows import Flows

YES = (
    "ja", "Jaa", "ja hoor", "jawel", "bah ja", "ja graag", "doe maar", "allez vooruit dan", "is goed", "tis goed zenne", "oke prima",
    "zeker", "dat mag", "ja doe maar gerust",
    "tuurlijk", "jep", "ja dank u wel", "akkoord", "dat wil ik wel", "inderdaad",
)  # fmt: skip
SOFT = ("zou fijn zijn", "dat zou wel fijn zijn", "lijkt me goed", "waarom niet", "dat zou ik leuk vinden")
NO = (
    "nee", "neeje", "nee merci", "nee dank je", "ni nodig", "niet nodig", "nee hoor", "hoeft niet", "dat hoeft niet hoor",
    "liever niet", "laat maar", "doe maar niet",
    "nu niet", "nee laat maar", "bah nee", "da hoeft ni", "nope", "nee dat wil ik niet", "vandaag niet", "geen zin in", "moet ni",
)  # fmt: skip
MAYBE = (
    "mss",
    "misschien",
    "straks",
    "weet ik niet",
    "kweet ni",
    "misschien later",
    "nog niet",
    "twijfel",
    "geen idee",
    "ik denk er nog over na",
)
TELLS = (
    "nee mijn zus niet",
    "ja maar ik durf niet",
    "ja en nee",
    "dank je",
    "ik zou het niet weten wat ik dan moet",
    "goed dat zij er was",
)
KEEPS_NOT = (
    "nee hoor ni langer", "nee niet bewaren", "mag weg", "laat maar", "niet langer", "nee dat mag weg", "gooi maar weg",
    "alleen vandaag", "ni bewaren", "langer hoeft niet",
)  # fmt: skip
INTENTS = [question for row in TABLE["becomes"] for question in row["questions"] if question != "erase"]


@pytest.mark.parametrize("question", INTENTS)
def test_a_question_of_the_talk_takes_every_yes_no_and_not_yet(question: str) -> None:
    assert {text: found for text in YES + SOFT if (found := reply(question, text)) != "yes"} == {}
    assert {text: found for text in NO if (found := reply(question, text)) != "no"} == {}
    assert {text: found for text in MAYBE if (found := reply(question, text)) != "maybe"} == {}
    assert {text: found for text in TELLS if (found := reply(question, text))} == {}


@pytest.mark.parametrize("question", TABLE["house"])
def test_a_question_of_the_house_takes_them_too(question: str) -> None:
    surely = YES if question in TABLE["firm"] else YES + SOFT
    assert {text: found for text in surely if (found := phrases.reply(text, question)) != "yes"} == {}
    assert {text: found for text in NO + MAYBE if (found := phrases.reply(text, question)) != "no"} == {}
    assert {text: found for text in TELLS if (found := phrases.reply(text, question))} == {}


@pytest.mark.parametrize("text", KEEPS_NOT)
def test_a_no_to_keeping_is_a_no(text: str) -> None:
    assert phrases.reply(text, "keep_talk") == "no"


@pytest.mark.parametrize("text", ["bewaren graag", "hou maar bij", "ja 30 dagen", "bewaar het maar"])
def test_a_yes_to_keeping_is_a_yes(text: str) -> None:
    assert phrases.reply(text, "keep_talk") == "yes"


def test_half_a_yes_sends_nothing_and_erases_nothing() -> None:
    for text in (*SOFT, *MAYBE):
        assert phrases.reply(text, "erase") != "yes"
        assert phrases.reply(text, "card") != "yes"


def test_the_questions_of_the_safety_net_have_a_table_of_their_own() -> None:
    assert all(phrases.reply("nee hoor", question) is None for question in ("suicide", "doubt", "near", "safe"))


def test_a_choice_is_what_a_yes_or_no_chooses() -> None:
    assert meant("checkin", "bah ja") == (None, "day")
    assert meant("checkin", "nee merci") == (None, "no")
    assert meant("heard", "jawel") == (None, "yes")
    assert meant("tip", "doe maar") == ("affirm", None)
    assert meant("erase", "mss") == ("deny", None)
    assert meant("story", "nee hoor") == (None, None)


def test_every_question_of_the_table_is_one_of_ours() -> None:
    known = Flows().questions
    asked = [q for part in ("own", "becomes", "options") for row in TABLE[part] for q in row["questions"]]
    assert {*asked, *TABLE["house"], *TABLE["firm"]} <= known
    assert {question for question, _ in ANSWERS} & set(TABLE["house"]) >= {
        "card",
        "keep_question",
        "keep_talk",
        "walk",
        "meet",
    }
    assert all(ways(kind, question) for kind in ("yes", "no", "maybe") for question in asked)
