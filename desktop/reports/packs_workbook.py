"""What stands in a pack's workbook: every figure by team and month, and for managers every child counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.analysis.frozen import COUNTED, MISSED, OUT
from desktop.analysis.xmr import RULES, chart
from desktop.domain.days import short, spoken
from desktop.domain.indicators import Indicator, indicators, rounded
from desktop.domain.months import written
from desktop.exchange.pack_xlsx import Chart, Table, workbook
from desktop.reports.packs import target_of, verdict_of
from desktop.reports.packs_beside import changes_of
from desktop.reports.packs_charts import steps_of
from desktop.reports.packs_figures import Figures, Scope
from desktop.reports.packs_lists import NO_ONE
from desktop.reports.packs_sheets import beside_tables, dols_tables
from desktop.reports.packs_teams import compared, mark_of
from desktop.reports.paper import MARKING
from desktop.reports.suppress import SHOWN_AS

_SHEETS = {
    "Figures": "one line for each team and indicator",
    "Months": "one line for each month, with its limits and what was new in it",
    "Teams": "each team against the limits of its size, and with its own interval",
    "Others": "targets and the figures of others, with unit and year",
    "Typed": "rows that come from other systems",
    "Comments": "comments and actions, those carried on too",
    "DoLS": "the DoLS table, one line for each row and month",
    "DoLS requests": "everybody behind the DoLS table's last month",
    "Definitions": "what each row says",
    "Children": "everybody counted, missed or left out",
}
_PARTS = {OUT: "Left out", COUNTED: "Counted", MISSED: "Missed"}


def pack_workbook(figures: Figures, scopes: Sequence[Scope], title: str) -> bytes:
    """The workbook of some scopes.

    Args:
        figures: the frozen month for one audience.
        scopes: whose figures.
        title: of the document.
    """
    own = [scope for scope in scopes if scope.kind != "dols"]
    tables: list[Table] = []
    kinds = {scope.kind for scope in scopes}
    if own:
        tables += [_figures(figures, own), _months(figures, own), _teams(figures)]
    if "whole" in kinds:
        tables += beside_tables(figures)
    if kinds & {"whole", "dols"}:
        tables += dols_tables(figures, rows="dols" in kinds)
    tables.append(_definitions(figures))
    if own and not figures.is_panel:
        tables.append(_children(figures, own))
    made = dt.datetime.fromtimestamp(figures.frozen.known_at // 1000, dt.UTC).replace(tzinfo=None)
    return workbook(title, MARKING, _notes(figures, [one.name for one in tables]), tables, made)


def _notes(figures: Figures, sheets: Sequence[str]) -> list[str]:
    frozen = figures.frozen
    lines = [
        f"Figures as at {spoken(frozen.as_at)}; {frozen.label}.",
        f"Freeze {frozen.id}, SHA-256 {frozen.digest}.",
        *(f"{name}: {_SHEETS[name]}." for name in sheets),
        "An empty cell is a share of nobody. N/A: no figure to be had. TBC: still to come. Neither is 0. "
        "Halves are rounded up to one decimal.",
    ]
    if figures.is_panel:
        lines.append(f"{SHOWN_AS} is a hidden number: one to five, or one that would tell such a number.")
    return lines


def _number(value: int | None) -> Any:
    return SHOWN_AS if value is None else value


def _figures(figures: Figures, scopes: Sequence[Scope]) -> Table:
    rows = []
    for scope in scopes:
        for one in figures.indicators:
            found = figures.shown(one, scope)
            if found is not None:
                share = found.percent(one)
                rows.append(
                    [scope.title, scope.kind, one.name, _number(found.n),
                     _number(found.d) if one.is_share else None,
                     share if share is not None or not one.is_share else SHOWN_AS,
                     target_of(figures, scope, one), verdict_of(figures, scope, one)[1]]
                )  # fmt: skip
    heads = ("Whose", "Level", "Indicator", "Counted", "Of", "Per cent", "Target", "Verdict")
    return Table("Figures", "Figures of the month", heads, rows, frozenset({5}))


def _months(figures: Figures, scopes: Sequence[Scope]) -> Table:
    """One line for each share, team and month; a chart of each share of the first scope."""
    rows: list[list[Any]] = []
    charts: list[Chart] = []
    for scope in scopes:
        if scope.kind == "manager":
            continue
        for one in figures.indicators:
            if not one.is_share:
                continue
            first = len(rows)
            rows += _series(figures, scope, one)
            if scope is scopes[0] and len(rows) - first > 1:
                says = f"{one.name} by month, {scope.title}; the rows beside it say the same."
                charts.append(Chart(one.name, (5, 6, 7, 8, 9), first, len(rows) - 1, says))
    heads = (
        "Whose", "Month", "Indicator", "Counted", "Of", "Per cent", "Target %", "Mean", "Low limit",
        "High limit", "Out of the ordinary", "What changed",
    )  # fmt: skip
    return Table("Months", "Month by month", heads, rows, frozenset({5, 7, 8, 9}), tuple(charts))


def _series(figures: Figures, scope: Scope, one: Indicator) -> Iterator[list[Any]]:
    """The months that counted anybody, with the limits in force and what was new in them."""
    found = [(at, month, figures.shown(one, scope, month)) for at, month in enumerate(figures.months)]
    known = [(at, month, shown) for at, month, shown in found if shown is not None]
    changes = changes_of(figures, one, figures.months)
    shares = [(at, share) for at, _, shown in known if (share := shown.percent(one)) is not None]
    limits = _limits(shares, [(kind, at) for kind, at, _ in changes])
    for at, month, shown in known:
        share = shown.percent(one)
        cells = [
            _number(shown.n),
            _number(shown.d),
            SHOWN_AS if share is None else share,
            figures.frozen.targets.get(one.id),
            *limits.get(at, (None, None, None, "")),
            "; ".join(f"{kind}: {words}" for kind, place, words in changes if place == at),
        ]
        yield [scope.title, written(month), one.name, *cells]


def _limits(
    shares: Sequence[tuple[int, float]], changes: Sequence[tuple[str, int]]
) -> dict[int, tuple[float, float, float, str]]:
    """By month's place mean, low and high limit, and what is out of the ordinary in it."""
    if len(shares) < 3:
        return {}
    made = chart([share for _, share in shares], steps_of(shares, changes))
    found = {}
    for place, (at, _) in enumerate(shares):
        stretch = next(one for one in reversed(made.stretches) if one.first <= place)
        words = [RULES[rule] for rule in made.special[place]]
        words += ["limits provisional"] if stretch.provisional else []
        ends = max(stretch.low, 0.0), min(stretch.high, 100.0)
        mean, low, high = (rounded(level, 1) for level in (stretch.mean, *ends))
        found[at] = mean, low, high, "; ".join(words)
    return found


def _teams(figures: Figures) -> Table:
    """One line for each share and team, and a dot plot of each share."""
    rows: list[list[Any]] = []
    charts: list[Chart] = []
    for one in figures.indicators:
        if not one.is_share:
            continue
        first = len(rows)
        for point in compared(figures, figures.whole, one)[0].points:
            ends = [point.limits.low998, point.limits.low95, point.limits.high95, point.limits.high998]
            rows.append(
                [one.name, point.team.title, point.team.met, point.team.of,
                 *(rounded(100 * end, 1) for end in (point.share, *point.interval, *ends)), point.words,
                 mark_of(figures, point.team.key).capitalize()]
            )  # fmt: skip
        if len(rows) - first > 1:
            says = f"{one.name}: each team's share and its own 95% interval; the rows beside it say so too."
            charts.append(Chart(one.name, (4, 5, 6), first, len(rows) - 1, says, dots=True))
    heads = (
        "Indicator", "Team", "Counted", "Of", "Per cent", "Own 95% low", "Own 95% high",
        "99.8% low", "95% low", "95% high", "99.8% high", "Verdict", "Of note",
    )  # fmt: skip
    return Table("Teams", "Teams against their size", heads, rows, frozenset(range(4, 11)), tuple(charts))


def _definitions(figures: Figures) -> Table:
    frozen = figures.frozen
    every = (*indicators("children").values(), *indicators("dols").values())
    rows = [
        [one.name, frozen.definitions[one.id], "; ".join(
            frozen.rules[rule] for rule in one.rules if rule in frozen.rules)]
        for one in every if one.id in frozen.definitions
    ]  # fmt: skip
    return Table(
        "Definitions", "Definitions", ("Indicator", "Definition, target and version", "Timescales"), rows
    )


def _children(figures: Figures, scopes: Sequence[Scope]) -> Table:
    frozen, rows = figures.frozen, []
    for one in figures.indicators:
        for row in frozen.figures[one.id, "pack"].rows:
            if not any(scope.holds(row) for scope in scopes):
                continue
            initials, person, ref = figures.people.get(row.case, NO_ONE)
            rows.append(
                [one.name, _PARTS[row.state], initials, person, ref, row.why.capitalize(), short(row.done),
                 short(row.due), figures.team_name(row.team), frozen.workers.get(row.worker, "Not allocated"),
                 frozen.workers.get(row.manager, "")]
            )  # fmt: skip
    heads = (
        "Indicator",
        "Part",
        "Initials",
        "Person ID",
        "Ref",
        "Why",
        "Last or done",
        "Due",
        "Team",
        "Worker",
    )
    return Table("Children", "Everybody behind the figures", (*heads, "Manager"), rows)
