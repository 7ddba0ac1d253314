"""What changed since an instant: each sort of change by what a manager would call it, and nothing twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from lists_council import AS_AT, Council

from desktop.domain.days import day_end_ms
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk

THEN = AS_AT - 7  # the Friday before
LONG_AGO = day_end_ms(AS_AT - 400)
SINCE = day_end_ms(THEN)
LATER = day_end_ms(AS_AT - 1)


class Dated(Council):
    """A council whose rows were on record long ago unless said."""

    def add(self, table: str, **values: object) -> str:
        if self.book.tables[table].shape.fact:
            values = {"recorded_at": LONG_AGO, **values}
        return super().add(table, **values)


@pytest.fixture
def council() -> Dated:
    return Dated()


def told(desk: Desk, **more: Any) -> list[tuple[str, str, str]]:
    """What changed, of whom, and how."""
    data = build(desk, Selection("changed", desk.as_at, since=SINCE, **more))
    everyone = np.arange(len(data))
    return list(zip(*(data.text(key, everyone) for key in ("what", "name", "detail")), strict=True))


def cp(council: Dated, name: str, seen: int, **more: Any) -> str:
    """A child on a plan for long, last seen on a day; every other clock is kept out of the way."""
    case = council.case("cp", council.person(name, name), began=AS_AT - 300)
    council.visit(case, seen, **more)
    return case


def test_a_clock_that_ran_out_since_became_overdue(council: Dated) -> None:
    cp(council, "Ann", THEN - 10)  # ten working days on: in time then, out by now
    cp(council, "Bob", AS_AT - 2)
    desk = council.desk()
    data = build(desk, Selection("changed", AS_AT, since=SINCE, chip="late", text="Ann"))
    assert "Child protection visit, 10 working days" in data.text("rule", np.arange(len(data)))


def test_a_visit_recorded_since_takes_its_clock_off(council: Dated) -> None:
    case = cp(council, "Ann", THEN - 60)
    council.visit(case, AS_AT - 2, recorded_at=LATER)
    off = [row for row in told(council.desk()) if row[0] == "No longer overdue"]
    assert {name for _, name, _ in off} == {"Ann"}
    assert all(how.startswith("No longer overdue, next due") for _, _, how in off)


def test_a_visit_written_down_late_counts_from_when_it_was_written_down(council: Dated) -> None:
    """It had happened before; but whoever looked then saw the clock overdue."""
    case = cp(council, "Ann", THEN - 60)
    council.visit(case, THEN - 1, recorded_at=LATER)
    assert any(row[0] == "No longer overdue" for row in told(council.desk()))


def test_a_case_that_came_in_is_new_and_nothing_else(council: Dated) -> None:
    person = council.person("Ann", "Ann")
    case = council.add("case", kind="cp", person=person)
    council.event(case, "started", AS_AT - 90, recorded_at=LATER)
    council.allocate(case, council.worker("Wim"), recorded_at=LATER)
    assert [row[:2] for row in told(council.desk())] == [("New", "Ann")]


def test_who_has_a_case_now_and_who_had_it_then(council: Dated) -> None:
    first, second = council.worker("First Worker"), council.worker("Second Worker")
    council.case("cin", council.person("Ann", "Ann"), began=AS_AT - 3, recorded_at=LATER)
    moved = council.case("referral", council.person("Bob", "Bob"), began=AS_AT - 30)
    council.allocate(moved, first, AS_AT - 30, superseded_at=LATER)
    council.allocate(moved, first, AS_AT - 30, ended_on=AS_AT - 2, recorded_at=LATER)
    council.allocate(moved, second, AS_AT - 2, recorded_at=LATER)
    found = [row for row in told(council.desk()) if row[0] == "Allocated or moved"]
    assert found == [("Allocated or moved", "Bob", "From First Worker to Second Worker")]


def test_a_case_closed_since_is_told_with_its_day_and_whoever_had_it(council: Dated) -> None:
    worker = council.worker("Wim")
    case = council.case("referral", council.person("Ann", "Ann"), began=AS_AT - 30)
    council.allocate(case, worker, AS_AT - 30)
    council.event(case, "ended", AS_AT, recorded_at=LATER)
    assert told(council.desk()) == [("Closed or signed off", "Ann", "Ended 20/11/2026")]
    assert len(build(council.desk(), Selection("changed", AS_AT, since=SINCE, worker=worker))) == 1


def test_a_request_signed_off_since_says_so(council: Dated) -> None:
    case = council.dols(AS_AT - 40, person=council.person("Ann", "Ann"))
    council.event(case, "signed_off", AS_AT - 1, outcome="Granted", recorded_at=LATER)
    council.add("authorisation", case=case, starts_on=AS_AT - 1, ends_on=AS_AT + 90, recorded_at=LATER)
    done = [row for row in told(council.desk()) if row[0] == "Closed or signed off"]
    assert done == [("Closed or signed off", "Ann", "Signed off 19/11/2026")]


def test_nothing_changed_since_a_moment_ago(council: Dated) -> None:
    cp(council, "Ann", THEN - 60)
    assert len(build(council.desk(), Selection("changed", AS_AT, since=day_end_ms(AS_AT)))) == 0


def test_a_case_that_was_opened_again_is_new(council: Dated) -> None:
    case = council.case("referral", council.person("Ann", "Ann"), began=AS_AT - 30)
    council.event(case, "ended", AS_AT - 20, superseded_at=LATER)
    assert [row[:2] for row in told(council.desk())] == [("New", "Ann")]


def test_it_is_narrowed_to_the_cases_of_a_list(council: Dated) -> None:
    council.case("referral", council.person("Ann", "Ann"), began=AS_AT - 3)
    council.event(council.book.case.ids[0], "ended", AS_AT - 1, recorded_at=LATER)
    case = cp(council, "Bob", THEN - 60)
    council.visit(case, AS_AT - 2, recorded_at=LATER)
    desk = council.desk()
    assert {name for _, name, _ in told(desk, of="visits")} == {"Bob"}
    for count in counts(desk, "changed", Selection("changed", AS_AT, since=SINCE, of="visits")):
        assert len(build(desk, count.selection)) == count.n, count.key


def test_an_edit_is_seen_against_the_same_instant(council: Dated) -> None:
    """The earlier side is kept over edits, and says what it would say if it were read anew."""
    from desktop.domain.changes import Changes

    case = cp(council, "Ann", THEN - 60)
    desk = council.desk()
    before = told(desk)
    event = council.visit(case, AS_AT, recorded_at=LATER)
    desk.apply(Changes(touched={"event": (event,)}))
    assert told(desk) == told(council.desk()) != before
