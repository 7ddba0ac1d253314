"""The table behind the bars: means that add up, and counts that are the lists they open."""

from __future__ import annotations

import random
import statistics

import pytest
from dols_book import DolsBook, d
from test_stages import allocate, example, random_story

from desktop.analysis.stages import BY, STACK, Times, times
from desktop.domain.lists import Selection, build
from desktop.domain.lists.desk import Desk
from desktop.domain.months import Period, read_month
from desktop.domain.timescales import Timescales
from desktop.errors import KnownError


def desk_of(book: DolsBook, as_at: str) -> Desk:
    return Desk.open(book.book, Timescales.shipped(), d(as_at))


def staff(book: DolsBook) -> None:
    for team in ("north", "south"):
        book._put("team", id=team, name=team.capitalize(), name_key=team)
    for worker, team in (("ann", "north"), ("bob", "south"), ("boss", "north")):
        book._put("worker", id=worker, name=worker.capitalize(), name_key=worker, team=team)
    book._put("posting", worker="ann", team="north", manager="boss", starts_on=d("1 Jan 2026"))


def span(first: str, last: str = "", what: str = "finished") -> Period:
    return Period(what, read_month(first), read_month(last or first))


def line(found: Times, title: str):
    return next(one for one in found.lines if one.title == title)


def test_the_worked_example_by_month() -> None:
    book = DolsBook()
    example(book)
    found = times(desk_of(book, "1 Nov 2026"), "month", span("2026-09", "2026-11"))
    assert [(one.title, one.count) for one in found.lines] == [
        ("Sep 2026", 0),
        ("Oct 2026", 1),
        ("Nov 2026, so far", 0),
    ]
    october = line(found, "Oct 2026")
    means = {name: october.spreads[name].mean for name in ("before", "bia", "after", "total", "mha")}
    assert means == {"before": 20, "bia": 21, "after": 8, "total": 49, "mha": 7}
    assert october.spreads["held"].over == (1, 1, 0)  # over 5, 14 and 21 days: 21 is not over 21


def test_two_mental_health_assessors_each_have_their_own_days_beside_the_others() -> None:
    book = DolsBook()
    for doctor in ("doc", "other"):
        book._put("worker", id=doctor, name=doctor.capitalize(), name_key=doctor)
    case = book.request("1 Sep 2026")
    allocate(book, case, "3 Sep 2026", "8 Sep 2026", role="mha", worker="doc")  # handed back
    allocate(book, case, "10 Sep 2026", role="mha", worker="other")
    allocate(book, case, "11 Sep 2026")
    book.event(case, "form4_returned", "19 Sep 2026")
    book.event(case, "form3_returned", "20 Sep 2026")
    book.event(case, "signed_off", "25 Sep 2026")
    untouched = book.request("1 Sep 2026")
    book.event(untouched, "ended", "4 Sep 2026", outcome="died")
    desk = desk_of(book, "1 Oct 2026")
    found = times(desk, "mha", span("2026-09"))
    told = {one.title: (one.count, one.spreads["mha"].days, one.spreads["held"].count) for one in found.lines}
    assert told == {"Doc": (1, 5, 1), "Other": (1, 9, 1), "No MHA had it": (1, 0, 0)}
    first = line(found, "Doc")
    assert sum(first.spreads[name].days for name in STACK) == first.spreads["total"].days == 24
    assert found.all.spreads["mha"].days == 14
    for one in found.lines:
        assert len(build(desk, one.selection)) == one.count, one.title


def test_a_posting_that_changes_in_mid_turn_divides_its_days() -> None:
    book = DolsBook()
    for team in ("north", "south"):
        book._put("team", id=team, name=team.capitalize(), name_key=team)
    for worker in ("ann", "boss", "chief"):
        book._put("worker", id=worker, name=worker.capitalize(), name_key=worker, team="north")
    book._put("posting", worker="ann", team="north", manager="boss", ends_on=d("14 Sep 2026"),
              starts_on=d("1 Jan 2026"))  # fmt: skip
    book._put("posting", worker="ann", team="south", manager="chief", starts_on=d("15 Sep 2026"))
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026", worker="ann")
    book.returned(case, "25 Sep 2026")
    book.event(case, "signed_off", "28 Sep 2026")
    found = times(desk_of(book, "1 Oct 2026"), "manager", span("2026-09"))
    own = {one.title: (one.spreads["bia"].days, one.spreads["others"].days) for one in found.lines}
    assert own == {"Boss": (10, 10), "Chief": (10, 10)}
    assert found.all.spreads["bia"].days == 20
    by_assessor = times(desk_of(book, "1 Oct 2026"), "assessor", span("2026-09"))
    assert line(by_assessor, "Ann").spreads["bia"].days == 20


def test_two_assessors_have_their_own_days_and_the_bars_still_sum() -> None:
    book = DolsBook()
    staff(book)
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026", "12 Sep 2026", worker="ann")
    allocate(book, case, "20 Sep 2026", worker="bob", team="south")
    book.event(case, "form3_returned", "30 Sep 2026")
    book.event(case, "signed_off", "2 Oct 2026")
    nobody = book.request("3 Sep 2026")
    book.event(nobody, "ended", "8 Oct 2026", outcome="died")
    desk = desk_of(book, "1 Nov 2026")
    by_team = times(desk, "team", span("2026-10"))
    assert [
        (one.title, one.count, one.spreads["bia"].days, one.spreads["others"].days) for one in by_team.lines
    ] == [
        ("North", 1, 7, 10),
        ("South", 1, 10, 7),
        ("No BIA had it", 1, 0, 0),
    ]
    by_manager = times(desk, "manager", span("2026-10"))
    assert {one.title for one in by_manager.lines} == {"Boss", "Manager not known", "No BIA had it"}
    assert times(desk, "team", span("2026-10", what="signed")).all.count == 1
    assert by_team.all.count == 2


@pytest.fixture(scope="module")
def many() -> Desk:
    dice, book = random.Random(4), DolsBook()
    staff(book)
    for _ in range(150):
        random_story(dice, book)
    for row in range(len(book.book.allocation)):
        book.book.allocation.put(row, "worker", dice.choice([-1, 0, 1, 2]))
    book.book.revision += 1
    return desk_of(book, "1 Nov 2026")


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("what", ["finished", "signed"])
def test_every_count_opens_exactly_its_requests_and_every_mean_is_theirs(
    many: Desk, by: str, what: str
) -> None:
    found = times(many, by, span("2026-09", "2026-10", what))
    for one in (*found.lines, found.all):
        listed = build(many, one.selection)
        assert len(listed) == one.count, one.title
        totals = listed.sort_keys("total").tolist()
        assert one.spreads["total"].mean == (statistics.fmean(totals) if totals else 0)
        assert one.spreads["total"].median == (statistics.median(totals) if totals else 0)
        assert one.spreads["total"].over[2] == sum(total > 21 for total in totals)
        assert sum(one.spreads[name].days for name in STACK) == one.spreads["total"].days
    if by == "month":
        assert sum(one.count for one in found.lines) == found.all.count


def test_no_request_is_in_no_list() -> None:
    book = DolsBook()
    kept = {book.request(), book.request("1 Sep 2026")}
    urgent_only = book._put("case", kind="dols", person=book.person(), ref="D9")
    book.urgent(urgent_only, given="1 Sep 2026", end="7 Sep 2026")
    ended = book.request("1 Aug 2026")
    book.event(ended, "ended", "3 Aug 2026", outcome="withdrawn")
    book.request("2 Nov 2026")  # has not come in yet
    desk = desk_of(book, "1 Nov 2026")
    listed = build(desk, Selection("requests", desk.as_at))
    ids = {book.book.case.ids[case] for case in listed.case.tolist()}
    assert ids == {*kept, urgent_only, ended}
    assert len(build(desk, Selection("requests", desk.as_at, chip="no_receipt"))) == 2
    assert len(build(desk, Selection("requests", desk.as_at, chip="closed"))) == 1


def test_a_period_that_cannot_be_read_is_said_in_one_sentence() -> None:
    desk = desk_of(DolsBook(), "1 Nov 2026")
    for wrong in ("signed", "signed 2026-13", "lost 2026-10"):
        with pytest.raises(KnownError, match="is not a period"):
            build(desk, Selection("requests", desk.as_at, period=wrong))
    with pytest.raises(KnownError, match="narrowed to a team"):
        build(desk, Selection("requests", desk.as_at, of="ward:1"))


def test_another_grouping_is_refused() -> None:
    with pytest.raises(ValueError, match="not by ward"):
        times(desk_of(DolsBook(), "1 Nov 2026"), "ward", span("2026-10"))
