"""The casebook grows, shrinks to a cut and keeps what was read from it before."""

from __future__ import annotations

import numpy as np
from build import CaseBuilder, on

from desktop.domain.cut import cut, with_siblings


def test_rows_added_one_by_one_and_in_bulk_stand_where_they_should():
    build = CaseBuilder()
    case = build.case("cp", "2026-01-05")
    event = build.book.event
    held = event.on
    for step in range(100):
        build.visit(case, on("2026-01-06") + step)
    assert held.tolist() == [on("2026-01-05")]
    assert event.on.tolist() == [on("2026-01-05") + step for step in range(101)]
    assert (len(event), len(event.ids), len(event.seen)) == (101, 101, 101)
    event.set_columns(
        2, {"ids": ["a", "b"], "case": np.zeros(2, np.int32), "on": np.arange(2, dtype=np.int32)}
    )
    build.visit(case, 7)
    assert event.on.tolist() == [0, 1, 7]
    assert event.seen.tolist() == [-1, -1, 1]


def test_a_cut_holds_the_facts_of_its_cases_and_changes_nothing_in_the_book():
    build = CaseBuilder()
    person = build.person()
    first, other = build.case("cp", "2026-01-05", person=person), build.case("cin", "2026-01-05")
    second = build.case("cla", "2026-01-06", person=person)
    build.placement(second, "2026-01-06", code="U1")
    build.visit(other, "2026-01-09")
    rows = with_siblings(build.book, np.array([first], np.int32))
    assert rows.tolist() == [first, second]
    small = cut(build.book, rows)
    assert small.event.case.tolist() == [0, 1]
    assert small.placement.column("code") == ["U1"]
    small.event.case[:] = 9
    assert build.book.event.case.tolist() == [first, other, second, other]


def test_two_rows_said_to_be_one_person_are_siblings_of_each_other():
    build = CaseBuilder()
    one, two = build.person(), build.person()
    a, b = build.case("cp", person=one), build.case("cla", person=two)
    build.case("cin")
    more = [build.person() for _ in range(3)]
    last = build.case("cin", person=more[-1])
    for person, other in zip((one, two, *more), (two, *more), strict=False):
        build.add("person_match", person=person, other=other, status="same")
    assert with_siblings(build.book, np.array([b], np.int32)).tolist() == [a, b, last]
