"""Small spreadsheets made for one test each."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parents[1] / "data"
VISITS = [
    "Child ID",
    "Initials",
    "Status",
    "Worker",
    "Plan/care start",
    "Last visit",
    "Seen?",
    "Seen alone",
    "Agreed freq",
    "Notes",
]
SUPERVISION = ["Child ID", "Initials", "Plan", "Worker", "Last supervision", "Comments"]
DOLS = [
    "Ref",
    "Person ID",
    "Name",
    "DOB",
    "Managing Authority",
    "Form",
    "Date rec'd",
    "Urgent Y/N",
    "Urgent from",
    "Urgent ends",
    "BIA",
    "Date alloc to BIA",
    "MHA",
    "Form 3 rec'd",
    "Date signed off",
    "Outcome",
    "Comments",
]


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """An .xlsx with these rows; dates become real date cells, everything else stays as given."""
    book = xlsxwriter.Workbook(str(path))
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(at, column, dt.datetime(cell.year, cell.month, cell.day), date)
                elif isinstance(cell, str):
                    sheet.write_string(at, column, cell)
                elif cell is not None:
                    sheet.write(at, column, cell)
    book.close()
    return path


def supervision(path: Path, *rows: list[object], sheet: str = "Locality 1") -> Path:
    return workbook(path, {sheet: [SUPERVISION, *rows]})


def visits(path: Path, *rows: list[object], sheet: str = "Locality 1") -> Path:
    return workbook(path, {sheet: [VISITS, *rows]})


def dols(path: Path, *rows: dict[str, object]) -> Path:
    return workbook(path, {"Tracker": [DOLS, *([row.get(name, "") for name in DOLS] for row in rows)]})


def repacked(source: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """A copy of a workbook with some parts replaced (None: left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in change:
                new.writestr(part.filename, old.read(part.filename))
        for name, content in change.items():
            if content is not None:
                new.writestr(name, content)
    return target
