"""
The rules for our lines: what passes, what does not, and that every line of this checkout keeps them.
"""

from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import checks, cli
from bot.language import rules, screens
from bot.language.lines import Button, Line, gather
from bot.language.rules import check, judge
from bot.language.sentences import bubbles, questions, sentences
from bot.language.vocabulary import pattern, vocabulary
from store.texts import Texts

LONG = "Als je morgen in de ochtend naar de winkel bij jou om de hoek gaat, is het rustig."
FLAT = " ".join(["Vandaag is er in de stad op elke hoek wel iets te zien."] * 2)

GOOD = {
    1: [
        "Fijn dat je schrijft. Het is laat.",
        "“{words}.” Dat is stil, zeg. Neem je tijd. Ik lees mee. Dank je.",
        "{open_now} Ik blijf hier.",
    ],
    2: [
        "Dat mag. Wat houdt je bezig?",
        "En als het niet lukt? Dan praten we daarover.",
        "Is er gevaar? Bel dan 112. Wil je praten?",
    ],
    3: ["Dat is stil, zeg."],
    4: ["Wat maakt dat je het voor je houdt?"],
    5: [
        "Je kunt gewoon verder schrijven.",
        "Ontmoeten kan ook. Vertel maar.",
        "Boosheid mag hier. Schrijf het er maar uit.",
    ],
    6: ["Zo veel alleen zijn is zwaar."],
    9: ["Helemaal goed. Jij beslist."],
    10: ["Ik ben een computer, geen mens.", "Deze chat is dag en nacht open.", "Fijn dat je er bent."],
    12: ["Veel mensen schrijven dit 's nachts."],
    13: ["Zo iemand heet cliëntondersteuner.", "Hulp vragen is lastig."],
    15: ["Neem je tijd.", "Ik zie nog niets."],
    16: ["Ik snap je nog niet goed. Zeg het gerust op jouw manier."],
    17: ["Je bent boos, en dat mag. Wat ging er mis?"],
    18: ["Denk je aan zelfdoding?"],
    19: ["Sam leest alleen deze zinnen."],
    20: ["Je kunt altijd terugkomen.", "Wandel een stukje buiten.", "Wat at je vandaag, en was het lekker?"],
}
BAD = {
    1: [LONG, FLAT, "Hier. Is. Het. Te. Veel.", "Eerst dit.\n\nDan dat.\n\nEn dit nog."],
    2: ["Hoe is het? Wat deed je?", "Hoe is het? Ik lees mee.", "Hoe is het??"],
    3: ["Ik begrijp precies hoe je je voelt.", "Ik weet hoe dat voelt."],
    4: ["Waarom zoek je geen hulp?"],
    5: ["Je moet iets doen.", "Bel gewoon even.", "Ga daar gewoon heen.", "Je zou kunnen bellen.", "Probeer eens te slapen.", "Kop op.",
        "Denk positief.", "Je hebt tenminste een huis.", "Dat is verdrietig, maar het gaat over.", "Je voelt je leeg maar je bent er."],
    6: ["Je bent eenzaam.", "Eenzaamheid doet pijn.", "Zo raak je vereenzaamd."],
    9: ["Weet je het zeker?"],
    10: ["Ik ben er altijd voor je.", "Ik ben blij dat je schrijft.", "Ik voel met je mee.", "Ik maak me zorgen."],
    12: ["Dat heeft iedereen.", "Het valt best mee.", "Het komt wel goed."],
    13: ["Voor verwarde mensen.", "Onze cliënten.", "Een zelfredzame doelgroep.", "Je score is laag."],
    15: ["Ben je er nog?", "Je hebt nog niets gezegd.", "Waar blijf je?"],
    16: ["Dit is een ongeldige keuze."],
    17: ["Ze doen hun best.", "Dat zijn nu eenmaal de regels."],
    18: ["Denk je aan zelfmoord?", "Wil je jezelf iets aandoen?"],
    19: ["Een medewerker leest mee.", "Ik ga je doorverbinden."],
    20: ["Wilt u praten?", "Wat is uw naam?", "Fijn dat je er bent!", "Indien nodig komt er iemand.", "Doei.", "Loop even naar buiten."],
}  # fmt: skip


def line(text: str, *buttons: tuple[str, str], name: str = "utter_any", **more: object) -> Line:
    """
    A line of a talk.
    """
    return Line("dialogues/responses/any.yml", name, text, buttons=tuple(Button(*b) for b in buttons), **more)  # type: ignore[arg-type]


def broken(judged: Line) -> set[int]:
    """
    The numbers of the rules that a line breaks.
    """
    return {finding.rule for finding in judge(judged)}


@pytest.mark.parametrize("text", [text for texts in GOOD.values() for text in texts])
def test_a_good_line_passes_every_rule(text: str) -> None:
    assert judge(line(text)) == []


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_bad_line_breaks_its_rule(rule: int, text: str) -> None:
    assert rule in broken(line(text))


def test_every_rule_of_the_table_has_a_line_that_breaks_it() -> None:
    table = vocabulary()
    bad = [text for texts in BAD.values() for text in texts]
    for ban in table.bans:
        assert ban.rule in BAD
        assert any(found.search(text) for found in ban.patterns for text in bad), ban.say
    assert {need.rule for need in table.needs} == {10, 14, 16, 19, 20}


def test_the_example_of_the_rules_breaks_many() -> None:
    found = broken(
        line("Wat vervelend dat u zich eenzaam voelt! Waarom zoekt u geen hulp? U moet echt eens naar een activiteit.")
    )
    assert {2, 4, 5, 6, 20} <= found


def test_quotes_numbers_and_names_are_not_our_words() -> None:
    assert [len(s.words) for s in sentences("Je schreef: “Ik weet. Het niet.” Bel 088 0767 000 of {name} nu.")] == [
        3,
        5,
    ]
    assert [s.text for s in sentences("“{words}.” Dat mag. “Niemand” mag ook.")] == ["Dat mag.", "“…” mag ook."]
    assert sentences("{summary}") == []
    assert bubbles("{name} leest dit:\n\n{summary}\n\nKlopt het zo?") == 2
    assert questions(sentences("“Hoe is het?” Dat vroeg hij. Wat zei jij?")) == [1]


def test_a_choice_has_a_way_out() -> None:
    stuck = line("Wanneer zou dat kunnen?", ("Vandaag", "say:utter_step_today"), ("Morgen", "say:utter_step_tomorrow"))
    assert broken(stuck) == {7}
    assert not broken(line("Wanneer?", ("Vandaag", "say:utter_step_today"), ("Weet ik nog niet", "/unsure")))
    assert not broken(line("Wanneer?", ("Vandaag", "say:utter_step_today"), ("Liever iets anders", "say:utter_tell")))
    assert not broken(line("Dat kan.", ("Mijn vier woorden", "do:words")))


def test_words_on_a_button_are_the_persons_own() -> None:
    assert not broken(line("Dag.", ("Ik maak me zorgen om iemand", "/concern_for_other"), ("Nee", "/deny")))
    assert broken(line("Dag.", ("Ik ben eenzaam", "/share_alone"), ("Nee", "/deny"))) == {6}


def test_a_safety_line_is_literal_and_dated() -> None:
    def safety(text: str = "Bel nu 112.", **more: object) -> set[int]:
        about = more.pop("about", {"written": date(2026, 11, 21), "reviewed": None})
        return broken(Line("dialogues/texts/safety.yml", "safety_red", text, about=about, **more))  # type: ignore[arg-type]

    assert safety() == set()
    assert safety(about={"written": date(2026, 11, 21), "reviewed": date(2026, 12, 1)}) == set()
    assert safety(about={"written": date(2026, 11, 21), "reviewed": date(2026, 1, 1)}) == {18}
    assert safety(about={}) == {18}
    assert safety(variants=2) == {18}
    assert safety("Bel nu 112 🙏.") == {18}
    assert safety("Bel nu 112 :)") == {18}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (10, line("Hoi.", name="welcome"), line("Hoi. Ik ben een computer.", name="welcome")),
        (14, line("Vandaag, dus.", name="utter_step_today"), line("Lukt het niet, dan praten we daarover.", name="utter_step_today")),
        (16, line("Wat past?", name="utter_not_understood_2"), line("Wat past?", ("Niet", "/deny"), name="utter_not_understood_2")),
        (16, line("Nee.", name="utter_not_understood_3"), line("Nee.", ("Mens", "do:ask_human"), name="utter_not_understood_3")),
        (19, line("Een vrijwilliger leest mee.", name="card"), line("De vrijwilliger leest:\n\n{summary}", name="card")),
        (20, line("Dag.", name="utter_goodbye"), line("Dag. Je kunt altijd terugkomen.", name="utter_goodbye")),
    ],
)  # fmt: skip
def test_what_some_lines_need(rule: int, bad: Line, good: Line) -> None:
    assert broken(bad) == {rule}
    assert not broken(good)


def test_an_exception_has_a_reason_and_a_need() -> None:
    many = "Een. Twee. Drie. Vier. Vijf."
    assert broken(line(many)) == {1}
    assert broken(line(many, allow=frozenset({1}), because="een lijst")) == set()
    assert [f.says for f in judge(line(many, allow=frozenset({1})))] == ["Geef bij `allow` een reden: `because: …`."]
    assert "niet nodig" in judge(line("Een.", allow=frozenset({1}), because="een lijst"))[0].says


def test_a_pattern_of_the_table() -> None:
    assert pattern("moest*").search("Dat moesten we.")
    assert not pattern("moet").search("Ontmoet iemand, of moeten.")
    assert pattern("bel … gewoon").search("Bel hem nou toch gewoon")
    assert not pattern("bel … gewoon").search("Bel hem maar. Gewoon")
    assert pattern("^loop").search("Dag. Loop even.")
    assert not pattern("^loop").search("Ik loop even.")


def test_the_words_of_a_page_and_a_script() -> None:
    page = '<title>Dag</title><style>p {}</style><p>Je bent <b>hier</b></p><input placeholder="Schrijf hier…"><script>let a = 1</script>'
    assert [text for *_, text in screens.of_page(page)] == ["Dag", "Je bent", "hier", "Schrijf hier…"]
    script = "// 'Je leest dit niet'\nfoot(`Nog ${n} tekens.`, 'click', \"een mens\"); /* 'Dat ook niet' */ x('Content-Type');"
    assert [(row, text) for row, _, text in screens.of_script(script)] == [(2, "Nog {} tekens."), (2, "een mens")]
    code = '"""Dit is geen tekst."""\nclass Full(E):\n    """De schijf is vol."""\nraise E(f"Er is al iemand met {name}.")\nlog("a=%s")'
    assert [text for *_, text in screens.of_code(code, errors=True)] == ["De schijf is vol.", "Er is al iemand met {}."]
    assert [text for *_, text in screens.of_code(code)] == ["Er is al iemand met {}."]


def test_every_line_that_a_person_can_see_is_gathered() -> None:
    lines = gather()
    told = {(found.name, found.text) for found in lines}
    texts = Texts.load()
    assert {(said.name, said.text) for said in [*texts.records.values(), *chain(*texts.responses.values())]} <= told
    shown = {found.text for found in lines if found.kind == "shown"}
    for words in (
        "Schrijf hier…",
        "Geen verbinding. We proberen het steeds opnieuw.",
        "Dit gesprek is gewist.",
        "Een luisterend oor, dag en nacht",
    ):
        assert words in shown


def test_every_line_of_the_repository_keeps_the_rules() -> None:
    assert list(map(str, check())) == []


def test_the_command_tells_what_to_change_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(lines: list[Line]) -> tuple[int, str]:
        monkeypatch.setattr(rules, "gather", lambda: lines)
        done = CliRunner().invoke(cli.app, ["check", "texts"])
        return done.exit_code, " ".join(done.output.split())

    lines = gather()
    assert run(lines) == (0, "texts: in orde")
    code, output = run([*lines, line("Waarom bel je niet?")])
    assert code == 1
    assert "dialogues/responses/any.yml:utter_any#0: regel 4. Hier staat 'Waarom'." in output


def test_the_check_of_everything_includes_the_texts() -> None:
    assert "texts" in checks.CHECKS


def test_a_copy_with_one_bad_line_is_found_out(tmp_path: Path) -> None:
    folder = tmp_path / "dialogues" / "responses"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text(
        'responses:\n  utter_a:\n    - text: "Waarom bel je niet?"\n    - text: "Dag."\n', encoding="utf-8"
    )
    (tmp_path / "dialogues" / "language.yml").write_text(
        'allow:\n  - {file: store/errors.py, text: "Kijk de velden, indien nodig.", rules: [20], because: proef}\n',
        encoding="utf-8",
    )
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "errors.py").write_text(
        'class A:\n    """Kijk de velden, indien nodig."""\n', encoding="utf-8"
    )
    found = [str(finding) for wording in gather(tmp_path) for finding in judge(wording)]
    assert len(found) == 1
    assert found[0].startswith("dialogues/responses/a.yml:utter_a#0: regel 4. Hier staat 'Waarom'.")
