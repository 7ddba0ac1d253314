"""From one order to another in runs: doing the runs gives the new order, whatever the two are."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models.difference import difference

some_ids = st.lists(st.integers(0, 40), unique=True, max_size=25)


def replay(old, new, way):
    now = list(old)
    for step in way.steps:
        run = slice(step.first, step.first + step.count)
        if step.kind == "remove":
            del now[run]
        elif step.kind == "insert":
            now[step.first : step.first] = new[run]
        else:
            moved = now[run]
            del now[run]
            at = step.to if step.to <= step.first else step.to - step.count
            now[at:at] = moved
    return now


def between(old, new):
    return difference(np.array(old, np.int64), np.array(new, np.int64))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw waits for a busy machine
@given(some_ids, some_ids)
def test_the_steps_lead_to_the_new_order(old, new):
    way = between(old, new)
    if way is not None:
        assert replay(old, new, way) == new
        places = {one: at for at, one in enumerate(new)}
        assert way.became.tolist() == [places.get(one, -1) for one in old]


@given(some_ids, st.data())
def test_rows_that_only_come_and_go_are_always_told_in_runs(old, data):
    gone = data.draw(st.sets(st.sampled_from(old))) if old else set()
    new = [one for one in old if one not in gone]
    for number in data.draw(st.lists(st.integers(100, 130), unique=True, max_size=5)):
        new.insert(data.draw(st.integers(0, len(new))), number)
    assert replay(old, new, between(old, new)) == new


def test_one_row_that_moves_is_one_step():
    old = list(range(1000))
    new = [*old[:10], *old[11:700], 10, *old[700:]]
    (step,) = between(old, new).steps
    assert (step.kind, step.first, step.to) == ("move", 10, 700)


def test_the_same_order_needs_no_step():
    assert between([3, 1, 2], [3, 1, 2]).steps == ()


def test_another_order_is_no_matter_of_runs():
    assert between(list(range(50)), list(range(49, -1, -1))) is None
