"""Every figure of the demo council: its rows are there, and the three measures keep their order."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.analysis.children_table import children_table
from desktop.analysis.dols_table import dols_table
from desktop.analysis.stages import BY, last_months, times
from desktop.cli import run
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.lists import build
from desktop.domain.lists.desk import Desk
from desktop.domain.measures import MEASURES
from desktop.domain.months import read_month

AS_AT = day(dt.date(2026, 11, 20))
OCTOBER = read_month("2026-10")


@pytest.fixture(scope="module")
def desk(demo_master: Path) -> Iterator[Desk]:
    with Workspace.open(demo_master, None, "reader", exclusive=False, today=lambda: AS_AT) as workspace:
        yield workspace.desk()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_numerator_and_denominator_is_a_list(desk: Desk, measure: str) -> None:
    for one in children_table(desk, OCTOBER, measure):
        if one.n is None or one.d is None:
            continue
        assert 0 <= one.n <= one.d
        for part, size in (("n", one.n), ("d", one.d), ("missed", one.d - one.n)):
            listed = build(desk, one.selection(desk, part))
            assert len(listed) == size, (one.indicator.id, part)
            assert len(set(listed.identity().tolist())) == size, one.indicator.id


def test_not_overdue_is_never_below_the_pack(desk: Desk) -> None:
    pack = {one.indicator.id: one for one in children_table(desk, OCTOBER, "pack")}
    for one in children_table(desk, OCTOBER, "not-overdue"):
        if one.indicator.kind in ("window", "three_way") and one.indicator.population != "cla_12m":
            there = pack[one.indicator.id]
            assert one.d == there.d, one.indicator.id
            assert one.n is not None
            assert there.n is not None
            assert one.n >= there.n, one.indicator.id


@pytest.mark.parametrize("by", BY)
def test_every_bar_of_the_demo_opens_its_requests(desk: Desk, by: str) -> None:
    found = times(desk, by, last_months(desk, 6))
    assert found.all.count > 100
    for one in (*found.lines, found.all):
        assert len(build(desk, one.selection)) == one.count


def test_the_verbs_print_what_the_pages_show(
    desk: Desk, demo_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASECLOCK_TODAY", "2026-11-20")
    base = ["--month", "2026-10", "--database", str(demo_file), "--json"]
    assert run(["indicators", "dols", *base]) == 0
    printed = {row["id"]: list(row["values"].values()) for row in json.loads(capsys.readouterr().out)}
    ours = {row.indicator.id: [cell.value for cell in row.cells] for row in dols_table(desk, OCTOBER).rows}
    assert printed == ours
    assert run(["indicators", "children", *base, "--by", "team", "--indicator", "cp_visit_10wd"]) == 0
    groups = json.loads(capsys.readouterr().out)
    ours_too = children_table(desk, OCTOBER, by="team", only="cp_visit_10wd")
    assert [(row["group"] or "", row["n"], row["d"]) for row in groups] == [
        (one.group, one.n, one.d) for one in ours_too
    ]
    assert run(["indicators", "children", *base, "--indicator", "cp_visit_10wd", "--rows", "missed"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == groups[0]["d"] - groups[0]["n"]
    assert "name" not in rows[0]
    assert run(["indicators", "children", "--month", "2027-01", "--database", str(demo_file)]) == 1
    assert "has not begun" in capsys.readouterr().err
