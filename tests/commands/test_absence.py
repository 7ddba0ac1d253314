"""Who is away, who covers, who is back and who has left."""

import pytest
from scene import TODAY, on

from desktop.commands import people
from desktop.domain import cases
from desktop.domain.days import NO_DAY
from desktop.errors import Refused

BY = {"author": "manager"}


def test_an_absence_is_replaced_by_a_longer_one_and_the_old_stays_readable(council, staff):
    book, sam = council.book, staff.worker
    council.run(people.set_absence(book, sam, on("16 nov"), on("20 nov"), cover=staff.bia, **BY))
    council.run(people.set_absence(book, sam, on("18 nov"), on("30 nov"), cover=staff.both, **BY))
    row = cases.absence_on(book, sam, on("24 nov"))
    assert book.absence.cover[row] == staff.both
    assert int(cases.standing(book.absence).sum()) == 1
    assert len(book.absence) == 2


def test_back_at_work_ends_the_absence_the_day_before(council, staff):
    book, sam = council.book, staff.worker
    council.run(people.set_absence(book, sam, on("16 nov"), NO_DAY, **BY))
    council.run(people.end_absence(book, sam, TODAY, **BY))
    assert cases.absence_on(book, sam, TODAY) < 0
    assert cases.absence_on(book, sam, on("19 nov")) >= 0
    with pytest.raises(Refused, match="not recorded as away"):
        people.end_absence(book, sam, TODAY, **BY)


def test_an_absence_that_never_began_is_taken_back(council, staff):
    book, sam = council.book, staff.worker
    council.run(people.set_absence(book, sam, on("30 nov"), on("4 dec"), **BY))
    council.run(people.end_absence(book, sam, on("30 nov"), **BY))
    assert not cases.standing(book.absence).any()


def test_days_that_cannot_be_are_refused(council, staff):
    with pytest.raises(Refused, match="before the first"):
        people.set_absence(council.book, staff.worker, on("20 nov"), on("16 nov"), **BY)
    with pytest.raises(Refused, match="first day away"):
        people.set_absence(council.book, staff.worker, NO_DAY, NO_DAY, **BY)
    with pytest.raises(Refused, match="last day at work"):
        people.leave(council.book, staff.worker, NO_DAY, **BY)


def test_nobody_who_has_left_can_cover_and_their_cases_stay(council, staff):
    book = council.book
    case = council.child("A1", worker=staff.both)
    council.run(people.leave(book, staff.both, on("16 nov"), **BY))
    assert cases.has_left(book, staff.both, TODAY)
    assert cases.worker_of(book, case, TODAY) == staff.both
    with pytest.raises(Refused, match="cannot cover"):
        people.set_absence(book, staff.worker, TODAY, NO_DAY, cover=staff.both, **BY)
