"""Look-ups on a casebook, against a small council written through the verbs."""

import numpy as np
import pytest
from scene import TODAY, Council, on

from desktop.commands import allocations, corrections, people, plans
from desktop.commands.acts import Builder
from desktop.commands.allocations import Choice
from desktop.commands.workspace import Workspace
from desktop.domain import cases
from desktop.domain.days import NO_DAY
from desktop.store.keys import Key


@pytest.fixture
def council(tmp_path):
    path = tmp_path / "council.caseclock"
    with Workspace.create(path, Key.generate(), author="manager", today=lambda: TODAY) as space:
        yield Council(space)


def test_a_case_is_open_from_its_start_until_the_day_it_is_closed(council):
    book, case = council.book, council.child("A", start="2 nov")
    council.run(plans.close(book, [case], on("18 nov"), reason="moved away", **council.by))
    for day, expected in (("1 nov", False), ("2 nov", True), ("17 nov", True), ("18 nov", False)):
        assert cases.is_open(book, case, on(day)) is expected
        assert bool(cases.open_cases(book, on(day))[case]) is expected


def test_a_later_start_opens_a_case_again(council):
    book, case = council.book, council.child("A", start="2 nov")
    council.run(plans.close(book, [case], on("10 nov"), reason="moved away", **council.by))
    build = Builder(book, "test.reopen", "manager")
    build.insert("event", case=case, kind="started", on=on("16 nov"))
    council.run(build.act("opened again"))
    assert cases.started_on(book, case) == on("16 nov")
    assert cases.ended_on(book, case) == NO_DAY
    assert cases.is_open(book, case, TODAY)
    assert cases.open_cases(book, TODAY)[case]


def test_what_was_corrected_no_longer_stands(council):
    book, case = council.book, council.child("A", start="2 nov")
    row = cases.events(book, case, "started")[0]
    council.run(
        corrections.correct(
            book, "event", row, {"on": on("3 nov")}, today=TODAY, author="manager", reason="typo"
        )
    )
    assert cases.started_on(book, case) == on("3 nov")
    assert int(cases.standing(book.event).sum()) == 1
    assert len(book.event) == 2


def test_brothers_and_sisters_share_a_family(council):
    for ref, family in (("A", "F"), ("B", "F"), ("C", ""), ("D", "")):
        council.child(ref, family=family)
    assert cases.siblings(council.book, 0) == [0, 1]
    assert cases.siblings(council.book, 2) == [2]


def test_load_counts_open_cases_held_on_the_day(council):
    book, sam = council.book, council.worker("Sam Worker")
    rows = [council.child(ref, start="2 nov", worker=sam) for ref in "ABC"]
    council.run(plans.close(book, rows[:1], on("10 nov"), reason="moved away", **council.by))
    council.run(allocations.end(book, rows[1:2], "worker", on("18 nov"), reason="leave", **council.by))
    for day, expected in (("1 nov", 0), ("2 nov", 3), ("10 nov", 2), ("18 nov", 1)):
        assert cases.open_load(book, on(day), "worker")[sam] == expected
    assert cases.held_by(book, sam, TODAY) == rows[2:]
    assert cases.held_by(book, sam, on("9 nov")) == rows
    assert np.all(cases.open_load(book, TODAY, "bia") == 0)


def test_who_held_a_case_on_a_day(council):
    book = council.book
    sam, kim = council.worker("Sam Worker"), council.worker("Kim Worker")
    case = council.child("A", start="2 nov", worker=sam)
    council.run(allocations.reallocate(book, [Choice(case, kim, "worker", on("9 nov"))], **council.by))
    held = [cases.worker_of(book, case, on(day)) for day in ("1 nov", "2 nov", "8 nov", "9 nov", "20 nov")]
    assert held == [-1, sam, sam, kim, kim]


def test_away_and_gone(council):
    book, sam = council.book, council.worker("Sam Worker")
    council.run(people.set_absence(book, sam, on("9 nov"), on("13 nov"), author="manager"))
    away = [cases.absence_on(book, sam, on(day)) >= 0 for day in ("8 nov", "9 nov", "13 nov", "14 nov")]
    assert away == [False, True, True, False]
    council.run(people.change_worker(book, sam, author="manager", left_on=on("18 nov")))
    assert [cases.has_left(book, sam, on(day)) for day in ("17 nov", "18 nov")] == [False, True]
