"""A table whose small numbers are hidden gives none of them away, whatever is subtracted from whatever."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from subtracting import follows

from desktop.reports.suppress import SMALL, hidden_groups

COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 12))


def council(shares, services):
    """(n, r) of teams, of services of some teams, and of the whole; and what is the sum of what."""
    counts = {f"team {at}": share for at, share in enumerate(shares)}
    below = {}
    for at in range(services):
        below[f"service {at}"] = [f"team {team}" for team in range(at, len(shares), services)]
    below["whole"] = list(below) or list(counts)
    for total, parts in below.items():
        counts[total] = tuple(map(sum, zip(*(counts[one] for one in parts), strict=True)))
    return counts, below


def equations(counts, below):
    """Everything that adds up on paper: (total, parts) of n, r and d."""
    for total, parts in below.items():
        for what in "nrd":
            yield (what, total), [(what, one) for one in parts]
    for group in counts:
        yield ("d", group), [("n", group), ("r", group)]


def value(counts, cell):
    what, group = cell
    n, r = counts[group]
    return {"n": n, "r": r, "d": n + r}[what]


@settings(max_examples=120, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=7), st.integers(0, 3))
def test_nothing_hidden_follows_from_what_is_shown(shares, services):
    counts, below = council(shares, min(services, len(shares)))
    totals = {group: (n + r,) for group, (n, r) in counts.items()}
    no_d = hidden_groups(totals, below)
    hidden = {(what, group) for group in hidden_groups(counts, below, no_d) for what in "nr"}
    hidden |= {("d", group) for group in no_d}
    cells = {(what, group): value(counts, (what, group)) for group in counts for what in "nrd"}
    assert not [cell for cell, number in cells.items() if number in SMALL and cell not in hidden]
    sums = list(equations(counts, below))
    assert not follows(sums, hidden)
    for total, parts in sums:  # a total less every shown part leaves no small number either
        left = [cell for cell in parts if cell in hidden]
        if total not in hidden and left:
            assert sum(cells[cell] for cell in left) not in SMALL


def test_the_next_smallest_team_goes_with_a_small_one():
    counts, below = council([(3, 20), (9, 20), (40, 20)], 0)
    assert hidden_groups(counts, below) == {"team 0", "team 1"}


def test_two_hidden_teams_whose_sum_is_small_take_a_third_with_them():
    counts, below = council([(1, 20), (2, 20), (40, 20), (50, 20)], 0)
    assert hidden_groups(counts, below) == {"team 0", "team 1", "team 2"}


def test_a_small_service_hides_another_and_a_team_of_it():
    counts, below = council([(2, 1), (30, 30), (0, 0), (40, 40)], 2)
    hidden = hidden_groups(counts, below)
    assert {"service 0", "service 1", "team 0"} <= hidden
    assert "whole" not in hidden


def test_nothing_is_hidden_without_need():
    for n, r in product((0, 6, 40), (0, 6, 40)):
        counts, below = council([(n, r), (20, 20), (30, 30)], 2)
        assert not hidden_groups(counts, below)


def test_the_check_itself_sees_what_can_be_subtracted():
    """A total with one hidden part, and two totals that differ by one."""
    assert follows([("all", ["a", "b"])], {"a"}) == {"a"}
    assert follows([("all", ["a", "b"]), ("more", ["a", "b", "c"])], {"a", "b", "c"}) == {"c"}
