"""
Questions: what people ask the chat gets the answer that belongs to it, in many wordings; what tells and only looks like a question is
left alone; and what nobody has an answer for is known to be a question.
"""

import pytest
import yaml
from engine.questions import FILE, asks, question

from store.texts import texts

ASKED: dict[str, list[str]] = {
    # Words that the chat used
    "word_bothers": ["wat betekent dwars", "Wat is 'dwarszit'?", "wat bedoel je met dwars zitten"],
    "word_meldpunt": ["wat is een meldpunt", "wat doet zo'n meldpunt?"],
    "word_tell": ["wat betekent iets kwijt willen", "wat is kwijt?"],
    "word_respite": ["wat is respijtzorg", "respijtzorg, wat is dat? wat betekent respijtzorg"],
    "word_carer": ["wat is een mantelzorger", "ben ik dan een mantelzorger?"],
    "word_place": ["wat is een buurthuis", "wat doen ze in een inloophuis?", "wat is een dienstencentrum"],
    "word_local_help": ["wat is het OCMW", "wat doet een wijkteam?", "wat is dat, het CAW? wat is een caw"],
    "word_sealed": ["wat is versleuteld", "wat betekent versleuteld?"],
    "word_tab": ["wat is een tabblad", "wat is een browser?"],
    "word_113": ["wat is 113", "wie zijn 113?", "wat is 1813"],
    "word_any": ["wat betekent gezamenlijk", "dat woord ken ik niet", "wat wil dat zeggen"],
    "why_112": ["waarom 113", "hoezo 112?", "waarom noem je zelfdoding"],
    # The talk itself
    "said_goodbye": ["waarom zegt u tot ziens", "waarom zeg je dag?", "hoezo welterusten"],
    "not_leaving": ["ik wil nog niet weg", "ik was nog niet klaar", "stuur je me nou weg?", "moet ik nu weg"],
    "help_me": ["kun je me helpen", "wilt u mij helpen?"],
    "hear_me": ["wil je mijn verhaal horen", "wilt u even luisteren?"],
    "how_on": ["hoe moet ik verder", "hoe moet ik nu verder zonder hem", "hoe kom ik de dag door"],
    "what_if_no": [
        "wat als ze nee zegt?", "en als het niet lukt", "en als hij nee zegt", "maar als mijn broer geen tijd heeft",
        "en als ze kwaad wordt",
    ],
    "what_if_silent": [
        "als ze dan ni antwoord", "wat als hij niks terugstuurt", "stel dat ze niet opneemt", "als hij niet antwoordt wat dan",
        "en als niemand reageert",
    ],
    "which_step": ["wat voor stap?", "welke stap", "wat voor een stapje bedoelt u"],
    "drop_step": ["laat die stap maar", "laat maar die stap", "ik wil geen stap", "vergeet die stap maar", "die stap hoeft niet"],
    "who_wants_me": ["wie zit er nou op mij te wachten", "wie wil er nou met mij praten", "waarom belt er nooit iemand?"],
    "about_me": [
        "kunnen we het over mij hebben", "ik wil het over mezelf hebben", "mag het nu over mij gaan",
        "liever over mij", "ik wil eigenlijk over mezelf praten", "en ik dan?",
    ],
    "own_life": ["hebt u kinderen", "heeft u dat ook wel eens", "weet u hoe dat voelt", "waar woont u"],
    "official": ["ben jij van de gemeente", "werkt u voor de ind?"],
    "ashamed": ["moet ik mij schamen", "is het een schande?"],
    "cost": ["wat kost dat", "moet ik hier iets voor betalen"],
    "come_back": ["ben je morgen hier", "mag ik hier elke dag komen", "kan dit ook 's nachts"],
    "fault": ["wat doe ik verkeerd", "mijn baby huilt de hele nacht, doe ik iets fout?"],
    "where_were_we": [
        "waar waren we gebleven", "waar hadden we het over?", "waar ging het ook weer over", "waar waren we",
        "wat was ik nu aan het zeggen",
        "waarover hadden we het", "ben de draad even kwijt",
    ],
    "say_again": ["mag ik het nog een keer vertellen", "val ik in herhaling?", "vertel ik steeds hetzelfde"],
    "no_limit": ["hoe lang mag ik hier praten", "is er een limiet?", "moet ik snel antwoorden"],
    "have_time": ["heb je tijd voor mij", "heeft u even tijd?", "hou ik je niet op"],
    "silent_ok": ["mag ik even stil zijn", "wat als ik niks te zeggen heb", "mag ik hier gewoon even zitten"],
    "stay": ["blijf je bij me", "ga je nu weg?", "laat je mij niet alleen"],
    "angry_at_me": ["ben je boos op mij", "vindt u mij vervelend?", "word je moe van mij"],
    "believe": ["geloof je mij", "denk je dat ik lieg?"],
    "trust": ["kan ik je vertrouwen", "is dit wel betrouwbaar?", "is deze chat echt"],
    "your_view": ["wat vind jij daarvan", "wat denkt u zelf?", "wat zou jij doen"],
    "who_made": ["wie heeft jou gemaakt", "van wie is deze chat?", "welke organisatie zit hierachter? wie betaalt dit"],
    "sees_me": ["kun je mij zien", "hoor je mij?", "staat mijn camera aan hier"],
    "can_read": ["kunt u mij lezen", "lees je wat ik typ?", "komt dit aan", "ben je daar"],
    "who_reads": ["ziet iemand dit", "leest iemand mee?", "zien mensen dit"],
    "read_and_kept": [
        "wat gebeurt er met wat ik typte",
        "wat gebeurt er met wat ik net schreef", "wat gebeurt er met alles wat ik hier vertelde?",
    ],
    "awake": ["slaap jij nooit", "ben jij ook nog wakker?"],
    "psychologist": ["ben je een psycholoog", "is dit therapie?", "bent u dokter"],
    "for_others": ["is dit ook voor oude mensen", "mag ik hier zonder papieren schrijven", "mag mijn moeder dit ook gebruiken"],
    "become_volunteer": ["hoe word ik vrijwilliger", "kan ik ook vrijwilliger worden?"],
    "on_bill": ["kost dat nummer geld", "is bellen gratis?", "komt dit op mijn rekening"],
    # Who outside can see something of it
    "office_reads": [
        "leest de gemeente mee?", "kan het ocmw dit zien", "krijgt de gemeente dit te zien", "kan de politie dit lezen",
        "gaat dit naar de gemeente",
        "ziet mijn werk dit", "leest de school mee?",
    ],
    "others_know": ["weet de gemeente wie ik ben?", "weet mijn werk dat ik hier zit", "ziet de gemeente dat ik het ben",
    "weet de huisarts dat ik dit schrijf"],
    "in_file": ["komt dit in mijn dossier?", "staat dit in mijn dossier", "wordt dit in mijn dossier gezet",
    "krijg ik hier een dossier van"],
    "doctor_reads": ["kan mijn dokter dit zien?", "ziet mijn huisarts dit", "komt dit bij mijn dokter terecht",
    "leest de psycholoog mee"],
    "seen_on_device": ["kan mijn man dit lezen?", "leest mijn vrouw mee", "kan mijn vent da lezen", "mag mijn moeder dit zien",
    "weet mijn man dat ik hier schrijf"],
    # What one may feel
    "mourn_animal": [
        "mag je om een hond rouwen",
        "is het raar dat ik huil om mijn kat", "mag ik verdriet hebben om een konijn? mag je rouwen om een vogel",
    ],
    "talk_to_dead": ["is het gek dat ik tegen zijn foto praat", "mag ik met mijn man praten al is hij dood"],
    "may_feel": ["mag ik boos zijn", "is het erg dat ik opgelucht ben?", "is het normaal dat ik niks voel?", "is dat egoistisch"],
    "normal": ["is dat normaal", "is het normaal dat ik de hele dag moe ben?", "hoort dat erbij"],
    "weird": ["is dat raar", "ben ik gek"],
    "only_feeling": ["ben ik de enige", "hebben andere moeders dit ook?", "hoeveel mensen voelen dit", "ben ik alleen hierin"],
    "exaggerate": ["stel ik me aan", "vind je dat ik overdrijf?", "ben ik een aansteller"],
    "bad_enough": ["is het wel erg genoeg", "moet ik naar de huisarts?", "heb ik hulp nodig"],
    "diagnosis": ["is dit een depressie", "heb ik een burn-out?", "wat is er mis met mij"],
    "medicine": ["mag ik stoppen met mijn pillen", "helpt melatonine?"],
    "find_therapist": ["hoe kom ik aan een psycholoog", "waar vind ik een therapeut?"],
    "sleep_help": ["hoe val ik in slaap", "wat helpt om te slapen?"],
    "too_late": ["ben ik te oud voor nieuwe vrienden", "is het te laat om te beginnen"],
    "new_love": ["mag ik weer verliefd worden", "is het te vroeg voor een nieuwe relatie"],
    "belongings": ["wat doe ik met zijn kleren", "wanneer moet ik haar spullen wegdoen"],
    "after_death": ["hoort hij mij nog", "is er leven na de dood?", "bestaat god"],
    "could_have": ["had ik iets kunnen doen", "had ik het moeten zien?", "waarom heb ik niks gezegd"],
    "why_me": ["waarom ik", "waarom overkomt mij dit?", "waar heb ik dit aan verdiend", "is dit een straf"],
    "others_mind": ["waarom belt mijn zoon niet", "waarom laat ze niets horen?", "mist hij mij", "komt zij nog terug"],
    "decide": ["moet ik haar bellen", "zal ik morgen naar mijn zus gaan?", "zal ik mijn broer vergeven?", "moet ik scheiden"],
    "baby_hard": ["is het normaal dat ik niet geniet van mijn baby", "waar blijft die roze wolk"],
    "care_guilt": ["mag ik ook aan mezelf denken", "mag ik hem naar een verpleeghuis brengen"],
    "care_who": ["wie helpt mij als ik voor mijn moeder zorg", "hoe krijg ik thuiszorg", "wie zorgt er voor mij"],
    "care_help": ["zijn er nummers voor mantelzorgers", "is er hulp voor mantelzorgers?"],
    "care_sit": ["kan iemand bij mijn man blijven", "wie neemt de zorg even over"],
    # And how then
    "tell_doctor": ["wat zeg ik tegen de huisarts", "hoe vertel ik dit mijn dokter"],
    "what_say": ["wat moet ik dan zeggen", "hoe zeg ik dat tegen mijn dochter", "wat zeg ik dan"],
    "what_write_here": ["wat moet ik hier schrijven", "waar moet ik beginnen"],
    "how_then": ["hoe moet dat dan", "hoe doe ik dat?", "hoe dan"],
    "use": ["heeft dat zin", "helpt praten?", "wat heb ik hieraan", "werkt dat echt"],
    "report_unseen": ["weet hij dat ik het was die belde", "kan ik anoniem melden"],
    "call_police": ["mag ik de politie bellen", "wanneer bel ik 112"],
    # What was told
    "recall": [
        "hoe heet mn oma", "wie is bram", "wat studeerde ik ook weer", "hoe heet ik", "waar woon ik", "wat weet je nog van mij",
        "wat zei ik over mijn werk", "weet je nog hoe ik heet?", "hoe oud ben ik", "weet je nog de naam van mijn zus",
        "waar werk ik ook weer",
        "wat heb ik je verteld", "weet je nog wat ik over mijn moeder zei",
    ],
}  # fmt: skip

TOLD = [
    "ik weet niet wie ik ben",
    "hoe het komt weet ik niet",
    "waar ik woon is niemand",
    "wat een dag",
    "wat is het stil hier",
    "wie weet",
    "hij vroeg hoe ik heet en liep door",
    "mijn broer komt nooit",
    "ik heb hem verteld wat ik over mijn werk dacht",
    "kan het niet meer opbrengen",
    "moet morgen weer naar het ziekenhuis",
    "ben vandaag de deur niet uit geweest",
    "heb ik al geprobeerd",
    "ze praten altijd over mij",
    "ik ga niet meer weg van huis",
    "ik hou me vast aan hoe het was",
]

NOBODY_KNOWS = [
    "hoeveel sterren zijn er",
    "Wat eten jullie daar eigenlijk?",
    "wie wint de verkiezingen",
    "mag je op zondag vuurwerk afsteken",
    "heeft mijn buurman dat gehoord?",
    "waarom lukt mij niks",
    "kan ik hier asiel vragen",
    "en als het morgen weer zo is?",
    "wat gaat er met de wereld gebeuren?",
    "weet je wat ik bedoelde met die stoel?",
]


@pytest.mark.parametrize(("sentence", "answer"), [(s, name) for name, said in ASKED.items() for s in said])
def test_a_question_gets_its_answer(sentence: str, answer: str) -> None:
    assert question(sentence) == answer


@pytest.mark.parametrize("sentence", TOLD)
def test_what_is_told_is_no_question(sentence: str) -> None:
    assert question(sentence) is None
    assert not asks(sentence)


@pytest.mark.parametrize("sentence", NOBODY_KNOWS)
def test_what_nobody_can_answer_is_known_to_be_a_question(sentence: str) -> None:
    assert question(sentence) is None
    assert asks(sentence)


@pytest.mark.parametrize(
    "name",
    ["utter_privacy", *(f"utter_fact_{name}" for name in ("office_reads", "others_know", "in_file", "doctor_reads"))],
)
def test_who_asks_who_can_see_it_is_answered_and_not_only_told_that_we_know_no_name(name: str) -> None:
    for line in texts().responses[name]:
        assert line.text.startswith("Nee") or "Zonder jouw ja leest er geen mens mee" in line.text
        assert not line.text.startswith("Ik weet je naam niet")
        assert line.question is None


def test_a_story_with_a_question_behind_it_is_a_story() -> None:
    assert not asks("mijn man is in mei overleden en sindsdien is het stil. wat nu?")


def test_every_question_has_at_least_two_answers() -> None:
    known = {row["id"] for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))["questions"]}
    assert [name for name in sorted(known) if len(texts().responses.get(f"utter_fact_{name}", [])) < 2] == []


TAKEN_UP = [
    "wat ik mis? zijn stem", "hoe dat was, ja, stil", "hoe dat was? stil", "wat ik mis?", "wie ik mis? niemand eigenlijk",
    "waar ik aan denk? aan thuis",
    "zijn stem?", "misschien de avonden?", "gewoon iemand die luistert?", "wat mij het meest raakt, dat niemand komt",
    "hoe lang dat al zo is? jaren",
    "wie belt er nou nog?", "en wat dat met me doet, tja", "wa ik mis? ons ma", "wat het moeilijkst is, de ochtend",
]  # fmt: skip
REALLY_ASKED = [
    "wat bedoel je?", "wat dat betekent?", "hoe werkt dat?", "wat is een meldpunt?", "kan dat kwaad?", "weet jij dat?",
    "hoe gaat het met jou?",
    "wat moet ik nu doen?", "is het raar dat ik dit zeg?", "hoe dat werkt bij jou?", "mag ik iets vragen?",
]  # fmt: skip


@pytest.mark.parametrize("text", TAKEN_UP)
def test_a_question_of_ours_that_is_taken_up_is_answered_and_not_asked(text: str) -> None:
    assert not asks(text, answering=True)


@pytest.mark.parametrize("text", REALLY_ASKED)
def test_a_question_after_a_question_is_still_one(text: str) -> None:
    assert asks(text, answering=True) or question(text)
