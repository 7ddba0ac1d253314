"""Brothers and sisters tied together by a person, where the trackers do not say."""

import pytest
from scene import TODAY

from desktop.commands import families, people, visits
from desktop.commands.acts import Builder
from desktop.commands.visits import Seen, Visit
from desktop.domain import cases
from desktop.domain.lists.escalations import manager_for
from desktop.errors import Refused


@pytest.fixture
def children(council):
    return [
        council.child(ref, family=family) for ref, family in (("1", ""), ("2", ""), ("3", "X"), ("4", "X"))
    ]


def person(council, case):
    return int(council.book.case.person[case])


def test_two_children_without_a_family_become_one_and_are_visited_together(council, children):
    first, second, *_ = children
    both = Visit(TODAY, (Seen(first), Seen(second)))
    with pytest.raises(Refused, match="is not in the family group"):
        visits.record(council.book, both, **council.by)
    tied = families.tie(council.book, person(council, first), person(council, second), author="t")
    council.run(tied)
    council.run(visits.record(council.book, both, **council.by))
    assert len(cases.siblings(council.book, person(council, first))) == 2


def test_a_child_with_a_family_brings_it_along_and_undo_parts_them(council, children):
    rows = [person(council, case) for case in children]
    council.run(families.tie(council.book, rows[2], rows[0], author=council.space.author))
    assert cases.siblings(council.book, rows[0]) == sorted((rows[0], rows[2], rows[3]))
    with pytest.raises(Refused, match="of one family on record already"):
        families.tie(council.book, rows[3], rows[0], author="t")
    council.space.undo()
    assert cases.siblings(council.book, rows[0]) == [rows[0]]


def test_two_families_that_are_one_become_one(council, children):
    rows = [person(council, case) for case in children]
    council.run(families.tie(council.book, rows[0], rows[1], author="t"))
    council.run(families.tie(council.book, rows[0], rows[2], author="t"))
    assert cases.siblings(council.book, rows[1]) == sorted(rows)


def test_a_child_taken_out_of_a_family_meets_no_former_namesake(council, children):
    rows = [person(council, case) for case in children]
    council.run(families.tie(council.book, rows[0], rows[1], author="t"))
    council.run(families.part(council.book, rows[0], author="t"))
    with pytest.raises(Refused, match="No family is on record"):
        families.part(council.book, rows[0], author="t")
    fresh = council.child("9")
    council.run(families.tie(council.book, rows[0], person(council, fresh), author="t"))
    assert cases.siblings(council.book, rows[1]) == [rows[1]]
    with pytest.raises(Refused, match="the same child"):
        families.tie(council.book, rows[0], rows[0], author="t")


def test_a_team_has_the_manager_that_somebody_named(council, staff):
    build = Builder(council.book, "test.team", "t")
    build.insert("team", name="Locality 1", name_key="locality 1", service="children")
    council.run(build.act("team"))
    council.run(people.lead_team(council.book, 0, staff.worker, author="t"))
    council.run(people.change_worker(council.book, staff.bia, team=0, author="t"))
    case = council.child("1", worker=staff.bia)
    assert manager_for(council.book, case, TODAY) == staff.worker
    with pytest.raises(Refused, match="already"):
        people.lead_team(council.book, 0, staff.worker, author="t")
    with pytest.raises(Refused, match="Choose the team"):
        people.lead_team(council.book, -1, staff.worker, author="t")
