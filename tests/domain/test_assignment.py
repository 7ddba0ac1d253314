"""The assignment is optimal: as cheap as scipy's on the same matrix with every seat a column of its own."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from desktop.domain.assignment import FORBIDDEN, NOBODY, assign


def peer_cost(cost, capacity, unassigned):
    """The least total by scipy: a column for each seat, and one for each row that nobody takes."""
    seats = np.repeat(cost, capacity, axis=1)
    nobody = np.repeat(unassigned[:, None], len(unassigned), axis=1)
    full = np.hstack([seats, nobody])
    return full[linear_sum_assignment(full)].sum()


def total(cost, unassigned, chosen):
    return sum(
        int(unassigned[row]) if at == NOBODY else int(cost[row, at]) for row, at in enumerate(chosen.tolist())
    )


def instance(seed):
    """Small or middling, many ties or none, few or most pairs barred, seats plenty or short."""
    dice = np.random.default_rng(seed)
    rows, columns = int(dice.integers(1, 40)), int(dice.integers(1, 15))
    cost = dice.integers(0, dice.choice([2, 10, 1000]), (rows, columns))
    cost[dice.random(cost.shape) < dice.choice([0, 0.2, 0.95])] = FORBIDDEN
    capacity = dice.integers(0, dice.choice([2, 5, 60]), columns)
    unassigned = dice.integers(0, 3000, rows) + dice.choice([0, 10_000])
    return cost, capacity, unassigned


@pytest.mark.parametrize("block", range(10))
def test_as_cheap_as_scipy_on_four_hundred_instances(block):
    for seed in range(40 * block, 40 * block + 40):
        cost, capacity, unassigned = instance(seed)
        chosen = assign(cost, capacity, unassigned)
        given = chosen[chosen != NOBODY]
        assert (np.bincount(given, minlength=len(capacity)) <= capacity).all()
        assert not (cost[chosen != NOBODY, given] >= FORBIDDEN).any()
        assert total(cost, unassigned, chosen) == peer_cost(cost, capacity, unassigned), seed


def test_two_hundred_rows_with_too_few_seats():
    dice = np.random.default_rng(7)
    cost = dice.integers(0, 60, (200, 60)) + dice.integers(0, 40, 60)
    cost[dice.random(cost.shape) < 0.15] = FORBIDDEN
    capacity, unassigned = dice.integers(0, 4, 60), 100_000 + dice.integers(0, 9000, 200)
    chosen = assign(cost, capacity, unassigned)
    assert total(cost, unassigned, chosen) == peer_cost(cost, capacity, unassigned)
    assert (chosen != NOBODY).sum() == min(200, capacity.sum())


def test_nothing_can_be_given_when_everything_is_barred_or_nobody_is_there():
    assert assign(np.full((3, 2), FORBIDDEN), [5, 5], [1, 2, 3]).tolist() == [NOBODY] * 3
    assert assign(np.zeros((2, 0), int), [], [1, 2]).tolist() == [NOBODY] * 2
    assert assign(np.zeros((0, 4), int), [1] * 4, []).tolist() == []


def test_the_same_question_has_the_same_answer():
    cost, capacity, unassigned = instance(3)
    assert assign(cost, capacity, unassigned).tolist() == assign(cost, capacity, unassigned).tolist()
