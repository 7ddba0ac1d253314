"""What an act would do to the clocks, by the real engine, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, Patch
from desktop.domain.clocks import Clocks, clocks
from desktop.domain.cut import cut, with_siblings
from desktop.domain.lists.desk import Desk
from desktop.domain.schema import SHAPES


def clocks_after(desk: Desk, act: Act, cases: Sequence[int]) -> Clocks:
    """The clocks of some cases as they would be once an act is done.

    The act's rows about cases are laid over a copy of these cases only; the casebook is not touched.

    Args:
        desk: the snapshot to start from.
        act: what is about to be done.
        cases: case rows to answer for; their persons' other cases come with them.
    """
    rows = with_siblings(desk.book, np.unique(np.asarray(cases, np.int32)))
    small = cut(desk.book, rows)
    for change in act.sets:
        for patch in change.patches:
            if _about_a_case(patch.table):
                _lay(small, patch, act.made_at)
    after = clocks(small, desk.timescales, desk.as_at, None, np.arange(len(rows), dtype=np.int32))
    return replace(after, case=rows[after.case], covers=rows)


def _about_a_case(table: str) -> bool:
    return any(field.name == "case" for field in SHAPES[table].fields)


def _lay(small: Casebook, patch: Patch, made_at: int) -> None:
    columns = small.tables[patch.table]
    values = dict(patch.values)
    if columns.shape.fact:
        values.setdefault("recorded_at", made_at)
        if patch.op == "update":
            if patch.row not in columns.index:
                return
            values["recorded_at"] = int(columns.recorded_at[columns.row(patch.row)])
    small.apply(patch.table, [{"id": patch.row, "deleted": patch.op == "delete", **values}])
