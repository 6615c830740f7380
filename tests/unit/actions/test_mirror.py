"""
The mirror: a plain sentence comes back in the je-form or the u-form, exactly; and what is not sure never comes back.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.mirror import LEAST, MOST, mirror, table

# ruff: noqa: E501 — a table reads as one line a sentence
MIRRORED = """
ik zit elke avond alleen voor de tv | Je zit elke avond alleen voor de tv. | U zit elke avond alleen voor de tv.
ik zit hele dagen thuis | Je zit hele dagen thuis. | U zit hele dagen thuis.
ik zit hier met een kop thee | Je zit hier met een kop thee. | U zit hier met een kop thee.
ik zit vaak aan het raam | Je zit vaak aan het raam. | U zit vaak aan het raam.
ik zit sinds mei zonder werk | Je zit sinds mei zonder werk. | U zit sinds mei zonder werk.
ik lig 's nachts wakker | Je ligt 's nachts wakker. | U ligt 's nachts wakker.
ik lig al uren naar het plafond te staren | Je ligt al uren naar het plafond te staren. | U ligt al uren naar het plafond te staren.
ik woon alleen op de derde verdieping | Je woont alleen op de derde verdieping. | U woont alleen op de derde verdieping.
ik woon hier pas twee maanden | Je woont hier pas twee maanden. | U woont hier pas twee maanden.
ik woon bij mijn zus in Utrecht | Je woont bij je zus in Utrecht. | U woont bij uw zus in Utrecht.
ik heb niemand om mee te praten | Je hebt niemand om mee te praten. | U hebt niemand om mee te praten.
ik heb vannacht slecht geslapen | Je hebt vannacht slecht geslapen. | U hebt vannacht slecht geslapen.
ik heb gisteren mijn broer gebeld | Je hebt gisteren je broer gebeld. | U hebt gisteren uw broer gebeld.
ik heb een hond en een kat | Je hebt een hond en een kat. | U hebt een hond en een kat.
ik heb vandaag soep gekookt voor mijn buurvrouw | Je hebt vandaag soep gekookt voor je buurvrouw. | U hebt vandaag soep gekookt voor uw buurvrouw.
ik heb drie kinderen in het buitenland | Je hebt drie kinderen in het buitenland. | U hebt drie kinderen in het buitenland.
ik heb al weken niemand gezien | Je hebt al weken niemand gezien. | U hebt al weken niemand gezien.
ik heb buikpijn van de zenuwen | Je hebt buikpijn van de zenuwen. | U hebt buikpijn van de zenuwen.
ik heb veel aan mijn hond | Je hebt veel aan je hond. | U hebt veel aan uw hond.
ik ben bang voor de nacht | Je bent bang voor de nacht. | U bent bang voor de nacht.
ik ben moe en verdrietig | Je bent moe en verdrietig. | U bent moe en verdrietig.
ik ben blij dat mijn zus belde | Je bent blij dat je zus belde. | U bent blij dat uw zus belde.
ik ben verdrietig omdat ik alleen ben | Je bent verdrietig omdat je alleen bent. | U bent verdrietig omdat u alleen bent.
ik ben verhuisd naar een flat | Je bent verhuisd naar een flat. | U bent verhuisd naar een flat.
ik ben zo moe van het wachten | Je bent zo moe van het wachten. | U bent zo moe van het wachten.
ik ben altijd alleen met kerst | Je bent altijd alleen met kerst. | U bent altijd alleen met kerst.
ik ben boos op mijn broer | Je bent boos op je broer. | U bent boos op uw broer.
ik ben gisteren naar zee geweest | Je bent gisteren naar zee geweest. | U bent gisteren naar zee geweest.
ik ben trots op mijn kleindochter | Je bent trots op je kleindochter. | U bent trots op uw kleindochter.
ik voel me zo alleen | Je voelt je zo alleen. | U voelt zich zo alleen.
ik voel me onzichtbaar in deze straat | Je voelt je onzichtbaar in deze straat. | U voelt zich onzichtbaar in deze straat.
ik voel me leeg sinds de zomer | Je voelt je leeg sinds de zomer. | U voelt zich leeg sinds de zomer.
ik voel me nergens thuis | Je voelt je nergens thuis. | U voelt zich nergens thuis.
ik schaam me voor mijn huis | Je schaamt je voor je huis. | U schaamt zich voor uw huis.
ik schaam me als er bezoek komt | Je schaamt je als er bezoek komt. | U schaamt zich als er bezoek komt.
ik mis mijn man elke dag | Je mist je man elke dag. | U mist uw man elke dag.
ik mis haar stem in de ochtend | Je mist haar stem in de ochtend. | U mist haar stem in de ochtend.
ik mis een arm om mij heen | Je mist een arm om je heen. | U mist een arm om zich heen.
ik mis het lachen met mijn collega's | Je mist het lachen met je collega's. | U mist het lachen met uw collega's.
ik slaap al weken slecht | Je slaapt al weken slecht. | U slaapt al weken slecht.
ik slaap op de bank sinds mei | Je slaapt op de bank sinds mei. | U slaapt op de bank sinds mei.
ik ken hier nog niemand | Je kent hier nog niemand. | U kent hier nog niemand.
ik ken niemand in dit dorp | Je kent niemand in dit dorp. | U kent niemand in dit dorp.
ik zie mijn kinderen bijna nooit | Je ziet je kinderen bijna nooit. | U ziet uw kinderen bijna nooit.
ik zie alleen de thuiszorg | Je ziet alleen de thuiszorg. | U ziet alleen de thuiszorg.
ik hoor de buren door de muur | Je hoort de buren door de muur. | U hoort de buren door de muur.
ik durf niet alleen naar buiten | Je durft niet alleen naar buiten. | U durft niet alleen naar buiten.
ik durf de telefoon niet op te nemen | Je durft de telefoon niet op te nemen. | U durft de telefoon niet op te nemen.
ik kan niet slapen van de zorgen | Je kan niet slapen van de zorgen. | U kunt niet slapen van de zorgen.
ik kan er met niemand over praten | Je kan er met niemand over praten. | U kunt er met niemand over praten.
ik krijg geen bezoek van mijn kinderen | Je krijgt geen bezoek van je kinderen. | U krijgt geen bezoek van uw kinderen.
ik krijg nooit een kaartje | Je krijgt nooit een kaartje. | U krijgt nooit een kaartje.
ik verveel me in het weekend | Je verveelt je in het weekend. | U verveelt zich in het weekend.
ik verlang naar een beetje warmte | Je verlangt naar een beetje warmte. | U verlangt naar een beetje warmte.
ik hou van zingen en dansen | Je houdt van zingen en dansen. | U houdt van zingen en dansen.
ik hou veel van mijn kleinzoon | Je houdt veel van je kleinzoon. | U houdt veel van uw kleinzoon.
ik word elke ochtend om vier uur wakker | Je wordt elke ochtend om vier uur wakker. | U wordt elke ochtend om vier uur wakker.
ik word bang van al die mensen | Je wordt bang van al die mensen. | U wordt bang van al die mensen.
ik huil soms onder de douche | Je huilt soms onder de douche. | U huilt soms onder de douche.
ik huil om een liedje op de radio | Je huilt om een liedje op de radio. | U huilt om een liedje op de radio.
ik ga elke zondag naar de kerk | Je gaat elke zondag naar de kerk. | U gaat elke zondag naar de kerk.
ik ga vroeg naar bed | Je gaat vroeg naar bed. | U gaat vroeg naar bed.
ik kom alleen buiten voor boodschappen | Je komt alleen buiten voor boodschappen. | U komt alleen buiten voor boodschappen.
ik loop elke dag een rondje met de hond | Je loopt elke dag een rondje met de hond. | U loopt elke dag een rondje met de hond.
ik fiets naar het bos om rustig te worden | Je fietst naar het bos om rustig te worden. | U fietst naar het bos om rustig te worden.
ik wandel vaak langs het kanaal | Je wandelt vaak langs het kanaal. | U wandelt vaak langs het kanaal.
ik eet elke avond alleen | Je eet elke avond alleen. | U eet elke avond alleen.
ik kook elke dag voor twee | Je kookt elke dag voor twee. | U kookt elke dag voor twee.
ik kijk naar foto's van vroeger | Je kijkt naar foto's van vroeger. | U kijkt naar foto's van vroeger.
ik luister naar de radio in de keuken | Je luistert naar de radio in de keuken. | U luistert naar de radio in de keuken.
ik lees elke avond een boek | Je leest elke avond een boek. | U leest elke avond een boek.
ik teken de vogels in de tuin | Je tekent de vogels in de tuin. | U tekent de vogels in de tuin.
ik zing bij het koken | Je zingt bij het koken. | U zingt bij het koken.
ik speel accordeon in de schuur | Je speelt accordeon in de schuur. | U speelt accordeon in de schuur.
ik werk in de nacht in een magazijn | Je werkt in de nacht in een magazijn. | U werkt in de nacht in een magazijn.
ik praat tegen zijn foto | Je praat tegen zijn foto. | U praat tegen zijn foto.
ik denk de hele dag aan haar | Je denkt de hele dag aan haar. | U denkt de hele dag aan haar.
ik wacht al weken op een brief | Je wacht al weken op een brief. | U wacht al weken op een brief.
ik zorg voor mijn moeder | Je zorgt voor je moeder. | U zorgt voor uw moeder.
ik sta om zes uur op | Je staat om zes uur op. | U staat om zes uur op.
ik dek nog altijd voor twee | Je dekt nog altijd voor twee. | U dekt nog altijd voor twee.
ik vind het fijn dat ze me belt | Je vindt het fijn dat ze je belt. | U vindt het fijn dat ze u belt.
ik was vroeger nooit alleen | Je was vroeger nooit alleen. | U was vroeger nooit alleen.
ik had een beste vriendin op school | Je had een beste vriendin op school. | U had een beste vriendin op school.
ik zat naast hem in het ziekenhuis | Je zat naast hem in het ziekenhuis. | U zat naast hem in het ziekenhuis.
ik ging met de trein naar mijn oma | Je ging met de trein naar je oma. | U ging met de trein naar uw oma.
ik kwam thuis in een leeg huis | Je kwam thuis in een leeg huis. | U kwam thuis in een leeg huis.
ik werkte veertig jaar in de haven | Je werkte veertig jaar in de haven. | U werkte veertig jaar in de haven.
ik bleef alleen achter met de kat | Je bleef alleen achter met de kat. | U bleef alleen achter met de kat.
ik dacht vandaag aan mijn vader | Je dacht vandaag aan je vader. | U dacht vandaag aan uw vader.
ik zong gisteren mee met de radio | Je zong gisteren mee met de radio. | U zong gisteren mee met de radio.
ik kreeg een tekening van mijn kleinzoon | Je kreeg een tekening van je kleinzoon. | U kreeg een tekening van uw kleinzoon.
ik zag de buurvrouw zwaaien | Je zag de buurvrouw zwaaien. | U zag de buurvrouw zwaaien.
ik verloor mijn baan in maart | Je verloor je baan in maart. | U verloor uw baan in maart.
ik kon er niet bij zijn | Je kon er niet bij zijn. | U kon er niet bij zijn.
ik herkende mijn eigen straat bijna niet | Je herkende je eigen straat bijna niet. | U herkende uw eigen straat bijna niet.
soms huil ik in de badkamer | Soms huil je in de badkamer. | Soms huilt u in de badkamer.
vroeger zong ik in een koor | Vroeger zong je in een koor. | Vroeger zong u in een koor.
elke avond eet ik alleen | Elke avond eet je alleen. | Elke avond eet u alleen.
dan zit ik naar de muur te kijken | Dan zit je naar de muur te kijken. | Dan zit u naar de muur te kijken.
's avonds zit ik bij het raam | 's Avonds zit je bij het raam. | 's Avonds zit u bij het raam.
's nachts lig ik wakker | 's Nachts lig je wakker. | 's Nachts ligt u wakker.
gisteren heb ik mijn zus gebeld | Gisteren heb je je zus gebeld. | Gisteren hebt u uw zus gebeld.
toen voelde ik me even weer mezelf | Toen voelde je je even weer jezelf. | Toen voelde u zich even weer uzelf.
overdag slaap ik op de bank | Overdag slaap je op de bank. | Overdag slaapt u op de bank.
thuis ben ik altijd alleen | Thuis ben je altijd alleen. | Thuis bent u altijd alleen.
in het weekend zie ik niemand | In het weekend zie je niemand. | In het weekend ziet u niemand.
dat ik alleen ben | Dat je alleen bent. | Dat u alleen bent.
dat ik haar niet gebeld heb | Dat je haar niet gebeld hebt. | Dat u haar niet gebeld hebt.
dat ik met niemand kan praten | Dat je met niemand kan praten. | Dat u met niemand kunt praten.
'k zit hier elke avond alleen | Je zit hier elke avond alleen. | U zit hier elke avond alleen.
kheb gisteren niet geslapen | Je hebt gisteren niet geslapen. | U hebt gisteren niet geslapen.
k ben zo moe van alles | Je bent zo moe van alles. | U bent zo moe van alles.
Ja, ik mis mijn moeder heel erg. | Je mist je moeder heel erg. | U mist uw moeder heel erg.
nou ja, ik zit vaak alleen thuis | Je zit vaak alleen thuis. | U zit vaak alleen thuis.
Ik mis Annie elke dag, hoor | Je mist Annie elke dag. | U mist Annie elke dag.
ik lig snachts te piekeren | Je ligt 's nachts te piekeren. | U ligt 's nachts te piekeren.
ik heb me gisteren vergist in de dag | Je hebt je gisteren vergist in de dag. | U hebt zich gisteren vergist in de dag.
"""
NEVER = """
ik wil dood
ik ben dik en lelijk
ik ben een last voor mijn kinderen
ik ga niet weg
ik bel haar nooit meer
ik moet elke dag werken
ik zou graag weer zingen
ik heb pillen in huis liggen
ik heb gegaan naar winkel gisteren
ik zit in keuken elke dag
wij zitten elke avond samen
ik mis onze avonden samen
ik zit thuis en kijk tv
ik woon alleen en ik heb geen werk
ik ben moe maar slaap niet
ik zit elke avnd alleen thuis
ik zit alle avonden hiero alleen
zit ik hier wel goed
ik voel me alleen, snap je wat ik bedoel?
zal ik haar morgen bellen?
ik vind jou een stomme computer
ik praat liever niet met jou
ik heb je al gezegd dat
ik snap niet wat je bedoelt
ik weet het allemaal niet meer
mijn man zit elke avond voor de tv
hij zit elke avond alleen
ik ben gisteren 80 geworden!
"ik zit alleen" zei ze tegen mij
ik zit alleen "zoals altijd" thuis
IK ZIT ELKE AVOND ALLEEN
ik kan niet meer verder zo
ik drink elke avond te veel
ik lig alleen maar in bed
ik heb geen vrienden meer over
ik ben alleen
ik
ik zit hier al heel erg lang op een stoel te wachten op een brief van de gemeente
ik zit ni graag alleen thuis
ik heb nen hond thuis lopen
ik ken iemand die ook alleen is
ik dacht dat ik alleen was
ik denk dat ik gek word
ik spring van het dak
ik sta op de brug
ik heb mijn polsen gesneden
ik kijk nooit meer naar buiten
ik ben niet boos op u
ik wil een nieuwe start maken
ik was mijn haar elke dag
ik ben slapen in de dag
ik heb niks aan mijn leven
ik ben waardeloos als moeder
ik heb 0612345678 als nummer
ik zit op facebook.com elke dag
ik ging en zag de zee
ik zie dat ik oud word
dan ga ik niet naar huis
nooit kom ik ergens op tijd
ik mag van mijn man niet bellen
"""
ROWS = [tuple(row.split(" | ")) for row in MIRRORED.strip().splitlines()]
VERBS = table()["verbs"]
FORMS = [*VERBS["states"].items(), *VERBS["deeds"].items(), *((verb, verb) for verb in VERBS["past"])]
FIRST = re.compile(r"\b(?:ik|mij|me|mijn|mezelf|wij|we|ons|onze)\b", re.IGNORECASE)


def test_the_table_is_large_enough_to_say_something() -> None:
    assert len(ROWS) >= 100
    assert len(NEVER.strip().splitlines()) >= 40


@pytest.mark.parametrize(("text", "je", "u"), ROWS, ids=[row[0] for row in ROWS])
def test_a_plain_sentence_comes_back(text: str, je: str, u: str) -> None:
    assert (mirror(text), mirror(text, polite=True)) == (je, u)


@pytest.mark.parametrize("text", NEVER.strip().splitlines())
def test_what_is_not_sure_never_comes_back(text: str) -> None:
    assert mirror(text) is None


@pytest.mark.parametrize(("verb", "turned"), FORMS)
def test_every_verb_agrees_in_every_order(verb: str, turned: str) -> None:
    polite = table()["polite"].get(turned, turned)
    assert mirror(f"ik {verb} vaak bij het raam") == f"Je {turned} vaak bij het raam."
    assert mirror(f"ik {verb} vaak bij het raam", polite=True) == f"U {polite} vaak bij het raam."
    assert mirror(f"soms {verb} ik bij het raam") == f"Soms {verb} je bij het raam."
    assert mirror(f"soms {verb} ik bij het raam", polite=True) == f"Soms {polite} u bij het raam."
    if verb not in table()["filler"]:  # "hoor" at the end of a sentence is no verb
        assert mirror(f"dat ik vaak hier {verb}") == f"Dat je vaak hier {turned}."


def test_the_last_sentence_that_can_come_back_does() -> None:
    assert mirror("Ik sta vroeg op met de hond. Ik zit de hele dag thuis.") == "Je zit de hele dag thuis."
    assert mirror("Ik zit de hele dag thuis. Wat moet ik nou?") == "Je zit de hele dag thuis."


def test_a_message_with_danger_or_a_judgment_in_it_never_comes_back() -> None:
    assert mirror("ik zit hele dagen thuis. ik wil dood") is None
    assert mirror("ik ben zo dom. ik zit hele dagen thuis") is None


WORDS = [
    *[
        "ik",
        "mijn",
        "me",
        "mij",
        "de",
        "het",
        "een",
        "niet",
        "geen",
        "en",
        "dat",
        "omdat",
        "als",
        "die",
        "je",
        "u",
        "we",
        "maar",
        "alleen",
        "thuis",
        "bang",
        "moe",
        "weg",
        "dood",
    ]
]


@given(
    st.text(max_size=120) | st.lists(st.sampled_from([*WORDS, *(form[0] for form in FORMS)]), max_size=14).map(" ".join)
)
def test_whatever_is_written_a_mirror_is_short_whole_and_of_you(text: str) -> None:
    for polite in (False, True):
        said = mirror(text, polite)
        if said is not None:
            assert LEAST - 1 <= len(said.split()) <= MOST
            assert said.endswith(".")
            assert said.count(".") == 1
            assert not FIRST.search(said)
            assert re.search(r"\b(?:u|uw)\b" if polite else r"\b(?:je|jou|jezelf)\b", said, re.IGNORECASE)
            assert not re.search(r"\b(?:je|jezelf)\b" if polite else r"\bu\b", said, re.IGNORECASE)
