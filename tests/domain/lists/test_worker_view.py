"""A worker and a child in full, against slow recounts and by hand-made cases."""

from __future__ import annotations

import datetime as dt
from statistics import median

import pytest
from lists_council import AS_AT, Council, random_council

from desktop.domain.days import NO_DAY, day
from desktop.domain.lists import build
from desktop.domain.lists.child import child_view
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.worker import WorkerView, held_cases, worker_view

HOUR = 3_600_000
DAY = 24 * HOUR


def noon(on: int) -> int:
    """An instant in the middle of a day, whatever the machine's time zone."""
    return on * DAY + 12 * HOUR


def view_of(made: Council, worker: str, as_at: int = AS_AT) -> WorkerView:
    desk = made.desk(as_at)
    return worker_view(desk, desk.book.worker.row(worker))


def cp_child(made: Council, worker: str, began: int = AS_AT - 60) -> str:
    case = made.case("cp", began=began)
    made.allocate(case, worker, began)
    return case


@pytest.mark.parametrize("seed", [11, 12])
def test_the_page_has_the_children_of_the_worker_and_of_those_they_cover(seed: int) -> None:
    desk = random_council(seed, 50).desk()
    for worker in range(len(desk.book.worker)):
        view = worker_view(desk, worker)
        held = held_cases(desk, worker)
        assert {int(case) for case in view.data.base.rows.case[view.data.at]} <= set(held)
        people = {int(desk.book.case.person[case]) for case in held}
        assert {int(desk.book.case.person[case]) for case in view.data.case} == people
        for count in view.counts:
            assert len(build(desk, count.selection)) == count.n, count.key


def test_the_median_lag_counts_from_the_visit_to_its_first_record() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    case = cp_child(made, worker)
    for ago, lag in ((3, 0), (9, 1), (20, 6), (30, 2), (40, 9)):
        on = AS_AT - ago
        made.visit(case, on, worker=worker, recorded_at=noon(on + lag))
    corrected = AS_AT - 3  # put right eight days later: it had been written down the same day
    made.visit(case, corrected, worker=worker, recorded_at=noon(corrected + 2), alone=1)
    lag = view_of(made, worker).lag
    assert (lag.visits, lag.days, lag.late) == (6, median([0, 0, 1, 6, 2, 9]), 2)
    assert lag.words() == "1.5 days (median of 6 visits in 13 weeks), 2 after more than 5 days"


def test_visits_from_files_and_of_others_say_nothing_of_recording() -> None:
    made = Council()
    worker, other = made.worker("Jo Adeyemi"), made.worker("Sam Worker")
    case = cp_child(made, worker)
    made.visit(case, AS_AT - 4, worker=worker, recorded_at=noon(AS_AT), source="Sheet1!4")
    made.visit(case, AS_AT - 5, worker=other, recorded_at=noon(AS_AT))
    made.visit(case, AS_AT - 120, worker=worker, recorded_at=noon(AS_AT))
    assert view_of(made, worker).lag.words() == "no visit recorded here in 13 weeks"


def test_a_late_record_is_not_a_late_visit() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    case = cp_child(made, worker, AS_AT - 20)
    made.visit(case, AS_AT - 9, worker=worker, recorded_at=noon(AS_AT))
    view = view_of(made, worker)
    assert view.lag.late == 1
    assert "The child protection visit of the last four weeks was in time." in view.well


def test_what_went_well_is_said_only_where_it_did() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    case = cp_child(made, worker, day(dt.date(2026, 9, 1)))
    for on in ("2026-09-10", "2026-09-22", "2026-10-30", "2026-11-19"):  # the last two far too late
        made.visit(case, day(dt.date.fromisoformat(on)), alone=0)
    said = view_of(made, worker).well
    assert not any("in time" in words and "visit" in words for words in said if "overdue" not in words)
    assert view_of(made, made.worker("Nora New")).well == ()


def test_the_next_supervision_is_the_one_planned_else_four_weeks_ahead() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    case = cp_child(made, worker)
    assert view_of(made, worker).next.words() == "not planned; looking ahead to 18/12/2026"
    made.add("planned", case=case, kind="supervision", on=AS_AT + 5)
    made.add("planned", case=case, kind="visit", on=AS_AT + 1)
    view = view_of(made, worker)
    assert view.next.words() == "25/11/2026"
    assert view.data.selection.days == 5
    made.add("absence", worker=worker, starts_on=AS_AT + 4, ends_on=AS_AT + 9)
    assert view_of(made, worker).next.words() == "25/11/2026, but away then"


def test_gaps_sessions_leave_and_actions_are_told() -> None:
    made = Council()
    worker, other = made.worker("Jo Adeyemi", fte_pct=60), made.worker("Sam Worker")
    supervised, never = cp_child(made, worker), cp_child(made, worker)
    made.event(supervised, "supervision", AS_AT - 40)
    made.add("worker_supervision", worker=worker, supervisor=other, on=AS_AT - 12)
    made.add("absence", worker=worker, starts_on=AS_AT + 10, ends_on=AS_AT + 17, cover=other)
    made.add("absence", worker=worker, starts_on=AS_AT + 90, ends_on=AS_AT + 95)
    made.add("action", case=never, raised_on=AS_AT - 40, text="Chronology", owner=other, due_on=AS_AT - 2)
    made.add("action", case=never, raised_on=AS_AT - 40, text="Done", done_on=AS_AT - 3)
    elsewhere = made.case("cp")
    made.add("action", case=elsewhere, raised_on=AS_AT - 9, text="Own action", owner=worker)
    view = view_of(made, worker)
    assert (
        view.gaps
        == "2 of 2 children overdue; longest ago 11/10/2026 (40 days); 1 never supervised under these plans"
    )
    assert (view.session, view.personal) == (AS_AT - 40, AS_AT - 12)
    assert view.leave == ("Away 30/11/2026 to 07/12/2026; Sam Worker covers",)
    assert view.todo == ("AA: Chronology (due 18/11/2026, 2 days over)", "AA: Own action")
    assert view.post == "60% post"
    assert view.load.ceiling == round(view.load.ceiling / 60 * 60) > 0


def test_a_childs_page_joins_all_plans_on_one_line_and_each_thing_stands_once() -> None:
    made = Council()
    worker = made.worker("Jo Adeyemi")
    person = made.person("P1", "Ada Archer", initials="AA", family="F1", born_on=AS_AT - 4000)
    made.person("P2", "Ben Archer", initials="BA", family="F1")
    cp, cla = made.case("cp", person), made.case("cla", person)
    for case in (cp, cla):
        made.allocate(case, worker)
        made.visit(case, AS_AT - 3, worker=worker, joint="one")
    made.add("placement", case=cla, starts_on=AS_AT - 100, code="U1", to_18=1)
    made.add("agreed_frequency", case=cla, interval="3m", effective_from=AS_AT - 9, agreed_by="panel")
    made.add("planned", case=cp, kind="visit", on=AS_AT + 3, worker=worker)
    desk = made.desk()
    view = child_view(desk, desk.book.person.row(person))
    visits = [(entry.on, plan) for entry, plan in view.timeline if entry.text.startswith("Visit, seen")]
    assert visits == [(AS_AT - 3, "CP, CLA")] or visits == [(AS_AT - 3, "CLA, CP")]
    assert [entry.on for entry, _ in view.timeline] == sorted(
        (entry.on for entry, _ in view.timeline), reverse=True
    )
    assert {line.index for plan in view.plans for line in plan.clocks} == {
        int(at) for plan in view.plans for at in desk.clocks.of_case(plan.case)
    }
    assert [one.what for one in view.placements] == ["Placement U1"]
    assert view.agreements[0].what == "Visits every 3 months"
    assert view.planned[0].first == AS_AT + 3
    assert [one.words for one in view.siblings] == ["BA P2"]
    looked_after = next(plan for plan in view.plans if plan.case == desk.book.case.row(cla))
    assert [name for name, _ in looked_after.lines] == ["6 weeks", "Agreed", "Legal limit"]


def test_a_child_who_has_only_ended_plans_still_has_a_page() -> None:
    made = Council()
    person = made.person("P1", "Ada Archer", initials="AA")
    case = made.case("cin", person)
    made.event(case, "ended", AS_AT - 5)
    desk: Desk = made.desk()
    view = child_view(desk, desk.book.person.row(person))
    assert [plan.is_open for plan in view.plans] == [False]
    assert view.plans[0].words.endswith("to 15/11/2026")
    assert NO_DAY not in [entry.on for entry, _ in view.timeline]
