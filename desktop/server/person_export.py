"""Everything held on a person, for their own request: rows, what they were before, who looked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.errors import KnownError, Refused
from desktop.paths import private
from desktop.server.rights import rights

if TYPE_CHECKING:
    import psycopg

Held = Mapping[str, Any]
_SECTIONS = {
    "history": "What was changed, when and by whom",
    "recorded": "When rows were recorded and by whom",
    "opened": "Who opened the record",
    "exports": "Copies like this one",
}


def held_on(db: psycopg.Connection[Any], ref: str) -> Held:
    """Everything held on a person; that it was asked for is logged, with the caller's name.

    Args:
        db: the connection of an auditor, or of a head of service who sees the person.
        ref: the person's reference in the council's case system.

    Raises:
        Refused: when the caller may not, or there is nobody of that reference whom they may see.
    """
    row = db.execute("SELECT caseclock.person_export(%s)", (ref,)).fetchone()
    answer: dict[str, Any] = row[0] if row else {}
    if answer.get("outcome") != "exported":
        raise Refused(str(answer.get("sentence", "")))
    return answer


def write(held: Held, path: Path) -> int:
    """Write it: ``.xlsx`` with a sheet for each kind of record, anything else as JSON; returns how many rows.

    Raises:
        KnownError: when the file cannot be written.
    """
    try:
        if path.suffix.casefold() == ".xlsx":
            _write_workbook(held, path)
        else:
            with open(path, "w", encoding="utf-8", opener=private) as file:
                json.dump(held, file, indent=1, ensure_ascii=False)
    except OSError as error:
        raise KnownError(
            f"{path.name} could not be written. The request was logged; choose another folder.",
            details=type(error).__name__,
        ) from error
    return sum(len(rows) for rows in held["rows"].values())


def _write_workbook(held: Held, path: Path) -> None:
    import xlsxwriter

    with open(path, "wb", opener=private):
        pass  # made by and for its owner alone, before anything is in it
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for title, rows in _sheets(held):
            sheet = book.add_worksheet(title[:31])
            names = list(dict.fromkeys(name for row in rows for name in row))
            for at, name in enumerate(names):
                sheet.write_string(0, at, name.replace("_", " "), bold)
            for line, row in enumerate(rows, 1):
                for at, name in enumerate(names):
                    sheet.write_string(line, at, _words(row.get(name)))


def _sheets(held: Held) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, table in rights().tables.items():
        if rows := held["rows"].get(name):
            yield table.words, rows
    for name, title in _SECTIONS.items():
        if rows := held.get(name):
            yield title, rows


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
