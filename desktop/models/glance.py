"""Twelve indicators over the last months: what each small chart draws, and the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.lists.columns import Column
from desktop.domain.months import spoken_month
from desktop.models.times import KeyedRows

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.selection import Selection
    from desktop.models.monthly import Values

MONTHS = 12
CHARTS = (
    "cp_visit_10wd",
    "cp_visit_20wd",
    "cla_visit_6w",
    "cla_visit_agreed",
    "cin_visit_6w",
    "supervision_all",
    "supervision_cp",
    "supervision_cla",
    "supervision_care_leaver",
    "cla_review",
    "health_assessment",
    "assessment_45wd",
)


@dataclass(frozen=True)
class GlanceLine:
    """One chart: its indicator, values in per cent, places out of the ordinary, target and last value."""

    indicator: str
    name: str
    values: tuple[float | None, ...]
    special: frozenset[int]
    goal: float | None
    note: str


@dataclass(frozen=True)
class Glance:
    """The charts in the order of `CHARTS`, and the table with the same numbers."""

    months: tuple[int, ...]
    labels: tuple[str, ...]
    lines: tuple[GlanceLine, ...]
    rows: KeyedRows


def glance(desk: Desk, last: int, read: Sequence[Values]) -> Glance:
    """Put the months that were read together; not on the GUI thread.

    Args:
        desk: the reading, for the targets.
        last: the last month (see `desktop.domain.months`).
        read: each month's figures, oldest first, the last one of `last`.
    """
    months = tuple(range(last - len(read) + 1, last + 1))
    lines = tuple(_line(desk, key, last, read) for key in CHARTS)
    labels = tuple(spoken_month(month) for month in months)
    columns = [Column("name", "Indicator", width=34)]
    columns += [
        Column(str(month), name, width=8, align="right") for month, name in zip(months, labels, strict=True)
    ]
    rows = [[line.name, *(_text(value) for value in line.values)] for line in lines]
    return Glance(months, labels, lines, KeyedRows(columns, rows, lines, names=list(CHARTS)))


def _line(desk: Desk, key: str, last: int, read: Sequence[Values]) -> GlanceLine:
    from desktop.analysis.beside import target
    from desktop.analysis.xmr import chart
    from desktop.domain.indicators import indicators

    one = indicators("children")[key]
    values = tuple(month.get((key, "")) for month in read)
    there = [at for at, value in enumerate(values) if value is not None]
    broken = chart([values[at] or 0.0 for at in there]).special if there else ()
    special = frozenset(at for at, rules in zip(there, broken, strict=True) if rules)
    return GlanceLine(key, one.name, values, special, target(desk, one, last).number, _text(values[-1]))


def _text(value: float | None) -> str:
    return "N/A" if value is None else f"{value:.1f}%"


def wanted(desk: Desk, made: Glance, chart: int, place: int) -> Selection:
    """Everybody whom a month of a chart counts."""
    from desktop.domain.indicators import indicators
    from desktop.domain.lists.counted import Question

    one = indicators("children")[made.lines[chart].indicator]
    return Question(one, "pack", made.months[place]).selection(desk, "d")
