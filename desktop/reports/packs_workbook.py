"""What stands in a pack's workbook: every figure by team and month, and for managers every child counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.analysis.frozen import COUNTED, MISSED, OUT
from desktop.domain.days import short, spoken
from desktop.domain.indicators import Indicator
from desktop.domain.months import written
from desktop.exchange.pack_xlsx import Chart, Table, workbook
from desktop.reports.packs import compared, target_of, verdict_of
from desktop.reports.packs_figures import Figures, Scope
from desktop.reports.packs_lists import NO_ONE
from desktop.reports.paper import MARKING
from desktop.reports.suppress import SHOWN_AS

_PARTS = {OUT: "Left out", COUNTED: "Counted", MISSED: "Missed"}


def pack_workbook(figures: Figures, scopes: Sequence[Scope], title: str) -> bytes:
    """The workbook of some scopes.

    Args:
        figures: the frozen month for one audience.
        scopes: whose figures.
        title: of the document.
    """
    tables = [_figures(figures, scopes), _months(figures, scopes), _teams(figures), _definitions(figures)]
    if not figures.is_panel:
        tables.append(_children(figures, scopes))
    made = dt.datetime.fromtimestamp(figures.frozen.known_at // 1000, dt.UTC).replace(tzinfo=None)
    return workbook(title, MARKING, _notes(figures), tables, made)


def _notes(figures: Figures) -> list[str]:
    frozen = figures.frozen
    more = "." if figures.is_panel else ", Children (everybody counted, missed or left out)."
    lines = [
        f"Figures of the children's service as at {spoken(frozen.as_at)}; {frozen.label}.",
        f"Freeze {frozen.id}, SHA-256 {frozen.digest}.",
        "Sheets: Figures (one line for each team and indicator), Months, Teams (against the limits of their "
        f"size), Definitions{more}",
        "An empty cell is a share of nobody. Halves are rounded up to one decimal.",
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
                charts.append(Chart(one.name, (5, 6), first, len(rows) - 1, says))
    heads = ("Whose", "Month", "Indicator", "Counted", "Of", "Per cent", "Target %")
    return Table("Months", "Month by month", heads, rows, frozenset({5}), tuple(charts))


def _series(figures: Figures, scope: Scope, one: Indicator) -> Iterator[list[Any]]:
    for month in figures.months:
        found = figures.shown(one, scope, month)
        if found is not None:
            share = found.percent(one)
            cells = [
                _number(found.n),
                _number(found.d),
                SHOWN_AS if share is None else share,
                figures.frozen.targets.get(one.id),
            ]
            yield [scope.title, written(month), one.name, *cells]


def _teams(figures: Figures) -> Table:
    rows = []
    for one in figures.indicators:
        if not one.is_share:
            continue
        for point in compared(figures, figures.whole, one)[0].points:
            ends = [point.limits.low998, point.limits.low95, point.limits.high95, point.limits.high998]
            rows.append(
                [one.name, point.team.title, point.team.met, point.team.of, round(100 * point.share, 1),
                 *(round(100 * end, 1) for end in ends), point.words]
            )  # fmt: skip
    heads = (
        "Indicator",
        "Team",
        "Counted",
        "Of",
        "Per cent",
        "99.8% low",
        "95% low",
        "95% high",
        "99.8% high",
    )
    return Table("Teams", "Teams against their size", (*heads, "Verdict"), rows, frozenset({4, 5, 6, 7, 8}))


def _definitions(figures: Figures) -> Table:
    frozen = figures.frozen
    rows = [
        [one.name, frozen.definitions.get(one.id, one.definition), "; ".join(
            frozen.rules[rule] for rule in one.rules if rule in frozen.rules)]
        for one in figures.indicators
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
