"""The house rule: every number above a list is the length of the list that it opens."""

from __future__ import annotations

import random

import numpy as np
import pytest
from lists_council import AS_AT, random_council

from desktop.domain.days import NO_DAY
from desktop.domain.lists import LISTS, Selection, build, counts, to_records
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.people import QUEUE_COUNTS

SEEDS = (1, 2, 3)
WHOLE = [name for name in LISTS if name != "today"]  # Today shows the first fifteen rows of its own


@pytest.fixture(scope="module", params=SEEDS)
def desk(request: pytest.FixtureRequest) -> Desk:
    return random_council(request.param, 150).desk()


def narrowed(desk: Desk, dice: random.Random, list_name: str) -> Selection:
    """A selection with some of the filters set at random."""
    book = desk.book
    return Selection(
        list_name,
        AS_AT,
        team=dice.choice(["", "", *book.team.ids]),
        worker=dice.choice(["", "", "", *book.worker.ids]),
        rule=dice.choice(["", "", "cp_visit_10wd", "supervision_cla", "dols_standard_21d"]),
        plan=dice.choice(["", "", "", "cp", "cla", "cin", "dols"]),
        days=dice.choice([1, 5, 12]),
        text=dice.choice(["", "", "a", "Ada", "ben ar", "7000", "Ünal", "zzz"]),
    )


@pytest.mark.parametrize("list_name", LISTS)
def test_every_count_is_the_length_of_its_list(desk: Desk, list_name: str) -> None:
    dice = random.Random(list_name)
    for selection in [Selection(list_name, AS_AT), *(narrowed(desk, dice, list_name) for _ in range(8))]:
        for count in counts(desk, list_name, selection):
            assert len(build(desk, count.selection)) == count.n, count


@pytest.mark.parametrize("list_name", WHOLE)
def test_a_filter_only_ever_takes_rows_away(desk: Desk, list_name: str) -> None:
    dice = random.Random(list_name)
    whole = set(build(desk, Selection(list_name, AS_AT)).identity().tolist())
    for _ in range(8):
        selection = narrowed(desk, dice, list_name).but(days=5)
        found = build(desk, selection)
        assert set(found.identity().tolist()) <= whole
        assert len(found) <= found.of
        assert len(set(found.identity().tolist())) == len(found)


@pytest.mark.parametrize("list_name", WHOLE)
def test_filters_and_counts_narrow_together(desk: Desk, list_name: str) -> None:
    dice = random.Random(list_name)
    selection = narrowed(desk, dice, list_name)
    rows = set(build(desk, selection).identity().tolist())
    for count in counts(desk, list_name, selection):
        if count.selection.list != list_name:
            continue  # a number that opens another list
        only = Selection(list_name, AS_AT, days=selection.days, chip=count.key)
        alone = set(build(desk, only).identity().tolist())
        if selection.rule and list_name in ("people", "queue"):
            continue  # a chosen rule changes what these rows speak of
        assert set(build(desk, count.selection).identity().tolist()) == rows & alone


@pytest.mark.parametrize("list_name", LISTS)
def test_every_column_says_something_printable_and_sorts(desk: Desk, list_name: str) -> None:
    data = build(desk, Selection(list_name, AS_AT))
    everyone = np.arange(len(data))
    for column in data.columns:
        texts = data.text(column.key, everyone)
        assert len(texts) == len(data)
        assert all(isinstance(text, str) and "nan" not in text.split() for text in texts)
        assert not any(str(NO_DAY) in text for text in texts), column.key
        keys = data.sort_keys(column.key)
        for descending in (False, True):
            order = data.order_by(column.key, descending)
            assert sorted(order.tolist()) == everyone.tolist()
            known = [int(keys[row]) for row in order if keys[row] != NO_DAY]
            assert known == sorted(known, reverse=descending)
            assert all(keys[row] == NO_DAY for row in order[len(known) :])  # empty cells last both ways


@pytest.mark.parametrize("list_name", LISTS)
def test_records_carry_the_public_keys(desk: Desk, list_name: str) -> None:
    data = build(desk, Selection(list_name, AS_AT))
    records = to_records(desk, data)
    assert len(records) == len(data)
    public = [
        "case",
        "person",
        "plan",
        "rule",
        "team",
        "worker",
        "start",
        "due",
        "elapsed",
        "overdue_by",
        "state",
    ]
    for record in records:
        assert list(record)[:11] == public


def test_records_can_leave_names_out(desk: Desk) -> None:
    data = build(desk, Selection("visits", AS_AT))
    record = to_records(desk, data, names=False)[0]
    assert "name" not in record
    assert "initials" not in record


def test_the_worker_numbers_are_the_queue(desk: Desk) -> None:
    data = build(desk, Selection("people", AS_AT))
    for row in range(len(data)):
        worker = desk.book.worker.ids[data.worker_of(row)]
        queue = Selection("queue", AS_AT, worker=worker)
        assert data.text("load", np.array([row])) == [str(len(build(desk, queue)))]
        there = {count.key: count.n for count in counts(desk, "queue", queue)}
        for key in QUEUE_COUNTS:
            assert data.text(key, np.array([row])) == [str(there.get(key, 0))], key
