"""Writers of xlsx and csv: dates as dates, text as text, and the old file kept until the new one is whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for the start of a formula
_LONGEST = 32_767  # characters that a cell of Excel can hold
_WIDEST = 44


@dataclass
class Sheet:
    """One sheet to write.

    Attributes:
        titles: the header row.
        cells: the rows below it.
        title: a line above the header, "" for none.
        groups: for each column the header of its group, () for none; neighbours are merged.
    """

    name: str
    titles: tuple[str, ...]
    cells: list[list[Any]]
    title: str = ""
    groups: tuple[str, ...] = ()


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write an xlsx; nothing of it lies in a temporary folder on the way."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 13}),
            "group": book.add_format({"bold": True, "align": "center", "bottom": 1}),
            "quoted": book.add_format({"quote_prefix": True}),
        }
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, formats)
    _replace(path, buffer.getvalue())


def _fill(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    at = 0
    if sheet.title:
        page.write_string(at, 0, sheet.title, formats["title"])
        at += 1
    if any(sheet.groups):
        _write_groups(page, at, sheet.groups, formats["group"])
        at += 1
    for column, title in enumerate(sheet.titles):
        page.write_string(at, column, title, formats["head"])
        page.set_column(column, column, _width(sheet, column))
    page.freeze_panes(at + 1, 1)
    page.autofilter(at, 0, at + max(len(sheet.cells), 1), max(len(sheet.titles) - 1, 0))
    for row, cells in enumerate(sheet.cells, at + 1):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, formats)


def _write_groups(page: Any, at: int, groups: tuple[str, ...], form: Any) -> None:
    start = 0
    for column in range(1, len(groups) + 1):
        if column == len(groups) or groups[column] != groups[start]:
            if column - start > 1:
                page.merge_range(at, start, at, column - 1, groups[start], form)
            else:
                page.write_string(at, start, groups[start], form)
            start = column


def _write(page: Any, row: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        form = formats["quoted"] if cell.startswith(FORMULA) else None
        page.write_string(row, column, cell[:_LONGEST], form)
    elif isinstance(cell, dt.date):
        if cell.year < 1900:
            page.write_string(row, column, f"{cell:%d/%m/%Y}")
        else:
            page.write_datetime(row, column, cell, formats["date"])
    else:
        page.write_number(row, column, cell)


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(str(row[column] or "")) for row in sheet.cells[:200]), default=0)
    return min(max(longest, len(sheet.titles[column]), 6) + 2, _WIDEST)


def write_csv(path: Path, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a csv that Excel opens rightly: UTF-8 with its mark, dates as dd/mm/yyyy."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_as_text(title) for title in titles])
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    _replace(path, buffer.getvalue().encode("utf-8-sig"))


def _as_text(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(FORMULA) or _reads_as_marked(cell) else cell
    return cell


def _reads_as_marked(cell: str) -> bool:
    return cell.startswith("'") and cell[1:].lstrip("'").startswith(FORMULA)


def unmarked(cell: str) -> str:
    """A csv cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if _reads_as_marked(cell) else cell


def _replace(path: Path, content: bytes) -> None:
    """Put the whole new file in the place of the old one, or leave the old one as it was."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
