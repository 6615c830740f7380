"""
What was said, in the light of what was asked: a goodbye, a no, a step and a shrug are taken for that only where they are meant so.

The engine's own Python reads all lines of a test at once; what the classifier made of each is given with it.
"""

import json
import subprocess
from functools import cache
from typing import Any

import pytest

from bot import supervisor
from store.texts import DIALOGUES

ASK = """
import json, sys
sys.path.insert(0, "dialogues")
from engine.answers import in_the_light_of
for line in sys.stdin:
    slots, text, intent, confidence = json.loads(line)
    parsed = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}
    print(json.dumps(in_the_light_of(slots, parsed)["intent"]["name"]))
"""
Case = tuple[dict[str, Any], str, str]

STAY: list[Case] = [
    ({}, "nu slaapt zij", "goodbye"),
    ({}, "mama slaapt nu eindelijk", "goodbye"),
    ({}, "bij de deur zei hij tot ziens en ik zag hem nooit meer", "goodbye"),
    ({}, "ze zei slaap lekker en hing op", "goodbye"),
    ({}, "ik zeg elke avond welterusten tegen zijn foto", "goodbye"),
    ({}, "hij riep doei en weg was hij", "goodbye"),
    ({}, "de kinderen gaan naar bed", "goodbye"),
    ({}, "ik kon geen afscheid nemen, ze hebben afscheid genomen zonder mij", "goodbye"),
    ({"question": "story"}, "tot morgen zeiden we altijd", "goodbye"),
]
GO: list[Case] = [
    ({}, "welterusten", "goodbye"),
    ({}, "ik ga slapen", "share_sleepless"),
    ({}, "nou ik ga maar eens naar bed, doei", "goodbye"),
    ({}, "goed ik ga slapen denk ik, was gek genoeg best ok", "goodbye"),
    ({}, "tot ziens", "goodbye"),
    ({}, "dag hoor", "goodbye"),
    ({}, "dank je voor het luisteren, ik ga pitten", "thank"),
    ({}, "mama slaapt nu, dus ik ga ook slapen", "goodbye"),
    ({}, "oke later", "goodbye"),
]
NO_NO: list[Case] = [
    ({"question": "offer_human"}, "nee, hij niet", "deny"),
    ({"question": "offer_human"}, "nee hij niet", "refuse_human"),
    ({"question": "tip"}, "nee mijn zus niet", "deny"),
    ({"question": "step"}, "nee, zij ook niet meer", "deny"),
    ({"question": "open"}, "nee papa nooit", "deny"),
]
NO: list[Case] = [
    ({"question": "offer_human"}, "nee", "deny"),
    ({"question": "offer_human"}, "nee dat hoeft niet", "deny"),
    ({"question": "tip"}, "nee ik wil haar niet bellen", "deny"),
    ({"question": "concern"}, "nee, hij niet", "deny"),
]
STEPS: list[Case] = [
    ({}, text, "share_alone")
    for text in (
        "ik mail ze morgen", "ik ga haar vanmiddag bellen", "morgen loop ik even langs", "morgen bel ik mijn zus",
        "zaterdag fiets ik naar mijn broer",
        "vanavond app ik haar", "ik ga morgen langs bij Gerrit", "dan vraag ik het hem morgen",
        "ik bak zondag een taart voor de buurvrouw",
        "van de week ga ik een keer mee wandelen", "ik stuur haar straks een kaartje", "morgen spreek ik even met haar af",
        "ik ga morgenochtend naar het koor", "maandag meld ik me aan",
    )
]  # fmt: skip
NO_STEPS: list[Case] = [
    ({}, text, "share_alone")
    for text in (
        "morgen is de begrafenis", "ik moet morgen naar het ziekenhuis voor de uitslag", "morgen zit ik weer alleen",
        "ik durf haar morgen niet te bellen",
        "zondag ging ik altijd bij haar langs", "zal ik haar morgen bellen?", "morgen is het een jaar geleden", "hij belt zondag altijd",
    )
]  # fmt: skip


def understood(cases: list[Case]) -> list[str]:
    """
    The intents of some messages, each with the slots before it.
    """
    return [_understood()[json.dumps(case)] for case in cases]


@cache
def _understood() -> dict[str, str]:
    cases = [case for held in ALL for case in held]
    sent = "\n".join(json.dumps([*case, 0.8]) for case in cases)
    ran = subprocess.run(
        [str(supervisor.python()), "-c", ASK],
        input=sent,
        text=True,
        capture_output=True,
        check=True,
        cwd=DIALOGUES.parent,
    )
    return {json.dumps(case): json.loads(line) for case, line in zip(cases, ran.stdout.splitlines(), strict=True)}


DONE: list[Case] = [
    ({"question": "looked_back"}, "ja het is gelukt", "goal_done"),
    ({"step": "mijn zus bellen"}, "ik heb haar gebeld", "goal_done"),
    ({"step": "soep naar Truus brengen"}, "de soep staat bij Truus", "goal_done"),
    ({}, "het is gelukt! ik heb haar gebeld", "goal_done"),
]
NOT_DONE: list[Case] = [
    ({"step": "mijn zus bellen"}, "ik ben blij met het mooie weer", "goal_done"),
    ({"step": "mijn zus bellen"}, "hij heeft het altijd gedaan", "goal_done"),
    ({}, "ik heb vroeger veel gereisd", "goal_done"),
    ({}, "ze heeft me nooit gebeld", "goal_done"),
]
STAYS: list[Case] = [
    ({"left": 3, "listened": 3}, "ik ga nog niet weg", "deny"),
    ({"left": 0}, "ho ik zei geen gedag", "goodbye"),
    ({"left": 3, "listened": 3}, "wacht ik blijf nog even", "share_alone"),
]
GONE_ON: list[Case] = [({"left": 3, "listened": 5}, "ik blijf vaak alleen thuis", "share_alone")]
NOBODY: list[Case] = [
    ({}, text, "share_alone")
    for text in (
        "ik wil geen mens",
        "nee ik hoef geen vrijwilliger",
        "niet met een mens praten aub",
        "liever geen mens nu",
    )
]
SOMEBODY: list[Case] = [
    ({}, text, "share_alone")
    for text in ("er is geen mens die belt", "ik zie geen mens op een dag", "geen mens weet hoe het is")
]
SHRUGS: list[Case] = [
    ({}, "weet niet", "unsure"),
    ({"question": "story"}, "maakt niet uit", "share_sadness"),
    ({"question": "open"}, "Laat maar.", "park_it"),
    ({"question": "none"}, "mwah", "nlu_fallback"),
    ({"question": "open"}, "niks", "deny"),
]
ANSWERS: list[Case] = [
    ({"question": "energy"}, "niks", "unsure"),
    ({"question": "wish"}, "weet ik niet", "unsure"),
    ({"question": "sentence_to"}, "laat maar", "park_it"),
    ({"question": "story"}, "het maakt niet uit want ze komt toch niet", "share_alone"),
]
TAKEN_UP: list[Case] = [
    ({"question": "story", "topic": "share_bereavement"}, "wat ik mis? zijn stem", "explain"),
    ({"question": "story", "topic": "share_bereavement"}, "hoe dat was, ja, stil", "ask_if_bot"),
    ({"question": "story", "topic": "share_bereavement"}, "zijn stem misschien?", "share_bereavement"),
    ({"question": "story", "topic": "share_bereavement"}, "wat ik dan het meest mis?", "ask_capabilities"),
]
OPEN = {"question": "story", "listened": 3}
HUSH: list[Case] = [
    (slots, text, "share_alone")
    for slots in ({}, OPEN, {"question": "step"})
    for text in (
        "genoeg", "u vraagt te veel", "stop met vragen", "hou eens op met die vragen", "ge vraagt veel", "Genoeg nu.",
        "je stelt zoveel vragen",
        "ge stelt te veel vragen", "ik word moe van al die vragen", "niet zoveel vragen aub", "is dit een verhoor?", "u vragen veel",
        "pff zo genoeg hoor",
        "schei nou eens uit met dat gevraag", "kunt u stoppen met vragen?", "vraag niet zoveel", "hou op",
    )
]  # fmt: skip
NO_HUSH: list[Case] = [
    ({}, text, "share_alone")
    for text in (
        "mijn baas vraagt te veel van mij", "ik heb genoeg mensen om me heen", "ik heb zoveel vragen over de dood",
        "je vraagt te veel van jezelf zei ze",
        "mag ik vragen stellen", "hij stelt altijd vragen", "ze stelden mij heel veel vragen bij de politie",
    )
] + [({"question": "around"}, "genoeg", "share_alone"), ({"question": "energy"}, "genoeg", "share_alone")]  # fmt: skip
PAUSE: list[Case] = [
    (slots, text, "ask_waiting_time")
    for slots in ({}, OPEN, {"question": "draft_close"}, {"human": "waiting"})
    for text in (
        "wacht", "wacht, mama roept", "ff wachten", "momentje", "ben zo terug", "telefoon gaat", "wacht even", "moment aub",
        "effe wachten he",
        "kben seffens terug", "de bel gaat", "wacht ik moet opendoen", "een ogenblikje", "er wordt gebeld", "brb",
        "wacht er staat iemand aan de deur",
    )
]  # fmt: skip
NO_PAUSE: list[Case] = [
    (slots, text, "ask_waiting_time")
    for slots in ({}, {"human": "waiting"})
    for text in (
        "hoe lang nog wachten", "moet ik nog wachten", "hoe lang moet ik wachten?", "wacht al drie maanden op een psycholoog",
        "mijn moeder roept altijd",
        "hij komt niet terug", "de telefoon gaat nooit", "hoe lang duurt het nog",
    )
]  # fmt: skip
WAITING: list[Case] = [
    ({"human": "waiting"}, "hoe lang nog wachten", "ask_waiting_time"),
    ({"human": "waiting", "question": "story"}, "hoe lang duurt het nog", "ask_waiting_time"),
]
BACK: list[Case] = [
    (slots, text, "greet")
    for slots in (OPEN, {"question": "draft_close"}, {"question": "tip"})
    for text in ("ben er weer", "ik ben terug", "zo, kben er weer", "daar ben ik weer", "sorry was even weg")
]
BYE: list[Case] = [
    (slots, text, "share_sleepless")
    for slots in ({}, OPEN)
    for text in (
        "ik ga proberen slapen, mercikes", "ik kruip mijn bed in", "tot de volgende", "kga slapen", "welterusten",
        "ik stop ermee voor vandaag, dank u",
        "k kruip in men nest", "genoeg voor vandaag", "slaapwel", "bedankt en tot de volgende keer", "slaap lekker", "ik ben weg he",
        "kga proberen te slapen zenne",
    )
] + [({"listened": 3}, "dag", "greet"), ({"listened": 2, "question": "story"}, "Daag!", "greet")]  # fmt: skip
NO_BYE: list[Case] = [
    ({}, text, "share_sleepless")
    for text in (
        "ik kan niet slapen", "als ik ga slapen begint het", "ik ga elke avond alleen slapen",
        "ik kruip altijd mijn bed in als het te veel wordt",
        "ik probeer te slapen maar het lukt niet",
    )
] + [({}, "dag", "goodbye"), ({"listened": 4, "away": 600}, "dag", "goodbye")]  # fmt: skip
WISHED = {"wish": "een kaart sturen naar Annie", "question": "open"}
TOWARDS: list[Case] = [
    (WISHED, text, "express_wish")
    for text in (
        "een kaart in de bus doen bij Annie", "haar een berichtje sturen", "gewoon eens bellen", "ik stuur het morgen",
        "ik doe het morgen", "kga het morgen doen",
        "een taart bakken voor haar",
    )
] + [
    ({"question": "step"}, text, "ask_helpline") for text in ("het koor bellen", "mijn zus appen", "de dokter bellen")
]  # fmt: skip
NOT_TOWARDS: list[Case] = [
    ({"question": "open"}, "haar een berichtje sturen", "express_wish"),
    (WISHED, "hij wilde altijd bellen", "share_missing_someone"),
    (WISHED, "elke dag koken voor hem", "share_missing_someone"),
    (WISHED | {"step": "een kaart"}, "haar een berichtje sturen", "express_wish"),
    ({"question": "step"}, "welk nummer kan ik bellen", "ask_helpline"),
    ({"question": "step"}, "de luisterlijn bellen", "ask_helpline"),
]
WORDS: list[Case] = [
    ({"question": question}, text, "affirm")
    for question in ("keep_talk", "offer_human", "tip", "erase", "draft_close", "sentence_what", "checkin", "energy", "story", "none",
    "suicide")
    for text in ("wat is wissen", "wat betekent bewaren?", "wat is een vrijwilliger", "wat zijn die vier woorden",
    "vinger aan de pols wat is da")
]  # fmt: skip
SENTENCE: list[Case] = [
    ({}, text, "share_alone")
    for text in (
        "kan jij iets schrijven wat ik haar stuur", "hoe zou jij dat appen", "wat moet ik dan typen", "help eens met dat berichtje",
        "ik weet niet hoe ik dat tegen hem moet zeggen, wat stuur je dan", "kunt u iets opstellen voor mijn dochter", "wat zou jij sturen",
        "schrijf jij het eens voor mij", "kan je een berichtje voor me maken", "wat zet ik in dat kaartje",
        "hoe breng ik dat bij mijn broer",
        "geef eens een voorbeeld van wat ik kan sturen", "verzin jij iets wat ik kan appen", "ik moet iets terugsturen maar wat",
        "ik wil haar appen maar ik weet niet wat ik moet zeggen", "hoe zeg je zoiets tegen je zoon", "wa moek dan typen",
        "wat kan ik haar antwoorden",
        "help me es met die sms", "hoe vraag ik of ze langskomt", "wat zou een goed berichtje zijn", "hoe moet ik dat nu aan hem vragen",
        "kun je me helpen om het haar te vertellen", "ik weet niet wat ik terug moet sturen", "hebt ge een zin voor mij",
    )
]  # fmt: skip
NO_SENTENCE: list[Case] = [
    ({}, text, "share_alone")
    for text in (
        "ik weet niet wat ik hier moet typen", "ik weet niet wat ik moet zeggen", "hoe zeg je zoiets", "ik heb haar een berichtje gestuurd",
        "mijn dochter stuurt nooit een berichtje", "wat zou jij doen", "hoe zeg je dat in het nederlands", "kunt u dat anders formuleren",
        "wat stuur je door naar de vrijwilliger", "schrijf een sollicitatiebrief voor me", "ik typ een berichtje en wis het weer",
    )
]  # fmt: skip
DRAFT = {"question": "sentence_check", "sentence": "dat ik haar mis", "topic": "share_alone"}
FINISHED: list[Case] = [
    (DRAFT | {"question": question}, text, "affirm")
    for question in ("sentence_check", "sentence_edit")
    for text in (
        "ja die stuur ik",
        "zo is het goed, die stuur ik",
        "perfect, dank je",
        "oke die ga ik straks sturen",
        "dit is hem",
    )
]
TO_WHOM: list[Case] = [
    ({"question": "sentence_to", "topic": "share_alone"}, text, "share_alone")
    for text in ("mijn zus", "Lotte", "aan mama", "mijn vriendin Sanne")
]
GIVES: list[Case] = [
    ({"question": question}, text, "offer_help_to_others")
    for question in ("open", "story")
    for text in (
        "ik zou wel willen koken voor iemand", "ik wou dat ik weer voor een groep kon zingen", "voor een ander iets doen",
        "iets betekenen voor de buurt, dat zou ik graag", "ik zou graag kinderen voorlezen", "ik mis het om voor iemand te koken",
    )
]  # fmt: skip
NO_GIVES: list[Case] = [
    ({"question": "open"}, text, "share_alone")
    for text in (
        "ik wil graag met iemand praten", "ik wil niet voor iedereen zorgen", "mijn moeder wilde altijd voor iedereen koken",
        "ik zou graag iemand hebben om mee te wandelen", "kan ik iets doen voor anderen",
    )
]  # fmt: skip
PASSING: list[Case] = [
    ({"step": "mijn broer een kaart sturen"}, "ik heb hem al gestuurd", "share_sadness"),
    ({"step": "naar het koor", "question": "open"}, "ben net geweest", "share_good_news"),
    ({"sentence": "ik mis je"}, "heb hem gestuurd!", "share_missing_someone"),
    ({"step": "mijn zus bellen", "question": "step_when"}, "ik heb haar al gebeld", "set_goal"),
]
NOT_PASSING: list[Case] = [
    ({"step": "mijn zus bellen"}, "ik heb haar nog niet gebeld", "goal_not_done"),
    ({"step": "mijn zus bellen"}, "ze heeft me gebeld", "share_good_news"),
    ({"step": "mijn zus bellen"}, "ik heb je toch verteld dat ik haar bel", "complain_bot"),
    ({}, "het is weer niet gelukt vandaag", "goal_not_done"),
]
ALL = [
    SENTENCE,
    NO_SENTENCE,
    FINISHED,
    TO_WHOM,
    GIVES,
    NO_GIVES,
    PASSING,
    NOT_PASSING,
    TAKEN_UP,
    SHRUGS,
    ANSWERS,
    HUSH,
    NO_HUSH,
    PAUSE,
    NO_PAUSE,
    WAITING,
    BACK,
    BYE,
    NO_BYE,
    TOWARDS,
    NOT_TOWARDS,
    WORDS,
    STAY,
    GO,
    NO_NO,
    NO,
    STEPS,
    NO_STEPS,
    DONE,
    NOT_DONE,
    STAYS,
    GONE_ON,
    NOBODY,
    SOMEBODY,
]


@pytest.mark.parametrize("case", STAY, ids=lambda case: case[1])
def test_what_somebody_else_does_or_said_is_no_goodbye(case: Case) -> None:
    assert understood([case]) != ["goodbye"]


@pytest.mark.parametrize(
    ("cases", "intent"),
    [
        (GO, "goodbye"),
        (STEPS, "set_goal"),
        (DONE, "goal_done"),
        (STAYS, "correct"),
        (NOBODY, "refuse_human"),
        (NO, "deny"),
        (SHRUGS, "shrug"),
        (HUSH, "hush"),
        (PAUSE, "pause"),
        (WAITING, "ask_waiting_time"),
        (BACK, "resume"),
        (BYE, "goodbye"),
        (TOWARDS, "set_goal"),
        (WORDS, "ask_fact"),
        (TAKEN_UP, "share_bereavement"),
        (SENTENCE, "make_sentence"),
        (FINISHED, "answer"),
        (TO_WHOM, "answer"),
        (GIVES, "express_wish"),
        (PASSING, "goal_done"),
    ],
    ids=[
        "goodbye",
        "step",
        "done",
        "stays",
        "nobody",
        "no",
        "shrug",
        "hush",
        "pause",
        "waiting",
        "back",
        "bye",
        "towards a wish",
        "our words",
        "taken up",
        "one sentence",
        "the sentence is done",
        "to whom",
        "to give",
        "done in passing",
    ],
)
def test_what_is_meant_so_is_taken_so(cases: list[Case], intent: str) -> None:
    assert {case[1]: found for case, found in zip(cases, understood(cases), strict=True) if found != intent} == {}


@pytest.mark.parametrize(
    ("cases", "intents"),
    [
        (NO_NO, {"deny", "refuse_human"}),
        (NO_STEPS, {"set_goal"}),
        (NOT_DONE, {"goal_done"}),
        (GONE_ON, {"correct"}),
        (SOMEBODY, {"refuse_human"}),
        (ANSWERS, {"shrug"}),
        (NO_HUSH, {"hush"}),
        (NO_PAUSE, {"pause"}),
        (NO_BYE, {"goodbye"}),
        (NOT_TOWARDS, {"set_goal"}),
        (NO_SENTENCE, {"make_sentence"}),
        (NO_GIVES, {"express_wish"}),
        (NOT_PASSING[:3], {"goal_done"}),
        (NOT_PASSING[3:], {"goal_not_done"}),
    ],
    ids=[
        "no",
        "step",
        "done",
        "stays",
        "nobody",
        "shrug",
        "hush",
        "pause",
        "bye",
        "towards a wish",
        "one sentence",
        "to give",
        "in passing",
        "no step",
    ],
)
def test_what_is_not_meant_so_is_told(cases: list[Case], intents: set[str]) -> None:
    assert {case[1]: found for case, found in zip(cases, understood(cases), strict=True) if found in intents} == {}
