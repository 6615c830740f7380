"""
Help that was called or is there, told from help that did not come, came long ago, or is only thought of.
"""

import pytest

from bot.safety.called import coming
from bot.safety.signal import CALM, Level, Signal, Topic


@pytest.mark.parametrize(
    "text",
    [
        "ik heb 112 gebeld",
        "ja ik heb net 112 gebeld",
        "112 is gebeld",
        "heb de politie gebeld",
        "ik heb gebeld",
        "gebeld",
        "ik bel nu 112",
        "ik heb 112 aan de lijn",
        "de politie komt eraan",
        "De ambulance is er.",
        "de ambulance is onderweg",
        "ze komen eraan",
        "ze zijn er nu",
        "de huisarts komt zo langs",
        "ik heb den dokter gebeld",
        "de brandweer staat voor de deur",
        "mijn buurvrouw heeft de ziekenwagen gebeld",
        "ik heb direct de hulpdiensten verwittigd",
        "ambulance onderweg",
    ],
)
def test_help_that_was_called_is_heard(text: str) -> None:
    assert coming(text, CALM, Topic.MEDICAL)


@pytest.mark.parametrize(
    "text",
    [
        "ik heb 112 niet gebeld",
        "moet ik 112 bellen",
        "ik durf de politie niet te bellen",
        "ik heb 112 gebeld maar ze nemen niet op",
        "ik heb gebeld en er komt niemand",
        "de politie komt niet",
        "de ambulance is er nog niet",
        "als de politie komt ga ik weg",
        "vorige week heb ik 112 gebeld",
        "de ambulance is geweest",
        "toen heb ik de politie gebeld",
        "ik heb mijn zus gebeld",
        "mijn dochter komt eraan",
        "hij ligt op de grond",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert not coming(text, CALM, Topic.MEDICAL)


def test_who_will_jump_because_the_police_are_coming_did_not_call_them() -> None:
    red = Signal(Level.RED, Topic.SUICIDE, "suicide.place-held")
    assert not coming("de politie komt eraan, ik spring nu", red, Topic.SUICIDE)
    assert coming("ik heb 112 gebeld, ik sta nog op de brug", red, Topic.SUICIDE)


@pytest.mark.parametrize("about", [Topic.PSYCHOSIS, Topic.DOMESTIC_VIOLENCE, Topic.THREAT])
def test_they_are_coming_may_be_the_danger(about: Topic) -> None:
    assert not coming("ze komen eraan", CALM, about)
    assert coming("de politie komt eraan", CALM, about)
