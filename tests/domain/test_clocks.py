"""The engine itself: two dates kept apart, few cases like all cases, dated rules, later events."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import pytest
from build import CaseBuilder, on
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import measure_due
from oracle_days import due as oracle_due
from oracle_days import working_days_over
from readings import read, rows

from desktop.domain.clocks import STATES, clocks, refreshed
from desktop.domain.days import NO_DAY, date_of, day
from desktop.domain.dols import RENEWAL
from desktop.domain.timescales import Timescales

SHIPPED = Timescales.shipped()
AS_AT = on("2026-03-16")
RUNNING = ("unknown", "in_time", "due_today", "overdue")


def random_council(dice: random.Random, cases: int = 25) -> CaseBuilder:
    """Facts of every sort in no order, recorded between the instants 0 and 100, some superseded."""
    build = CaseBuilder()
    people = [build.person(born_on=AS_AT - dice.randrange(400, 7000)) for _ in range(cases // 2)]
    kinds = ("cp", "cla", "cin", "care_leaver", "s47", "assessment", "private_fostering", "dols")
    for _ in range(cases):
        recorded = dice.randrange(100)
        began = AS_AT - dice.randrange(1200)
        start = began if dice.random() < 0.9 else None
        end = began + dice.randrange(900) if dice.random() < 0.2 else None
        build.case(dice.choice(kinds), start, end, dice.choice(people), recorded_at=recorded)
    events = ("visit", "visit", "supervision", "review", "core_group", "icpc", "contact", "health_assessment")
    events += ("strategy_discussion", "assessment_authorised", "pep", "accommodation_started", "found")
    for _ in range(cases * 12):
        recorded = dice.randrange(100)
        gone = recorded + dice.randrange(1, 40) if dice.random() < 0.2 else None
        known = {"recorded_at": recorded, "superseded_at": gone}
        case, date = dice.randrange(cases), AS_AT - dice.randrange(900)
        sort = dice.random()
        if sort < 0.1:
            build.placement(
                case, date, to_18=dice.choice((0, 1)), code=dice.choice(("U1", "P1", "")), **known
            )
        elif sort < 0.15:
            build.agree(case, dice.choice(("3m", "6m")), date, child_agrees=1, **known)
        elif sort < 0.2:
            build.add("allocation", case=case, role="worker", on=date, **known)
        else:
            build.event(case, dice.choice(events), date, seen=dice.choice((1, 1, 0, None)), **known)
    return build


def everything(build: CaseBuilder, as_at: int, **more) -> dict:
    """Every clock, by case id and rule."""
    found = clocks(build.book, SHIPPED, as_at, **more)
    ids = build.book.case.ids
    return {
        (ids[case], rule): row for case in set(found.case.tolist()) for rule, row in rows(found, case).items()
    }


def only_recorded_by(build: CaseBuilder, instant: int) -> CaseBuilder:
    """The same council as it was then: later facts were not yet written, later corrections not made."""
    past = CaseBuilder()
    past.book.tables["person"] = build.book.person
    for name, columns in build.book.tables.items():
        if name == "person":
            continue
        keep = np.ones(len(columns), bool)
        if columns.shape.fact:
            keep = columns.recorded_at <= instant
        kept = [build.book.record(name, row) | {"id": columns.ids[row]} for row in np.flatnonzero(keep)]
        for at, row in enumerate(np.flatnonzero(keep)):
            if columns.shape.fact:
                gone = int(columns.superseded_at[row])
                kept[at] |= {"recorded_at": int(columns.recorded_at[row])}
                kept[at] |= {"superseded_at": gone if gone <= instant else None}
        past.book.apply(name, kept)
    heard = {
        case for table in build.book.tables.values() if table.shape.fact for case in _cases(table, instant)
    }
    for row in set(range(len(build.book.case))) - heard:
        past.book.case.live[row] = False
    return past


def _cases(table, instant: int) -> list[int]:
    return table.case[table.recorded_at <= instant].tolist() if hasattr(table, "case") else []


@pytest.mark.parametrize("seed", range(12))
def test_what_is_recorded_later_changes_no_clock_of_an_earlier_instant(seed):
    dice = random.Random(seed)
    build = random_council(dice)
    for instant in (20, 50, 80):
        as_at = AS_AT - dice.randrange(60)
        then = everything(only_recorded_by(build, instant), as_at)
        assert everything(build, as_at, known_at=instant) == then


@pytest.mark.parametrize("seed", range(8))
def test_a_few_cases_give_the_same_clocks_as_all_of_them(seed):
    dice = random.Random(100 + seed)
    build = random_council(dice)
    known_at = dice.choice((None, 60))
    whole = clocks(build.book, SHIPPED, AS_AT, known_at)
    part = clocks(build.book, SHIPPED, AS_AT, known_at, cases=[3, 7])
    assert {3, 7} <= set(part.covers.tolist())
    for case in part.covers:
        assert rows(part, case) == rows(whole, case)
    merged = whole.merge(part)
    assert all(rows(merged, case) == rows(whole, case) for case in range(len(build.book.case)))


@pytest.mark.parametrize("seed", range(8))
def test_after_an_edit_the_patched_clocks_equal_a_full_recount(seed):
    dice = random.Random(200 + seed)
    build = random_council(dice)
    found = clocks(build.book, SHIPPED, AS_AT)
    for _ in range(6):
        case = dice.randrange(25)
        kind = dice.choice(("visit", "review", "ended", "started", "dental_check", "supervision"))
        build.event(case, kind, AS_AT - dice.randrange(50), seen=1)
        found, _changed = refreshed(found, build.book, SHIPPED, [case])
        whole = clocks(build.book, SHIPPED, AS_AT)
        for row in range(len(build.book.case)):
            assert rows(found, row) == rows(whole, row)


def test_clocks_of_another_reading_are_not_merged():
    build = random_council(random.Random(1))
    with pytest.raises(ValueError, match="another reading"):
        clocks(build.book, SHIPPED, AS_AT).merge(clocks(build.book, SHIPPED, AS_AT - 1, cases=[1]))


def test_the_old_clocks_stay_as_they_were_when_others_are_merged_in():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02")
    before = clocks(build.book, SHIPPED, AS_AT)
    build.visit(case, "2026-03-10")
    after, _ = refreshed(before, build.book, SHIPPED, [case])
    assert rows(before, case)["cp_visit_10wd"].start == "2026-02-02"
    assert rows(after, case)["cp_visit_10wd"].start == "2026-03-10"
    assert after.find(case, "cp_visit_10wd") >= 0
    assert after.find(case, "cla_visit_6w") == -1


RECURRING = [rule.id for rule in SHIPPED if rule.recurring and rule.service == "children"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("cp", "cin", "cla", "care_leaver", "private_fostering")),
    st.lists(st.integers(0, 600), min_size=1, max_size=6),
    st.integers(1, 120),
    st.lists(st.tuples(st.sampled_from(("6w", "3m", "6m")), st.integers(0, 700)), max_size=3),
    st.integers(0, 400),
    st.sampled_from((None, None, "reg19", "reg24", "ico_home", "co_home", "short_break")),
)
def test_a_later_event_never_moves_a_due_day_earlier(kind, days, gap, agreed, placed, basis):
    start = on("2024-01-08")
    build = CaseBuilder()
    case = build.case(kind, start)
    if kind == "cla":
        more = {"basis": basis, "order_on": start + placed // 3}
        build.placement(case, start + placed // 4, to_18=1, code="U1", **more)
        for interval, offset in agreed:
            build.agree(case, interval, start + offset, child_agrees=1)
    words = {"care_leaver": ("contact", "pathway_review")}.get(kind, ("visit", "supervision", "core_group"))
    for offset in days:
        for word in words:
            build.event(case, word, start + offset, seen=1)
    as_at = start + max(days) + gap
    before = read(build, case, as_at)
    for word in words:
        build.event(case, word, start + max(days) + max(gap // 2, 1), seen=1)
    after = read(build, case, as_at)
    for rule in set(before) & set(after) & set(RECURRING):
        assert after[rule].due >= before[rule].due, rule


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([rule.id for rule in SHIPPED if rule.id not in RENEWAL]),
    st.dates(dt.date(2000, 1, 1), dt.date(2038, 12, 31)),
    st.integers(0, 500),
    st.sampled_from(("day_after", "same_day")),
)
def test_every_rule_equals_a_plain_day_loop(rule_id, start, lag, first_day):
    rule = SHIPPED.rule(rule_id)
    as_at = start + dt.timedelta(days=lag)
    found = measure_due(rule_id, day(start), day(as_at), first_day=first_day)
    expected = oracle_due(start, rule.n, rule.unit, first_day)
    over = working_days_over(expected, as_at) if rule.in_working_days else max((as_at - expected).days, 0)
    assert date_of(found.due) == expected
    assert found.overdue_by == over
    state = "overdue" if over else "due_today" if as_at == expected else "in_time"
    assert found.state == state


def test_due_today_is_only_ever_said_on_the_due_day_itself():
    build = random_council(random.Random(5), 40)
    for as_at in range(AS_AT - 14, AS_AT):
        found = clocks(build.book, SHIPPED, as_at)
        today = found.state == STATES.index("due_today")
        assert (found.due[today] == as_at).all()
        unknown = found.due == NO_DAY
        assert ((found.state == 0) == unknown).all()
        assert (found.why[unknown] > 0).all()


def test_a_visit_recorded_today_for_last_week_counts_from_last_week_unless_asked_as_known_then():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02", recorded_at=1)
    build.visit(case, "2026-03-10", recorded_at=50)
    assert read(build, case, "2026-03-12")["cp_visit_10wd"].start == "2026-03-10"
    assert read(build, case, "2026-03-12", known_at=49)["cp_visit_10wd"].start == "2026-02-02"
    assert read(build, case, "2026-03-09", known_at=60)["cp_visit_10wd"].start == "2026-02-02"


def test_a_corrected_visit_counts_as_corrected_and_as_before_at_the_earlier_instant():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02", recorded_at=1)
    build.visit(case, "2026-03-10", recorded_at=10, superseded_at=20)
    build.visit(case, "2026-03-03", recorded_at=20)
    assert read(build, case, AS_AT)["cp_visit_10wd"].start == "2026-03-03"
    assert read(build, case, AS_AT, known_at=15)["cp_visit_10wd"].start == "2026-03-10"


def test_a_case_nobody_had_recorded_yet_is_not_there():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02", recorded_at=50)
    build.case("cp", "2026-02-02", recorded_at=5)
    assert read(build, case, AS_AT, known_at=49) == {}
    assert read(build, case, AS_AT, known_at=50)


def test_a_deleted_fact_is_as_if_it_had_not_been():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02")
    row = build.visit(case, "2026-03-10")
    build.book.apply("event", [{"id": build.book.event.ids[row], "deleted": 1}])
    assert read(build, case, AS_AT)["cp_visit_10wd"].start == "2026-02-02"


def test_a_changed_rule_counts_from_its_own_date_and_leaves_old_months_alone():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02")
    change = {"rule": "cp_visit_10wd", "field": "n", "value": "5", "valid_from": on("2026-03-01")}
    build.add("timescale_override", **change)
    assert read(build, case, "2026-02-28")["cp_visit_10wd"].due == "2026-02-16"
    assert read(build, case, "2026-03-01")["cp_visit_10wd"].due == "2026-02-09"
    ended = replace(SHIPPED.rule("cp_visit_20wd"), valid_to=on("2026-03-01"))
    scales = replace(SHIPPED, by_id={**SHIPPED.by_id, "cp_visit_20wd": ended})
    found = clocks(build.book, scales, on("2026-03-02"))
    assert "cp_visit_10wd" in rows(found, case)
    assert "cp_visit_20wd" not in rows(found, case)


def test_a_change_recorded_later_is_not_read_at_the_earlier_instant():
    build = CaseBuilder()
    case = build.case("cp", "2026-02-02", recorded_at=1)
    build.add("timescale_override", rule="cp_visit_10wd", field="n", value="5", recorded_at=50)
    now = SHIPPED.with_overrides(build.book)
    assert rows(clocks(build.book, now, AS_AT), case)["cp_visit_10wd"].due == "2026-02-09"
    assert rows(clocks(build.book, now, AS_AT, known_at=49), case)["cp_visit_10wd"].due == "2026-02-16"


def test_the_first_day_convention_of_a_rule_can_be_changed():
    build = CaseBuilder()
    case = build.case("cp", "2025-12-18")
    build.add("timescale_override", rule="cp_visit_10wd", field="count_from", value="same_day")
    found = read(build, case, "2025-12-31")["cp_visit_10wd"]
    assert (found.due, found.elapsed) == ("2026-01-05", 8)


def test_closure_days_move_dates_only_when_the_council_chose_so_and_bank_holidays_always():
    build = CaseBuilder()
    case = build.case("cp", "2025-12-18")
    for date in (29, 30, 31):
        build.add("closure_day", on=f"2025-12-{date}", kind="closure")
    assert read(build, case, "2025-12-31")["cp_visit_10wd"].due == "2026-01-06"
    build.add("setting", key="skip_closure_days", value="yes")
    assert read(build, case, "2025-12-31")["cp_visit_10wd"].due == "2026-01-09"
    build.add("closure_day", on="2026-01-02", kind="bank_holiday")
    assert read(build, case, "2025-12-31")["cp_visit_10wd"].due == "2026-01-12"


def test_a_renewal_marker_is_counted_back_from_the_end():
    found = measure_due("dols_renewal_56d", on("2027-01-14"), on("2026-11-20"))
    assert (found.due, found.state, found.overdue_by) == (on("2026-11-19"), "overdue", 1)


def test_dols_counts_the_day_of_receipt_and_moves_for_no_holiday():
    found = measure_due("dols_standard_21d", on("2026-12-14"), on("2027-01-06"))
    assert (found.due, found.state, found.overdue_by) == (on("2027-01-03"), "overdue", 3)
    assert measure_due("dols_standard_21d", on("2026-12-04"), on("2026-12-24")).due == on("2026-12-24")
    assert measure_due("dols_urgent_7d", on("2026-12-18"), on("2026-12-24")).state == "due_today"
    assert measure_due("dols_suspension_28d", on("2026-11-09"), on("2026-11-10")).due == on("2026-12-06")


def test_an_empty_casebook_has_no_clocks():
    assert len(clocks(CaseBuilder().book, SHIPPED, AS_AT)) == 0
