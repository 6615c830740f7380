"""
The twenty rules for our lines, as far as a program can judge them.

Each function judges one line and yields what to change, in Dutch. Words that we leave out (rules 3, 4, 5, 6, 9, 10, 12, 13, 15 to 20)
and what some lines need (10, 14, 16, 19, 20) are a table that can be reviewed: `dialogues/language.yml`. Whether a line asks leave
before advice (8) and whether praise is concrete (11) only a reader can see.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import mean

from bot.language import readability
from bot.language.lines import Line, gather
from bot.language.sentences import bubbles, questions, sentences
from bot.language.vocabulary import vocabulary

BUBBLES, SENTENCES, WORDS, AVERAGE = 2, 4, 15, 10
EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\u200d\ufe0f\U0001f000-\U0001faff]|[:;]-?[)(DP](?!\\w)|<3")

type Rule = Callable[[Line], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A line that breaks a rule, and what to change.
    """

    place: str
    rule: int
    says: str

    def __str__(self) -> str:
        return f"{self.place}: regel {self.rule}. {self.says}"


def length(line: Line) -> Iterator[str]:
    """
    Rule 1: at most 2 bubbles, 4 sentences, 15 words a sentence and 10 on average.
    """
    found = sentences(line.text)
    if bubbles(line.text) > BUBBLES:
        yield f"Maak er hoogstens {BUBBLES} stukken van."
    if len(found) > SENTENCES:
        yield f"Dit zijn {len(found)} zinnen. Hou het bij {SENTENCES}."
    for sentence in found:
        if len(sentence.words) > WORDS:
            yield f"Deze zin heeft {len(sentence.words)} woorden, meer dan {WORDS}: '{sentence.text}'"
    if len(found) > 1 and mean(len(sentence.words) for sentence in found) > AVERAGE:
        yield f"De zinnen zijn samen te lang: gemiddeld hoogstens {AVERAGE} woorden."


def question(line: Line) -> Iterator[str]:
    """
    Rule 2: one question, with one question mark, and in the talk at the end.
    """
    found = sentences(line.text)
    asked = questions(found)
    if "??" in line.text:
        yield "Eén vraagteken is genoeg."
    if len(asked) > 1:
        yield f"Hier staan {len(asked)} vragen. Stel er één."
    elif asked and asked[0] != len(found) - 1 and line.kind == "said":
        yield "Zet de vraag aan het eind."


def way_out(line: Line) -> Iterator[str]:
    """
    Rule 7: where one chooses between buttons, one of them declines or does something else. A question without buttons is answered in
    free words, and the menu of the page is the way out.
    """
    choosing = len(line.buttons) > 1 or (line.buttons and "?" in line.text)
    if choosing and not any(map(vocabulary().leads_out, line.buttons)):
        yield "Geef bij de knoppen een uitweg: 'iets anders', 'liever niet', 'liever een mens'."


def safety(line: Line) -> Iterator[str]:
    """
    Rule 18: a safety line has one form, no emoji, and its file says when it was written and read by others (`reviewed`, empty as
    long as nobody did).
    """
    if not line.safety:
        return
    if line.variants > 1 or "/responses/" in line.file:
        yield "Een tekst van het vangnet heeft één vorm en staat in dialogues/texts/."
    if EMOJI.search(line.text) or any(EMOJI.search(button.label) for button in line.buttons):
        yield "Geen emoji in een tekst van het vangnet."
    written, reviewed = line.about.get("written"), line.about.get("reviewed")
    if not isinstance(written, date):
        yield "Zet bovenaan het bestand `metadata: {written: 2026-11-21, reviewed: }`: wanneer dit geschreven is."
    elif reviewed is not None and not (isinstance(reviewed, date) and reviewed >= written):
        yield "`reviewed` is de dag waarop anderen dit nalazen, niet eerder dan `written`, of leeg."


def readable(line: Line) -> Iterator[str]:
    """
    Rule 20: B1 words and sentences.
    """
    yield from readability.hard(line.text, vocabulary().known)


RULES: dict[int, Rule] = {1: length, 2: question, 7: way_out, 18: safety, 20: readable}


def worded(line: Line) -> Iterator[tuple[int, str]]:
    """
    The rules about words, from the table: rule and what to change, with the words that were found.
    """
    labels = [button.label for button in line.buttons]
    for ban in vocabulary().bans:
        for text in [line.text] if ban.ours else [line.text, *labels]:
            for found in filter(None, (pattern.search(text) for pattern in ban.patterns)):
                yield ban.rule, f"Hier staat '{found[0].strip()}'. {ban.say}"
    for need in vocabulary().needs:
        if need.fits(line) and not need.met(line):
            yield need.rule, need.say


def judge(line: Line) -> list[Finding]:
    """
    Everything to change in one line. What the line allows is left out; an exception without a reason or without need is told.
    """
    broken = [(number, says) for number, rule in RULES.items() for says in rule(line)] + list(worded(line))
    findings = [Finding(line.place, number, says) for number, says in broken if number not in line.allow]
    if line.allow and not line.because:
        findings.append(Finding(line.place, min(line.allow), "Geef bij `allow` een reden: `because: …`."))
    for number in sorted(line.allow - {number for number, _ in broken}):
        findings.append(
            Finding(line.place, number, "Deze uitzondering is niet nodig. Haal het nummer weg bij `allow`.")
        )
    return findings


def check(lines: list[Line] | None = None) -> list[Finding]:
    """
    Everything to change in the lines of this checkout, or in those given.
    """
    lines = gather() if lines is None else lines
    idle = [need for need in vocabulary().needs if not any(map(need.fits, lines))]
    return [
        *(finding for line in lines for finding in judge(line)),
        *(Finding(f"dialogues/language.yml:{need.line}", need.rule, "Deze tekst bestaat niet meer.") for need in idle),
    ]
