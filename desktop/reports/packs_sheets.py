"""Sheets of the workbook that stand beside the children's figures: others, typed rows, comments, DoLS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop.analysis.beside import OTHERS
from desktop.analysis.frozen import OUT
from desktop.domain.figures import NOT_APPLICABLE, WHOSE_WORDS, Value
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.months import spoken_month, written
from desktop.exchange.pack_xlsx import Table
from desktop.reports.packs_beside import note_words, typed_rows, typed_text
from desktop.reports.packs_dols import DolsFigures, request_words
from desktop.reports.packs_figures import Figures
from desktop.reports.suppress import SHOWN_AS

TYPED_MONTHS = 12


def beside_tables(figures: Figures) -> list[Table]:
    """The figures of others, the rows typed from other systems, and the comments."""
    made = [_others(figures), _typed(figures)]
    return made + ([_comments(figures)] if figures.frozen.beside.notes else [])


def _others(figures: Figures) -> Table:
    """One line for each row and each of the others, N/A where nobody publishes it."""
    rows: list[list[Any]] = []
    beside = figures.frozen.beside
    for one in (*indicators("children").values(), *indicators("dols").values()):
        wanted = beside.wanted.get(one.id, Value())
        rows.append([one.name, WHOSE_WORDS["target"], *_figure(wanted), one.unit, "", ""])
        for whose in OTHERS:
            found = beside.others.get((one.id, whose))
            if found is None:
                rows.append([one.name, WHOSE_WORDS[whose], NOT_APPLICABLE, "", "", ""])
            else:
                about = [found.unit, found.year, found.origin]
                rows.append([one.name, WHOSE_WORDS[whose], *_figure(found.value), *about])
    heads = ("Indicator", "Whose", "Figure", "Unit", "Year", "Where it was read")
    return Table("Others", "Targets and figures of others", heads, rows)


def _figure(value: Value) -> list[Any]:
    return [value.word if value.number is None else value.number]


def _typed(figures: Figures) -> Table:
    last = figures.frozen.month
    rows = [
        [one.name, written(month), _plain(figures, one, month), one.unit, one.why_not.capitalize()]
        for one in typed_rows()
        for month in range(last - TYPED_MONTHS + 1, last + 1)
    ]
    heads = ("Indicator", "Month", "Figure", "Unit", "Why our records do not give it")
    return Table("Typed", "Rows from other systems", heads, rows)


def _plain(figures: Figures, one: Indicator, month: int) -> Any:
    """A number stays a number."""
    text = typed_text(figures, one, month)
    found = figures.frozen.beside.typed.get((one.id, month))
    hidden = text == SHOWN_AS or found is None or found.value.number is None
    return text if hidden or found is None else found.value.number


def _comments(figures: Figures) -> Table:
    names = {key: one.name for table in ("children", "dols") for key, one in indicators(table).items()}
    rows = [
        [names.get(one.indicator, one.indicator), *note_words(figures, one)]
        for one in figures.frozen.beside.notes
    ]
    who = () if figures.is_panel else ("Who",)
    heads = ("Indicator", "What", "Comment or action", *who, "By", "Since")
    return Table("Comments", "Comments and actions", heads, rows)


def dols_tables(figures: Figures, *, rows: bool) -> Iterator[Table]:
    """The DoLS table with one line for each row and month; for managers who ask the requests behind it."""
    dols = DolsFigures(figures)
    if dols.is_empty:
        return
    lines = [
        [one.indicator.name, written(month), *_dols_cells(dols, key, month), one.indicator.unit]
        for key, one in dols.table.items()
        for month in dols.months
    ]
    yield Table("DoLS", "DoLS by month", ("Indicator", "Month", "Figure", "Against England", "Unit"), lines)
    if rows and not figures.is_panel:
        yield _requests(dols)


def _dols_cells(dols: DolsFigures, key: str, month: int) -> list[Any]:
    """The number, or the word in its place; the difference in the last month only."""
    found = dols.shown(key, month)
    last = dols.difference(key) if month == dols.months[-1] else ""
    return [found.text if found.hidden or found.value is None else found.value, last]


def _requests(dols: DolsFigures) -> Table:
    figures, rows = dols.figures, []
    for one in dols.table.values():
        for row in one.rows:
            ref, initials, person, received, signed, days, worker, team = request_words(figures, row)
            part = "Left out: no day of receipt" if row.state == OUT else "Counted"
            rows.append(
                [one.indicator.name, part, ref, initials, person, received, signed, days, worker, team]
            )
    heads = (
        "Indicator", "Part", "Ref", "Initials", "Person ID", "Received", "Signed off", "Days", "Last BIA",
        "Team of the BIA",
    )  # fmt: skip
    month = spoken_month(figures.frozen.month)
    return Table("DoLS requests", f"Requests behind the DoLS table, {month}", heads, rows)
