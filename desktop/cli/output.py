"""Printing a table as text, CSV or JSON, always with the same columns."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from desktop.errors import KnownError

Row = Mapping[str, Any]
_BETWEEN = "\x1f"
_QUOTED = re.compile(r'[,"\r\n]')
_UNFIT = (*',"\r\n', *(_BETWEEN + sign for sign in "=+-@\t"))  # has to be quoted, or starts like a formula
# What a terminal would obey instead of showing, and what would break a row in two.
_CONTROLS = dict.fromkeys(
    [*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " "
)


def check_target(path: Path, *kept: Path) -> None:
    """Refuse a file to write before any work is done for it.

    Args:
        path: the file that a person named.
        kept: files that it must not take the place of: the database, what is being imported.

    Raises:
        KnownError: when it is one of those, or cannot be written there.
    """
    if path.exists() and any(each.exists() and path.samefile(each) for each in kept):
        raise KnownError(
            f"{path.name} is the database or a file that is read here, and would be overwritten. "
            "Nothing was changed. Choose another name."
        )
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise KnownError(
            f"{path.name} cannot be written there. Nothing was changed. "
            "Name a file in a folder that exists and that you may write in."
        )


def print_rows(rows: Sequence[Row], form: str, out: TextIO | None = None) -> None:
    """Print rows that share their keys; `form` is ``table``, ``csv`` or ``json``."""
    out = out or sys.stdout
    if form == "json":
        json.dump(list(rows), out, indent=1, ensure_ascii=False)
        out.write("\n")
    elif form == "csv":
        _print_csv(rows, out)
    else:
        _print_table(rows, out)


def print_columns(columns: Mapping[str, Sequence[Any]], form: str, out: TextIO | None = None) -> None:
    """Print what `print_rows` would, from columns of numbers and texts; each value is worded once."""
    out = out or sys.stdout
    size = len(next(iter(columns.values()), ()))
    if form == "table" or not size:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        print_rows(rows, form, out)
    elif form == "json":
        fields = [f"{json.dumps(name, ensure_ascii=False).replace('%', '%%')}: %s" for name in columns]
        record = " {\n  " + ",\n  ".join(fields) + "\n }"
        words = _worded(columns, lambda value: json.dumps(value, ensure_ascii=False))
        out.write("[\n" + ",\n".join(map(record.__mod__, words)) + "\n]\n")
    else:
        lines = map(",".join, zip(*map(_csv_words, columns.values()), strict=True))
        out.write("\n".join([",".join(map(_csv_word, columns)), *lines, ""]))


def _worded(columns: Mapping[str, Sequence[Any]], word: Callable[[Any], str]) -> zip[tuple[str, ...]]:
    """Rows of words; a column holds few different values."""
    return zip(*(_words(column, word) for column in columns.values()), strict=True)


def _words(column: Sequence[Any], word: Callable[[Any], str]) -> list[str]:
    words = {value: word(value) for value in set(column)}
    return list(map(words.__getitem__, column))


def _csv_words(column: Sequence[Any]) -> Sequence[str]:
    """A column as cells of a CSV; looked through as one text, as nearly all columns are fit as they are."""
    if set(map(type, column)) == {str}:
        text = _BETWEEN + _BETWEEN.join(column)
        if not any(sign in text for sign in _UNFIT):
            return column
    return _words(column, _csv_word)


def _csv_word(value: Any) -> str:
    cell = safe_cell(value)
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _print_csv(rows: Sequence[Row], out: TextIO) -> None:
    if not rows:
        return
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0].keys())
    writer.writerows([safe_cell(value) for value in row.values()] for row in rows)


def safe_cell(value: Any) -> str:
    """A value as a spreadsheet may open it: text that starts like a formula gets an apostrophe."""
    text = "" if value is None else str(value)
    if text[:1] in "=+-@\t\r" and text[:1] and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _print_table(rows: Sequence[Row], out: TextIO) -> None:
    if not rows:
        out.write("Nothing to list.\n")
        return
    names = list(rows[0])
    cells = [["" if row[name] is None else _shown(row[name]) for name in names] for row in rows]
    widths = [min(40, max(len(line[at]) for line in [names, *cells])) for at in range(len(names))]
    for line in [names, *cells]:
        text = "  ".join(_fit(cell, width) for cell, width in zip(line, widths, strict=True))
        out.write(text.rstrip() + "\n")
    out.write(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}\n")


def _shown(value: Any) -> str:
    text = str(value)
    return text if text.isprintable() else text.translate(_CONTROLS)


def _fit(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"
