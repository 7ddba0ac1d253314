"""The DoLS pages on the demo council: the numbers in their rows, tables and bars open as many rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.analysis.stages import BY, STACK, times
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.months import read_period

AS_AT = day(dt.date(2026, 11, 20))
OF_HOME = ("waiting", "gap", "in_force", "expiring", "no_expiry", "ended", "to_ring")


@pytest.fixture(scope="module")
def desk(demo_master: Path) -> Iterator[Desk]:
    with Workspace.open(demo_master, None, "reader", exclusive=False, today=lambda: AS_AT) as workspace:
        yield workspace.desk()


def test_each_number_in_a_home_s_row_opens_as_many_people(desk: Desk) -> None:
    homes = build(desk, Selection("homes", AS_AT))
    at = np.arange(len(homes))
    rows = {key: homes.text(key, at) for key in OF_HOME}
    names = homes.text("home", at)
    assert len(homes) > 10
    for row, name in enumerate(names):
        found = [i for i, one in enumerate(desk.book.managing_authority.name) if one == name]
        (place,) = found
        there = Selection("home", AS_AT, home=desk.book.managing_authority.ids[place])
        told = {count.key: count.n for count in counts(desk, "home", there)}
        assert {key: int(rows[key][row] or 0) for key in OF_HOME} == {key: told[key] for key in OF_HOME}


@pytest.mark.parametrize("by", BY)
def test_the_parts_sum_to_the_days_of_the_requests_that_they_open(desk: Desk, by: str) -> None:
    table = times(desk, by, read_period("finished 2026-05..2026-10"))
    for line in (table.all, *table.lines):
        opened = build(desk, line.selection)
        assert len(opened) == line.count, line.title
        days = [int(text or 0) for text in opened.text("total", np.arange(len(opened)))]
        assert sum(line.spreads[part].days for part in STACK) == line.spreads["total"].days == sum(days)


def test_what_is_new_and_urgent_is_what_its_cards_count(desk: Desk) -> None:
    for name in ("dols", "board"):
        told = {count.key: count.n for count in counts(desk, name, Selection(name, AS_AT))}
        whole = build(desk, Selection(name, AS_AT))
        assert whole.news.startswith(f"{told['new']} new, {told['urgent']} urgent: earliest expiry ")
        assert build(desk, Selection(name, AS_AT, chip="new")).news == whole.news
        assert build(desk, Selection(name, AS_AT, text="a")).news == ""  # a part of the list says nothing
