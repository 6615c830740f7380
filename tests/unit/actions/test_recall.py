"""
Recall: who asks for what they told gets it, in so many words; and hears it when they did not tell.
"""

from typing import Any

import pytest

from actions.memory import hear
from actions.oneself import of_oneself
from store.texts import texts
from tests.unit.actions.turns import turn


def told(*messages: str) -> dict[str, Any]:
    """
    The memory after some messages, which are also sentences worth giving back.
    """
    state: dict[str, Any] = {"quotes": list(messages)}
    for message in messages:
        state |= hear(state, message)
    return state


def answer(question: str, *messages: str) -> str:
    """
    What is said to a question for what was told before, as the first text of that response.
    """
    state = told(*messages)
    said = turn("action_fact", question, fact="recall", **(state | hear(state, question)))
    facts = {key: value for key, value in said.facts[0].items() if isinstance(value, str)}
    return texts().responses[said.said[0]][0].text.format_map(facts)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("ik heet Rita", "name_Rita"),
        ("mijn naam is an-sofie", "name_An-sofie"),
        ("ik ben kees", "name_Kees"),
        ("noem me maar Jo", "name_Jo"),
        ("ik woon in Gent", "place_Gent"),
        ("Ik woon al 20 jaar in rotterdam en ken niemand", "place_Rotterdam"),
        ("ik zit in Den Haag", "place_Den Haag"),
        ("ik kom uit Syrië", "from_Syrië"),
        ("ik studeer rechten in leuven", "study_rechten in leuven"),
        ("ik studeerde psychologie", "studied_psychologie"),
        ("ik werk in de zorg", "work_in de zorg"),
        ("ik werk bij een bakker en sta vroeg op", "work_bij een bakker"),
        ("ik ben lasser van beroep", "work_als lasser"),
        ("ik werkte vroeger bij de post", "worked_bij de post"),
    ],
)
def test_what_somebody_says_of_themselves_is_kept(message: str, code: str) -> None:
    assert code in of_oneself([], message)


@pytest.mark.parametrize(
    "message",
    [
        "ik ben moe", "ik ben Belg", "ik ben weduwe", "ik woon alleen", "ik woon in een flat", "ik woon in mijn eentje", "ik zit in de put",
        "ik zit op de bank", "ik kom uit bed", "ik kom uit een groot gezin", "ik werk niet meer", "ik studeer hard", "ik heet niet zo",
        "ik ging met Kees naar zee", "mijn zus woont in Gent", "ik leef op brood", "ik werk 's nachts",
    ],
)  # fmt: skip
def test_what_was_not_said_of_oneself_is_not_kept(message: str) -> None:
    assert [code for code in of_oneself([], message) if not code.startswith("age_")] == []


def test_what_is_said_anew_takes_the_place_of_what_we_had() -> None:
    assert told("ik woon in Gent", "ik woon nu in Brugge")["told"] == ["place_Brugge"]


@pytest.mark.parametrize(
    ("question", "messages", "said"),
    [
        ("wie is bram", ["mijn broer heet bram"], "Je zei: Bram is je broer."),
        ("hoe heet mijn broer ook weer", ["mijn broer heet bram"], "Je zei: Bram is je broer."),
        ("wie is sanne", ["me vriendin sanne is boos"], "Je zei: Sanne is je vriendin."),
        ("wie is bilal?", ["bilal is mijn collega"], "Je zei: Bilal is je collega."),
        ("hoe heet mn oma", ["mijn oma heet Truus"], "Je zei: Truus is je oma."),
        ("hoe heette mijn moeder", ["mijn mama heet Lieve"], "Je zei: Lieve is je mama."),
        ("hoe heet mijn hond", ["mijn hond Bo is oud"], "Je zei: Bo is je hond."),
        ("hoe heet mn oma", ["mijn oma is ziek"], "Je vertelde over je oma. Een naam heb je me nog niet gezegd."),
        ("hoe heet mn oma", ["de avonden zijn lang"], "Dat heb je me nog niet verteld."),
        ("wie is bram", ["de avonden zijn lang"], "Dat heb je me nog niet verteld."),
        ("hoe heet ik", ["ik heet Rita"], "Je zei: je heet Rita."),
        ("wat is mijn naam", ["ik woon in Gent"], "Dat heb je me niet verteld, en ik kan het niet zien. Zeggen hoeft ook niet."),
        ("waar woon ik", ["ik woon in Gent"], "Je zei: je woont in Gent."),
        ("wat studeerde ik ook weer", ["ik studeer rechten"], "Je zei: je studeert rechten."),
        ("wat studeerde ik ook weer", ["ik studeerde rechten"], "Je zei: je studeerde rechten."),
        ("waar werk ik", ["ik werk in de zorg"], "Je zei: je werkt in de zorg."),
        ("hoe oud ben ik", ["ik ben 72"], "Je zei: je bent 72."),
        ("welke huisdieren heb ik", ["ik heb een kat", "ze heet Mies"], "Je zei: Mies is je kat."),
        ("wat zei ik over mijn werk", ["op mijn werk praat niemand met mij"], "Je zei: “op mijn werk praat niemand met mij.”"),
        ("wat heb ik over de buren verteld", ["de buren groeten nooit"], "Je zei: “de buren groeten nooit.”"),
        ("wat zei ik over mijn werk", ["de avonden zijn lang"], "Dat heb je me nog niet verteld."),
        (
            "wat weet je nog van mij", ["ik heet Rita", "mijn zus heet Bo"],
            "Dit vertelde je mij: Bo is je zus en je heet Rita. Klopt er iets niet, zeg het dan gerust.",
        ),
        ("wat weet je van mij", ["de avonden zijn lang"], "Je zei: “de avonden zijn lang.”"),
        ("wat weet je van mij", [], "Dat heb je me nog niet verteld."),
    ],
)  # fmt: skip
def test_a_question_for_what_was_told_is_answered_honestly(question: str, messages: list[str], said: str) -> None:
    assert answer(question, *messages) == said


def test_who_only_says_their_name_hears_that_it_is_kept() -> None:
    state = hear({}, "ik heet Rita")
    assert turn("action_reflect", "ik heet Rita", "share_alone", **state).said == ["utter_recall_kept"]
    long = "ik heet Rita en sinds mijn man dood is eet ik elke avond alleen aan tafel"
    assert turn("action_reflect", long, "share_bereavement", **hear({}, long)).said != ["utter_recall_kept"]


def test_the_talk_turns_back_to_the_person() -> None:
    told = turn("action_fact", "kunnen we het over mij hebben", fact="about_me", about_other=True, mode="chat")
    assert (told.said, told.slots["about_other"], told.slots["mode"]) == (["utter_fact_about_me"], None, None)


@pytest.mark.parametrize(
    "text",
    [
        "mijn broer komt nooit",
        "ze bellen nooit",
        "mijn dochter belt bijna nooit",
        "mijn kinderen komen niet meer langs",
    ],
)
def test_who_stays_away_is_missed_and_no_worry(text: str) -> None:
    told = turn("action_concern", text, "concern_for_other")
    assert told.said[0].startswith("utter_hear_")
    assert told.slots["about_other"] is None
    talking = turn("action_reflect", text, "share_sadness", about_other=True)
    assert not talking.said[0].startswith("utter_concern")


@pytest.mark.parametrize("text", ["mijn moeder komt nooit meer buiten", "mijn buurman komt de deur niet meer uit"])
def test_who_does_not_come_out_is_a_worry(text: str) -> None:
    assert turn("action_concern", text, "concern_for_other").said == ["utter_concern"]


def test_what_nobody_knows_is_owned_and_the_talk_goes_on_with_what_was_told() -> None:
    told = turn("action_fact", "wie wint de verkiezingen", fact="unknown", quotes=["met die nachten ook altijd"])
    assert (told.said, told.facts[0]["subject"]) == (["utter_fact_unknown"], "de nachten")
    assert [line.text for line in texts().responses["utter_fact_unknown"] if "?" in line.text] == []


def test_a_question_behind_a_story_is_owned_before_the_story_is_given_back() -> None:
    text = "mijn vrouw is vorig jaar overleden en nu eet ik alleen. hoe lang blijft dat zo?"
    told = turn("action_reflect", text, "share_bereavement")
    assert told.said[0] == "utter_fact_unknown_first"
    assert told.said[1].startswith(("utter_hear_", "utter_known_loss"))
    tagged = turn("action_reflect", "mijn vrouw is vorig jaar overleden en dat is zwaar, snap je?", "share_bereavement")
    assert tagged.said[0].startswith(("utter_hear_", "utter_known_loss"))


def test_where_we_were_is_named_in_their_words() -> None:
    said = "op zondag bakte ze altijd pannenkoeken"
    told = turn(
        "action_fact", "waar waren we", "ask_fact", fact="where_were_we", topic="share_bereavement", quotes=[said]
    )
    assert told.said == ["utter_fact_where_were_we"]
    line = texts().pick(told.said[0], told.facts[0], [])
    assert line
    assert said in line.text
    assert not line.choices
