"""What must hold for every request, whatever is recorded about it and whenever."""

from __future__ import annotations

import numpy as np
from dols_book import DolsBook
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain import dols
from desktop.domain.days import NO_DAY, date_of

START = 20_700  # a day in September 2026
near = st.integers(START - 40, START + 60)
maybe = st.one_of(st.none(), near)


def text(number: int) -> str:
    date = date_of(number)
    return f"{date.day} {date:%b} {date.year}"


@st.composite
def histories(draw: st.DrawFn) -> DolsBook:
    """One to four requests of one or two people, with whatever else, each fact recorded on some day."""
    book = DolsBook()
    people = [book.person() for _ in range(2)]
    for _ in range(draw(st.integers(1, 4))):
        book.recorded_at = draw(st.integers(1, 10))
        received = draw(maybe)
        case = book.request(text(received) if received else "", person=draw(st.sampled_from(people)))
        _facts(draw, book, case)
    return book


def _facts(draw: st.DrawFn, book: DolsBook, case: str) -> None:
    for _ in range(draw(st.integers(0, 4))):
        book.recorded_at = draw(st.integers(1, 10))
        kind = draw(
            st.sampled_from(["urgent", "form3_returned", "form4_returned", "signed_off", "authorisation"])
        )
        on = draw(near)
        if kind == "urgent":
            end = draw(st.one_of(st.none(), st.integers(on - 2, on + 20)))
            book.urgent(
                case, text(on), text(end) if end else "", confirmed=draw(st.sampled_from([None, 0, 1]))
            )
        elif kind == "authorisation":
            book.authorisation(case, text(on), text(on + draw(st.integers(1, 40))))
        else:
            outcome = draw(st.sampled_from(["", "Granted", "Not met"]))
            book.event(case, kind, text(on), outcome=outcome)


def answer(book: DolsBook, as_at: int, known_at: int) -> dict[str, list[object]]:
    """Flags and clocks of the requests that were on record, in a form that compares."""
    ctx = book.context(text(as_at), known_at)
    found = dols.flags(ctx)
    ids = [book.book.case.ids[row] for row in found.case]
    flags = {name: values.tolist() for name, values in vars(found).items() if name != "case"}
    clocks = [
        (part.rule, part.due.tolist(), part.stop.tolist(), part.why.tolist()) for part in dols.parts(ctx)
    ]
    return {"ids": ids, "clocks": clocks, **flags}


@settings(max_examples=60, deadline=None)
@given(histories(), near, st.integers(1, 10), st.data())
def test_nothing_recorded_later_changes_a_frozen_answer(
    book: DolsBook, as_at: int, known_at: int, data: st.DataObject
) -> None:
    before = answer(book, as_at, known_at)
    book.recorded_at = known_at + data.draw(st.integers(1, 5))
    for case in [row_id for row_id in book.book.case.ids if data.draw(st.booleans())]:
        book.urgent(case, text(data.draw(near)))
        book.event(case, "signed_off", text(data.draw(near)), outcome="Granted")
        book.authorisation(case, text(data.draw(near)), text(data.draw(near)))
    book.request(text(data.draw(near)), person=book.book.person.ids[0])
    assert answer(book, as_at, known_at) == before


@settings(max_examples=60, deadline=None)
@given(near, near, st.integers(0, 13), st.integers(0, 30), near)
def test_a_second_urgent_moves_no_due_date_and_closes_no_gap(
    received: int, given_on: int, stated: int, later: int, as_at: int
) -> None:
    book = DolsBook()
    case = book.request(text(received))
    book.urgent(case, text(given_on), text(given_on + stated))
    book.flags(text(as_at))
    before = answer(book, as_at, 100)
    book.urgent(case, text(given_on + later), text(given_on + later + 6))
    after = answer(book, as_at, 100)
    moved = {name for name in before if before[name] != after[name]}
    assert moved <= {"second_urgent", "clocks"}
    assert [clock[:3] for clock in before["clocks"]] == [clock[:3] for clock in after["clocks"]]


@settings(max_examples=40, deadline=None)
@given(near, st.integers(0, 6))
def test_days_in_a_gap_grow_by_one_a_day(given_on: int, length: int) -> None:
    book = DolsBook()
    case = book.request(text(given_on))
    book.urgent(case, text(given_on), text(given_on + length))
    days = [book.flag(case, "gap_days", text(given_on + length + n)) for n in range(5)]
    assert days == [0, 1, 2, 3, 4]


@settings(max_examples=60, deadline=None)
@given(histories(), near)
def test_flags_agree_with_the_dates_beside_them(book: DolsBook, as_at: int) -> None:
    found = book.flags(text(as_at))
    due = found.assess_due
    late = (due != NO_DAY) & (due < as_at) & found.open
    assert np.array_equal(found.decision_overdue, late)
    assert np.array_equal(found.assess_overdue, late & (found.assess_done == NO_DAY))
    assert not (found.gap & found.ua_running).any()
    assert not (found.ua_expiring & ~found.ua_running).any()
    known = (due != NO_DAY) & (found.received != NO_DAY) & ~found.third_party
    assert (due[known] <= found.received[known] + 20).all()
    assert (due[known] >= found.received[known]).all()


@settings(max_examples=40, deadline=None)
@given(histories(), near)
def test_every_open_request_has_exactly_one_clock_running_on_it(book: DolsBook, as_at: int) -> None:
    ctx = book.context(text(as_at))
    running = np.zeros(len(book.book.case), int)
    for part in dols.parts(ctx):
        if part.rule.startswith(("dols_standard", "dols_urgent", "dols_decision")):
            np.add.at(running, part.case[part.stop == NO_DAY], 1)
    found = dols.flags(ctx)
    assert np.array_equal(running[found.case], found.open.astype(int))
