"""The demo council: the printed sizes and rates on any date, every list with rows, nobody real."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from desktop.demo import made_for, make, redate, write
from desktop.domain import dols
from desktop.domain.casebook import Casebook
from desktop.domain.cla import three_way
from desktop.domain.clocks import STATES, Clocks, clocks, context
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY, day
from desktop.domain.schema import TABLES
from desktop.domain.timescales import Timescales
from desktop.errors import KnownError
from desktop.store.store import Store

DATES = ("2026-11-20", "2027-04-03", "2028-02-29")


def number(date: str) -> int:
    return day(dt.date.fromisoformat(date))


@cache
def council(date: str, seed: int = 1) -> tuple[Context, Clocks]:
    rows, book = make(seed, number(date)), Casebook()
    for table in TABLES:
        if table.name in rows:
            part = rows[table.name]
            values = zip(*part.columns.values(), strict=True)
            names = list(part.columns)
            book.apply(
                table.name,
                [
                    {"id": at, **dict(zip(names, v, strict=True))}
                    for at, v in zip(part.ids, values, strict=True)
                ],
            )
    scales = Timescales.shipped()
    return context(book, scales, number(date)), clocks(book, scales, number(date))


def share_in_time(found: Clocks, *rules: str) -> float:
    rows = np.concatenate([found.of_rule(rule) for rule in rules])
    states = [STATES[at] for at in found.state[rows]]
    return 100 * sum(state in ("in_time", "due_today") for state in states) / len(states)


@pytest.mark.parametrize("date", DATES)
def test_sizes_are_those_of_the_council_papers(date: str) -> None:
    ctx, _ = council(date)
    sizes = {kind: len(ctx.open_cases(kind)) for kind in ("cla", "cp", "cin", "care_leaver")}
    assert sizes == {
        "cla": pytest.approx(554, abs=3),
        "cp": pytest.approx(307, abs=3),
        "cin": pytest.approx(461, abs=3),
        "care_leaver": pytest.approx(253, abs=3),
    }
    book = ctx.book
    assert len(book.team) == 40
    assert (book.worker.is_bia == 1).sum() == 60
    assert dols.flags(ctx).open.sum() == pytest.approx(405, abs=15)
    assert len(book.event) < 120_000


@pytest.mark.parametrize("date", DATES)
def test_rates_are_those_of_the_council_papers(date: str) -> None:
    ctx, found = council(date)
    assert share_in_time(found, "cp_visit_10wd") == pytest.approx(86, abs=2.5)
    assert share_in_time(found, "cp_visit_20wd") == pytest.approx(96, abs=2.5)
    assert share_in_time(found, "cin_visit_6w") == pytest.approx(90, abs=3)
    six_weeks = three_way(ctx).six_state
    seen = np.isin(six_weeks, [STATES.index("in_time"), STATES.index("due_today")])
    assert 100 * seen.mean() == pytest.approx(82, abs=3)


@pytest.mark.parametrize("date", DATES)
def test_supervision_rates(date: str) -> None:
    _, found = council(date)
    rates = {"cp": 82, "cla": 67, "cin": 74, "care_leaver": 30}
    for kind, rate in rates.items():
        assert share_in_time(found, f"supervision_{kind}") == pytest.approx(rate, abs=4), kind
    every = [f"supervision_{kind}" for kind in rates]
    assert share_in_time(found, *every) == pytest.approx(66, abs=3)


@pytest.mark.parametrize("date", DATES)
def test_dols_months_and_the_mean_since_april(date: str) -> None:
    ctx, _ = council(date)
    found = dols.flags(ctx)
    today = dt.date.fromisoformat(date)
    april = day(dt.date(today.year - (today.month < 4), 4, 1))
    taken = (found.signed_off - found.received)[(found.signed_off >= april) & (found.received != NO_DAY)]
    assert taken.mean() == pytest.approx(201, rel=0.1)
    year = (found.received > ctx.as_at - 365) & (found.received != NO_DAY)
    assert year.sum() / 12 == pytest.approx(90, abs=5)


@pytest.mark.parametrize("date", DATES)
def test_every_state_of_a_request_occurs(date: str) -> None:
    ctx, found = council(date)
    flags = dols.flags(ctx)
    for name in (
        *("assess_overdue", "decision_overdue", "gap", "ua_expiring", "ua_running", "ua_over_7"),
        *("ua_undated", "second_urgent", "back_unsigned", "in_force", "suspended", "end_unknown"),
    ):
        assert getattr(flags, name).any(), name
    assert (flags.received == NO_DAY).any()
    assert (flags.open & (flags.day_n > 365)).any()
    unknown = {found.rules[rule] for rule in found.rule[found.state == STATES.index("unknown")]}
    assert {"cp_visit_10wd", "cfa_45wd", "dols_standard_21d", "dols_expiry"} <= unknown
    allocated = {int(row) for row in ctx.book.allocation.case}
    for kind in ("cin", "assessment", "dols"):
        assert any(int(row) not in allocated for row in ctx.open_cases(kind)), kind


def test_earlier_month_ends_look_alike() -> None:
    ctx, _ = council("2026-11-20")
    earlier = clocks(ctx.book, Timescales.shipped(), number("2026-06-30"))
    assert share_in_time(earlier, "cp_visit_10wd") == pytest.approx(86, abs=8)
    assert share_in_time(earlier, "cin_visit_6w") == pytest.approx(90, abs=8)


def test_nothing_happens_or_is_recorded_on_the_day_itself_or_later() -> None:
    ctx, _ = council("2026-11-20")
    today = number("2026-11-20")
    assert ctx.book.event.on.max() < today
    for table in ctx.book.tables.values():
        if table.shape.fact and len(table):
            assert table.recorded_at.max() < today * 86_400_000, table.shape.name
    recorded = ctx.book.event.recorded_at // 86_400_000
    assert (recorded >= ctx.book.event.on - 1).all()


def test_same_seed_and_day_give_the_same_rows_and_another_seed_does_not() -> None:
    one, same, other = make(3, 20_000), make(3, 20_000), make(4, 20_000)
    assert one == same
    assert one["person"].columns["name"] != other["person"].columns["name"]


def test_nothing_happens_before_its_case_begins() -> None:
    ctx, _ = council("2026-11-20")
    event, started = ctx.book.event, ctx.started()[ctx.book.event.case]
    assert (event.on >= started)[started != NO_DAY].all()


@pytest.mark.parametrize("date", ["2012-02-01", "2040-12-31"])
def test_the_first_and_the_last_possible_day(date: str) -> None:
    assert make(1, number(date))["event"].ids
    with pytest.raises(KnownError):
        make(1, number("2041-01-01"))


def test_caseloads_are_sensible() -> None:
    ctx, _ = council("2026-11-20")
    allocation = ctx.book.allocation
    now = (allocation.ended_on == NO_DAY) & (allocation.role == allocation.code("role", "worker"))
    loads = np.bincount(allocation.worker[now & (allocation.worker >= 0)])
    assert 8 <= np.median(loads[loads > 0]) <= 25
    assert loads.max() <= 40


def test_written_file_is_marked_open_to_all_and_can_be_dated_again(demo_file: Path) -> None:
    with Store.open(demo_file, author="tester") as store:
        assert store.demo
        book = store.load()
    assert len(book.event) == len(council("2026-11-20")[0].book.event)
    assert made_for(demo_file) == (1, number("2026-11-20"))
    redate(demo_file, number("2027-01-10"))
    assert made_for(demo_file) == (1, number("2027-01-10"))
    assert not list(demo_file.parent.glob("*building*"))


def test_a_file_that_is_no_demo_is_never_replaced(tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    mine.write_bytes(b"my own notes" * 1000)
    with pytest.raises(KnownError):
        write(mine, 1, number("2026-11-20"))
    assert mine.read_bytes() == b"my own notes" * 1000


def test_a_demo_open_in_a_window_is_not_pulled_away(demo_file: Path) -> None:
    with Store.open(demo_file, author="tester"), pytest.raises(KnownError):
        redate(demo_file, number("2027-01-10"))
    assert made_for(demo_file) == (1, number("2026-11-20"))
