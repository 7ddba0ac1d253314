"""Teams in a pack: each beside what chance does to a team of its size, never in a league table."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.analysis.funnel import SMALLEST, wilson
from desktop.analysis.variability import Counted, Variability, variability
from desktop.domain.indicators import Indicator, rounded
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE
from desktop.reports.drawing import Drawings
from desktop.reports.packs_charts import dots_drawing, funnel_drawing
from desktop.reports.packs_figures import Figures, Scope, Shown
from desktop.reports.paper import Cell, Grid, Head, Part, Row, Sentences, state
from desktop.reports.suppress import SHOWN_AS

_FUNNEL = {"in": NONE, "low": DUE_SOON, "high": DUE_SOON, "very_low": OVERDUE, "very_high": IN_TIME}
_NOTE = (
    "Left, each team against its size: dashes are 95% limits, dots 99.8% limits, a diamond is a team outside "
    "them. Right, the same teams with the 95% (Wilson) interval of each; the line is all teams together. "
    "Numbers are those of the table below. No league table: a team inside the limits differs by no more than "
    "chance explains."
)
_MARKS = (
    " A hollow mark, m beside its number: the manager's post is vacant, or somebody acts for the manager."
)
_HEADS = (
    Head("No.", 4, right=True),
    Head("Team", 22),
    Head("Counted", 9, right=True),
    Head("%", 7, right=True),
    Head("Its own 95% interval", 13, right=True),
    Head("95% limits for its size", 14, right=True),
    Head("Against its size"),
)
_NOTED = Head("Of note", 14)


def percent(share: float | None) -> str:
    """``81.9%``; blank for none."""
    return "" if share is None else f"{share:.1f}%"


def compared(figures: Figures, scope: Scope, one: Indicator) -> tuple[Variability, list[Scope]]:
    """The teams of a scope against one another, those with a hidden number left out; and those."""
    teams, hidden = [], []
    for team in teams_of(figures, scope):
        found = figures.shown(one, team)
        if found is None:
            continue
        if found.n is None or found.d is None:
            hidden.append(team)
            continue
        mark = mark_of(figures, team.key)
        teams.append(Counted(team.key, figures.team_name(team.key), found.n, found.d, mark))
    return variability(teams), hidden


def mark_of(figures: Figures, key: str) -> str:
    """What to know of a team; nothing for a panel, because a post is a person."""
    there = figures.frozen.teams.get(key)
    return "" if there is None or figures.is_panel else there[3]


def teams_of(figures: Figures, scope: Scope) -> list[Scope]:
    """Each team of a scope, those without a team as one."""
    return [Scope(key, figures.team_name(key), "team", (key,)) for key in scope.teams]


def teams_parts(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Iterator[Part]:
    """For each share a funnel, a dot plot and the table that says the same."""
    first, nothing = True, []
    for one in wanted:
        if not one.is_share:
            continue
        found, hidden = compared(figures, scope, one)
        if len(found.points) + len(hidden) + len(found.left_out) < 2:
            continue
        if not found.points and not found.left_out and not any(_size(figures, one, team) for team in hidden):
            nothing.append(one.name)
            continue
        if len(found.points) > 1:
            target = figures.frozen.targets.get(one.id)
            pair = funnel_drawing(one.name, found, target), dots_drawing(one.name, found, target)
            marked = any(point.team.mark for point in found.points)
            note = (_NOTE if first else "") + (_MARKS if marked else "")
            yield Drawings("Teams" if first else f"Teams: {one.name}", pair, note.strip())
            first = False
        yield _grid(figures, one, found, hidden)
    if nothing:
        yield Sentences("Every team's number is hidden, or too small to show", (f"{'; '.join(nothing)}.",))


def _size(figures: Figures, one: Indicator, team: Scope) -> int | None:
    """How many are in a team's figure, where that may be shown."""
    found = figures.shown(one, team)
    return None if found is None else found.d


def _grid(figures: Figures, one: Indicator, found: Variability, hidden: list[Scope]) -> Grid:
    noted = any(point.team.mark for point in found.points)
    rows = []
    for number, point in enumerate(found.points, 1):
        limits = found.drawn(point.team.of)
        words = [
            str(number),
            point.team.title,
            f"{point.team.met:,}/{point.team.of:,}",
            percent(rounded(100 * point.share, 1)),
            interval(*point.interval),
            interval(limits.low95, limits.high95),
            state(_FUNNEL[point.verdict], point.words.capitalize()),
        ]
        rows.append(words + [point.team.mark.capitalize()] * noted)
    for team in found.left_out:
        few = f"{SMALLEST - 1} or fewer: left off the chart"
        rows.append(["", team.title, f"{team.met:,}/{team.of:,}", "", "", "", few] + [""] * noted)
    rows += [line + [""] * noted for line in _hidden(figures, one, hidden)]
    note = f": {found.footnote}" if found.footnote and not figures.is_panel else ""
    heads = (*_HEADS, _NOTED) if noted else _HEADS
    return Grid(heads, tuple(cells(*line) for line in rows), f"{one.name}, by team{note}")


def _hidden(figures: Figures, one: Indicator, hidden: list[Scope]) -> Iterator[list[str]]:
    """The teams with a hidden number: those of which nothing is shown in one line."""
    nothing = []
    for scope in hidden:
        shown = figures.shown(one, scope) or Shown(None, None)
        if shown.d is None:
            nothing.append(scope.title)
        else:
            yield ["", scope.title, shown.words(one), SHOWN_AS, "", "", "Hidden"]
    if nothing:
        both = f"{SHOWN_AS}/{SHOWN_AS}"
        yield [
            "",
            "; ".join(nothing),
            both,
            SHOWN_AS,
            "",
            "",
            "Hidden" if len(nothing) == 1 else "Each hidden",
        ]


def interval(low: float, high: float) -> str:
    """``71.1 to 95.9``, from shares."""
    return f"{rounded(100 * low, 1):.1f} to {rounded(100 * high, 1):.1f}"


def cells(*words: str) -> Row:
    """A line of plain cells."""
    return Row(tuple(Cell(one) for one in words))


def beside_others(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Grid:
    """One team beside the whole council and what chance does to a team of its size."""
    rows = []
    for one in wanted:
        found, whole = figures.shown(one, scope), figures.shown(one, figures.whole)
        if not one.is_share or found is None or whole is None:
            continue
        share, n, d = found.percent(one), found.n, found.d
        own = "" if n is None or d is None else interval(*wilson(n, d))
        result, _ = compared(figures, figures.whole, one)
        point = next((point for point in result.points if point.team.key == scope.key), None)
        words = state(_FUNNEL[point.verdict], point.words.capitalize()) if point else "Not compared: too few"
        if figures.is_panel and share is None:
            words = "Hidden"
        of = whole.percent(one)
        council = percent(of) or SHOWN_AS
        rows.append(cells(one.name, found.words(one), percent(share) or SHOWN_AS, own, council, words))
    heads = (
        Head("Indicator", 30),
        Head("Counted", 10, right=True),
        Head("%", 8, right=True),
        Head("Its own 95% interval", 14, right=True),
        Head("Whole council", 10, right=True),
        Head("Against its size", 28),
    )
    return Grid(heads, tuple(rows), "Beside the other teams")
