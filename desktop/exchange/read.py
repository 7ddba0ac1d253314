"""Reading a file: the one door through which a spreadsheet comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

from desktop.domain.days import day
from desktop.errors import KnownError
from desktop.exchange.read_pieces import Pieces
from desktop.exchange.read_rows import Memos
from desktop.exchange.read_safety import inspect
from desktop.exchange.read_sheets import grids
from desktop.exchange.read_tables import Seen, Sheet, read_sheet
from desktop.exchange.records import ParsedFile

Progress = Callable[[float, str], None]
Cancel = Callable[[], bool]


def read_file(
    path: str | Path,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    *,
    today: int | None = None,
) -> ParsedFile:
    """Read a tracker, an Annex A workbook, or a csv of either.

    Args:
        path: the file.
        progress: told a fraction from 0 to 1 and a few words, when the file has been found to be safe
            and after each sheet.
        cancel: asked between sheets; true stops the reading.
        today: the day against which "in the future" and two-digit years are judged; this machine's
            day when absent. A file's own "as at" day comes first.

    Raises:
        KnownError: one sentence, when the file cannot or must not be read, or was cancelled.
    """
    with Pieces() as pieces:
        return _read(Path(path), pieces, progress, cancel, day(dt.date.today()) if today is None else today)


def _read(
    path: Path, pieces: Pieces, progress: Progress | None, cancel: Cancel | None, today: int
) -> ParsedFile:
    kind = inspect(path, pieces)
    result = ParsedFile(str(path), path.name, _digest(path), "")

    def stopped() -> None:
        if cancel and cancel():
            raise KnownError("The import was stopped. Nothing was changed.")

    seen, memos, sheets = Seen(), Memos(), []
    stopped()
    if progress:
        progress(0.0, "unpacking")
    for number, grid in enumerate(grids(path, kind, stopped, pieces), 1):
        if progress:
            progress(1 - 0.8**number, f"reading {grid.name}")
        sheet = read_sheet(grid, seen, memos, today)
        sheets.append(sheet)
        _add(result, sheet)
    result.layout = _layout(sheets)
    if not result.layout:
        raise _unrecognised(path.name, sheets)
    result.notes = _notes(sheets)
    if progress:
        progress(1.0, f"{result.record_count:,} rows read")
    return result


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add(result: ParsedFile, sheet: Sheet) -> None:
    result.tables += sheet.tables
    result.rejected += sheet.rejected
    result.exceptions += sheet.exceptions
    result.skipped += sheet.skipped
    result.sheets.append(sheet.note)
    result.as_at = result.as_at or sheet.as_at
    result.likely_as_at = result.likely_as_at or sheet.likely_as_at


def _layout(sheets: list[Sheet]) -> str:
    names = {sheet.note.layout for sheet in sheets if sheet.note.layout}
    names = {"annex_a" if name.startswith("annex_a") else name for name in names}
    return "mixed" if len(names) > 1 else next(iter(names), "")


def _unrecognised(name: str, sheets: list[Sheet]) -> KnownError:
    if all(sheet.note.why == "the sheet is empty" for sheet in sheets):
        return KnownError(f"{name} has no rows in it. Nothing was changed. Check that it is the right file.")
    if sheets and all(sheet.unused_list for sheet in sheets):
        return KnownError(
            f"{name} holds only Annex A lists that are not counted here. Nothing was changed. "
            "Import the workbook with lists 3 to 9."
        )
    return KnownError(
        f"{name} has none of the headers of a DoLS, visits or supervision tracker or of Annex A in the "
        "first 20 rows of any sheet. Nothing was changed. Check that it is the right file and that its "
        "header row is there."
    )


def _notes(sheets: list[Sheet]) -> list[str]:
    notes = []
    for sheet in sheets:
        name = sheet.note.name
        if sheet.note.why and not sheet.unused_list:
            was = "was not read" if not sheet.note.layout else "was read"
            notes.append(f"Sheet {name} {was}: {sheet.note.why}.")
        if sheet.unknown:
            notes.append(f"Sheet {name}: columns not used: {', '.join(sheet.unknown)}.")
    unused = [sheet.unused_list for sheet in sheets if sheet.unused_list]
    if unused:
        notes.append(f"Annex A lists not used, as no clock is counted from them: {', '.join(unused)}.")
    return notes
