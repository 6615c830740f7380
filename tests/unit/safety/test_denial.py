"""
What a longer message says to a question of the safety net: a yes, a no, or something else altogether.
"""

import pytest

from bot.safety import denial
from bot.safety.signal import Level, Signal, Topic
from store.conversations import Vault
from store.keys import KEY_BYTES
from store.schema import Conversation


def asked(question: str) -> Vault:
    """
    A talk in which this was asked last.
    """
    vault = Vault(Conversation(id="gesprek", watch={}), bytes(KEY_BYTES), lambda what, of: of)
    vault.remember({"question": question})
    return vault


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("suicide", "soms denk ik daaraan", "suicide_yes"),
        ("suicide", "soms als het donker is", "suicide_yes"),
        ("suicide", "soms 's nachts", "suicide_yes"),
        ("suicide", "soms schreeuw ik tegen hem", None),
        ("suicide", "Soms huilen we samen op de bank", None),
        ("safe", "nee ik ben niet veilig", "safe_no"),
        ("safe", "nee hij is mijn man", "safe_no"),
        ("safe", "nee mijn man is er nog", "safe_no"),
        ("safe", "nee papa is mijn vader hij slaat me", "safe_no"),
        ("near", "nee Bo is mijn zus maar die is weg", "near_no"),
        ("safe", "nee Daan is mijn zoon", None),
        ("safe", "nee bo is m'n hond", None),
    ],
)
def test_an_answer_is_told_from_what_only_begins_like_one(question: str, text: str, meant: str | None) -> None:
    assert denial.answers(asked(question), text) == meant


@pytest.mark.parametrize(
    ("rule", "topic", "hint", "quiet"),
    [
        ("classifier", Topic.SUICIDE, 0.7, True),
        ("suicide.frame-veiled", Topic.SUICIDE, 0.7, True),
        ("suicide.frame-veiled", Topic.SUICIDE, 0.95, False),
        ("suicide.wish-dead", Topic.SUICIDE, 0.7, False),
        ("domestic_violence.frame-blows", Topic.DOMESTIC_VIOLENCE, 0.7, False),
    ],
)
def test_a_denial_is_believed_about_that_and_only_where_we_doubt(
    rule: str, topic: Topic, hint: float, quiet: bool
) -> None:
    vault = asked("open")
    vault.row.watch = {"level": 1, "net": {"level": 1, "topic": "suicide", "hints": 0.0}, denial.DENIED: "suicide"}
    signal = Signal(Level.ORANGE, topic, rule, (), hint)
    assert denial.waves_away(vault, "het is hier stil in huis vanavond", signal) is quiet


@pytest.mark.parametrize(("guessed", "back"), [(False, True), (True, False)])
def test_only_a_red_that_is_more_than_a_guess_is_asked_back(guessed: bool, back: bool) -> None:
    vault = asked("doubt")
    vault.row.watch = {"level": 2, denial.GUESSED: guessed}
    assert denial._asked_back(vault) is back


@pytest.mark.parametrize(
    "text",
    [
        "wat betekent zelfdoding",
        "zelfdoding wat betekent",
        "zelfdoding, wat is dat?",
        "wat is dat zelfmoord",
        "ik ken het woord zelfdoding niet",
    ],
)
def test_who_asks_what_the_word_means_is_told(text: str) -> None:
    assert denial.MEANS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik denk aan zelfdoding",
        "wat als ik zelfdoding overweeg",
        "zelfdoding lijkt me rust",
        "zelfdoding is mijn enige uitweg",
        "wat is zelfdoding anders dan rust",
    ],
)
def test_who_says_the_word_asks_nothing(text: str) -> None:
    assert not denial.MEANS.search(text)


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("Zelfdoding?? Ik heb het over de handdoeken! Over de klacht.", True),
        ("zelfmoord? ik had het over mijn moeder haar kamer", True),
        ("ik heb het over doodgaan ja", False),
        ("zelfdoding, ja, ik heb het over mezelf", False),
        ("ik had het over mijn leven, en zelfdoding", False),
    ],
)
def test_who_says_what_they_did_mean_is_not_asked_again_for_saying_our_word(text: str, quiet: bool) -> None:
    vault = asked("suicide")
    signal = Signal(Level.ORANGE, Topic.SUICIDE, "suicide.suicide-word", (), 0.73)
    assert denial.waves_away(vault, text, signal) is quiet


@pytest.mark.parametrize(
    ("text", "planned", "quiet"),
    [
        ("als hij dan niet reageert", True, True),
        ("en als mijn zus niet antwoordt, wat dan", True, True),
        ("als hij dan niet reageert", False, False),
        ("hij ligt daar en hij reageert niet", True, False),
    ],
)
def test_who_fears_no_answer_to_a_step_is_not_asked_whether_somebody_lies_there(
    text: str, *, planned: bool, quiet: bool
) -> None:
    vault = asked("open")
    vault.remember(vault.state() | ({"step": "mijn broer een bericht sturen"} if planned else {}))
    signal = Signal(Level.ORANGE, Topic.MEDICAL, "medical.unconscious", (), 0.9)
    assert denial.waves_away(vault, text, signal) is quiet
