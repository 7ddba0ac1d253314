"""Saving a list of words as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.errors import KnownError
from desktop.models.copying import safe
from desktop.models.rows_list import RowsList
from desktop.views.controls import button


def write_csv(path: Path, rows: RowsList) -> None:
    """Write a list of words as CSV that a spreadsheet may open safely.

    Raises:
        KnownError: when the file cannot be written.
    """
    try:
        with path.open("w", newline="", encoding="utf-8-sig") as out:
            writer: Any = csv.writer(out)
            writer.writerow([one.title for one in rows.columns])
            writer.writerows([[safe(cell) for cell in row] for row in rows.rows])
    except OSError as error:
        raise KnownError(
            f"{path.name} could not be written. Nothing else was changed; choose another folder.",
            type(error).__name__,
        ) from error


def csv_button(name: str, rows: Callable[[], RowsList | None], said: Callable[[str], object]) -> QPushButton:
    """A button that asks for a file and saves a page's table in it.

    Args:
        name: the file's name to begin with.
        rows: the table on show; None while there is none.
        said: told how many rows were written where, or why they could not be.
    """

    def ask() -> None:
        path, _ = QFileDialog.getSaveFileName(made, "Save the table", name, "CSV (*.csv)")
        shown = rows()
        if not path or shown is None:
            return
        try:
            write_csv(Path(path), shown)
        except KnownError as error:
            said(error.message)
            return
        said(f"{len(shown):,} rows written to {Path(path).name}.")

    made = button("Save the table…", ask, icon="file", tip="Save the table as CSV")
    return made
