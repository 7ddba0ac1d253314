"""The charts of a pack: months with their limits, teams in a funnel; black on white, shapes for meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from desktop.analysis.funnel import SMALLEST, Limits
from desktop.analysis.variability import Variability
from desktop.analysis.xmr import RULES, chart
from desktop.domain.indicators import rounded
from desktop.reports.drawing import Drawing, Line, Mark, Words

WIDTH, HEIGHT = 365.0, 112.0
LEFT, RIGHT, TOP, FOOT = 26.0, 30.0, 15.0, 12.0
Shape = Line | Mark | Words
Place = Callable[[float], float]


def months_drawing(
    title: str, names: Sequence[str], values: Sequence[float | None], target: float | None
) -> Drawing:
    """The XmR chart of some months, oldest first; None for a month that is hidden or counted nobody."""
    there = [(at, value) for at, value in enumerate(values) if value is not None]
    made = chart([value for _, value in there])
    stretch = made.stretches[-1]
    wanted = [value for _, value in there] + [stretch.low, stretch.high]
    y, ticks = _scale([*wanted, target] if target is not None else wanted)
    x = _along(len(values))
    shapes: list[Shape] = [*_frame(title, ticks, y)]
    for level, dash in ((stretch.mean, "solid"), (stretch.low, "dash"), (stretch.high, "dash")):
        if 0 <= level <= 100:
            shapes.append(Line(((LEFT, y(level)), (WIDTH - RIGHT, y(level))), dash, 0.6, 0.45))
    if target is not None:
        shapes += _target(target, y)
    shapes.append(Line(tuple((x(at), y(value)) for at, value in there), width=1.0))
    odd = []
    for (at, value), broken in zip(there, made.special, strict=True):
        shapes.append(Mark(x(at), y(value), "diamond" if broken else "circle", 1.7))
        odd += [f"{names[at]} {', '.join(RULES[rule] for rule in broken)}"] if broken else []
    for at, anchor in ((0, "start"), (len(values) - 1, "end")):
        shapes.append(Words(x(at), HEIGHT - 2, names[at], anchor))
    last = f"{rounded(there[-1][1], 1):.1f}% in {names[there[-1][0]]}"
    says = (
        f"{title}: {last}, mean {stretch.mean:.1f}%. {'; '.join(odd) or 'No month is out of the ordinary'}."
    )
    return Drawing(title, says, WIDTH, HEIGHT, tuple(shapes))


def funnel_drawing(title: str, found: Variability, target: float | None, height: float = 150.0) -> Drawing:
    """The funnel of some teams, numbered in the order of the table beside it."""
    most = max((point.team.of for point in found.points), default=SMALLEST)
    step = max(1, (most - SMALLEST) // 40)
    sizes = [*range(SMALLEST, most, step), most]
    limits = [found.drawn(size) for size in sizes]
    shares = [100 * point.share for point in found.points]
    y, ticks = _scale([*shares, 100 * found.expected, 100 * limits[0].low95, 100 * limits[0].high95], height)

    def x(size: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * size / (most * 1.03)

    shapes: list[Shape] = [*_frame(title, ticks, y), *_limits(sizes, limits, x, y)]
    middle = y(100 * found.expected)
    shapes.append(Line(((LEFT, middle), (WIDTH - RIGHT, middle)), "solid", 0.6, 0.45))
    if target is not None and ticks[0] <= target <= ticks[-1]:
        shapes += _target(target, y)
    for number, (point, share) in enumerate(zip(found.points, shares, strict=True), 1):
        at, shape = (x(point.team.of), y(share)), "circle" if point.verdict == "in" else "diamond"
        shapes += [Mark(*at, shape, 1.7), Words(at[0] + 3.5, at[1] + 2, str(number), size=6)]
    shapes.append(Words(WIDTH - RIGHT, height - 2, f"children in the team (to {most})", "end"))
    odd = [f"{point.team.title} {point.words}" for point in found.points if point.verdict != "in"]
    says = f"{title}: {'; '.join(odd) or 'no team differs by more than chance explains'}."
    return Drawing(title, says, WIDTH, height, tuple(shapes))


def _limits(sizes: Sequence[int], limits: Sequence[Limits], x: Place, y: Place) -> Iterator[Shape]:
    """Four curves; what lies outside the frame runs along its edge."""
    for name, dash in (("low95", "dash"), ("high95", "dash"), ("low998", "dot"), ("high998", "dot")):
        level = zip(sizes, limits, strict=True)
        yield Line(tuple((x(size), y(100 * getattr(one, name))) for size, one in level), dash, 0.7, 0.3)


def _scale(values: Sequence[float], height: float = HEIGHT) -> tuple[Place, tuple[float, ...]]:
    """From per cent to points, over whole tens round the values."""
    low = max(0, int(min(values) // 10 * 10))
    high = min(100, int(-(-max(values) // 10) * 10))
    low = min(low, 90)
    high = max(high, low + 10)
    ticks = (float(low), (low + high) / 2, float(high))

    def place(value: float) -> float:
        return TOP + (height - TOP - FOOT) * (high - min(max(value, low), high)) / (high - low)

    return place, ticks


def _along(count: int) -> Place:
    return lambda at: LEFT + 4 + (WIDTH - LEFT - RIGHT - 8) * at / max(count - 1, 1)


def _frame(title: str, ticks: Sequence[float], y: Place) -> list[Shape]:
    made: list[Shape] = [Words(0, 8, title, size=7.5)]
    for tick in ticks:
        made.append(Line(((LEFT, y(tick)), (WIDTH - RIGHT, y(tick))), width=0.4, ink=0.82))
        made.append(Words(LEFT - 3, y(tick) + 2.2, f"{tick:g}%", "end"))
    return made


def _target(target: float, y: Place) -> list[Shape]:
    return [
        Line(((LEFT, y(target)), (WIDTH - RIGHT, y(target))), "dot", 1.2),
        Words(WIDTH - RIGHT + 2, y(target) + 2.2, f"target {target:g}", size=5.5),
    ]
