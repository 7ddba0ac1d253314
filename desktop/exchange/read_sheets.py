"""Files into grids of cells: xlsx through calamine, csv through the standard library."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.errors import KnownError
from desktop.exchange.export_sheets import unmarked
from desktop.exchange.read_pieces import Pieces
from desktop.exchange.read_safety import FileKind

_CELLS = 256  # no tracker is wider; what lies beyond is not read
_LATIN1_CONTROLS = re.compile("[\x80-\x9f]")
Row = list[Any]


@dataclass
class Grid:
    """One sheet's cells; row 1 of the sheet is ``rows[0]``, and every row has the same length."""

    name: str
    rows: list[Row]
    hidden: bool = False
    is_file: bool = False  # a csv: its name is not a sheet's name


def grids(
    path: Path, kind: FileKind, stopped: Callable[[], None], pieces: Pieces | None = None
) -> Iterator[Grid]:
    """The sheets of a file, one at a time.

    Args:
        stopped: called between sheets; raises when the person has pressed cancel.
        pieces: what the inspection cut a large workbook into.

    Raises:
        KnownError: when the file cannot be read as what it seems to be.
    """
    if kind == "text":
        yield _csv(path)
        return
    yield from _workbook(path, stopped, pieces)


def _workbook(path: Path, stopped: Callable[[], None], pieces: Pieces | None) -> Iterator[Grid]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        XmlError,
        ZipError,
    )

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = [about for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
            rows = _rows_of(book, [about.name for about in sheets], pieces)
            for about in sheets:
                stopped()
                hidden = about.visible != SheetVisibleEnum.Visible
                yield Grid(about.name, _trimmed(next(rows)), hidden)
    except PasswordError:
        raise KnownError(
            f"{path.name} is protected by a password. Nothing was changed. "
            "Save a copy without it and import the copy."
        ) from None
    except (CalamineError, XmlError, ZipError, OSError, ValueError) as error:
        raise KnownError(
            f"{path.name} is damaged inside. Nothing was changed. Open it in Excel, save it under a new name "
            "and import that.",
            type(error).__name__,
        ) from None


def _rows_of(book: Any, names: list[str], pieces: Pieces | None) -> Iterator[list[Row]]:
    """The cells of the sheets, in their order."""
    from python_calamine import CalamineError

    done = 0
    if pieces is not None and pieces.wanted:
        with suppress(CalamineError, ValueError, OSError):  # it is read whole, and says then what is wrong
            for rows in pieces.rows(names):
                yield rows
                done += 1
    for name in names[done:]:
        yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _trimmed(rows: list[Row]) -> list[Row]:
    """Without the empty rows at the foot, which a sheet can have a million of."""
    last = len(rows)
    while last and not any(cell != "" and not _spaces(cell) for cell in rows[last - 1]):
        last -= 1
    del rows[last:]
    if rows and len(rows[0]) > _CELLS:
        return [row[:_CELLS] for row in rows]
    return rows


def _spaces(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _csv(path: Path) -> Grid:
    text = _decoded(path.read_bytes(), path.name)
    csv.field_size_limit(1_000_000)
    try:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = [[unmarked(cell) if cell[:1] == "'" else cell for cell in row[:_CELLS]] for row in table]
    except csv.Error as error:
        raise KnownError(
            f"{path.name} cannot be read as a table of text. Nothing was changed. "
            "Save it as CSV again, or as .xlsx.",
            type(error).__name__,
        ) from None
    width = max((len(row) for row in rows), default=0)
    return Grid(path.stem, _trimmed([row + [""] * (width - len(row)) for row in rows]), is_file=True)


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or (encoding == "latin-1" and len(_LATIN1_CONTROLS.findall(text)) > len(text) // 100):
            break
        return text
    raise KnownError(f"{name} is not a text table. Nothing was changed. Choose an .xlsx or .csv file.")


def _delimiter(text: str) -> str:
    """The separator that the fullest of the first lines uses most."""
    lines = text[:20_000].splitlines()[:25]
    counts = {mark: max((line.count(mark) for line in lines), default=0) for mark in ",;\t|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
