"""The charts of a pack: months with their limits, teams in a funnel; black on white, shapes for meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from desktop.analysis.funnel import SMALLEST, Limits
from desktop.analysis.variability import Point, Variability
from desktop.analysis.xmr import RULES, Chart, Stretch, chart
from desktop.domain.indicators import rounded
from desktop.reports.drawing import Drawing, Line, Mark, Words

WIDTH, HEIGHT = 365.0, 112.0
LEFT, RIGHT, TOP, FOOT = 26.0, 30.0, 15.0, 12.0
LEAST_ROW = 6.5  # points for a team of the dot plot
Shape = Line | Mark | Words
Place = Callable[[float], float]


def months_drawing(
    title: str,
    names: Sequence[str],
    values: Sequence[float | None],
    target: float | None,
    changes: Sequence[tuple[str, int]] = (),
) -> Drawing:
    """The XmR chart of some months, oldest first.

    Args:
        title: what it is of.
        names: of the months.
        values: in per cent; None for a month that is hidden or counted nobody.
        target: in per cent, None for none.
        changes: what became another thing, ``step`` or ``definition``, and in which of the months; limits
            are computed anew from a step.
    """
    there = [(at, value) for at, value in enumerate(values) if value is not None]
    made = chart([value for _, value in there], steps_of(there, changes))
    wanted = [value for _, value in there]
    wanted += [level for one in made.stretches for level in (one.low, one.high)]
    y, ticks = _scale([*wanted, target] if target is not None else wanted)
    x = _along(len(values))
    shapes: list[Shape] = [*_frame(title, ticks, y), *_changes(changes, x)]
    shapes += _stretches(made.stretches, [at for at, _ in there], x, y)
    if target is not None:
        shapes += _target(target, y)
    shapes.append(Line(tuple((x(at), y(value)) for at, value in there), width=1.0))
    for (at, value), broken in zip(there, made.special, strict=True):
        shapes.append(Mark(x(at), y(value), "diamond" if broken else "circle", 1.7))
    for at, anchor in ((0, "start"), (len(values) - 1, "end")):
        shapes.append(Words(x(at), HEIGHT - 2, names[at], anchor))
    says = _said(made, [names[at] for at, _ in there])
    new = "".join(f" {_CHANGED[kind]} from {names[at]}." for kind, at in changes)
    return Drawing(title, f"{title}: {says}{new}", WIDTH, HEIGHT, tuple(shapes))


def _said(made: Chart, names: Sequence[str]) -> str:
    """The last month, the mean, and which months are out of the ordinary."""
    odd = [
        f"{name} {', '.join(RULES[rule] for rule in broken)}"
        for name, broken in zip(names, made.special, strict=True)
        if broken
    ]
    last = f"{rounded(made.values[-1], 1):.1f}% in {names[-1]}"
    ordinary = "No month is out of the ordinary"
    return f"{last}, mean {made.stretches[-1].mean:.1f}%. {'; '.join(odd) or ordinary}."


def _stretches(found: Sequence[Stretch], months: Sequence[int], x: Place, y: Place) -> Iterator[Shape]:
    """The levels of each stretch: the first begins and the last ends at the frame."""
    for stretch in found:
        first, last = months[stretch.first], months[stretch.first + stretch.count - 1]
        left = LEFT if stretch is found[0] else x(first) - 3
        right = WIDTH - RIGHT if stretch is found[-1] else x(last) + 3
        yield from _levels(stretch, (left, right), y)


_CHANGED = {"step": "Step change, limits computed anew", "definition": "Another definition"}


def steps_of(there: Sequence[tuple[int, float]], changes: Sequence[tuple[str, int]]) -> list[int]:
    """Where among the months that have a value the limits begin anew."""
    found = (
        next((place for place, (at, _) in enumerate(there) if at >= step), 0)
        for kind, step in changes
        if kind == "step"
    )
    return sorted({place for place in found if place})


def _changes(changes: Sequence[tuple[str, int]], x: Place) -> Iterator[Shape]:
    """An upright line before the first month of what is new, with its word."""
    half = (x(1) - x(0)) / 2
    for kind, at in changes:
        where = x(at) - half
        yield Line(((where, TOP - 2), (where, HEIGHT - FOOT)), "dash" if kind == "step" else "dot", 0.8, 0.2)
        yield Words(where - 2, TOP + 4, kind, "end", size=5.5)


def _levels(stretch: Stretch, edges: tuple[float, float], y: Place) -> Iterator[Shape]:
    """Mean and limits of a stretch; limits that rest on too few months are dotted."""
    limit = "dot" if stretch.provisional else "dash"
    for level, dash in ((stretch.mean, "solid"), (stretch.low, limit), (stretch.high, limit)):
        if 0 <= level <= 100:
            yield Line(((edges[0], y(level)), (edges[1], y(level))), dash, 0.6, 0.45)


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
        at = x(point.team.of), y(share)
        shapes += [_mark(point, *at), Words(at[0] + 3.5, at[1] + 2, _numbered(number, point), size=6)]
    shapes.append(Words(WIDTH - RIGHT, height - 2, f"children in the team (to {most})", "end"))
    odd = [f"{point.team.title} {point.words}" for point in found.points if point.verdict != "in"]
    says = f"{title}: {'; '.join(odd) or 'no team differs by more than chance explains'}."
    return Drawing(title, says, WIDTH, height, tuple(shapes))


def _mark(point: Point, x: float, y: float) -> Mark:
    """A circle within the limits, a diamond outside, hollow where the manager's post is not filled."""
    shape = "circle" if point.verdict == "in" else "diamond"
    return Mark(x, y, f"hollow {shape}" if point.team.mark else shape, 1.7)


def _numbered(number: int, point: Point) -> str:
    return f"{number}m" if point.team.mark else str(number)


def dots_drawing(title: str, found: Variability, target: float | None, height: float = 150.0) -> Drawing:
    """The plain alternative to the funnel: a dot for each team's share and its Wilson interval, by name."""
    points = found.points
    height = max(height, TOP + FOOT + LEAST_ROW * len(points))
    ends = [100 * end for point in points for end in point.interval]
    low, high = max(0, int(min(ends) // 10 * 10)), min(100, int(-(-max(ends) // 10) * 10))

    def x(value: float) -> float:
        inside = min(max(value, low), high) - low
        return LEFT + (WIDTH - LEFT - RIGHT) * inside / max(high - low, 1)

    shapes: list[Shape] = [Words(0, 8, f"{title}: each team's own interval", size=7.5)]
    shapes += _upright(((low, (low + high) / 2, high), 100 * found.expected, target), x, height)
    row = (height - TOP - FOOT) / len(points)
    for number, point in enumerate(points, 1):
        shapes += _dot(number, point, TOP + row * (number - 0.5), x)
    says = [
        f"{point.team.title} {100 * point.share:.1f}%, {100 * point.interval[0]:.1f} to "
        f"{100 * point.interval[1]:.1f}"
        for point in points
    ]
    return Drawing(f"{title}, intervals", f"{title}: {'; '.join(says)}.", WIDTH, height, tuple(shapes))


def _upright(of: tuple[Sequence[float], float, float | None], x: Place, height: float) -> Iterator[Shape]:
    """The scale of a dot plot, the line of all teams together, and the target where it is on the scale."""
    ticks, middle, target = of
    ends = TOP, height - FOOT
    for tick in ticks:
        yield Line(tuple((x(tick), end) for end in ends), width=0.4, ink=0.82)
        yield Words(x(tick), height - 3, f"{tick:g}%", "middle")
    yield Line(tuple((x(middle), end) for end in ends), "solid", 0.6, 0.45)
    if target is not None and ticks[0] <= target <= ticks[-1]:
        yield Line(tuple((x(target), end) for end in ends), "dot", 1.2)
        yield Words(WIDTH - RIGHT + 2, 8, f"target {target:g}", size=5.5)


def _dot(number: int, point: Point, y: float, x: Place) -> Iterator[Shape]:
    first, last = (x(100 * end) for end in point.interval)
    yield Line(((first, y), (last, y)), width=0.8)
    yield _mark(point, x(100 * point.share), y)
    yield Words(LEFT - 3, y + 2, _numbered(number, point), "end", size=6)


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
