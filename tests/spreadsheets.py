"""Spreadsheets for tests: written as people keep them, and brought into a database of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from desktop.commands import importing
from desktop.commands.workspace import Workspace
from desktop.domain.days import NEVER, day, short
from desktop.exchange.reconcile import ImportPlan

TODAY = dt.date(2026, 11, 22)
DATA = Path(__file__).parent / "data"
VISITS = (
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
)
SUPERVISION = ("Child ID", "Initials", "Plan", "Worker", "Last supervision", "Comments")
DOLS = (
    "Ref",
    "Person ID",
    "Name",
    "DOB",
    "Managing Authority",
    "CQC location",
    "Form",
    "Date rec'd",
    "Urgent Y/N",
    "Urgent from",
    "Urgent ends",
    "Priority",
    "BIA",
    "BIA team",
    "Date alloc to BIA",
    "BIA due back",
    "Form 3 rec'd",
    "MHA",
    "Form 4 rec'd",
    "Date signed off",
    "Outcome",
    "Comments",
)


def number(text: str) -> int:
    """The day number of ``2026-11-20``."""
    return day(dt.date.fromisoformat(text))


def write(path: Path, headers: Sequence[str], sheets: dict[str, Sequence[dict[str, Any]]]) -> Path:
    """A workbook with a header row on each sheet; rows give only the columns that they fill."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, headers)
            for at, row in enumerate(rows, 1):
                assert set(row) <= set(headers), set(row) - set(headers)
                for column, header in enumerate(headers):
                    if row.get(header, "") != "":
                        sheet.write(at, column, row[header])
    return path


class Council:
    """A database, and what an onlooker can ask of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / "council.db", None, author="t", today=lambda: day(TODAY))
        self._files = 0

    @property
    def book(self) -> Any:
        return self.workspace.book

    def plan(self, headers: Sequence[str], as_at: str | None = None, **sheets: Any) -> ImportPlan:
        """A dry run of a workbook with these sheets (``Locality_1`` is the sheet ``Locality 1``)."""
        self._files += 1
        named = {name.replace("_", " "): rows for name, rows in sheets.items()}
        path = write(self.folder / f"file{self._files}.xlsx", headers, named)
        return importing.dry_run(self.workspace, path, as_at=number(as_at) if as_at else None)

    def bring(self, headers: Sequence[str], as_at: str | None = None, **sheets: Any) -> ImportPlan:
        """The same, imported."""
        made = self.plan(headers, as_at, **sheets)
        importing.apply(self.workspace, made)
        return made

    def sample(self, name: str, as_at: str | None = None) -> ImportPlan:
        """One of the sample files, imported."""
        made = importing.dry_run(self.workspace, DATA / name, as_at=number(as_at) if as_at else None)
        importing.apply(self.workspace, made)
        return made

    def standing(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table that stand, as plain values."""
        columns = self.book.tables[table]
        rows = []
        for row in range(len(columns)):
            fact = columns.shape.fact
            if columns.live[row] and (not fact or columns.superseded_at[row] == NEVER):
                rows.append({**self.book.record(table, row), "at": row, "source": columns.source[row]})
        return rows

    def cases(self, ref: str) -> list[dict[str, Any]]:
        """The cases of the person with an id."""
        person = [row["at"] for row in self.standing("person") if row["ref"] == ref]
        ids = {self.book.person.ids[row] for row in person}
        return [row for row in self.standing("case") if row["person"] in ids]

    def facts(self, ref: str, table: str, kind: str = "") -> list[dict[str, Any]]:
        """The standing facts of one person's cases."""
        ids = {self.book.case.ids[case["at"]] for case in self.cases(ref)}
        rows = [row for row in self.standing(table) if row["case"] in ids]
        return [row for row in rows if not kind or row["kind"] == kind]

    def days(self, ref: str, kind: str) -> list[str]:
        """The days of a person's events of a kind, as printed."""
        return [short(row["on"]) for row in self.facts(ref, "event", kind)]

    def worker(self, ref: str) -> list[str]:
        """Who has each of a person's cases now; ``?`` and the words where that is not resolved."""
        names = []
        for row in self.facts(ref, "allocation"):
            if row["ended_on"] is None:
                worker = row["worker"]
                names.append(
                    self.book.worker.name[self.book.worker.index[worker]] if worker else f"? {row['named']}"
                )
        return names

    def issues(self, level: str) -> list[int]:
        """Rows of the open findings of a level."""
        from desktop.commands import issues

        return issues.open_issues(self.book, level)

    def size(self) -> dict[str, int]:
        """How many rows every table has, superseded and dead ones included."""
        return {name: len(columns) for name, columns in self.book.tables.items()}


def write_lists(council: Council, as_at: str, sheets: dict[str, tuple[Sequence[str], Any]]) -> ImportPlan:
    """Import a workbook whose sheets have headers of their own, as those of Annex A."""
    path = council.folder / f"lists-{as_at}.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, (headers, rows) in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, headers)
            for at, row in enumerate(rows, 1):
                sheet.write_row(at, 0, [row.get(header, "") for header in headers])
    made = importing.dry_run(council.workspace, path, as_at=number(as_at))
    importing.apply(council.workspace, made)
    return made
