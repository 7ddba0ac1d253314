"""A row per child and worker, against a slow recount of cases and clocks."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from lists_council import AS_AT, Council, random_council

from desktop.domain.clocks import STATES
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk

DAYS = 28


def pairs(desk: Desk) -> dict[tuple[int, int], list[int]]:
    """Open children's cases by (child, worker)."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for case in np.flatnonzero(desk.is_open).tolist():
        if desk.book.case.word("kind", case) != "dols":
            found[int(desk.book.case.person[case]), int(desk.fact("worker")[case])].append(case)
    return found


def states(desk: Desk, cases: list[int], *groups: str) -> list[str]:
    clocks, found = desk.clocks, []
    for at in range(len(clocks)):
        if int(clocks.case[at]) in cases:
            group = desk.rules[clocks.rules[int(clocks.rule[at])]].group
            if not groups or group in groups:
                found.append(STATES[int(clocks.state[at])])
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_counts_and_groups_are_what_a_recount_finds(seed: int) -> None:
    desk = random_council(seed, 40).desk()
    selection = Selection("children", AS_AT, days=DAYS)
    data, there = build(desk, selection), pairs(desk)
    listed = {
        (int(desk.book.case.person[case]), int(holder))
        for case, holder in zip(data.case, data.base.rows.holder[data.at], strict=True)
    }
    assert listed == set(there)
    assert len(data) == len(there)
    strip = {count.key: count.n for count in counts(desk, "children", selection)}
    late = [key for key, cases in there.items() if "overdue" in states(desk, cases)]
    assert strip["overdue"] == len(late)
    gaps = [key for key, cases in there.items() if "overdue" in states(desk, cases, "supervision")]
    assert strip["supervision_overdue"] == len(gaps)
    for kind in ("cp", "cla", "cin", "care_leaver"):
        held = [k for k, cases in there.items() if any(desk.book.case.word("kind", c) == kind for c in cases)]
        assert strip.get(kind, 0) == len(held)
    groups = {group.title: group.count for group in data.groups()}
    assert groups["Overdue"] == len(late)
    due = int(((desk.clocks.state == 1) | (desk.clocks.state == 2)).sum())
    assert due
    assert sum(groups.values()) == len(data)


def test_a_child_with_two_plans_of_one_worker_is_one_row_and_of_two_workers_two() -> None:
    made = Council()
    jo, sam = made.worker("Jo Adeyemi"), made.worker("Sam Worker")
    for second in (jo, sam):
        person = made.person(f"P-{second}", "Ada Archer", initials="AA")
        for kind, worker in (("cp", jo), ("cla", second)):
            made.allocate(made.case(kind, person), worker)
    desk = made.desk()
    data = build(desk, Selection("children", AS_AT, worker=jo))
    everyone = np.arange(len(data))
    assert sorted(data.text("plans", everyone)) == ["CP", "CP, CLA"]
    assert build(desk, Selection("children", AS_AT, worker=sam)).text("plans", np.array([0])) == ["CLA"]


def test_a_rule_or_plan_finds_a_child_by_any_plan() -> None:
    made = Council()
    jo = made.worker("Jo Adeyemi")
    person = made.person("P1", "Ada Archer", initials="AA")
    for kind in ("cp", "cla"):
        made.allocate(made.case(kind, person), jo)
    desk = made.desk()
    for narrowed in ({"plan": "cla"}, {"plan": "cp"}, {"rule": "supervision_cla"}, {"rule": "cp_visit_10wd"}):
        assert len(build(desk, Selection("children", AS_AT, **narrowed))) == 1, narrowed
    assert len(build(desk, Selection("children", AS_AT, plan="cin"))) == 0


def test_the_cover_has_the_children_of_who_is_away() -> None:
    made = Council()
    jo, sam = made.worker("Jo Adeyemi"), made.worker("Sam Worker")
    made.add("absence", worker=jo, starts_on=AS_AT - 1, ends_on=AS_AT + 9, cover=sam)
    made.allocate(made.case("cp"), jo)
    desk = made.desk()
    data = build(desk, Selection("children", AS_AT, worker=sam))
    assert data.text("worker", np.array([0])) == ["Sam Worker for Jo Adeyemi"]


def test_actions_not_done_are_counted_by_child() -> None:
    made = Council()
    case = made.case("cp")
    for done in (None, AS_AT - 2, AS_AT + 1):
        made.add("action", case=case, raised_on=AS_AT - 9, text="Chronology", done_on=done)
    data = build(made.desk(), Selection("children", AS_AT))
    assert data.text("actions", np.array([0])) == ["2"]
