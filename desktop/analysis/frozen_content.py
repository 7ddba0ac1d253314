"""A month read as it was known at an instant, in the form in which it is frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from desktop.analysis.beside import target
from desktop.analysis.children_table import months_table
from desktop.analysis.frozen import COUNTED, MISSED, OUT, Content, countable, digest_of, plain
from desktop.analysis.frozen_beside import beside_header, rows_of
from desktop.analysis.frozen_dols import MEASURE, dols_content
from desktop.analysis.teams import team_marks
from desktop.domain.casebook import Casebook
from desktop.domain.indicators import Indicator
from desktop.domain.lists.counted import Question, answer, who_then
from desktop.domain.lists.desk import Desk
from desktop.domain.measures import MEASURES
from desktop.domain.months import last_day
from desktop.domain.timescales import Timescales

MONTHS = 24  # of the charts
Check = Callable[[], None]


def content(
    book: Casebook, month: int, known_at: int, check: Check = lambda: None, *, series: bool = True
) -> Content:
    """Read a month as it was known at an instant, in the form that is stored.

    Args:
        book: all data.
        month: see `desktop.domain.months`.
        known_at: what was on record by then counts.
        check: called between steps; raises to stop.
        series: with the months before, for the charts.
    """
    desk = reading(book, month, known_at)
    ids = _Ids(book)
    earlier = _series(desk, month) if series else {}
    figures = []
    for one in countable():
        for measure in MEASURES:
            check()
            rows = _rows(desk, Question(one, measure, month), ids)
            before = earlier.get(one.id, {}) if measure == "pack" else {}
            n, d = (sum(state in wanted for state in rows[1]) for wanted in ((COUNTED,), (COUNTED, MISSED)))
            text = plain({"rows": rows, "series": before})
            figures.append((one.id, measure, n, d, text))
    figures += _dols(desk, month, ids)
    header = plain(_header(desk, month, ids))
    return Content(
        month, desk.as_at, known_at, header, tuple(figures), digest_of(month, desk.as_at, header, figures)
    )


def _dols(desk: Desk, month: int, ids: _Ids) -> Iterator[tuple[str, str, int, int, str]]:
    for key, n, d, made in dols_content(
        desk, month, ids.rank, lambda name, rows: getattr(ids, name).of(rows)
    ):
        yield key, MEASURE, n, d, plain(made)


def reading(book: Casebook, month: int, known_at: int) -> Desk:
    """The data as at a month's last day and as known at an instant, the rules too."""
    rules = Timescales.shipped().with_overrides(book, known_at)
    return Desk.open(book, rules, last_day(month), known_at)


class _Numbers:
    """Rows of a table as small numbers, in the order in which they come."""

    def __init__(self) -> None:
        self.first: dict[int, int] = {}

    def of(self, rows: Any) -> list[int]:
        """A number for each row; -1 stays what it is."""
        return [self.first.setdefault(row, len(self.first)) if row >= 0 else -1 for row in rows.tolist()]


class _Ids:
    """The cases, teams and workers of a month, numbered in an order that the data alone decide."""

    def __init__(self, book: Casebook) -> None:
        self.cases, self.teams, self.workers = _Numbers(), _Numbers(), _Numbers()
        ids = book.case.ids
        self.rank = np.empty(len(ids), np.int32)
        self.rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids), dtype=np.int32)


def _rows(desk: Desk, asked: Question, ids: _Ids) -> list[list[int]]:
    """The columns of a figure, by case id, due day and event, so that the same data give the same text."""
    found = answer(desk, asked)
    who = who_then(desk, asked, found)
    order = np.lexsort((found.done, found.due, ids.rank[found.case]))
    state = np.where(~found.inside, OUT, np.where(found.counted, COUNTED, MISSED))
    return [
        ids.cases.of(found.case[order]),
        state[order].tolist(),
        found.why[order].tolist(),
        ids.teams.of(who.team[order]),
        ids.workers.of(who.worker[order]),
        ids.workers.of(who.manager[order]),
        found.due[order].tolist(),
        found.done[order].tolist(),
    ]


def _series(desk: Desk, month: int) -> dict[str, dict[str, list[list[int]]]]:
    """By indicator and team the figures of the months of the charts; those not known are left out."""
    made: dict[str, dict[str, list[list[int]]]] = {}
    months = range(month - MONTHS + 1, month + 1)
    for at, figures in zip(months, months_table(desk, months, "pack", "team"), strict=True):
        for figure in figures:
            if figure.key:
                own = made.setdefault(figure.indicator.id, {})
                own.setdefault(figure.key.partition(":")[2], []).append([at, figure.n or 0, figure.d or 0])
    return made


def _header(desk: Desk, month: int, ids: _Ids) -> dict[str, Any]:
    book = desk.book
    return {
        "cases": [book.case.ids[row] for row in ids.cases.first],
        "teams": _teams(desk, ids.teams),
        "workers": [[book.worker.ids[row], book.worker.name[row]] for row in ids.workers.first],
        "rules": _rules(desk),
        "definitions": {
            one.id: _definition(desk, one, month) for one in (*rows_of("children"), *rows_of("dols"))
        },
        "targets": {one.id: target(desk, one, month).number for one in countable()},
        "loads": _loads(book, desk.known_at),
        **beside_header(desk, month, MONTHS),
    }


def _teams(desk: Desk, teams: _Numbers) -> list[list[str]]:
    """The teams that had anybody, and those above them."""
    table, marks = desk.book.team, team_marks(desk, desk.as_at)
    rows = list(teams.first)
    for row in rows:
        above = int(table.parent[row])
        if above >= 0 and above not in rows:
            rows.append(above)
    return [
        [
            table.ids[row],
            table.name[row],
            table.ids[table.parent[row]] if table.parent[row] >= 0 else "",
            table.word("service", row),
            marks.get(table.ids[row], ""),
        ]
        for row in rows
    ]


def _rules(desk: Desk) -> dict[str, str]:
    wanted = {rule for one in countable() for rule in one.rules}
    return {
        key: f"{rule.name}: {rule.length()}; {rule.basis}{', ' + rule.source if rule.source else ''}"
        for key, rule in sorted(desk.timescales.at(desk.as_at).by_id.items())
        if key in wanted
    }


def _definition(desk: Desk, one: Indicator, month: int) -> str:
    version, wanted = one.version_on(desk.as_at), target(desk, one, month)
    said = "" if wanted.number is None else f" Target {wanted.number:g}{'%' if one.is_share else ''}."
    return f"{one.definition}{said}" + (f" Version: {version.note}." if version else "")


def _loads(book: Casebook, known_at: int) -> list[str]:
    """The imports applied and not undone; their ids carry the instant at which they were made."""
    table = book.import_batch
    applied = table.code("state", "applied")
    return sorted(
        key
        for at, key in enumerate(table.ids)
        if table.live[at] and table.state[at] == applied and int(key[:12], 16) <= known_at
    )
