"""The packs of the demo council: a panel's tells nothing small, a managers' says what its lists hold."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl

from desktop.analysis.children_table import children_table
from desktop.analysis.frozen import MISSED, frozen_rows
from desktop.commands import visits
from desktop.domain.days import day
from desktop.domain.lists import build
from desktop.domain.lists.counted import NOBODY
from desktop.domain.months import read_month
from desktop.reports.drawing import Drawings
from desktop.reports.html import page
from desktop.reports.packs import pack
from desktop.reports.packs_figures import WHOLE
from desktop.reports.packs_lists import rows_of
from desktop.reports.packs_published import material
from desktop.reports.packs_workbook import pack_workbook
from desktop.reports.paper import Grid
from desktop.reports.suppress import SMALL

OCTOBER = read_month("2026-10")
TODAY = day(dt.date(2026, 11, 20))


def cells(papers):
    for paper in papers:
        for part in paper.parts:
            if isinstance(part, Grid):
                for row in part.rows:
                    for cell in row.cells:
                        yield from (cell.text, cell.small)


# the panel's


def test_a_panels_pack_names_nobody(space, frozen, panel_papers, panel_sheets):
    book = space.book
    people = {int(book.case.person[book.case.index[case]]) for case in frozen.people}
    words = {book.person.ref[one] for one in people} | {book.person.initials[one] for one in people}
    names = {book.person.name[one] for one in people} | set(book.worker.name)
    printed = set(cells(panel_papers)) | {
        str(cell) for rows in panel_sheets.values() for row in rows for cell in row if cell is not None
    }
    assert not printed & (words - {""})
    text = " ".join(page(paper) for paper in panel_papers) + " ".join(printed)
    assert not [one for one in names if one and one in text]
    assert not [one for one in frozen.people if one in text]
    assert "Children" not in panel_sheets
    assert frozen.author not in text


def test_no_number_of_a_panels_pack_is_small(panel_papers, panel_sheets):
    found = 0
    for text in cells(panel_papers):
        if (both := re.fullmatch(r"([\d,]+)/([\d,]+)", text)) is not None:
            n, d = (int(one.replace(",", "")) for one in both.groups())
            assert not {n, d, d - n} & set(SMALL), text
            found += 1
    assert found > 200
    for sheet, columns in (("Figures", (3, 4)), ("Months", (3, 4)), ("Teams", (2, 3))):
        rows = panel_sheets[sheet][1:]
        assert rows
        for row in rows:
            n, d = (row[column] for column in columns)
            assert n not in SMALL
            assert d not in SMALL
            if isinstance(n, int) and isinstance(d, int):
                assert d - n not in SMALL
            elif d is not None:
                assert row[5 if sheet != "Teams" else 4] in ("c", None), row


# the managers'


def test_every_number_of_a_managers_pack_is_the_length_of_its_list(space, managers):
    desk = space.desk(as_at=managers.frozen.as_at)
    by_team = ("cp_visit_10wd", "cla_visit_agreed", "supervision_all")
    for one in managers.indicators:
        figures = children_table(desk, OCTOBER, "pack", "team" if one.id in by_team else "", one.id)
        for figure in figures:
            key = figure.key.partition(":")[2] or WHOLE
            scope = next(
                scope for scope in managers.scopes if scope.key == key and (scope.kind in ("team", "whole"))
            )
            shown = managers.shown(one, scope)
            for part, count in (("n", shown.n), ("d", shown.d), ("missed", shown.d - shown.n)):
                assert len(build(desk, figure.selection(desk, part))) == count, (one.id, scope.title, part)


def test_the_lists_in_a_pack_hold_everybody_who_was_missed(managers):
    for scope in [*managers.scopes[:6], managers.managers()[0]]:
        paper = pack(managers, scope)
        grids = {part.title.split(":")[0]: part for part in paper.parts if isinstance(part, Grid)}
        for one in managers.indicators:
            found = managers.shown(one, scope)
            if found is None:
                continue
            missed = rows_of(managers, scope, one, (MISSED,))
            assert len(missed) == found.d - found.n
            if scope.kind in ("team", "manager") and one.is_share and one.direction == "higher" and missed:
                assert len(grids[one.name].rows) == len(missed)


def test_teams_services_and_the_whole_add_up(managers):
    for month in managers.months:
        for one in managers.indicators:
            whole = managers._counted(one, managers._printed(month)[0], month)
            teams = [scope for scope in managers._printed(month) if scope.kind == "team"]
            added = [managers._counted(one, scope, month) for scope in teams]
            assert whole == (sum(n for n, _ in added), sum(d for _, d in added)), one.id
            assert NOBODY not in [scope.key for scope in managers.scopes]


def test_the_same_pack_comes_out_again_after_the_data_have_changed(space, managers, sheets):
    scope = next(scope for scope in managers.scopes if scope.kind == "team")
    paper = pack(managers, scope)
    content = pack_workbook(managers, [scope], "Figures")
    book = space.book
    row = next(row for row in rows_of(managers, managers.whole, managers.indicators[0], (MISSED,)))
    late = visits.Visit(managers.frozen.as_at, (visits.Seen(book.case.index[row.case]),), worker=0)
    space.run(visits.record(book, late, author="manager", today=TODAY))
    again = material(book, frozen_rows(book, OCTOBER)[0], "managers").figures()
    assert pack(again, scope) == paper
    assert sheets(pack_workbook(again, [scope], "Figures")) == sheets(content)


def test_the_workbook_has_tables_charts_and_no_merged_cells(managers):
    scope = next(scope for scope in managers.scopes if scope.kind == "team")
    book = openpyxl.load_workbook(io.BytesIO(pack_workbook(managers, [scope], "Figures")))
    assert book.sheetnames == ["Notes", "Figures", "Months", "Teams", "Definitions", "Children"]
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.left.text
        if sheet.title != "Notes":
            assert len(sheet.tables) == 1
            assert sheet.print_title_rows
    assert book["Months"]._charts


def test_a_screen_reader_is_told_what_the_charts_show(managers):
    paper = pack(managers, managers.whole)
    charts = [one for part in paper.parts if isinstance(part, Drawings) for one in part.drawings]
    text = page(paper)
    assert text.count("<svg") == len(charts) > 10
    assert text.count("<desc>") == len(charts)
    assert "drawing:" not in text
