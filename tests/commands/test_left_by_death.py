"""A death that somebody records on the person leaves no request without a list."""

from __future__ import annotations

import pytest
from scene import TODAY, on

from desktop.commands import allocations, decisions, homes, people
from desktop.commands.allocations import Choice
from desktop.commands.decisions import SignOff
from desktop.domain.lists.build import build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection

DIED = on("12 nov")


@pytest.fixture
def left(council):
    """A request whose person's death came in as a correction of their details."""
    case = council.request("P1", home="Elm House")
    person = int(council.book.case.person[case])
    council.run(people.change_person(council.book, person, author="m", reason="registrar", died_on=DIED))
    return case


def page(council, chip=""):
    desk = Desk.open(council.book, council.space.timescales, TODAY)
    return desk, build(desk, Selection("dols", TODAY, chip=chip))


def test_it_stands_on_the_page_until_it_is_closed(council, left):
    desk, rows = page(council, "died")
    assert rows.case.tolist() == [left]
    assert rows.text("why", rows.at[:1] * 0) == ["Died 12/11/2026; no decision recorded"]
    assert {one.key: one.n for one in counts(desk, "dols", Selection("dols", TODAY))}["open"] == 0
    closing = SignOff(TODAY, "closed", "died")
    council.run(decisions.close(council.book, [left], closing, **council.by))
    assert page(council)[1].case.tolist() == []


def test_the_home_s_word_closes_it_too(council, left):
    council.run(homes.confirm(council.book, [left], "died", DIED, "manager", **council.by))
    assert page(council)[1].case.tolist() == []


def test_its_assessor_is_free_once_it_is_closed(council, staff):
    case = council.request("P2", home="Elm House")
    council.run(
        allocations.allocate(council.book, [Choice(case, staff.bia, "bia", on("9 nov"))], **council.by)
    )
    person = int(council.book.case.person[case])
    council.run(people.change_person(council.book, person, author="m", reason="registrar", died_on=DIED))
    council.run(decisions.close(council.book, [case], SignOff(TODAY, "closed", "died"), **council.by))
    assert page(council)[1].case.tolist() == []
