"""The supervision sheet and printed lists: what stands on them, and that they fit the paper."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.lists import Selection, build
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.worker import WorkerView, worker_view
from desktop.reports.html import page
from desktop.reports.lists import list_paper
from desktop.reports.paper import Facts, Grid, Paper
from desktop.reports.sheet import supervision_sheet

AS_AT = day(dt.date(2026, 11, 20))


@pytest.fixture(scope="module")
def desk(demo_master: Path) -> Iterator[Desk]:
    with Workspace.open(demo_master, None, "reader", exclusive=False, today=lambda: AS_AT) as workspace:
        yield workspace.desk()


def busiest(desk: Desk, at: int = 0) -> WorkerView:
    """The worker with the most children, or one further down."""
    children = build(desk, Selection("children", AS_AT))
    holders = children.base.rows.holder
    count = np.bincount(holders[holders >= 0])
    return worker_view(desk, int(np.argsort(-count, kind="stable")[at]))


def children_of(paper: Paper) -> Grid:
    grid = paper.parts[-1]
    assert isinstance(grid, Grid)
    return grid


def test_every_child_is_on_the_sheet_once_by_initials_and_never_by_name(desk: Desk) -> None:
    view = busiest(desk, 5)
    paper = supervision_sheet(desk, view)
    lines = [row for row in children_of(paper).rows if row.cells]
    assert len(lines) == view.children == len(view.data)
    refs = [row.cells[1].small for row in lines]
    assert sorted(refs) == sorted(
        desk.book.person.ref[desk.book.case.person[case]] for case in view.data.case
    )
    text = page(paper)
    for case in view.data.case.tolist():
        name = desk.book.person.name[desk.book.case.person[case]]
        assert not name or name not in text


def test_a_state_is_a_shape_and_words_so_that_black_and_white_is_enough(desk: Desk) -> None:
    view = busiest(desk, 3)
    cells = [row.cells[4].text for row in children_of(supervision_sheet(desk, view)).rows if row.cells]
    late = sum("Overdue" in text for text in cells)
    strip = {count.key: count.n for count in view.counts}
    assert late == strip["supervision_overdue"] > 0
    assert all(text.startswith("\u25b2 ") for text in cells if "Overdue" in text)


def test_the_facts_of_the_meeting_are_on_it(desk: Desk) -> None:
    view = busiest(desk)
    facts = supervision_sheet(desk, view).parts[0]
    assert isinstance(facts, Facts)
    labels = dict(facts.pairs)
    assert f"of {view.load.ceiling} points" in labels["Load"]
    assert {"Next supervision", "Last session", "Recording", "Leave", "Supervision"} <= set(labels)


def test_a_worker_without_children_has_a_sheet_that_says_so(desk: Desk) -> None:
    load = np.bincount(
        build(desk, Selection("children", AS_AT)).base.rows.holder + 1, minlength=len(desk.book.worker) + 1
    )
    view = worker_view(desk, int(np.flatnonzero(load[1:] == 0)[0]))
    assert view.children == 0
    assert f"{view.name} has no children now." in page(supervision_sheet(desk, view))


@pytest.mark.parametrize("children", [1, 12, 25])
def test_up_to_twenty_five_children_fit_one_page_legibly(qapp, desk: Desk, children: int) -> None:
    from desktop.views.printing import Printed

    paper = supervision_sheet(desk, busiest(desk))
    grid = children_of(paper)
    lines = [row for row in grid.rows if row.cells]
    rows = [*[row for row in grid.rows if row.heading][:3], *(lines * 25)[:children]]
    made = Printed(
        dataclasses.replace(paper, parts=(*paper.parts[:-1], dataclasses.replace(grid, rows=tuple(rows))))
    )
    assert made.pages == 1
    assert made.points >= 7.25


def test_a_printed_list_has_the_rows_of_the_list_and_says_what_narrows_it(desk: Desk) -> None:
    data = build(desk, Selection("visits", AS_AT, chip="cp_20"))
    paper = list_paper(data, "Visits", ["CP over 20 wd"])
    rows = [row for row in children_of(paper).rows if row.cells]
    assert len(rows) == len(data) > 0
    assert paper.filters == "CP over 20 wd"
    assert paper.about == f"{len(data):,} of {data.of:,} rows"


def test_a_sorted_list_is_printed_in_that_order_without_headings(desk: Desk) -> None:
    data = build(desk, Selection("supervision", AS_AT, chip="overdue"))
    order = data.order_by("due", descending=True)
    grid = children_of(list_paper(data, "Supervision", order=order, columns=["due", "person"]))
    assert not any(row.heading for row in grid.rows)
    assert [row.cells[0].text for row in grid.rows] == data.text("due", order)


def test_headings_and_page_numbers_are_on_every_page_of_a_long_list(qapp, desk: Desk, tmp_path: Path) -> None:
    from desktop.views.printing import Printed, write_pdf

    paper = list_paper(build(desk, Selection("supervision", AS_AT, chip="cla_overdue")), "Supervision")
    printed = Printed(paper)
    assert printed.pages > 3
    first, last = printed.picture(0, 1.0), printed.picture(printed.pages - 1, 1.0)
    bar = 4  # rows of dots within the band of headings
    for picture in (first, last):
        shades = {picture.pixelColor(x, y).value() for x in range(40, 200) for y in range(50, 110, bar)}
        assert 228 in shades  # the grey behind the headings
    path = tmp_path / "list.pdf"
    assert write_pdf(paper, path) == printed.pages
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.read_bytes().count(b"/Type /Page\n") == printed.pages
