"""What the Indicators page shows: the children's figures of a month, and the council's DoLS table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import NONE, OVERDUE, Column
from desktop.domain.lists.selection import Count, Selection
from desktop.models import monthly
from desktop.models.monthly import Values
from desktop.models.times import KeyedRows

if TYPE_CHECKING:
    from desktop.analysis.children_table import Figure
    from desktop.analysis.dols_table import DolsTable, Row
    from desktop.domain.lists.desk import Desk

MEASURES = (
    ("pack", "As the pack counts"),
    ("not-overdue", "Not overdue"),
    ("period", "Due in the month"),
)
MEANS = {
    "pack": "The whole stock at the month's end; counted are those with the visit in the window that ends "
    "there, so a child new and not yet visited counts against it.",
    "not-overdue": "The same stock, each child against the clock that runs for them, as in the live lists.",
    "period": "Every date that fell due in the month while the child was in the cohort, met or not.",
}
BY = (
    ("", "Whole council"),
    ("team", "By team"),
    ("manager", "By line manager"),
    ("worker", "By worker"),
    ("frequency", "By agreed frequency"),
)


@dataclass(frozen=True)
class ChildrenAnswer:
    """The table of one month.

    Attributes:
        rows: each tag is the `Figure` that it prints.
        by: the grouping, blank for the whole council.
        about: what the page says above the table.
    """

    rows: KeyedRows
    by: str
    about: str


@dataclass(frozen=True)
class DolsAnswer:
    """The DoLS table with its months down; each tag is the month's place in the table, -1 for the foot."""

    table: DolsTable
    rows: KeyedRows


def children_answer(
    desk: Desk,
    month: int,
    measure: str,
    by: str,
    only: str,
    as_printed: bool,
    earlier: Sequence[Values] | None = None,
) -> ChildrenAnswer:
    """Ask for the figures of a month; not on the GUI thread.

    Args:
        desk: the reading.
        month: see `desktop.domain.months`.
        measure: one of `MEASURES`.
        by: one of `BY`; a grouping needs `only`.
        only: the id of the indicator that is broken down.
        as_printed: percentages cut to whole numbers, as the council's pack has them.
        earlier: the values of the months before, oldest first, on which a verdict rests; None while they
            are not known yet.
    """
    from desktop.analysis.children_table import children_table

    figures = children_table(desk, month, measure, by, only if by else "")
    columns = monthly.columns(by)
    lines = [monthly.line(desk, figure, month, as_printed, earlier) for figure in figures]
    rows = KeyedRows(
        columns,
        [[line.texts[column.key] for column in columns] for line in lines],
        tags=figures,
        states=[line.state for line in lines],
        keys={key: [_key(line.texts[key]) for line in lines] for key in ("n", "d", "percent", "target")},
        names=[f"{figure.indicator.id} {figure.key}" for figure in figures],
    )
    name = figures[0].indicator.name if by and figures else "All indicators"
    return ChildrenAnswer(rows, by, f"{name}. {MEANS[measure]}")


def _key(text: str) -> int:
    number = text.partition(" ")[0].replace(",", "").removesuffix("%")
    try:
        return round(float(number) * 10)
    except ValueError:
        return NO_DAY


def figure_words(figure: Figure) -> str:
    """What an indicator says, for the line under the table."""
    from desktop.domain.timescales import Timescales

    one, shipped = figure.indicator, Timescales.shipped()
    since = one.versions[-1].note if one.versions else ""
    names = "; ".join(shipped.rule(rule).name for rule in one.rules)
    rules = f" Timescale: {names}." if names else ""
    return f"{one.definition}{rules} Version: {since}."


def figure_counts(desk: Desk, figure: Figure) -> list[Count]:
    """The numbers of one row, each with its list; not on the GUI thread."""
    from desktop.domain.lists import counts

    if figure.asked is None or figure.n is None:
        return []
    return counts(desk, "counted", figure.selection(desk, ""))


def figure_title(desk: Desk, selection: Selection) -> str:
    """What the list of a figure is about, and whose part of it."""
    from desktop.domain.lists.counted import question

    by, _, key = selection.of.partition(" ")[2].partition(":")
    words = question(desk, selection).spoken()
    if not by:
        return words
    if by == "frequency":
        return f"{words}, interval {key}"
    table = desk.book.team if by == "team" else desk.book.worker
    return f"{words}, {table.name[table.index[key]] if key in table.index else 'nobody'}"


def figure_list(desk: Desk, figure: Figure) -> Selection | None:
    """The list of all whom a figure counts, of a share its denominator; None where nothing is counted."""
    if figure.asked is None or figure.n is None:
        return None
    return figure.selection(desk, "d" if figure.indicator.is_share else "n")


def dols_answer(desk: Desk, month: int, months: int) -> DolsAnswer:
    """Ask for the DoLS table up to a month; not on the GUI thread."""
    from desktop.analysis.dols_table import dols_table
    from desktop.domain.months import spoken_month

    made = dols_table(desk, month, months)
    short = ("Received", "Signed off", "Over one year", "Average days since April")
    columns = [Column("month", "Month", width=22)]
    columns += [
        Column(row.indicator.id, words, width=16, align="right")
        for row, words in zip(made.rows, short, strict=True)
    ]
    columns.append(Column("note", "Note", width=40))
    lines = [
        [_named(spoken_month(one), made, at), *(_cell(row, at) for row in made.rows), ""]
        for at, one in enumerate(made.months)
    ]
    year = next((row.benchmark.year for row in made.rows if row.benchmark), "")
    average = "For one council on average"
    lines.append([f"England {year}", *(_england(row) for row in made.rows), average])
    lines.append(["DIFF, last month", *(_difference(row) for row in made.rows), "Negative is worse"])
    tags = [*range(len(made.months)), -1, -1]
    keys = {column.key: [_key(line[at]) for line in lines] for at, column in enumerate(columns[:-1]) if at}
    return DolsAnswer(made, KeyedRows(columns, lines, tags=tags, keys=keys))


def _named(name: str, made: DolsTable, at: int) -> str:
    return f"{name}, so far" if made.partial and at == len(made.months) - 1 else name


def _cell(row: Row, at: int) -> str:
    value = row.cells[at].value
    if value is None:  # only an average can be of nothing
        return "N/A" if row.indicator.kind == "mean" else monthly.NOT_KNOWN
    return f"{value:,}"


def _england(row: Row) -> str:
    return f"{row.benchmark.value:g}" if row.benchmark else "N/A"


def _difference(row: Row) -> str:
    if row.difference is None:
        return "N/A"
    return f"{row.difference:g}"


def dols_rows() -> list[tuple[str, str]]:
    """The rows of the DoLS table by id, in its order."""
    from desktop.domain.indicators import indicators

    return [(key, one.name) for key, one in indicators("dols").items()]


def dols_counts(answer: DolsAnswer, at: int) -> Sequence[Count]:
    """The four numbers of one month, each with its list."""
    titles = ("Received", "Signed off", "Took over a year", "Averaged since April")
    made = []
    for row, title in zip(answer.table.rows, titles, strict=True):
        cell = row.cells[at]
        n, rag = cell.count + cell.left_out, OVERDUE if row.indicator.id == "dols_over_one_year" else NONE
        made.append(
            Count(row.indicator.id, title, n, cell.selection, rag if n else NONE, row.indicator.definition)
        )
    return made
