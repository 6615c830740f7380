"""
Every attack of the table, one by one; and afterwards the talk that was attacked goes on.
"""

import pytest

from tests.attacks.attack import Attack
from tests.attacks.conftest import MARKER, Scene
from tests.attacks.table import ATTACKS


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_gets_nowhere(scene: Scene, attack: Attack) -> None:
    attack.run(scene)


def test_the_table_is_long_and_says_each_thing_once() -> None:
    assert len(ATTACKS) >= 60
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


def test_after_all_of_it_the_talk_goes_on(scene: Scene) -> None:
    scene.sanne.says("Ik ben er nog.")
    heard = [message["text"] for message in scene.mine.read_all()]
    assert heard[-1] == "Ik ben er nog."
    assert not any(MARKER in text for text in heard)
    scene.mine.says("Ik ook.")
    assert "Ik ook." in [message["text"] for message in scene.sanne.reads()]
