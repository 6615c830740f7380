"""
The network card as a picture: its size, that every name is really in it, in its circle and apart from the others.
"""

import io
import math
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.picture import CENTRE, SIDE, SIZES, alt, arrange, draw


def picture(
    close: list[str] | None = None, sometimes: list[str] | None = None, face: list[str] | None = None
) -> dict[str, Any]:
    return {"kind": "network", "lists": {"close": close or [], "sometimes": sometimes or [], "face": face or []}}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def rings(*names: list[str]) -> list[tuple[str, list[str]]]:
    return list(zip(("Dichtbij", "Af en toe", "Van gezicht"), names, strict=True))


THIRTY = (
    [f"vriend {n}" for n in range(8)],
    [f"collega {n} van vroeger" for n in range(10)],
    [f"bekende {n}" for n in range(12)],
)


def test_an_empty_card_is_a_picture_too() -> None:
    image = opened(draw(picture()))
    assert (image.format, image.size) == ("PNG", (SIDE, SIDE))
    assert sum(image.convert("L").histogram()[:60]) > 10_000  # the ink of "jij"
    assert alt(picture()) == "Mijn netwerkkaart. Dichtbij: nog leeg. Af en toe: nog leeg. Van gezicht: nog leeg."


@pytest.mark.parametrize(
    "name", ["oma", "Ünal Żółć", "Анна", "Wolfeschlegelsteinhausenbergerdorff", "de mevrouw van de bakker op de hoek"]
)
def test_a_name_is_drawn_where_the_layout_puts_it(name: str) -> None:
    other = "x" * len(name)
    with_name, without = opened(draw(picture(["Bo"], [name]))), opened(draw(picture(["Bo"], [other])))
    ((_, box),) = arrange(rings(["Bo"], [name], [])).names[1]
    inset, middle = 8, SIDE / 2  # within the plate's outline
    left, top = round(middle + box.x - box.width / 2) + inset, round(middle + box.y - box.height / 2) + inset
    right, bottom = round(middle + box.x + box.width / 2) - inset, round(middle + box.y + box.height / 2) - inset
    inside = with_name.crop((left, top, right, bottom)).convert("L")
    assert sum(inside.histogram()[:100]) > 50  # letters, and not the paper only
    assert ImageChops.difference(with_name, without).getbbox()


def test_thirty_names_lie_in_their_circles_and_apart() -> None:
    layout = arrange(rings(*THIRTY))
    assert layout.size >= 20
    for ring, (inner, outer) in zip(layout.names, pairwise([CENTRE, *layout.radii]), strict=True):
        for _, box in ring:
            assert inner < math.hypot(box.x, box.y) < outer
            assert box.furthest() < SIDE / 2
    assert not any(one.touches(other, 0) for one, other in combinations(layout.taken(), 2))
    assert math.isclose(layout.radii[-1], SIDE / 2, abs_tol=40)


def test_few_names_get_large_letters() -> None:
    assert arrange(rings(["oma"], ["Jan"], [])).size == SIZES[0]


names = st.lists(st.text(min_size=1, max_size=60), max_size=6)


@settings(max_examples=15, deadline=None)
@given(names, names, names)
def test_whatever_people_are_called_there_is_a_picture_and_every_name_is_told(
    close: list[str], sometimes: list[str], face: list[str]
) -> None:
    shown = picture(close, sometimes, face)
    assert opened(draw(shown)).size == (SIDE, SIDE)
    assert all(name in alt(shown) for name in [*close, *sometimes, *face])


def test_a_full_card_is_drawn_even_when_names_touch() -> None:
    many = [f"iemand met een lange naam {n}" for n in range(20)]
    assert opened(draw(picture(many, [f"{n} {m}" for n, m in enumerate(many)], [f"{m}!" for m in many]))).size == (
        SIDE,
        SIDE,
    )
