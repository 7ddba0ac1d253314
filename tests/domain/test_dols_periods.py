"""Whose days they were."""

from __future__ import annotations

from dols_book import DolsBook, d
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.dols_periods import Periods, periods, split


def test_the_worked_example_with_a_query() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    for on, ended in (("21 Sep 2026", "9 Oct 2026"), ("12 Oct 2026", "15 Oct 2026")):
        book._put("allocation", case=case, role="bia", on=d(on), ended_on=d(ended))
        book.event(case, "form3_returned", ended)
    book._put("allocation", case=case, role="mha", on=d("3 Sep 2026"))
    book.event(case, "signed_off", "20 Oct 2026", outcome="Granted")
    found = periods(book.context("1 Nov 2026"), book.book.case.row(case))
    assert found == Periods(team_before=20, assessor=21, team_after=8)
    assert found.total == 49


def test_still_with_the_assessor_on_the_day_read_at() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    book._put("allocation", case=case, role="bia", on=d("11 Sep 2026"))
    assert periods(book.context("15 Sep 2026"), book.book.case.row(case)) == Periods(10, 4, 0)


def test_no_assessor_means_all_is_the_teams() -> None:
    book = DolsBook()
    case, undated = book.request("1 Sep 2026"), book.request()
    assert periods(book.context("15 Sep 2026"), book.book.case.row(case)) == Periods(14, 0, 0)
    assert periods(book.context("15 Sep 2026"), book.book.case.row(undated)) is None


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda s: (s[0], s[0] + s[1])), max_size=5
)


@given(spans, st.integers(0, 70))
def test_the_three_always_sum_to_the_whole(held: list[tuple[int, int]], until: int) -> None:
    found = split(0, held, until)
    assert found.total == until
    assert min(found.team_before, found.assessor, found.team_after) >= 0
    days = {day for first, last in held for day in range(first, min(last, until))}
    assert found.assessor == len(days)
