"""The demo council through every list: numbers equal lists, and two instants are told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.lists import LISTS, Selection, build, counts, to_records
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.detail import case_detail

AS_AT = day(dt.date(2026, 11, 20))


@pytest.fixture(scope="module")
def desk(demo_master: Path) -> Iterator[Desk]:
    with Workspace.open(demo_master, None, "reader", exclusive=False, today=lambda: AS_AT) as workspace:
        yield workspace.desk()


@pytest.mark.parametrize("list_name", LISTS)
def test_every_count_is_the_length_of_its_list(desk: Desk, list_name: str) -> None:
    team = desk.book.team.ids[1]
    for base in (Selection(list_name, AS_AT), Selection(list_name, AS_AT, team=team)):
        for count in counts(desk, list_name, base):
            assert len(build(desk, count.selection)) == count.n, count


def test_the_council_has_the_size_of_the_papers(desk: Desk) -> None:
    there = {count.key: count.n for count in counts(desk, "queue", Selection("queue", AS_AT))}
    assert (there["cla"], there["cp"], there["cin"]) == (554, 307, 461)
    strip = {count.key: count.n for count in counts(desk, "dols", Selection("dols", AS_AT))}
    assert strip["open"] == there["dols"] == strip["no_bia"] + strip["with_bia"] + strip["back"]


def test_the_overdue_list_is_what_the_clocks_say(desk: Desk) -> None:
    records = to_records(desk, build(desk, Selection("overdue", AS_AT)))
    assert len(records) == int((desk.clocks.state == 3).sum())
    assert {record["state"] for record in records} == {"overdue"}
    assert all(record["overdue_by"] > 0 and record["due"] < "2026-11-20" for record in records)


def test_a_detail_holds_every_clock_and_a_dated_timeline(desk: Desk) -> None:
    for case in np.random.default_rng(1).choice(np.flatnonzero(desk.is_open), 40).tolist():
        told = case_detail(desk, case)
        assert {line.index for line in told.clocks} == set(desk.clocks.of_case(case).tolist())
        days = [entry.on for entry in told.timeline]
        assert days == sorted(days, reverse=True)
        assert all(entry.text for entry in told.timeline)
