"""
Pictures: the network card, drawn. Three circles around "jij" and the names in them, dark on light.

A name lies in its circle without touching another. The letters are as large as the names allow, so that the picture can also be read
on a phone; the circles share the room by what has to stand in them. The picture is a square PNG of `SIDE` pixels.
"""

import io
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import ttf_opensans
from PIL import Image, ImageDraw, ImageFont

from actions.cards import content, table

SIDE = 1200
FINER = 2  # drawn so many times larger, for smooth edges
PAPER, INK = "#fffdf8", "#1d1a16"
RINGS = (("#ffe3b8", "#7a3b00"), ("#fff1d9", "#1b4a75"), ("#fffaf0", "#4d2b73"))
SHARES = (0.17, 0.32, 0.51)
FIXED = 0.6
SIZES = (64, 60, 56, 52, 48, 44, 40, 36, 32, 29, 26, 23, 20, 18, 16)
YOU = "jij"
CENTRE, EDGE = 78, 34
LINE_WIDTHS = (9.0, 6.5)  # of a name, in letter sizes
FULL = 0.4  # of the room: with more, not every name finds a place
ANGLES = 96

type Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """
    A rectangle around a point, from the middle of the picture.
    """

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: "Box", gap: float) -> bool:
        """
        Whether two boxes come closer than a gap.
        """
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + gap
            and abs(self.y - other.y) < (self.height + other.height) / 2 + gap
        )

    def nearest(self) -> float:
        """
        How near it comes to the middle.
        """
        return math.hypot(max(abs(self.x) - self.width / 2, 0), max(abs(self.y) - self.height / 2, 0))

    def furthest(self) -> float:
        """
        How far its corners reach from the middle.
        """
        return math.hypot(abs(self.x) + self.width / 2, abs(self.y) + self.height / 2)


@dataclass(slots=True)
class Layout:
    """
    Where everything stands, for one size of letters: radii of the circles, and each name's lines and box by circle.
    """

    size: int
    radii: list[float]
    titles: list[tuple[str, Box]]
    names: list[list[tuple[list[str], Box]]] = field(default_factory=list)

    def taken(self) -> Iterator[Box]:
        """
        All boxes so far.
        """
        yield from (box for _, box in self.titles)
        yield from (box for ring in self.names for _, box in ring)


def alt(picture: dict[str, Any]) -> str:
    """
    The picture in words: every name, circle by circle.
    """
    rows = [f"{label}: {', '.join(names) or content()['empty']}." for label, names in _rings(picture)]
    return " ".join([f"{table()[picture['kind']]['title']}.", *rows])


def draw(picture: dict[str, Any]) -> bytes:
    """
    A picture of the log (`{"kind", "lists"}`) as PNG.
    """
    layout = arrange([(label, [_printable(name) for name in names]) for label, names in _rings(picture)])
    image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), PAPER)
    pen = ImageDraw.Draw(image)
    for radius, (fill, line) in reversed(list(zip(layout.radii, RINGS, strict=True))):
        _circle(pen, radius, fill=fill, outline=line, width=4 * FINER)
    _circle(pen, CENTRE, fill=INK)
    _write(pen, [YOU], Box(0, 0, 0, 0), 48, PAPER)
    for (label, box), (_, line) in zip(layout.titles, RINGS, strict=True):
        _plate(pen, box, fill=PAPER, outline=line)
        _write(pen, [label], box, _title_size(layout.size), line)
    for ring, (_, line) in zip(layout.names, RINGS, strict=True):
        for lines, box in ring:
            _plate(pen, box, fill="#ffffff", outline=line)
            _write(pen, lines, box, layout.size, INK)
    file = io.BytesIO()
    image.reduce(FINER).save(file, "PNG")
    return file.getvalue()


def arrange(rings: list[tuple[str, list[str]]]) -> Layout:
    """
    The largest letters with which all names find a place; with the smallest ones a name may touch another.
    """
    for size in SIZES:
        for widest in LINE_WIDTHS:
            if layout := _try(rings, size, widest * size, touching=False):
                return layout
    crowded = _try(rings, SIZES[-1], LINE_WIDTHS[0] * SIZES[-1], touching=True)
    assert crowded
    return crowded


def _try(rings: list[tuple[str, list[str]]], size: int, widest: float, *, touching: bool) -> Layout | None:
    labels = [[_label(name, size, widest) for name in names] for _, names in rings]
    if not touching and sum(w * h for ring in labels for _, w, h in ring) > FULL * math.pi * (SIDE / 2 - EDGE) ** 2:
        return None
    radii = _radii([sum((w + size) * (h + size) for _, w, h in ring) for ring in labels])
    layout = Layout(
        size, radii, [(title, _title(title, size, radius)) for (title, _), radius in zip(rings, radii, strict=True)]
    )
    inner = float(CENTRE)
    for ring, outer in zip(labels, radii, strict=True):
        layout.names.append([])
        for lines, width, height in ring:
            box = _place(layout, (inner, outer), (width, height), touching=touching)
            if box is None:
                return None
            layout.names[-1].append((lines, box))
        inner = outer
    return layout


def _place(layout: Layout, band: tuple[float, float], shape: tuple[float, float], *, touching: bool) -> Box | None:
    """
    The free spot in a band that is furthest from the names that are there; the first one lies at the upper right.
    """
    inner, outer = band
    over = 0.3 * layout.size  # its plate may cover a bit of a circle
    taken, here = list(layout.taken()), [box for _, box in layout.names[-1]]
    best, most = None, -1.0
    for x, y in _spots(inner, outer):
        box = Box(x, y, *shape)
        if not touching and (box.nearest() < inner - over or box.furthest() > min(outer + over, SIDE / 2 - 4)):
            continue
        if not touching and any(box.touches(other, layout.size / 4) for other in taken):
            continue
        room = min((math.hypot(x - other.x, y - other.y) for other in here), default=0.0)
        if room > most + 1e-6:
            best, most = box, room
    return best


def _spots(inner: float, outer: float) -> Iterator[Spot]:
    for step in range(ANGLES):
        angle = math.tau * (step / ANGLES - 1 / 8)
        for share in (0.5, 0.35, 0.65, 0.2, 0.8):
            radius = inner + (outer - inner) * share
            yield radius * math.cos(angle), radius * math.sin(angle)


def _radii(needs: list[float]) -> list[float]:
    """
    The circles' radii: part of the room by fixed shares, part by what has to stand in each.
    """
    whole, last = sum(needs) or 1.0, SIDE / 2 - EDGE
    fixed = FIXED if sum(needs) else 1.0
    shares = [fixed * share + (1 - fixed) * need / whole for share, need in zip(SHARES, needs, strict=True)]
    return [math.sqrt(CENTRE**2 + (last**2 - CENTRE**2) * sum(shares[: n + 1])) for n in range(len(shares))]


def _label(name: str, size: int, widest: float) -> tuple[list[str], float, float]:
    lines = _wrapped(name, _font(size), widest)
    width = max(_font(size).getlength(line) for line in lines)
    return lines, width + size * 0.8, len(lines) * size * 1.2 + size * 0.3


def _wrapped(name: str, font: ImageFont.FreeTypeFont, widest: float) -> list[str]:
    """
    A name in lines; a word that is wider than a line is cut.
    """
    lines = [""]
    for word in name.split() or ["?"]:
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= widest:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if font.getlength(lines[-1] + letter) > widest:
                lines.append("")
            lines[-1] += letter
    return lines


def _title(title: str, size: int, radius: float) -> Box:
    letters = _title_size(size)
    return Box(0, -radius, _font(letters).getlength(title) + letters, letters * 1.5)


def _title_size(size: int) -> int:
    return max(30, min(size, 42))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(ttf_opensans.OPENSANS_SEMIBOLD.path), size)


def _rings(picture: dict[str, Any]) -> list[tuple[str, list[str]]]:
    lists = table()[picture["kind"]]["lists"]
    return [(spec["label"], list(picture["lists"].get(key, []))) for key, spec in lists.items()]


def _printable(name: str) -> str:
    """
    A name without what the letters do not have: pictograms.
    """
    return "".join(c for c in name if unicodedata.category(c) not in ("So", "Cf", "Cn", "Co", "Mn")).strip() or "?"


def _circle(pen: ImageDraw.ImageDraw, radius: float, **paint: Any) -> None:
    pen.ellipse([_at(-radius), _at(-radius), _at(radius), _at(radius)], **paint)


def _plate(pen: ImageDraw.ImageDraw, box: Box, **paint: Any) -> None:
    left, top = _at(box.x - box.width / 2), _at(box.y - box.height / 2)
    right, bottom = _at(box.x + box.width / 2), _at(box.y + box.height / 2)
    pen.rounded_rectangle([left, top, right, bottom], radius=14 * FINER, width=3 * FINER, **paint)


def _write(pen: ImageDraw.ImageDraw, lines: list[str], box: Box, size: int, ink: str) -> None:
    first = box.y - (len(lines) - 1) * size * 0.6
    for n, line in enumerate(lines):
        spot = (_at(box.x), _at(first + n * size * 1.2))
        pen.text(spot, line, font=_font(size * FINER), fill=ink, anchor="mm")


def _at(place: float) -> int:
    return round((place + SIDE / 2) * FINER)
