"""What turns overdue: against a slow recount day by day, and against hand-made cases."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from lists_council import AS_AT, Council, random_council

from desktop.domain.clocks import STATES, clocks
from desktop.domain.days import NO_DAY, date_of, day, short
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk

SUNDAY = AS_AT + 9  # AS_AT is a Friday


def rows_of(desk: Desk, **more: str) -> list[dict[str, str]]:
    data = build(desk, Selection("turning", desk.as_at, **more))
    everyone = np.arange(len(data))
    texts = {column.key: data.text(column.key, everyone) for column in data.columns}
    return [{key: column[row] for key, column in texts.items()} for row in range(len(data))]


def is_away(desk: Desk, worker: int, on: int) -> bool:
    table = desk.book.absence
    return any(
        table.worker[row] == worker
        and table.starts_on[row] <= on
        and (table.ends_on[row] == NO_DAY or table.ends_on[row] >= on)
        for row in range(len(table))
    )


def is_planned_in_time(desk: Desk, case: int, kind: str, due: int) -> bool:
    table = desk.book.planned
    for row in range(len(table)):
        if table.case[row] != case or table.word("kind", row) != kind:
            continue
        on, worker = int(table.on[row]), int(table.worker[row])
        goes = worker if worker >= 0 else int(desk.fact("worker")[case])
        if desk.as_at <= on <= due and not (goes >= 0 and is_away(desk, goes, on)):
            return True
    return False


def recount(desk: Desk) -> set[tuple[int, str, int]]:
    """(case, rule, day): every clock asked anew as at each day until the end of next week."""
    found, seen = set(), set()
    group_of = {rule: desk.rules[rule].group for rule in desk.clocks.rules if rule in desk.rules}
    kinds = {"visit": "visit", "supervision": "supervision"}
    now = {
        (int(case), int(rule)): STATES[state]
        for case, rule, state in zip(desk.clocks.case, desk.clocks.rule, desk.clocks.state, strict=True)
    }
    for on in range(desk.as_at + 1, SUNDAY + 1):
        then = clocks(desk.book, desk.timescales, on)
        for at in np.flatnonzero(then.state == STATES.index("overdue")).tolist():
            case, number = int(then.case[at]), int(then.rule[at])
            rule = then.rules[number]
            if (case, rule) in seen or group_of[rule] == "dols":
                continue
            if now.get((case, number)) not in ("in_time", "due_today"):
                continue
            seen.add((case, rule))
            kind = kinds.get(group_of[rule], "review")
            if not is_planned_in_time(desk, case, kind, int(then.due[at])):
                found.add((case, rule, on))
    return found


@pytest.mark.parametrize("seed", [4, 5])
def test_it_is_what_a_recount_day_by_day_finds(seed: int) -> None:
    made = random_council(seed, 90)
    for absence in made.book.absence.ids[1:2]:  # an absence that begins within the fortnight
        worker = made.book.worker.ids[3]
        made.add("absence", id=f"more-{absence}", worker=worker, starts_on=AS_AT + 4, ends_on=AS_AT + 6)
    desk = made.desk()
    data = build(desk, Selection("turning", AS_AT))
    listed = {
        (int(case), desk.clocks.rules[int(desk.clocks.rule[clock])], int(turns))
        for case, clock, turns in zip(data.case, data.clock, data.sort_keys("turns"), strict=True)
    }
    assert listed == recount(desk)
    assert len(listed) == len(data)
    assert len(data) > 3


def test_a_plan_in_time_takes_a_child_off_the_list_and_a_late_one_does_not() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    for planned in (None, AS_AT + 3, AS_AT + 8):  # due Wednesday 25 November
        case = made.case("cp")
        made.allocate(case, worker)
        made.visit(case, AS_AT - 9)
        made.event(case, "supervision", AS_AT)
        if planned:
            made.add("planned", case=case, kind="visit", on=planned)
    rows = rows_of(made.desk(), rule="cp_visit_10wd")
    assert [row["planned"] for row in rows] == [
        "Nothing planned",
        f"Visit planned {short(AS_AT + 8)}, too late",
    ]
    assert {row["state"] for row in rows} == {"Turns Thu 26 Nov"}
    assert {row["chance"] for row in rows} == {"25/11/2026"}


def test_leave_makes_a_plan_fail_and_moves_the_last_chance() -> None:
    made = Council()
    worker, other = made.worker("Jo Adeyemi"), made.worker("Sam Cover")
    made.add("absence", worker=worker, starts_on=AS_AT + 4, ends_on=AS_AT + 20, cover=other)
    case = made.case("cp")
    made.allocate(case, worker)
    made.visit(case, AS_AT - 9)
    made.add("planned", case=case, kind="visit", on=AS_AT + 5)
    (row,) = rows_of(made.desk(), rule="cp_visit_10wd")
    assert row["planned"] == "Visit planned 25/11/2026, but Jo Adeyemi is away"
    assert row["chance"] == "23/11/2026"  # Tuesday on: away
    assert row["leave"] == "Away 24/11/2026 to 10/12/2026; Sam Cover covers"
    made.add("planned", case=case, kind="visit", on=AS_AT + 5, worker=other)
    assert rows_of(made.desk(), rule="cp_visit_10wd") == []


def test_nobody_is_left_to_go_when_the_worker_is_away_throughout() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    made.add("absence", worker=worker, starts_on=AS_AT - 3, ends_on=AS_AT + 20)
    case = made.case("cp")
    made.allocate(case, worker)
    made.visit(case, AS_AT - 9)
    desk = made.desk()
    (row,) = rows_of(desk, rule="cp_visit_10wd")
    assert row["chance"] == "none: away"
    assert row["leave"].endswith("nobody covers")
    there = {count.key: count.n for count in counts(desk, "turning", Selection("turning", AS_AT))}
    assert there["away"] >= 1


def test_bank_holidays_are_named_and_a_working_day_clock_turns_after_them() -> None:
    made = Council()
    case = made.case("cp")
    made.visit(case, day(dt.date(2026, 12, 11)))  # ten working days on: Tuesday 29 December
    desk = made.desk(day(dt.date(2026, 12, 23)))
    (row,) = rows_of(desk, rule="cp_visit_10wd")
    assert (row["due"], row["turns"]) == ("29/12/2026", "30/12/2026")
    assert row["left"] == "3 working days left"
    assert "Christmas Day 25/12" in row["leave"]
    assert "Boxing Day" in row["leave"]


def test_what_is_overdue_already_is_not_on_it() -> None:
    made = Council()
    case = made.case("cp")
    made.visit(case, AS_AT - 30)
    rules = {row["rule"] for row in rows_of(made.desk()) if "visit, 10" in row["rule"]}
    assert rules == set()


@pytest.mark.parametrize("page", ["visits", "supervision"])
def test_the_card_on_the_page_opens_exactly_its_rows(page: str) -> None:
    desk = random_council(6, 80).desk()
    card = next(count for count in counts(desk, page, Selection(page, AS_AT)) if count.key == "turning")
    assert card.selection.list == "turning"
    assert len(build(desk, card.selection)) == card.n


def test_the_week_ends_are_sundays() -> None:
    from desktop.domain.lists.turning import week_ends

    for on in range(AS_AT, AS_AT + 7):
        this, following = week_ends(on)
        assert date_of(this).weekday() == date_of(following).weekday() == 6
        assert on <= this < on + 7
        assert following == this + 7
