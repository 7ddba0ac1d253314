"""Whose days they were: the parts always sum, whatever happened in whatever order."""

from __future__ import annotations

import random

import numpy as np
import pytest
from dols_book import DolsBook, d

from desktop.domain.days import NO_DAY
from desktop.domain.dols_stages import PARTS, Stages, stages
from desktop.domain.dols_turns import managed


def allocate(book: DolsBook, case: str, on: str, ended: str = "", role: str = "bia", **more: object) -> str:
    more = {**more, **({"ended_on": d(ended)} if ended else {})}
    return book._put("allocation", case=case, role=role, on=d(on), **more)


def parts(found: Stages, book: DolsBook, case: str) -> tuple[int, ...]:
    at = found.case.tolist().index(book.book.case.row(case))
    return tuple(int(getattr(found, name)[at]) for name in PARTS)


def example(book: DolsBook) -> str:
    """Worked example 11: one query, answered."""
    case = book.request("1 Sep 2026")
    allocate(book, case, "21 Sep 2026")
    allocate(book, case, "3 Sep 2026", role="mha")
    for kind, on in (
        ("form4_returned", "10 Sep 2026"),
        ("form3_returned", "9 Oct 2026"),
        ("report_queried", "12 Oct 2026"),
        ("form3_returned", "15 Oct 2026"),
        ("signed_off", "20 Oct 2026"),
    ):
        book.event(case, kind, on, **({"outcome": "bia"} if kind == "report_queried" else {}))
    return case


def test_the_worked_example_with_a_query() -> None:
    book = DolsBook()
    case = example(book)
    found = stages(book.context("1 Nov 2026"))
    assert parts(found, book, case) == (20, 0, 21, 8)
    assert (found.total.tolist(), found.team.tolist(), found.mha.tolist()) == ([49], [28], [7])
    assert found.finished.all()
    assert found.signed.all()


def test_the_worked_example_as_at_each_day_of_it() -> None:
    book = DolsBook()
    case = example(book)
    for day, expected in {
        "10 Sep 2026": (9, 0, 0, 0),
        "30 Sep 2026": (20, 0, 9, 0),
        "11 Oct 2026": (20, 0, 18, 2),
        "14 Oct 2026": (20, 0, 20, 3),
        "18 Oct 2026": (20, 0, 21, 6),
    }.items():
        assert parts(stages(book.context(day)), book, case) == expected, day


def test_what_was_recorded_later_is_not_yet_known() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "11 Sep 2026")
    book.recorded_at = 100
    book.event(case, "form3_returned", "12 Sep 2026")
    assert parts(stages(book.context("15 Sep 2026", known_at=50)), book, case) == (10, 0, 4, 0)
    assert parts(stages(book.context("15 Sep 2026", known_at=150)), book, case) == (10, 0, 1, 3)


def test_a_hand_back_gives_the_time_to_the_team_until_another_accepts() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026", "12 Sep 2026")
    allocate(book, case, "20 Sep 2026")
    book.event(case, "form3_returned", "30 Sep 2026")
    book.event(case, "signed_off", "2 Oct 2026")
    found = stages(book.context("1 Nov 2026"))
    assert parts(found, book, case) == (4 + 8, 0, 7 + 10, 2)
    assert found.turns.days.tolist() == [7, 10]


def test_given_to_another_on_the_same_day_leaves_no_gap() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026", "12 Sep 2026")
    allocate(book, case, "12 Sep 2026")
    book.event(case, "signed_off", "15 Sep 2026")
    assert parts(stages(book.context("1 Nov 2026")), book, case) == (4, 0, 10, 0)


def test_closed_while_with_an_assessor_ends_their_turn() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "11 Sep 2026")
    book.event(case, "ended", "16 Sep 2026", outcome="died")
    found = stages(book.context("1 Nov 2026"))
    assert parts(found, book, case) == (10, 0, 5, 0)
    assert found.finished.all()
    assert not found.signed.any()


def test_queried_on_the_day_it_came_back() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026")
    for kind, on in (("form3_returned", "9 Sep 2026"), ("report_queried", "9 Sep 2026")):
        book.event(case, kind, on, outcome="bia" if kind == "report_queried" else "")
    book.event(case, "form3_returned", "14 Sep 2026")
    book.event(case, "signed_off", "15 Sep 2026")
    assert parts(stages(book.context("1 Nov 2026")), book, case) == (4, 0, 9, 1)


def test_queried_and_answered_on_one_day_costs_the_assessor_nothing() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026")
    book.event(case, "form3_returned", "9 Sep 2026")
    book.event(case, "report_queried", "12 Sep 2026", outcome="bia")
    book.event(case, "form3_returned", "12 Sep 2026")
    book.event(case, "report_queried", "13 Sep 2026", outcome="mha")
    book.event(case, "signed_off", "15 Sep 2026")
    assert parts(stages(book.context("1 Nov 2026")), book, case) == (4, 0, 4, 6)


def test_handed_back_after_a_query() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    allocate(book, case, "5 Sep 2026", "14 Sep 2026")
    book.event(case, "form3_returned", "9 Sep 2026")
    book.event(case, "report_queried", "12 Sep 2026", outcome="bia")
    allocate(book, case, "20 Sep 2026")
    book.event(case, "form3_returned", "25 Sep 2026")
    book.event(case, "signed_off", "26 Sep 2026")
    assert parts(stages(book.context("1 Nov 2026")), book, case) == (4 + 6, 0, 4 + 2 + 5, 3 + 1)


def test_an_offer_counts_inside_the_teams_days_until_it_is_answered() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    book._put("offer", case=case, role="bia", worker=None, on=d("4 Sep 2026"), answer="declined",
              answered_on=d("7 Sep 2026"))  # fmt: skip
    book._put("offer", case=case, role="bia", worker=None, on=d("6 Sep 2026"), answer="accepted",
              answered_on=d("11 Sep 2026"))  # fmt: skip
    book._put("offer", case=case, role="mha", worker=None, on=d("2 Sep 2026"))
    allocate(book, case, "11 Sep 2026")
    book.event(case, "form3_returned", "20 Sep 2026")
    book.event(case, "signed_off", "21 Sep 2026")
    assert parts(stages(book.context("1 Nov 2026")), book, case) == (3, 7, 9, 1)


def test_an_offer_that_nobody_answered_waits_to_the_end() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    book._put("offer", case=case, role="bia", worker=None, on=d("4 Sep 2026"))
    assert parts(stages(book.context("10 Sep 2026")), book, case) == (3, 6, 0, 0)


def test_no_assessor_means_all_is_the_teams_and_no_receipt_means_no_answer() -> None:
    book = DolsBook()
    case = book.request("1 Sep 2026")
    book.request()
    found = stages(book.context("15 Sep 2026"))
    assert len(found) == 1
    assert parts(found, book, case) == (14, 0, 0, 0)


def test_the_manager_at_the_time_has_the_days() -> None:
    book = DolsBook()
    for team in ("north", "south"):
        book._put("team", id=team, name=team, name_key=team)
    for worker in ("ann", "boss", "chief"):
        book._put("worker", id=worker, name=worker, name_key=worker, team="south")
    book._put("posting", worker="ann", team="north", manager="boss", starts_on=d("1 Jan 2026"),
              ends_on=d("30 Jun 2026"))  # fmt: skip
    book._put("posting", worker="ann", team="south", manager="chief", starts_on=d("1 Jul 2026"))
    ctx = book.context("1 Nov 2026")
    ann = np.array([0, 0, 0, 1], np.int32)
    on = np.array([d("30 Jun 2026"), d("1 Jul 2026"), d("31 Dec 2025"), d("1 Jul 2026")], np.int32)
    found = managed(ctx, ann, on, np.full(4, -1, np.int32))
    team, worker = book.book.team, book.book.worker
    assert [team.name[row] for row in found.team] == ["north", "south", "south", "south"]
    assert [worker.name[row] for row in found.manager[:2]] == ["boss", "chief"]
    assert found.manager[2] == -1  # before any posting, and south has no manager on record


def random_story(dice: random.Random, book: DolsBook) -> str:
    """A request with things happening to it in any order and number, some of them nonsense."""
    start = d("1 Sep 2026")

    def later(most: int) -> int:
        return start + dice.randint(-2, most)

    case = book.request("1 Sep 2026")
    for _ in range(dice.randint(0, 3)):
        on = later(40)
        more = {"ended_on": on + dice.randint(0, 15)} if dice.random() < 0.6 else {}
        book._put("allocation", case=case, role="bia", on=on, **more)
    for _ in range(dice.randint(0, 3)):
        on = later(30)
        more = {"answered_on": on + dice.randint(0, 9)} if dice.random() < 0.7 else {}
        book._put("offer", case=case, role="bia", worker=None, on=on, **more)
    for kind, outcome in (("form3_returned", ""), ("report_queried", "bia"), ("report_queried", "mha")):
        for _ in range(dice.randint(0, 2)):
            book._put("event", case=case, kind=kind, on=later(50), outcome=outcome)
    if dice.random() < 0.7:
        book._put("event", case=case, kind="signed_off", on=later(55))
    return case


@pytest.mark.parametrize("seed", range(12))
def test_the_parts_always_sum_and_none_is_negative(seed: int) -> None:
    dice, book = random.Random(seed), DolsBook()
    for _ in range(60):
        random_story(dice, book)
    for as_at in ("1 Sep 2026", "14 Sep 2026", "1 Oct 2026", "1 Jan 2027"):
        found = stages(book.context(as_at))
        numbers = np.stack([getattr(found, name) for name in PARTS])
        assert (numbers >= 0).all()
        assert (numbers.sum(axis=0) == found.until - found.received).all()
        held = found.turns
        assert (held.days >= 0).all()
        assert (
            np.bincount(held.case, held.days, len(book.book.case))[found.case].tolist() == found.bia.tolist()
        )
        same = held.case[1:] == held.case[:-1]
        assert (held.last[:-1][same] <= held.first[1:][same]).all()
        assert (np.bincount(found.offers.case, found.offers.days, len(book.book.case))[found.case]
                == found.offered).all()  # fmt: skip


def days_with_an_assessor(book: DolsBook, case: int, as_at: int) -> int:
    """The same question asked a day at a time of one request: who has it tonight?"""
    table, event = book.book.allocation, book.book.event
    mine = [row for row in range(len(event)) if event.case[row] == case]

    def of(kind: str, outcome: str = "") -> list[int]:
        return sorted(int(event.on[row]) for row in mine
                      if event.word("kind", row) == kind and event.outcome[row] == outcome)  # fmt: skip

    received, signed = of("started")[0], [day for day in of("signed_off") if day >= of("started")[0]]
    until = min(signed[-1], as_at) if signed and signed[-1] <= as_at else as_at
    starts = [(max(int(table.on[row]), received), 0, int(table.ended_on[row])) for row in range(len(table))
              if table.case[row] == case]  # fmt: skip
    starts += [(max(day, received), 1, NO_DAY) for day in of("report_queried", "bia") if day <= as_at]
    starts = sorted(one for one in starts if one[0] < until)
    back, held = [day for day in of("form3_returned") if day <= as_at], 0
    for at, (first, _, ended) in enumerate(starts):
        limit = starts[at + 1][0] if at + 1 < len(starts) else until
        if ended != NO_DAY:
            limit = min(limit, max(ended, first))
        mine_back = [day for day in back if first <= day <= limit]
        if mine_back:
            back = [day for day in back if day > mine_back[0]]
            limit = mine_back[0]
        held += limit - first
    return held


def test_a_slow_recount_of_simple_stories_agrees() -> None:
    """Stories whose days all differ, so that no order within a day matters."""
    dice, book = random.Random(5), DolsBook()
    cases = []
    for _ in range(80):
        days = iter(sorted(dice.sample(range(1, 60), 8)))
        case = book.request("1 Sep 2026")
        start = d("1 Sep 2026")
        for kind in dice.choice(("arqrs", "aearqrs", "ars", "aes", "s", "aaqrs", "arqas")):
            on = start + next(days)
            if kind == "a":
                last = book._put("allocation", case=case, role="bia", on=on)
            elif kind == "e":
                book.book.apply("allocation", [{"id": last, "ended_on": on}])
            else:
                word = {"r": "form3_returned", "q": "report_queried", "s": "signed_off"}[kind]
                book._put("event", case=case, kind=word, on=on, outcome="bia" if kind == "q" else "")
        cases.append(case)
    found = stages(book.context("1 Jan 2027"))
    for case, bia in zip(cases, found.bia.tolist(), strict=True):
        assert bia == days_with_an_assessor(book, book.book.case.row(case), d("1 Jan 2027"))
