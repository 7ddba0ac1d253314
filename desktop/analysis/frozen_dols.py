"""The DoLS table of a frozen month: each row's numbers month by month, and the requests behind the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop.analysis.dols_table import Row, dols_table
from desktop.analysis.frozen import COUNTED, OUT, Frozen, FrozenRow
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.lists import build
from desktop.domain.lists.desk import Desk
from desktop.domain.measures import COUNTED as IS_COUNTED
from desktop.domain.measures import NO_DATE

MEASURE = "dols"
MONTHS = 24
Ids = Callable[[str, Any], list[int]]


@dataclass(frozen=True)
class DolsMonth:
    """One number of the table.

    Attributes:
        value: as it is printed; None where there is nothing to average.
        count: how many requests it counts, or averages.
        left_out: signed off without a day of receipt, so in no average.
    """

    month: int
    value: int | None
    count: int
    left_out: int


@dataclass(frozen=True)
class DolsFigure:
    """One row of the table.

    Attributes:
        months: oldest first, the frozen month last.
        rows: the requests behind the frozen month; `due` is the day of receipt, `done` the day of signature.
    """

    indicator: Indicator
    months: tuple[DolsMonth, ...]
    rows: tuple[FrozenRow, ...]

    @property
    def last(self) -> DolsMonth:
        """The frozen month."""
        return self.months[-1]


def dols_content(desk: Desk, month: int, rank: Any, numbered: Ids) -> list[tuple[str, int, int, Any]]:
    """The table as it is stored: indicator id, requests counted, requests behind it, and the rest.

    Args:
        desk: the month as it was known.
        month: see `desktop.domain.months`.
        rank: per case its place in the order of ids.
        numbered: given ``cases``, ``teams`` or ``workers`` and rows, their numbers in the header.
    """
    made = []
    for row in dols_table(desk, month, MONTHS).rows:
        rows = _rows(desk, row, rank, numbered)
        months = [[cell.month, cell.value, cell.count, cell.left_out] for cell in row.cells]
        counted = sum(state == COUNTED for state in rows[1])
        made.append((row.indicator.id, counted, len(rows[0]), {"rows": rows, "months": months}))
    return made


def _rows(desk: Desk, row: Row, rank: Any, numbered: Ids) -> list[list[int]]:
    listed = build(desk, row.cells[-1].selection)
    received, signed = listed.sort_keys("received"), listed.sort_keys("finished")
    order = np.lexsort((rank[listed.case],))
    dated = (received != NO_DAY) | (row.indicator.kind != "mean")
    people, at = listed.base.rows, listed.at
    return [
        numbered("cases", listed.case[order]),
        np.where(dated, COUNTED, OUT)[order].tolist(),
        np.where(dated, IS_COUNTED, NO_DATE)[order].tolist(),
        numbered("teams", people.assessor_team[at][order]),
        numbered("workers", people.holder[at][order]),
        [-1] * len(order),
        received[order].tolist(),
        signed[order].tolist(),
    ]


def read_dols(frozen: Frozen) -> dict[str, DolsFigure]:
    """The frozen table by indicator id, in the order of print; empty for a month frozen without it."""
    known = indicators("dols")
    return {
        key: DolsFigure(
            known[key],
            tuple(DolsMonth(*one) for one in frozen.dols[key][0]),
            frozen.dols[key][1],
        )
        for key in known
        if key in frozen.dols
    }
