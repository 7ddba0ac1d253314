"""Saving a list of words as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from desktop.errors import KnownError
from desktop.models.copying import safe
from desktop.models.rows_list import RowsList


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
