"""A table whose small numbers are hidden gives none of them away, whatever is subtracted from whatever."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.reports.suppress import SMALL, Sum, follows, hidden_cells


def table(shares, services):
    """n, r and d of teams, of services of some teams, and of the whole."""
    values, sums = {}, []
    for team, (n, r) in enumerate(shares):
        values |= {("n", team): n, ("r", team): r}
    groups = {f"service {at}": members for at, members in enumerate(services)}
    groups["whole"] = list(range(len(shares)))
    for part in ("n", "r"):
        for name, members in groups.items():
            values[part, name] = sum(values[part, team] for team in members)
            sums.append(Sum((part, name), tuple((part, team) for team in members)))
    for group in [*range(len(shares)), *groups]:
        values["d", group] = values["n", group] + values["r", group]
        sums.append(Sum(("d", group), (("n", group), ("r", group))))
    for name, members in groups.items():
        sums.append(Sum(("d", name), tuple(("d", team) for team in members)))
    return values, sums


def solved(sums, hidden):
    """Which hidden cells have one value only: exact elimination, another way than the code's own."""
    cells = sorted(hidden, key=str)
    rows = []
    for one in sums:
        row = [Fraction(0)] * len(cells)
        for cell in one.cells:
            if cell in hidden:
                row[cells.index(cell)] += 1 if cell == one.total else -1
        rows.append(row)
    at = 0
    for column in range(len(cells)):
        pivot = next((row for row in range(at, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for row in range(len(rows)):
            if row != at and rows[row][column]:
                rows[row] = [a - rows[row][column] * b for a, b in zip(rows[row], rows[at], strict=True)]
        at += 1
    return {
        cells[next(place for place, value in enumerate(row) if value)]
        for row in rows
        if sum(bool(value) for value in row) == 1
    }


counts = st.tuples(st.integers(0, 30), st.integers(0, 12))
tables = st.lists(counts, min_size=2, max_size=7)


@settings(max_examples=50, deadline=None)
@given(tables, st.integers(1, 3))
def test_nothing_hidden_follows_from_what_is_shown(shares, parts):
    services = [list(range(at, len(shares), parts)) for at in range(parts)]
    values, sums = table(shares, services)
    hidden = hidden_cells(values, sums)
    assert not [cell for cell, value in values.items() if value in SMALL and cell not in hidden]
    told = {cell for cell in solved(sums, hidden) if values[cell]}
    assert not told
    assert {cell for cell in follows(sums, hidden) if values[cell]} == told
    for one in sums:  # a total less every shown part leaves no small number either
        left = [cell for cell in one.parts if cell in hidden]
        if one.total not in hidden and left:
            assert sum(values[cell] for cell in left) not in SMALL


def test_the_next_smallest_team_goes_with_a_small_one():
    values, sums = table([(3, 20), (9, 20), (40, 20)], [])
    hidden = hidden_cells(values, sums)
    assert {("n", 0), ("n", 1)} <= hidden
    assert ("n", 2) not in hidden
    assert ("n", "whole") not in hidden


def test_two_hidden_teams_whose_sum_is_small_take_a_third_with_them():
    values, sums = table([(1, 20), (2, 20), (40, 20), (50, 20)], [])
    hidden = hidden_cells(values, sums)
    assert sum(values["n", team] for team in range(4) if ("n", team) in hidden) not in SMALL


def test_a_number_in_no_table_is_kept_too():
    """Seen within ten days, and within twenty: their difference is a number of children."""
    values = {"ten": 30, "twenty": 33, "between": 3}
    hidden = hidden_cells(values, [Sum("twenty", ("ten", "between"))], {"between"})
    assert "between" in hidden
    assert len(hidden & {"ten", "twenty"}) == 1


def test_nothing_is_hidden_without_need():
    for n, r in product((0, 6, 40), (0, 6, 40)):
        values, sums = table([(n, r), (20, 20), (30, 30)], [[0, 1], [2]])
        assert not hidden_cells(values, sums)
