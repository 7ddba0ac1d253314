"""The workbook of a pack: real tables and native charts, made for people who cannot see it too.

No merged cells, one table on a sheet with its headings in the first row and repeated on every printed page,
a sheet of notes at the front, every chart with its table and alternative text.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_LONGEST = 32_767
_WIDEST = 60


@dataclass(frozen=True)
class Chart:
    """A native chart of a sheet's own rows.

    Attributes:
        columns: the columns drawn as lines; of a dot plot the share, and the low and high end of its
            interval.
        first, last: rows of the table, from 0.
        says: the alternative text.
        names: the column that names the points.
        dots: a dot plot of shares with their intervals instead of lines.
    """

    title: str
    columns: tuple[int, ...]
    first: int
    last: int
    says: str
    names: int = 1
    dots: bool = False


@dataclass(frozen=True)
class Table:
    """One sheet: a table, and charts on a sheet of their own beside it.

    Attributes:
        heads: column headings; all different.
        rows: text, numbers, or None for an empty cell.
        shares: columns that hold per cent.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    shares: frozenset[int] = frozenset()
    charts: tuple[Chart, ...] = ()


def workbook(
    title: str, marking: str, notes: Sequence[str], tables: Sequence[Table], made: dt.datetime
) -> bytes:
    """The workbook's content; nothing of it lies in a temporary folder on the way.

    Args:
        title: of the document.
        marking: printed on every page.
        notes: the lines of the first sheet.
        tables: the sheets after it.
        made: written into the file, so that the same content makes the same file.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "comments": marking, "created": made})
        forms = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "share": book.add_format({"num_format": '0.0"%"'}),
        }
        _notes(book.add_worksheet("Notes"), title, marking, notes, forms)
        for number, table in enumerate(tables, 1):
            page = book.add_worksheet(table.name)
            _fill(page, table, number, forms)
            _round(page, title, marking)
            for at, chart in enumerate(table.charts):
                _draw(book, page, table, chart, at)
    return buffer.getvalue()


def _notes(page: Any, title: str, marking: str, notes: Sequence[str], forms: dict[str, Any]) -> None:
    page.set_column(0, 0, 100)
    page.write_string(0, 0, title, forms["title"])
    for row, line in enumerate((marking, *notes), 1):
        page.write_string(row, 0, line[:_LONGEST], forms["wrap"])
    _round(page, title, marking)


def _round(page: Any, title: str, marking: str) -> None:
    """Every printed page: marking, title, number, and the headings again."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L&B{_code(marking)}&R{_code(title)}")
    page.set_footer("&RPage &P of &N")


def _code(words: str) -> str:
    return words.replace("&", "&&")[:120]


def _fill(page: Any, table: Table, number: int, forms: dict[str, Any]) -> None:
    last = max(len(table.rows), 1)
    columns = [
        {"header": head, "format": forms["share"]} if at in table.shares else {"header": head}
        for at, head in enumerate(table.heads)
    ]
    name = f"Table{number}_{re.sub(r'[^A-Za-z0-9]', '_', table.name)}"
    page.add_table(
        0, 0, last, len(table.heads) - 1,
        {"columns": columns, "name": name, "style": "Table Style Light 1", "banded_rows": False},
    )  # fmt: skip
    for row, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(row, column, cell[:_LONGEST])
            elif cell is not None:
                page.write_number(row, column, cell, forms["share"] if column in table.shares else None)
    for column, head in enumerate(table.heads):
        longest = max((len(str(row[column] or "")) for row in table.rows[:300]), default=0)
        page.set_column(column, column, min(max(longest, len(head) + 3) + 1, _WIDEST))
    page.freeze_panes(1, 1)
    page.repeat_rows(0)


def _draw(book: Any, page: Any, table: Table, chart: Chart, at: int) -> None:
    made = book.add_chart({"type": "line"})
    looks = _DOTS if chart.dots else _LINES
    for column, look in zip(chart.columns, looks, strict=False):
        made.add_series(
            {
                "name": [table.name, 0, column],
                "categories": [table.name, chart.first + 1, chart.names, chart.last + 1, chart.names],
                "values": [table.name, chart.first + 1, column, chart.last + 1, column],
                **look,
            }
        )
    if chart.dots:
        made.set_high_low_lines({"line": {"color": "#595959"}})
    made.set_title({"name": chart.title, "name_font": {"size": 11}})
    made.set_y_axis({"min": 0, "max": 100, "name": "per cent", "major_gridlines": _FAINT})
    made.show_blanks_as("gap")
    made.set_size({"width": 620, "height": 270})
    made.set_legend({"position": "bottom"})
    place = {"description": chart.says, "object_position": 3}
    page.insert_chart(1 + at * 14, len(table.heads) + 1, made, place)


_FAINT = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
_NO_MARK = {"type": "none"}


def _line(dash: str, width: float, colour: str = "#595959") -> dict[str, Any]:
    return {"line": {"color": colour, "width": width, "dash_type": dash}, "marker": _NO_MARK}


def _mark(shape: str, size: int) -> dict[str, Any]:
    filled = {"color": "#1F3864"}
    return {
        "line": {"none": True},
        "marker": {"type": shape, "size": size, "fill": filled, "border": filled},
    }


# The share with its months joined, target, mean, low and high limit: told apart by dashes, not by colour.
_LINES = (
    {
        "line": {"color": "#1F3864", "width": 1.75},
        "marker": {"type": "circle", "size": 4, "fill": {"color": "#1F3864"}, "border": {"color": "#1F3864"}},
    },
    _line("round_dot", 1.75, "#000000"),
    _line("solid", 0.75),
    _line("dash", 0.75),
    _line("dash", 0.75),
)
# The share, and the ends of its interval, joined upright.
_DOTS = (_mark("circle", 6), _mark("short_dash", 7), _mark("short_dash", 7))
