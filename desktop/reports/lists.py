"""Any list on paper: its rows as the window has them, what narrows it, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from desktop.domain.days import spoken
from desktop.domain.lists.columns import OVERDUE, Column, Ints
from desktop.domain.lists.listdata import ListData
from desktop.reports.paper import Cell, Grid, Head, Paper, Row, state

Texts = Mapping[str, list[str]]  # column key -> its words, row by row
_CHARACTERS = 165  # of ordinary type across a page
_WIDEST = 40
MOST = 2_000  # rows; more is no paper that anybody reads


def list_paper(
    data: ListData,
    title: str,
    filters: Sequence[str] = (),
    *,
    order: Ints | None = None,
    columns: Sequence[str] = (),
) -> Paper:
    """A list as a paper.

    Args:
        data: its rows.
        title: what the list is called.
        filters: what narrows it, in words.
        order: its rows in the order of the screen; the list's own order when left out.
        columns: keys of the columns wanted; those that a new user sees when left out.
    """
    wanted = [data.column(key) for key in columns] if columns else [one for one in data.columns if one.shown]
    rows = np.arange(len(data), dtype=np.int32) if order is None else order
    left_out, rows = max(0, len(rows) - MOST), rows[:MOST]
    texts = {key: data.text(key, rows) for one in wanted for key in (one.key, one.under) if key}
    wanted = [one for one in wanted if any(texts[one.key]) or any(texts.get(one.under, ()))]
    narrowed = f"{len(data):,} of {data.of:,} rows" if len(data) != data.of else f"{len(data):,} rows"
    more = f"; the first {MOST:,} are printed" if left_out else ""
    lines = _rows(data, wanted, texts, rows, grouped=order is None)
    return Paper(
        title=title,
        about=f"{narrowed}{more}",
        as_at=f"As at {spoken(data.selection.as_at)}",
        filters="; ".join(filters),
        parts=(Grid(_heads(wanted, texts), lines, empty="No row fits these filters."),),
        landscape=True,
    )


def _heads(wanted: Sequence[Column], texts: Texts) -> tuple[Head, ...]:
    """Columns as wide as their longest words need, and more for long sentences where there is room."""
    least, most = [], []
    for column in wanted:
        said = [column.title, *texts[column.key], *texts.get(column.under, [])]
        token = max((len(word) for words in said for word in words.split()), default=1) + 2
        extra = 5 if column.kind == "rag" else 2  # a shape, and heavier type
        least.append(min(token, _WIDEST))
        most.append(min(max(map(len, said)) + extra, _WIDEST))
    spare, wish = _CHARACTERS - sum(least), sum(most) - sum(least)
    share = min(1.0, max(0.0, spare / wish)) if wish else 0.0
    widths = [low + (high - low) * share for low, high in zip(least, most, strict=True)]
    whole = sum(widths)
    return tuple(
        Head(column.title, round(100 * width / whole, 1), column.align == "right")
        for column, width in zip(wanted, widths, strict=True)
    )


def _rows(
    data: ListData, wanted: Sequence[Column], texts: Texts, rows: Ints, *, grouped: bool
) -> tuple[Row, ...]:
    headings: Mapping[int, str] = {}
    if grouped:
        headings = {group.first: f"{group.title} ({group.count})" for group in data.groups()}
    made = []
    for at, row in enumerate(rows.tolist()):
        if row in headings:
            made.append(Row(heading=headings[row]))
        made.append(Row(tuple(_cell(column, texts, at, int(data.rag[row])) for column in wanted)))
    return tuple(made)


def _cell(column: Column, texts: Texts, at: int, rag: int) -> Cell:
    words, small = texts[column.key][at], texts[column.under][at] if column.under else ""
    if column.kind != "rag":
        return Cell(words, small)
    return Cell(state(rag, words), small, strong=rag == OVERDUE)
