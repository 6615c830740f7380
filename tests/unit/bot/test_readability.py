"""
The measure of readability: syllables as a Dutch reader counts them, and thresholds between B1 and the letters of offices.
"""

import pytest

from bot.language.readability import PLAIN, ease, hard, rare, syllables
from bot.language.vocabulary import vocabulary

B1 = [
    "Fijn dat je schrijft. Het is laat. Wil je iets kwijt, of gewoon even praten?",
    "Een vrijwilliger kan meelezen en met je praten. Een echt mens. Wil je dat?",
    "We wissen je gesprek 24 uur na je laatste bericht.",
    "Je huisarts of de huisartsenpost kan helpen als je je ziek voelt.",
    "Morgen om tien uur is er weer een vrijwilliger. Ik zet je vraag klaar als je dat wilt.",
    "Iemand die er niet meer is, is overal. Wat zou je nog willen zeggen?",
    "De bibliotheek is bijna overal open. Je mag er gewoon zitten.",
    "Geen verbinding. Je bericht gaat weg zodra het kan.",
]
OFFICE = [
    "Je dient de aanvraag voor een maatwerkvoorziening schriftelijk in te dienen bij het college.",
    "Op grond van artikel 2.3.5 van de Wmo wordt je verzoek om maatschappelijke ondersteuning afgewezen.",
    "De indicatiestelling geschiedt conform de vigerende beleidsregels van de gemeente.",
    "Teneinde de voortgang te waarborgen verzoeken wij je de benodigde bescheiden te overleggen.",
    "Desgewenst kan een onafhankelijke cliëntondersteuner betrokken worden bij het keukentafelgesprek.",
    "Wij adviseren je gebruik te maken van laagdrempelige voorzieningen ter bevordering van je participatie.",
    "Je hulpvraag is geregistreerd en wordt behandeld overeenkomstig de geldende procedure.",
    "Bezwaar kan binnen zes weken na dagtekening van deze beschikking worden ingediend.",
    "Gezien de huidige wachttijdproblematiek is directe beschikbaarheid van een vrijwilliger niet gegarandeerd.",
    "Het intensiveren van sociale contacten kan gevoelens van isolement significant verminderen.",
    "De verwerking van persoonsgegevens vindt plaats met inachtneming van de privacywetgeving.",
    "Ik constateer dat er sprake is van een langdurige verstoring van je dagelijks functioneren.",
]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("ik", 1), ("nieuw", 1), ("mooi", 1), ("eeuw", 1), ("bureau", 2), ("koeien", 2), ("ideeën", 3), ("geïnteresseerd", 5),
        ("vrijwilliger", 4), ("zelfdoding", 3), ("computer", 3), ("reünie", 3), ("bijeenkomst", 3), ("één", 1), ("113", 1),
        ("cliëntondersteuner", 6), ("huisartsenpost", 4), ("theater", 3), ("radio", 3),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_ease_is_the_formula_of_douma() -> None:
    assert ease("De man zit op de bank.") == pytest.approx(206.84 - 0.93 * 6 - 77)
    assert ease("Ik zit hier. De computer leest.") == pytest.approx(206.84 - 0.93 * 3 - 77 * 8 / 6)
    assert ease("“Desgewenst participeren.” {name} 0800-0113") == 120


@pytest.mark.parametrize("text", B1)
def test_a_plain_line_reads_well(text: str) -> None:
    assert list(hard(text, vocabulary().known)) == []


@pytest.mark.parametrize("text", OFFICE)
def test_a_line_of_an_office_reads_hard(text: str) -> None:
    assert list(hard(text, vocabulary().known))


def test_the_two_kinds_lie_far_apart() -> None:
    assert min(map(ease, B1)) > PLAIN + 10
    assert sum(ease(text) < PLAIN for text in OFFICE) >= 11


def test_one_hard_sentence_is_not_hidden_by_easy_ones() -> None:
    easy = "Dag. Ik lees mee. Neem je tijd. "
    assert list(hard(easy)) == []
    assert "significant" in next(hard(easy + OFFICE[9]))


def test_rare_words_are_named_and_known_ones_are_not() -> None:
    assert rare("Dit is een vigerende regel, en dat zit je dwarszit.", frozenset({"dwarszit"})) == ["vigerende"]
    assert rare("Zo'n stap, vandaag nog.") == []
    assert next(hard("Vigerende dagtekening bij keukentafelgesprek, graag.")).startswith("Te veel zeldzame woorden")
