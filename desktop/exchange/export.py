"""Writing files: each tracker in the layout it came in, and any table as xlsx or csv.

A tracker written here and imported again changes nothing: it says what is on record, in the words that
the reader knows, with the team as the sheet's name. Cells that begin like a formula are text: marked
so in xlsx, and with Excel's own leading apostrophe in csv.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.days import short
from desktop.errors import KnownError
from desktop.exchange.export_rows import Column, Tracker, tracker
from desktop.exchange.export_sheets import Sheet, write_csv, write_workbook
from desktop.policy import policy

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_TITLES = {
    "dols_tracker": "DoLS / BIA allocation tracker",
    "visits_tracker": "Visits tracker",
    "supervision_tracker": "Supervision tracker",
}
NO_TEAM = "No team"  # the sheet of children whom no team has; the reader knows the name


def export_tracker(desk: Desk, layout: str, path: Path) -> int:
    """Write one tracker as at the desk's day, in the layout in which councils keep it.

    Args:
        desk: the snapshot to write; its day is named in the title.
        layout: "dols_tracker", "visits_tracker" or "supervision_tracker".
        path: ``.csv`` for one table of text (with a Team column), anything else for a workbook
            (the children's trackers with one sheet a team).

    Returns:
        How many rows were written.

    Raises:
        KnownError: when the file cannot be written, or there is no such tracker.
        Refused: when exporting is switched off for this machine.
    """
    policy().refuse_feature("export")
    if layout not in _TITLES:
        raise KnownError(
            f"There is no tracker called {layout}. Nothing was written. Choose dols, visits or supervision."
        )
    path = Path(path)
    found = tracker(desk, layout)
    if path.suffix.lower() == ".csv":
        columns = found.columns if layout == "dols_tracker" else (*found.columns, Column("Team", "team"))
        _saved(path, lambda: write_csv(path, [column.title for column in columns], found.cells(columns)))
    else:
        _saved(path, lambda: write_workbook(path, _sheets(found, layout, short(desk.as_at))))
    return len(found.rows)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write any table: ``.xlsx`` for a workbook with a frozen header row, else csv.

    Args:
        path: the file to write; its ending decides the format.
        columns: the header row.
        rows: cells as text, numbers, dates (``datetime.date``) or None.

    Returns:
        How many rows were written.

    Raises:
        KnownError: when the file cannot be written.
    """
    path, cells = Path(path), [list(row) for row in rows]
    if path.suffix.lower() == ".xlsx":
        sheet = Sheet("Table", tuple(columns), cells)
        _saved(path, lambda: write_workbook(path, [sheet]))
    else:
        _saved(path, lambda: write_csv(path, columns, cells))
    return len(cells)


def _sheets(found: Tracker, layout: str, day: str) -> list[Sheet]:
    title = f"{_TITLES[layout]}, as at {day}"
    if layout == "dols_tracker":
        titles = tuple(column.title for column in found.columns)
        groups = tuple(column.group for column in found.columns)
        return [Sheet(found.sheet or "Tracker", titles, found.cells(found.columns), title, groups)]
    sheets = []
    names: set[str] = {NO_TEAM.casefold()}
    for team, rows in found.by_team():
        name = _sheet_name(team, names) if team else NO_TEAM
        columns = found.columns if name in (team, NO_TEAM) else (*found.columns, Column("Team", "team"))
        titles = tuple(column.title for column in columns)
        sheets.append(Sheet(name, titles, found.cells(columns, rows), f"{team or NO_TEAM} - {title}"))
    return sheets or [Sheet(NO_TEAM, tuple(column.title for column in found.columns), [], title)]


def _sheet_name(team: str, taken: set[str]) -> str:
    """The team's name as Excel allows it: 31 characters, no brackets, slashes or ``:*?``, no two alike."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in team)
    plain = _shortened(plain.strip("' "), 31).strip("' ") or "Team"
    name, number = plain, 2
    while name.casefold() in taken or name.casefold() == "history":
        name = f"{_shortened(plain, 25)} ({number})"
        number += 1
    taken.add(name.casefold())
    return name


def _shortened(text: str, most: int) -> str:
    """At most so many characters as Excel counts them: an emoji is two."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")


def _saved(path: Path, write: Any) -> None:
    if path.suffix.lower() == ".caseclock":
        raise KnownError(
            f"{path.name} is the name of a database, which a table never replaces. Nothing was written. "
            "Choose a name that ends in .xlsx or .csv."
        )
    try:
        write()
    except PermissionError:
        raise KnownError(
            f"{path.name} could not be written: it is open in another program, or you may not write there. "
            "The file that was there is as it was. Close it, or choose another name."
        ) from None
    except OSError as error:
        raise KnownError(
            f"{path.name} could not be written. The file that was there is as it was. "
            "Check that the folder exists and that the disk is not full.",
            type(error).__name__,
        ) from None
