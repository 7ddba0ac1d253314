"""An assurance pack on paper: the monthly table, months, teams and, for managers, the children behind it.

Everything comes from a frozen month (`desktop.analysis.frozen`), so the same pack comes out whenever it is
built. A panel's pack names nobody and hides small numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from desktop.analysis.funnel import SMALLEST, wilson
from desktop.analysis.variability import Counted, Variability, variability
from desktop.analysis.verdicts import verdict
from desktop.domain.days import short, spoken
from desktop.domain.indicators import Indicator, rounded
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE
from desktop.domain.months import spoken_month
from desktop.reports.drawing import Drawing, Drawings
from desktop.reports.packs_charts import funnel_drawing, months_drawing
from desktop.reports.packs_figures import Figures, Scope, Shown
from desktop.reports.packs_lists import lists
from desktop.reports.paper import Cell, Facts, Grid, Head, Paper, Part, Row, Sentences, state
from desktop.reports.suppress import SHOWN_AS

TABLE_MONTHS = 6
_STATES = {"": NONE, "good": IN_TIME, "watch": DUE_SOON, "act": OVERDUE}
_FUNNEL = {"in": NONE, "low": DUE_SOON, "high": DUE_SOON, "very_low": OVERDUE, "very_high": IN_TIME}
_CHART_NOTE = (
    "Grey line: mean; dashes: limits of ordinary months; dots: target; diamond: a month out of the ordinary."
)
_FUNNEL_NOTE = (
    "Dashes: 95% limits; dots: 99.8% limits, for a team of that size; diamond: a team outside them. No "
    "league table: a team inside the limits differs by no more than chance explains."
)
_HIDDEN = (
    f"{SHOWN_AS}: hidden, because it is a number from one to five, or would tell one. Where a number is "
    "hidden, so are its share, its verdict and its place on a chart; limits are those of what is shown."
)


def pack(figures: Figures, scope: Scope) -> Paper:
    """The pack of one scope.

    Args:
        figures: the frozen month for one audience.
        scope: whose.
    """
    frozen = figures.frozen
    return Paper(
        title=title_of(figures, scope),
        about=f"Assurance pack for {'the panel' if figures.is_panel else 'managers'}; "
        f"{'counts only, small numbers hidden' if figures.is_panel else 'names people'}.",
        as_at=f"As at {spoken(frozen.as_at)}; {frozen.label}",
        filters="",
        parts=tuple(_parts(figures, scope)),
        landscape=True,
    )


def title_of(figures: Figures, scope: Scope) -> str:
    """``Locality 1, Oct 2026``."""
    return f"{scope.title}, {spoken_month(figures.frozen.month)}"


def _parts(figures: Figures, scope: Scope) -> Iterator[Part]:
    yield _facts(figures)
    wanted = [one for one in figures.indicators if figures.shown(one, scope) is not None]
    months = [figures.frozen.month] if scope.kind == "manager" else figures.months[-TABLE_MONTHS:]
    yield _table(figures, scope, wanted, months)
    charts = [made for one in wanted if (made := _months(figures, scope, one)) is not None]
    if charts:
        yield Drawings("Month by month", tuple(charts), _CHART_NOTE)
    if len(scope.teams) > 1:
        yield from _teams(figures, scope, wanted)
    elif scope.kind == "team":
        yield _beside(figures, scope, wanted)
    if not figures.is_panel and scope.kind in ("team", "manager"):
        yield from lists(figures, scope, wanted)
    yield from _foot(figures, wanted)


def _facts(figures: Figures) -> Facts:
    frozen = figures.frozen
    known = dt.datetime.fromtimestamp(frozen.known_at / 1000, dt.UTC)
    author = () if figures.is_panel else (("Frozen by", frozen.author),)
    return Facts(
        (
            ("Month", spoken_month(frozen.month)),
            ("As at", spoken(frozen.as_at)),
            ("Frozen", f"{known:%d/%m/%Y %H:%M} UTC, edition {frozen.edition}"),
            ("Freeze", f"{frozen.id}, SHA-256 {frozen.digest[:16]}"),
            *((("Why again", frozen.reason),) if frozen.reason and not figures.is_panel else ()),
            *author,
        )
    )


def percent(share: float | None) -> str:
    """``81.9%``; blank for none."""
    return "" if share is None else f"{share:.1f}%"


def _table(figures: Figures, scope: Scope, wanted: list[Indicator], months: list[int]) -> Grid:
    heads = (
        Head("Indicator", 26),
        *(Head(spoken_month(month), 8, right=True) for month in months),
        Head("Target", 6, right=True),
        Head("Verdict", 20),
    )
    rows = tuple(_row(figures, scope, one, months) for one in wanted)
    return Grid(heads, rows, "The month's figures", empty="Nobody was counted in this month.")


def _row(figures: Figures, scope: Scope, one: Indicator, months: list[int]) -> Row:
    cells = []
    for month in months:
        found = figures.shown(one, scope, month)
        if found is None:
            cells.append(Cell("N/A" if one.is_share else "0"))
        elif one.is_share:
            cells.append(Cell(percent(found.percent(one)) or SHOWN_AS, found.words(one)))
        else:
            cells.append(Cell(found.words(one)))
    key, words = verdict_of(figures, scope, one)
    return Row(
        (
            Cell(one.name),
            *cells,
            Cell(target_of(figures, scope, one)),
            Cell(state(_STATES[key], words), strong=key == "act"),
        )
    )


def target_of(figures: Figures, scope: Scope, one: Indicator) -> str:
    """A share's target holds for every team, a number's for the whole council only."""
    wanted = figures.frozen.targets.get(one.id)
    if wanted is None or not (one.is_share or scope.kind == "whole"):
        return "N/A"
    return f"{wanted:g}{'%' if one.is_share else ''}"


def verdict_of(figures: Figures, scope: Scope, one: Indicator) -> tuple[str, str]:
    """The verdict on the frozen month: its key and its words, blank where there is no target."""
    if not one.is_share:
        return "", ""
    months = [figures.frozen.month] if scope.kind == "manager" else figures.months
    values = [
        found.percent(one) if (found := figures.shown(one, scope, month)) is not None else None
        for month in months
    ]
    if values[-1] is None and figures.is_panel:
        return "", "Hidden"
    made = verdict(one, figures.frozen.targets.get(one.id), values)
    return made.key, made.words


def _months(figures: Figures, scope: Scope, one: Indicator) -> Drawing | None:
    """A share's months; None where fewer than three can be drawn, or of so few that one child is a jump."""
    if not one.is_share or scope.kind == "manager":
        return None
    now = figures.shown(one, scope)
    if now is None or (now.d is not None and now.d < SMALLEST):
        return None
    found = [figures.shown(one, scope, month) for month in figures.months]
    values = [None if shown is None else shown.percent(one) for shown in found]
    first = next((at for at, value in enumerate(values) if value is not None), len(values))
    if sum(value is not None for value in values) < 3:
        return None
    names = [spoken_month(month) for month in figures.months[first:]]
    few = " (limits provisional)" if sum(value is not None for value in values) < 12 else ""
    return months_drawing(one.name + few, names, values[first:], figures.frozen.targets.get(one.id))


# teams


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
        mark = figures.frozen.teams[team.key][3] if team.key in figures.frozen.teams else ""
        teams.append(Counted(team.key, figures.team_name(team.key), found.n, found.d, mark))
    return variability(teams), hidden


def teams_of(figures: Figures, scope: Scope) -> list[Scope]:
    """Each team of a scope, those without a team as one."""
    return [Scope(key, figures.team_name(key), "team", (key,)) for key in scope.teams]


def _teams(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Iterator[Part]:
    drawn: list[Drawing] = []
    grids: list[Grid] = []
    for one in wanted:
        if not one.is_share:
            continue
        found, hidden = compared(figures, scope, one)
        if len(found.points) + len(hidden) + len(found.left_out) < 2:
            continue
        if len(found.points) > 1:
            drawn.append(funnel_drawing(one.name, found, figures.frozen.targets.get(one.id)))
        grids.append(_team_grid(figures, one, found, hidden))
    if drawn:
        yield Drawings("Teams", tuple(drawn), _FUNNEL_NOTE)
    yield from grids


def _team_grid(figures: Figures, one: Indicator, found: Variability, hidden: list[Scope]) -> Grid:
    heads = (
        Head("No.", 4, right=True),
        Head("Team", 24),
        Head("Counted", 10, right=True),
        Head("%", 8, right=True),
        Head("95% limits for its size", 14, right=True),
        Head("Against its size", 28),
        Head("Of note", 12),
    )
    rows = []
    for number, point in enumerate(found.points, 1):
        limits = found.drawn(point.team.of)
        verdict_words = state(_FUNNEL[point.verdict], point.words.capitalize())
        rows.append(
            _cells(
                str(number),
                point.team.title,
                f"{point.team.met:,}/{point.team.of:,}",
                percent(rounded(100 * point.share, 1)),
                f"{rounded(100 * limits.low95, 1):.1f} to {rounded(100 * limits.high95, 1):.1f}",
                verdict_words,
                "" if figures.is_panel else point.team.mark.capitalize(),
            )
        )
    for team in found.left_out:
        words = f"{SMALLEST - 1} or fewer: left off the chart"
        rows.append(_cells("", team.title, f"{team.met:,}/{team.of:,}", "", "", words, ""))
    for scope in hidden:
        shown = figures.shown(one, scope) or Shown(None, None)
        rows.append(_cells("", scope.title, shown.words(one), SHOWN_AS, "", "Hidden", ""))
    note = f": {found.footnote}" if found.footnote and not figures.is_panel else ""
    return Grid(heads, tuple(rows), f"{one.name}, by team{note}")


def _cells(*words: str) -> Row:
    return Row(tuple(Cell(one) for one in words))


def _beside(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Grid:
    """One team beside the whole council and what chance does to a team of its size."""
    rows = []
    for one in wanted:
        found, whole = figures.shown(one, scope), figures.shown(one, figures.whole)
        if not one.is_share or found is None or whole is None:
            continue
        share, n, d = found.percent(one), found.n, found.d
        own = "" if n is None or d is None else " to ".join(f"{100 * end:.1f}" for end in wilson(n, d))
        result, _ = compared(figures, figures.whole, one)
        point = next((point for point in result.points if point.team.key == scope.key), None)
        words = state(_FUNNEL[point.verdict], point.words.capitalize()) if point else "Not compared: too few"
        if figures.is_panel and share is None:
            words = "Hidden"
        rows.append(
            _cells(
                one.name,
                found.words(one),
                percent(share) or SHOWN_AS,
                own,
                percent(whole.percent(one)),
                words,
            )
        )
    heads = (
        Head("Indicator", 30),
        Head("Counted", 10, right=True),
        Head("%", 8, right=True),
        Head("Its own 95% interval", 14, right=True),
        Head("Whole council", 10, right=True),
        Head("Against its size", 28),
    )
    return Grid(heads, tuple(rows), "Beside the other teams")


def _foot(figures: Figures, wanted: list[Indicator]) -> Iterator[Part]:
    frozen = figures.frozen
    said = [f"{one.name}: {frozen.definitions.get(one.id, one.definition)}" for one in wanted]
    rows = tuple(_cells(*line.split(": ", 1)) for line in said)
    yield Grid((Head("Indicator", 28), Head("Definition, target and version", 72)), rows, "Definitions")
    timescales = tuple(_cells(*line.split(": ", 1)) for line in frozen.rules.values())
    yield Grid((Head("Timescale", 40), Head("Length and where it comes from", 60)), timescales, "Timescales")
    lines = [
        f"Counted as at {short(frozen.as_at)} from what was on record when the month was frozen; earlier "
        "months as they were known then.",
        "Halves are rounded up to one decimal. N/A: nobody to count.",
    ]
    if figures.is_panel:
        lines.append(_HIDDEN)
    yield Sentences("Notes", tuple(lines))
