"""Which cases earlier files of a layout showed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.casebook import Casebook
from desktop.exchange.reconcile.facts import COLUMNS
from desktop.exchange.reconcile.lineage import Lineage


def cases_shown_by(book: Casebook, lineage: Lineage, layout: str) -> npt.NDArray[np.bool_]:
    """Per case: whether any file of that layout has said anything of it."""
    found = np.zeros(len(book.case), bool)
    batches = book.import_batch
    if not any(batches.live[row] and batches.layout[row] == layout for row in range(len(batches))):
        return found
    found |= _from(lineage, book.case, layout)
    for table in COLUMNS:
        columns = book.tables[table]
        rows = np.flatnonzero(_from(lineage, columns, layout) & (columns.case >= 0))
        found[columns.case[rows]] = True
    return found


def _from(lineage: Lineage, columns: Any, layout: str) -> npt.NDArray[np.bool_]:
    """Per row: whether an import of that layout wrote it."""
    batches: dict[str, bool] = {}
    for set_id in set(columns.set_id):
        batches[set_id] = lineage.layout(set_id, "any") == layout
    mine = np.fromiter((batches[set_id] for set_id in columns.set_id), bool, len(columns))
    return np.asarray(mine & columns.live)
