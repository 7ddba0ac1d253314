"""Twelve indicators over the last months: what each small chart draws, and the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.lists.columns import Column
from desktop.domain.months import spoken_month
from desktop.models.monthly import NOT_KNOWN
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
    """One chart: its indicator, values in per cent and in words, places out of the ordinary, and target."""

    indicator: str
    name: str
    values: tuple[float | None, ...]
    special: frozenset[int]
    goal: float | None
    texts: tuple[str, ...]

    @property
    def note(self) -> str:
        """The last month's value in words."""
        return self.texts[-1]


@dataclass(frozen=True)
class Glance:
    """The charts in the order of `CHARTS`, and the table with the same numbers."""

    months: tuple[int, ...]
    labels: tuple[str, ...]
    lines: tuple[GlanceLine, ...]
    rows: KeyedRows


def glance(desk: Desk, last: int) -> Glance:
    """Read the months that end with one; not on the GUI thread."""
    from desktop.models.monthly import values

    months = tuple(range(last - MONTHS + 1, last + 1))
    read = values(desk, months, "pack", "", "")
    lines = tuple(_line(desk, key, months, read) for key in CHARTS)
    labels = tuple(spoken_month(month) for month in months)
    columns = [Column("name", "Indicator", width=34)]
    columns += [
        Column(str(month), name, width=8, align="right") for month, name in zip(months, labels, strict=True)
    ]
    rows = [[line.name, *line.texts] for line in lines]
    return Glance(months, labels, lines, KeyedRows(columns, rows, lines, names=list(CHARTS)))


def _line(desk: Desk, key: str, months: Sequence[int], read: Sequence[Values]) -> GlanceLine:
    from desktop.analysis.beside import target
    from desktop.analysis.figure_notes import places, steps
    from desktop.analysis.known_since import is_known
    from desktop.analysis.xmr import chart
    from desktop.domain.indicators import indicators

    one = indicators("children")[key]
    values = tuple(month.get((key, "")) for month in read)
    there = [at for at, value in enumerate(values) if value is not None]
    begins = places(steps(desk, key), [months[at] for at in there])
    broken = chart([values[at] or 0.0 for at in there], begins).special if there else ()
    special = frozenset(at for at, rules in zip(there, broken, strict=True) if rules)
    texts = tuple(
        _text(value, is_known(desk, one, month)) for value, month in zip(values, months, strict=True)
    )
    return GlanceLine(key, one.name, values, special, target(desk, one, months[-1]).number, texts)


def _text(value: float | None, known: bool) -> str:
    if value is None:
        return "N/A" if known else NOT_KNOWN
    return f"{value:.1f}%"


def wanted(desk: Desk, made: Glance, chart: int, place: int) -> Selection | str:
    """Everybody whom a month of a chart counts; a sentence where the month is not known."""
    from desktop.analysis.known_since import is_known
    from desktop.domain.indicators import indicators
    from desktop.domain.lists.counted import Question

    one, month = indicators("children")[made.lines[chart].indicator], made.months[place]
    if not is_known(desk, one, month):
        return f"{spoken_month(month)} is not known: nothing of the sort was recorded by then."
    return Question(one, "pack", month).selection(desk, "d")
