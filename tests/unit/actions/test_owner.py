"""
Whose it is: what is told of a child, a husband or the neighbours is not taken for one's own sleep, illness, job or school.
"""

import pytest

from actions.owner import of_another, own_part
from actions.particulars import find
from tests.unit.actions.turns import turn

OTHERS = [
    "kan t huis niet uit om te verkopen",
    "het huis kan niet verkocht worden",
    "ik kan de deur niet op slot doen",
    "kan de trap niet op want er staat een kast",
    "ik kan het huis niet uit mijn hoofd zetten",
    "de kat komt de trap niet meer af",
    "de kinderen slapen niet",
    "mijn dochter is weer wakker",
    "de baby is om drie uur wakker",
    "mijn zoontje is elke nacht wakker",
    "de buren zijn elke nacht wakker met hun muziek",
    "mijn ouders hebben altijd pijn",
    "mijn moeder kan niet meer buiten komen",
    "mijn vader komt de deur niet meer uit",
    "opa komt het huis niet meer uit",
    "mijn man is altijd moe",
    "de kinderen zijn altijd zo moe",
    "mijn vriendin heeft een burn-out en zit thuis",
    "mijn man zit ziek thuis met een burn-out",
    "mijn zoon is ontslagen",
    "mijn dochter is haar baan kwijt",
    "mijn ouders zijn werkloos",
    "mijn zus heeft geen werk sinds mei",
    "mijn dochter zit op een nieuwe school",
    "mijn zoon wordt gepest op school",
    "de kinderen worden gepest",
    "ze pesten mijn zusje op school",
    "mijn kleinkinderen hebben morgen toets",
    "onze jongste heeft examens en stress",
    "mijn vrouw wacht op de uitslag",
    "mijn broer krijgt chemo elke week",
    "mijn zus heeft een nieuwe baan en kent niemand",
    "mijn moeder heeft nachtmerries",
    "hij ligt de hele dag in bed",
    "mijn zoon gamet de hele nacht",
    "de jongens zitten de hele nacht te gamen",
    "mijn man drinkt elke avond bier",
    "mijn broer blowt elke dag",
    "de hond heeft altijd pijn",
    "mijn hond heeft geen eetlust meer",
    "mijn buurman loopt met een rollator",
    "mijn moeder zit in een rolstoel",
    "mijn vrouw heeft hoofdpijn elke dag",
    "mijn dochter heeft een paniekaanval gehad",
    "mijn schoonmoeder hoort slecht",
    "mijn man gaat bijna met pensioen",
    "mijn man draait nachten",
    "het contract van mijn zoon loopt af",
    "mijn collega is ontslagen na twintig jaar",
    "ik hoor dat mijn dochter elke nacht wakker ligt",
    "mijn kind heeft geen vrienden op school",
    "mijn kleinzoon zit in de pauze alleen",
    "mijn dochter heeft faalangst",
    "mijn zoon heeft schulden",
    "mijn dochter heeft geldproblemen en schulden",
    "mijn zoon woont op kamers en kent niemand",
    "mijn neef is gebuisd",
    "mijn kinderen mogen niet op snap",
    "mijn nichtje staat op de wachtlijst voor de ggz",
    "mijn man wordt niet teruggebeld",
    "de auto is kapot en ik heb geen zin",
    "mijn rug kan niet op tegen dat bed",
]
OWN = [
    ("mijn man slaapt en ik ben om drie uur wakker", "awake"),
    ("hij slaapt, en ik lig om vier uur wakker", "awake"),
    ("ik kom de deur niet meer uit sinds mijn man ziek is", "housebound"),
    ("mijn man werkt en ik ben ontslagen", "laid_off"),
    ("de kinderen slapen en ik zit hier te huilen", "crying"),
]
TOLD = [
    ("de kinderen slapen niet", "share_sleepless"),
    ("mijn dochter is weer wakker", "share_sleepless"),
    ("mijn vader ligt in bed met koorts", "share_illness"),
    ("mijn zoon is zijn baan weer kwijt", "share_work_money"),
    ("mijn man is altijd doodmoe van het werk", "share_low_energy"),
    ("mijn zus is zo boos op de gemeente", "share_anger"),
    ("ik zie dat mijn moeder verdrietig is", "share_sadness"),
    ("hij durft niet onder de mensen", "share_social_fear"),
]
MINE = [
    ("mijn dochter slaapt slecht dus ik slaap ook niet", "share_sleepless"),
    ("ik slaap niet van de zorgen om mijn zoon", "share_sleepless"),
    ("mijn man maakt me zo boos elke keer", "share_anger"),
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_told_of_another_is_no_particular_of_ones_own(text: str) -> None:
    found = find(text, [])
    assert found is None or not found.own


@pytest.mark.parametrize(("text", "row"), OWN)
def test_oneself_is_heard_next_to_another(text: str, row: str) -> None:
    found = find(text, [])
    assert found is not None
    assert found.id == row


@pytest.mark.parametrize(("text", "intent"), TOLD)
def test_what_another_has_is_listened_to_and_not_concluded(text: str, intent: str) -> None:
    told = turn("action_reflect", text, intent)
    assert all(not name.endswith(intent.removeprefix("share_")) for name in told.said)
    assert (told.slots.get("topic"), told.slots.get("causes")) == (None, None)


@pytest.mark.parametrize(("text", "intent"), MINE)
def test_what_is_told_of_oneself_and_another_is_ones_own(text: str, intent: str) -> None:
    assert turn("action_reflect", text, intent).slots["topic"] == intent


def test_a_clause_is_of_another_when_it_says_nothing_of_oneself() -> None:
    assert of_another("mijn dochter slaapt niet")
    assert of_another("ik hoor dat hij niet slaapt")
    assert not of_another("mijn dochter belt me nooit")
    assert own_part("mijn man slaapt, en ik lig wakker") == "en ik lig wakker"
