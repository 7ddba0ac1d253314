"""A small chart as lines, dots and words in points: painted on paper, written as SVG for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

DASHES = {"solid": (), "dash": (4.0, 3.0), "dot": (1.0, 2.5)}


@dataclass(frozen=True)
class Line:
    """A line through points; `ink` from 0 (black) to 1 (white)."""

    points: tuple[tuple[float, float], ...]
    dash: str = "solid"
    width: float = 0.8
    ink: float = 0.0


@dataclass(frozen=True)
class Mark:
    """A dot: a circle, or a diamond for what is out of the ordinary; either may be ``hollow``."""

    x: float
    y: float
    shape: str = "circle"
    size: float = 2.2


@dataclass(frozen=True)
class Words:
    """Words whose `anchor` (start, middle or end) stands at a point."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = 6.5


@dataclass(frozen=True)
class Drawing:
    """A chart.

    Attributes:
        title: what it shows; drawn above it.
        says: the same in a sentence, for who cannot see it.
        width, height: in points.
    """

    title: str
    says: str
    width: float
    height: float
    shapes: tuple[Line | Mark | Words, ...]


@dataclass(frozen=True)
class Drawings:
    """Charts side by side under a heading, with a line of explanation."""

    title: str
    drawings: tuple[Drawing, ...]
    note: str = ""
    across: int = 2


def svg(drawing: Drawing) -> str:
    """The chart as SVG, with its sentence."""
    parts = "".join(_shape(shape) for shape in drawing.shapes)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' width='{drawing.width:g}pt' "
        f"height='{drawing.height:g}pt' viewBox='0 0 {drawing.width:g} {drawing.height:g}' "
        f"font-family='sans-serif'><title>{escape(drawing.title)}</title>"
        f"<desc>{escape(drawing.says)}</desc>{parts}</svg>"
    )


def _shape(shape: Line | Mark | Words) -> str:
    if isinstance(shape, Line):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
        dashes = " ".join(f"{one:g}" for one in DASHES[shape.dash])
        dashed = f" stroke-dasharray='{dashes}'" if dashes else ""
        grey = round(255 * shape.ink)
        return (
            f"<polyline fill='none' stroke='rgb({grey},{grey},{grey})' stroke-width='{shape.width:g}'"
            f"{dashed} points='{points}'/>"
        )
    if isinstance(shape, Words):
        return (
            f"<text x='{shape.x:.1f}' y='{shape.y:.1f}' font-size='{shape.size:g}' "
            f"text-anchor='{shape.anchor}'>{escape(shape.text)}</text>"
        )
    fill = "white" if shape.shape.startswith("hollow") else "black"
    if shape.shape.endswith("diamond"):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in diamond(shape))
        return f"<polygon points='{points}' fill='{fill}' stroke='black'/>"
    return f"<circle cx='{shape.x:.1f}' cy='{shape.y:.1f}' r='{shape.size:g}' fill='{fill}' stroke='black'/>"


def diamond(mark: Mark) -> Sequence[tuple[float, float]]:
    """The corners of a diamond."""
    x, y, far = mark.x, mark.y, mark.size * 1.7
    return ((x, y - far), (x + far, y), (x, y + far), (x - far, y))
