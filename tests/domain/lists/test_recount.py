"""The counts, counted again slowly from the casebook's rows by code that shares nothing with the lists."""

from __future__ import annotations

import pytest
from lists_council import AS_AT, random_council

from desktop.domain.calendar import Calendar
from desktop.domain.days import NO_DAY
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk


@pytest.fixture(scope="module", params=(11, 12, 13, 14))
def desk(request: pytest.FixtureRequest) -> Desk:
    return random_council(request.param, 150).desk()


def on_days(desk: Desk, case: int, kind: str, seen: int | None = None) -> list[int]:
    event = desk.book.event
    return sorted(
        int(event.on[row])
        for row in range(len(event))
        if event.case[row] == case
        and event.word("kind", row) == kind
        and event.on[row] <= desk.as_at
        and (seen is None or event.seen[row] == seen)
    )


def open_cases(desk: Desk, *kinds: str) -> list[int]:
    book = desk.book
    return [
        case
        for case in range(len(book.case))
        if book.case.word("kind", case) in kinds and book.case.other_la[case] != 1 and not is_over(desk, case)
    ]


def is_over(desk: Desk, case: int) -> bool:
    started, ended = on_days(desk, case, "started"), on_days(desk, case, "ended")
    return bool(ended) and ended[-1] < desk.as_at and not (started and ended[-1] < started[-1])


def visits(desk: Desk, case: int, seen: int | None = None) -> list[int]:
    """Days of visits since the plan began."""
    began = (on_days(desk, case, "started") or [NO_DAY])[-1]
    return [on for on in on_days(desk, case, "visit", seen) if on >= began]


def counted(desk: Desk) -> list[int]:
    """Open children's cases; a child in need who is on a plan or looked after is counted there."""
    person = desk.book.case.person
    others = {int(person[other]) for other in open_cases(desk, "cp", "cla")}
    in_need = [case for case in open_cases(desk, "cin") if int(person[case]) not in others]
    return open_cases(desk, "cp", "cla", "care_leaver") + in_need


def working_days(start: int, end: int) -> int:
    calendar = Calendar.england()
    return sum(calendar.is_working(on) for on in range(start + 1, end + 1))


def numbers(desk: Desk, list_name: str) -> dict[str, int]:
    return {count.key: count.n for count in counts(desk, list_name, Selection(list_name, desk.as_at))}


def test_child_protection_visits(desk: Desk) -> None:
    never = over_10 = over_20 = attempts = unknown = 0
    for case in open_cases(desk, "cp"):
        seen, started = visits(desk, case, 1), on_days(desk, case, "started")
        tried = [on for on in visits(desk, case) if not seen or on > seen[-1]]
        never += not seen
        attempts += bool(tried)
        if not seen and not started:
            unknown += 1
            continue
        since = (seen or started)[-1]
        over_10 += working_days(since, desk.as_at) > 10
        over_20 += working_days(since, desk.as_at) > 20
    found = numbers(desk, "visits")
    assert (found["cp_never"], found["cp_10"], found["cp_20"]) == (never, over_10, over_20)
    data = build(desk, Selection("visits", AS_AT, chip="attempts"))
    assert sum(desk.book.case.word("kind", case) == "cp" for case in data.case.tolist()) == attempts
    data = build(desk, Selection("visits", AS_AT, chip="no_date"))
    assert sum(desk.book.case.word("kind", case) == "cp" for case in data.case.tolist()) == unknown


def test_every_open_child_case_is_a_row(desk: Desk) -> None:
    data = build(desk, Selection("visits", AS_AT))
    assert sorted(data.case.tolist()) == open_cases(desk, "cp", "cla", "cin")


def test_dols_strip(desk: Desk) -> None:
    book = desk.book
    strip = dict.fromkeys(("open", "no_bia", "with_bia", "back", "over_year", "past_21", "untriaged"), 0)
    for case in open_cases(desk, "dols"):
        if on_days(desk, case, "signed_off") or on_days(desk, case, "ended"):
            continue
        held = [
            row
            for row in range(len(book.allocation))
            if book.allocation.case[row] == case and book.allocation.word("role", row) == "bia"
        ]
        back = bool(on_days(desk, case, "form3_returned"))
        back = back and (
            not held or max(on_days(desk, case, "form3_returned")) >= book.allocation.on[held[-1]]
        )
        back = back or bool(on_days(desk, case, "form3_returned") and on_days(desk, case, "form4_returned"))
        requests = [row for row in range(len(book.dols_request)) if book.dols_request.case[row] == case]
        triaged = bool(requests) and book.dols_request.priority[requests[-1]] > 0
        received = on_days(desk, case, "started")
        strip["open"] += 1
        strip["back"] += back
        strip["with_bia"] += bool(held) and not back
        strip["no_bia"] += not held and not back
        strip["untriaged"] += not triaged and not held and not back
        strip["past_21"] += bool(received) and desk.as_at - received[-1] + 1 > 21
        strip["over_year"] += bool(received) and desk.as_at - received[-1] > 365
    found = numbers(desk, "dols")
    assert {key: found[key] for key in strip} == strip
    assert found["open"] == found["no_bia"] + found["with_bia"] + found["back"]


def test_supervision_without_a_date(desk: Desk) -> None:
    never = [case for case in counted(desk) if not on_days(desk, case, "supervision")]
    assert numbers(desk, "supervision")["no_date"] == len(never)


def test_unallocated_children(desk: Desk) -> None:
    book, nobody = desk.book, 0
    for case in open_cases(desk, "cp", "cla", "cin"):
        workers = [
            int(book.allocation.worker[row])
            for row in range(len(book.allocation))
            if book.allocation.case[row] == case and book.allocation.word("role", row) == "worker"
        ]
        left = bool(workers) and workers[-1] >= 0 and NO_DAY < book.worker.left_on[workers[-1]] <= desk.as_at
        nobody += not workers or workers[-1] < 0 or left
    found = numbers(desk, "unallocated")
    assert sum(found.get(kind, 0) for kind in ("cp", "cla", "cin")) == nobody


def test_a_clock_is_in_exactly_one_of_overdue_in_time_and_no_date(desk: Desk) -> None:
    ids = [
        set(build(desk, Selection(name, AS_AT, days=100_000)).identity().tolist())
        for name in ("overdue", "due_soon", "no_date")
    ]
    assert sum(map(len, ids)) == len(set.union(*ids)) == int((desk.clocks.state < 4).sum())
