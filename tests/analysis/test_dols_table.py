"""The council's own DoLS table comes out of the events, month by month, to the printed digit."""

from __future__ import annotations

import argparse
import dataclasses

import pytest
from dols_book import DolsBook, d
from nine_months import PRINTED, nine_months, printed

from desktop.analysis.dols_table import dols_table
from desktop.cli import figures
from desktop.domain.days import day_end_ms
from desktop.domain.lists import build
from desktop.domain.lists.desk import Desk
from desktop.domain.months import last_day, read_month
from desktop.domain.timescales import Timescales
from desktop.errors import KnownError

JUNE = read_month("2023-06")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.open(nine_months().book, Timescales.shipped(), last_day(JUNE))


def test_the_nine_printed_months_come_out_exactly(desk: Desk) -> None:
    made = dols_table(desk, JUNE)
    ours = {row.indicator.id: [cell.value for cell in row.cells] for row in made.rows}
    for key, column in (
        ("dols_received", "received"),
        ("dols_signed_off", "signed_off"),
        ("dols_over_one_year", "over_one_year"),
        ("dols_average_days", "cumulative_average_days"),
    ):
        assert ours[key] == [int(row[column]) for row in printed()], key
    assert [row.difference for row in made.rows] == [-63, -44, None, -48]
    assert [row.benchmark and (row.benchmark.value, row.benchmark.year) for row in made.rows] == [
        (146, "2021-22"),
        (138, "2021-22"),
        None,
        (153, "2021-22"),
    ]


def test_any_one_month_is_the_same_as_in_the_table_of_a_later_one(desk: Desk) -> None:
    whole = dols_table(desk, JUNE)
    for at, month in enumerate(whole.months):
        alone = dols_table(desk, month, 1)
        assert [row.cells[0].value for row in alone.rows] == [row.cells[at].value for row in whole.rows]


def test_every_number_is_the_length_of_the_list_behind_it(desk: Desk) -> None:
    for row in dols_table(desk, JUNE).rows:
        for cell in row.cells:
            assert len(build(desk, cell.selection)) == cell.count + cell.left_out


def test_the_csv_has_the_shape_of_the_councils_own_file(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    figures._print_dols_csv(dols_table(desk, JUNE))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == PRINTED.read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "difference,-63,-44,,-48"


def test_an_unfinished_month_says_so_and_one_to_come_is_refused(desk: Desk) -> None:
    early = Desk.open(desk.book, desk.timescales, last_day(JUNE) - 10)
    assert dols_table(early, JUNE).partial
    assert not dols_table(desk, JUNE).partial
    with pytest.raises(KnownError, match="Jul 2023 has not begun"):
        dols_table(desk, JUNE + 1)


def test_a_request_without_a_day_of_receipt_is_counted_and_named_not_averaged() -> None:
    book = DolsBook()
    book.event(book.request(), "signed_off", "5 Jun 2023")
    with_day = book.request("1 Jun 2023")
    book.event(with_day, "signed_off", "11 Jun 2023")
    made = dols_table(Desk.open(book.book, Timescales.shipped(), last_day(JUNE)), JUNE, 1)
    values = {row.indicator.id: row.cells[0] for row in made.rows}
    assert values["dols_signed_off"].value == 2
    assert dataclasses.astuple(values["dols_average_days"])[1:4] == (10, 1, 1)


def test_a_late_record_changes_the_month_only_for_who_knows_it() -> None:
    book = DolsBook()
    book.recorded_at = day_end_ms(d("3 Jul 2023"))
    book.event(book.request("1 Jun 2023"), "signed_off", "20 Jun 2023")
    for known, signed in (("30 Jun 2023", 0), ("3 Jul 2023", 1)):
        desk = Desk.open(book.book, Timescales.shipped(), last_day(JUNE), day_end_ms(d(known)))
        assert dols_table(desk, JUNE, 1).rows[1].cells[0].value == signed


def test_a_number_of_months_out_of_reason_is_refused() -> None:
    with pytest.raises(KnownError, match="between 1 and 120"):
        figures._check_months(argparse.Namespace(months=0))
