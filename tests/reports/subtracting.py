"""An independent reader with pencil and paper: solves for hidden cells by exact elimination."""

from __future__ import annotations

from fractions import Fraction


def follows(sums, hidden):
    """The hidden cells that have one value only, given (total, parts) and everything that is not hidden."""
    cells = sorted(hidden, key=str)
    at = {cell: place for place, cell in enumerate(cells)}
    rows = []
    for total, parts in sums:
        row = {}
        for cell, sign in [(total, 1), *((part, -1) for part in parts)]:
            if cell in at:
                row[at[cell]] = row.get(at[cell], Fraction(0)) + sign
        rows.append({column: number for column, number in row.items() if number})
    solved = {}
    for row in rows:
        _reduce(row, solved)
        if not row:
            continue
        pivot = min(row)
        scale = row[pivot]
        row = {column: number / scale for column, number in row.items()}
        for other in solved.values():
            _take(other, row, pivot)
        solved[pivot] = row
    return {cells[pivot] for pivot, row in solved.items() if len(row) == 1}


def _reduce(row, solved):
    for pivot in [column for column in row if column in solved]:
        _take(row, solved[pivot], pivot)


def _take(row, other, pivot):
    """Row less as many times the other as clears its pivot."""
    times = row.get(pivot)
    if not times:
        return
    for column, number in other.items():
        left = row.get(column, Fraction(0)) - times * number
        if left:
            row[column] = left
        else:
            row.pop(column, None)
