"""A month before the first import or the first record is not known: it has no figure and nobody missed it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from build import CaseBuilder, on
from dols_book import DolsBook

from desktop.analysis.ages import burn
from desktop.analysis.children_table import children_table
from desktop.analysis.dols_table import dols_table
from desktop.analysis.known_since import is_known
from desktop.analysis.stages import last_months, times
from desktop.analysis.teams import between, monthly
from desktop.commands import importing
from desktop.commands.workspace import Workspace
from desktop.domain.days import day, day_end_ms
from desktop.domain.indicators import indicators
from desktop.domain.lists.desk import Desk
from desktop.domain.months import read_month
from desktop.domain.timescales import Timescales
from desktop.models import monthly as months_of
from desktop.models.glance import CHARTS, glance
from desktop.models.indicators import children_answer, dols_answer
from desktop.models.teams import teams_answer

TODAY = day(dt.date(2026, 11, 20))
NOVEMBER, OCTOBER = read_month("2026-11"), read_month("2026-10")
DATA = Path(__file__).parents[1] / "data"
KNOWN = indicators("children")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A council that began today with its trackers, which hold the last dates only."""
    path = tmp_path_factory.mktemp("first") / "first.caseclock"
    with Workspace.create(path, None, author="manager", today=lambda: TODAY) as space:
        for name in ("visits_tracker.xlsx", "supervision_tracker.xlsx"):
            importing.apply(space, importing.dry_run(space, DATA / name, TODAY))
        yield space.desk()


def test_months_before_the_import_have_no_figure_and_no_verdict(imported):
    earlier = months_of.before(imported, NOVEMBER, "pack", "", "")
    for key in ("cp_visit_10wd", "supervision_cp", "cla_visit_agreed", "cp_count"):
        assert [month[key, ""] for month in earlier] == [None] * 11, key
        (october,) = children_table(imported, OCTOBER, only=key)
        assert (october.n, october.d, october.percent()) == (None, None, None)
        assert october.why_none == "nothing of the sort was recorded before Nov 2026"
        (november,) = children_table(imported, NOVEMBER, only=key)
        assert november.d > 0
    shown = children_answer(imported, NOVEMBER, "pack", "", "", False, earlier)
    tags = [tag.indicator.id for tag in shown.rows.tags]
    said = shown.rows.rows[tags.index("cp_visit_10wd")][5]
    assert "running" not in said  # this month alone


def test_the_pages_say_that_a_month_is_not_known(imported):
    made = children_answer(imported, OCTOBER, "pack", "", "", False, [])
    name, counted, of, share, *_, why = made.rows.rows[0]
    assert (counted, of, share) == ("", "", "Not known")
    assert why == "Nothing of the sort was recorded before Nov 2026"
    assert teams_answer(imported, "cp_visit_10wd", OCTOBER, "pack").words == (
        "Oct 2026 is not known: nothing of the sort was recorded before Nov 2026."
    )
    assert between(imported, "cp_visit_10wd", OCTOBER).result.of == 0
    assert monthly(imported, "cp_visit_10wd", NOVEMBER).months == (NOVEMBER,)
    line = glance(imported, NOVEMBER).lines[CHARTS.index("cp_visit_10wd")]
    assert line.texts[:-1] == ("Not known",) * 11
    assert line.values[-1] is not None


def test_a_file_is_known_from_the_day_that_it_describes(tmp_path):
    with Workspace.create(tmp_path / "late.caseclock", None, author="manager", today=lambda: TODAY) as space:
        described = day(dt.date(2026, 10, 31))
        importing.apply(space, importing.dry_run(space, DATA / "visits_tracker.xlsx", described))
        desk = space.desk()
        assert not is_known(desk, KNOWN["cp_visit_10wd"], read_month("2026-09"))
        assert is_known(desk, KNOWN["cp_visit_10wd"], OCTOBER)


def own_records() -> CaseBuilder:
    """Plans since May with visits since June, supervision since September, all written as it happened."""
    made = CaseBuilder()
    for _ in range(3):
        case = made.case("cp", "2026-05-04")
        for date in ("2026-06-10", "2026-09-10", "2026-10-05"):
            made.visit(case, date, recorded_at=day_end_ms(on(date)))
        made.event(case, "supervision", "2026-09-15", recorded_at=day_end_ms(on("2026-09-15")))
    return made


def test_what_a_council_records_itself_is_known_from_its_first_record():
    desk = Desk.open(own_records().book, Timescales.shipped(), TODAY)
    months = range(read_month("2026-03"), NOVEMBER)
    known = {
        key: next(month for month in months if is_known(desk, KNOWN[key], month))
        for key in ("cp_visit_10wd", "supervision_cp", "cp_count")
    }
    assert known == {
        "cp_visit_10wd": read_month("2026-06"),
        "supervision_cp": read_month("2026-09"),
        "cp_count": read_month("2026-05"),
    }
    (july,) = children_table(desk, read_month("2026-07"), only="cp_visit_10wd")
    assert (july.n, july.d) == (0, 3)  # missed, not unknown


def test_with_nothing_of_the_sort_on_record_everybody_has_missed_it():
    made = CaseBuilder()
    made.case("cp", "2026-05-04")
    (figure,) = children_table(
        Desk.open(made.book, Timescales.shipped(), TODAY), OCTOBER, only="cp_visit_10wd"
    )
    assert (figure.n, figure.d) == (0, 1)


def test_a_file_that_comes_to_a_council_s_own_records_hides_none_of_them(tmp_path):
    with Workspace.create(tmp_path / "own.caseclock", None, author="manager", today=lambda: TODAY) as space:
        importing.apply(space, importing.dry_run(space, DATA / "visits_tracker.xlsx", TODAY))
        book = space.book
        first = day(dt.date(2025, 3, 1))
        case = next(row for row in range(len(book.case)) if book.case.word("kind", row) == "cp")
        wanted = int((book.event.kind == book.event.code("kind", "visit")).sum())
        rows = [
            {"id": f"own-{at}", "case": book.case.ids[case], "kind": "visit", "on": first + at, "seen": 1,
             "recorded_at": day_end_ms(first + at)}
            for at in range(wanted)
        ]  # fmt: skip
        book.apply("event", rows)
        desk = Desk.open(book, Timescales.shipped(), TODAY)
        assert is_known(desk, KNOWN["cp_visit_10wd"], read_month("2025-03"))
        assert not is_known(desk, KNOWN["cla_visit_6w"], OCTOBER)


def test_months_before_the_first_request_are_not_known():
    book = DolsBook()
    book.event(book.request("1 Jun 2026"), "signed_off", "20 Aug 2026")
    desk = Desk.open(book.book, Timescales.shipped(), TODAY)
    received, signed, *_ = dols_table(desk, OCTOBER, 6).rows
    assert [cell.value for cell in received.cells] == [None, 1, 0, 0, 0, 0]
    assert [cell.value for cell in signed.cells] == [None, 0, 0, 1, 0, 0]
    assert [row[1] for row in dols_answer(desk, OCTOBER, 6).rows.rows][:2] == ["Not known", "1"]
    assert burn(desk).months[0] == read_month("2026-06")
    lines = times(desk, "month", last_months(desk, 12)).lines
    assert [line.key for line in lines][0] == "2026-06"
    assert sum(line.count for line in lines) == 1
