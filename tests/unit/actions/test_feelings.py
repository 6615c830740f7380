"""
The newest feeling counts, a thing that is missed is no person, and what is good and small is taken up by name.
"""

from typing import Any

import pytest

from actions.feelings import newest
from actions.lacks import lacks
from actions.memory import hear
from actions.small import small
from actions.telling import table
from store.texts import texts
from tests.unit.actions.turns import Turn, turn

NEWER = [
    ("boos is het woord niet meer, gewoon moe", "moe", "boos"),
    ("nee niet verdrietig, kwaad", "kwaad", "verdrietig"),
    ("ik ben niet boos maar moe", "moe", "boos"),
    ("eerder moe dan boos", "moe", "boos"),
    ("ik was eerst boos, nu vooral verdrietig", "verdrietig", "boos"),
    ("geen verdriet, woede", "boos", "verdrietig"),
    ("kben ni kwaad, kben triest", "triest", "kwaad"),
    ("boos niet echt. teleurgesteld", "teleurgesteld", "boos"),
    ("ik niet boos. ik bang", "bang", "boos"),
    ("nee niet boos, moe", "moe", "boos"),
    ("nee niet boos moe", "moe", "boos"),
    ("ik ben niet boos ik ben verdrietig", "verdrietig", "boos"),
    ("ik ben niet boos op mijn zus, ik ben moe", "moe", "boos"),
    ("helemaal niet boos. alleen maar moe", "moe", "boos"),
    ("nee niet zielig, gewoon verdrietig", "verdrietig", "zielig"),
    ("nee, gewoon moe", "moe", ""),
    ("nee ik ben bang", "bang", ""),
]
SAME = [
    "ik ben niet moe", "hij is niet boos, ik ben verdrietig", "niet alleen verdrietig, ook boos", "ik ben moe", "mijn zus is boos",
    "word niet boos, ik ben moe", "ik ben boos en moe", "niet nu, ik ben moe", "nee ik ga slapen", "niet boos en niet moe", "moe",
    "ik ben niet alleen boos maar ook bang",
]  # fmt: skip
THINGS = [
    ("ik mis slaap", "slaap"), ("ik mis mijn bed", "je bed"), ("ik mis de bus", "de bus"), ("ik mis Spanje", "Spanje"),
    ("ik mis werken", "werken"),
    ("mijn bed mis ik", "je bed"), ("k mis t werk", "het werk"), ("ik mis een goede nachtrust", "nachtrust"),
    ("ik mis mijn oude huis", "je huis"),
    ("ik miste gisteren de trein", "de trein"), ("ik mis de zee zo", "de zee"), ("ik mis marokko elke dag", "Marokko"),
]  # fmt: skip
PEOPLE = [
    "ik mis mijn man", "ik mis hem", "ik mis het eten van mijn moeder", "ik mis annie", "ik mis iemand in bed", "ik mis het koor",
    "ik mis mijn collega's op het werk",
    "ik mis een arm om mij heen", "ik mis ons ma", "niemand mist mij",
]  # fmt: skip
SMALL = [
    ("ik heb op mijn accordeon gespeeld", "de accordeon"), ("ik heb vandaag gezongen bij het koken", "zingen bij het koken"),
    ("mijn kleinkind heeft een tekening gemaakt", "die tekening van je kleinkind"),
    ("de buurvrouw zwaaide naar mij", "de buurvrouw die zwaaide"),
    ("er zat een roodborstje op het hek", "dat beestje bij je"), ("ik kreeg een kaartje op de mat", "dat kaartje"),
    ("de bakker zei goeiemorgen tegen mij", "iemand die je groette"), ("ik heb een rondje gelopen door het park", "even buiten zijn"),
]  # fmt: skip
NOT_SMALL = [
    "ik speel niet meer piano",
    "zijn accordeon staat er nog, ik mis hem",
    "mijn zoon belde nooit",
    "vroeger speelde ik accordeon",
    "ik heb een orgeltje staan",
]


def reply(action: str, text: str, intent: str, **state: Any) -> Turn:
    """
    A turn of an action with the memory of its message.
    """
    return turn(action, text, intent, **(state | hear(state, text)))


@pytest.mark.parametrize(("text", "new", "old"), NEWER)
@pytest.mark.parametrize(
    ("action", "intent"),
    [("action_reflect", "share_anger"), ("action_declined", "deny"), ("action_not_understood", "nlu_fallback")],
)
def test_the_newest_feeling_is_named(text: str, new: str, old: str, action: str, intent: str) -> None:
    told = reply(action, text, intent, topic="share_anger", question="story")
    assert told.said == ["utter_feeling"]
    assert (told.facts[0]["feeling"], told.facts[0]["other"]) == (new, old)
    named = newest(text)
    assert named is not None
    assert told.slots["topic"] == named.intent
    for line in texts().responses["utter_feeling"]:
        assert "{feeling}" in line.text.lower()


@pytest.mark.parametrize("text", SAME)
def test_a_feeling_alone_takes_no_place(text: str) -> None:
    assert newest(text) is None


def test_a_no_to_what_we_offer_stays_one_and_after_a_correction_one_word_says_it() -> None:
    assert newest("nee, moe", "offer_human") is None
    told = reply("action_reflect", "moe", "share_low_energy", corrected=True, topic="share_anger")
    assert (told.said, told.slots["topic"]) == (["utter_feeling"], "share_low_energy")
    assert any("{other}" not in line.text for line in texts().responses["utter_feeling"])


@pytest.mark.parametrize(
    "text",
    [
        "mijn dochter wil dat ik naar een praatgroep ga. doe ik niet", "daar doe ik niks meer aan", "dat doe ik al jaren niet meer",
        "koken doe ik niet meer voor mezelf", "er is geen plek meer in het verpleeghuis", "ik heb geen zin meer in die groep",
    ],
)  # fmt: skip
def test_what_somebody_does_not_do_says_nothing_of_their_life(text: str) -> None:
    told = reply("action_reflect", text, "share_meaninglessness", question="story")
    assert "utter_hear_meaning" not in told.said
    assert told.did == []


@pytest.mark.parametrize("text", ["ik doe er niet meer toe voor wie dan ook", "mijn leven heeft geen doel meer zo"])
def test_what_is_said_of_life_is_heard_as_such(text: str) -> None:
    told = reply("action_reflect", text, "share_meaninglessness", question="story")
    assert told.slots["topic"] == "share_meaninglessness"
    assert told.did == ["ask_meaning"]


def test_whoever_wants_no_questions_gets_none_about_the_new_feeling() -> None:
    assert reply("action_reflect", "niet boos, moe", "share_anger", quiet=2).said == ["utter_feeling_still"]


@pytest.mark.parametrize(("text", "thing"), THINGS)
def test_a_thing_that_is_missed_is_no_person(text: str, thing: str) -> None:
    assert lacks(text) == thing
    told = reply("action_reflect", text, "share_missing_someone")
    assert told.said == ["utter_listen_lack"]
    assert (told.facts[0]["thing"], told.slots["topic"], told.slots.get("kind")) == (thing, None, None)


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_who_is_missed_is_one(text: str) -> None:
    assert lacks(text) is None


@pytest.mark.parametrize(("text", "thing"), SMALL)
def test_what_is_good_and_small_is_named_once(text: str, thing: str) -> None:
    assert (small(text, []) or ("", ""))[1] == thing
    for action, intent in (("action_reflect", "share_good_news"), ("action_not_understood", "nlu_fallback")):
        state: dict[str, Any] = {"listened": 3, "grave": 9, "losses": ["share_bereavement:man"]}
        told = reply(action, text, intent, **state)
        assert told.said == ["utter_small_soft"]
        assert told.facts[0]["Thing"].lower() == thing
        again = reply(action, text, intent, **told.slots)
        assert not [facts for facts in again.facts if facts.get("thing") == thing]


@pytest.mark.parametrize("text", NOT_SMALL)
def test_what_is_gone_or_heavy_is_not_small(text: str) -> None:
    assert small(text, []) is None


def test_nothing_cheers_about_small_things_after_something_grave() -> None:
    for name in ("utter_small_soft", "utter_small_good"):
        assert not any(
            word in line.text for line in texts().responses[name] for word in ("geweldig", "super", "top", "!")
        )
    assert not any("?" in line.text for line in texts().responses["utter_small_soft"])


@pytest.mark.parametrize("text", ["ik voel me leeg vanbinnen", "alles is zo zwaar", "het is weer hetzelfde"])
def test_meaning_is_asked_only_behind_a_line_about_the_whole_life(text: str) -> None:
    told = reply("action_reflect", text, "share_meaninglessness", kind="existential")
    assert "ask_meaning" not in (told.slots.get("moves") or [])
    meant = reply("action_reflect", "mijn hele leven is zinloos geworden", "share_meaninglessness")
    assert "ask_meaning" in meant.slots["moves"]


def test_every_feeling_that_is_told_as_something_is_known() -> None:
    assert all(row.get("intent") in {*table()["told"], None} for row in table()["feelings"].values())
