"""A month that was published stays readable as it was; what came later is told row by row."""

import datetime as dt

import pytest
from scene import TODAY

from desktop.analysis import frozen_content
from desktop.analysis.frozen import frozen_rows, read_frozen
from desktop.analysis.frozen_changes import changed, same_again
from desktop.analysis.frozen_dols import read_dols
from desktop.commands import figures, freezing, plans, requests, visits
from desktop.commands.people import NewPerson
from desktop.commands.visits import Seen, Visit
from desktop.domain.days import day, now_ms
from desktop.domain.months import read_month
from desktop.errors import Refused

OCTOBER = read_month("2026-10")
BY = {"author": "manager", "today": TODAY}


@pytest.fixture(autouse=True)
def _few_months(monkeypatch):
    monkeypatch.setattr(frozen_content, "MONTHS", 2)


def october(number):
    return day(dt.date(2026, 10, number))


@pytest.fixture
def children(council, staff):
    """Three children on a plan since September, the first of them seen at the end of October."""
    found = []
    for at in range(3):
        person = NewPerson(f"P{at}", name=f"Child {at}")
        start = day(dt.date(2026, 9, 1))
        council.run(plans.start(council.book, plans.NewPlan(person, "cp", start, worker=staff.worker), **BY))
        found.append(len(council.book.case) - 1)
    council.run(visits.record(council.book, Visit(october(28), (Seen(found[0]),), worker=staff.worker), **BY))
    return found


def freeze(council, **more):
    council.run(freezing.freeze(council.book, OCTOBER, **BY, **more))
    return read_frozen(council.book, frozen_rows(council.book, OCTOBER)[0])


def test_a_visit_written_up_late_is_told_beside_what_was_published(council, children, staff):
    frozen = freeze(council)
    figure = frozen.figures["cp_visit_10wd", "pack"]
    assert (figure.n, figure.d) == (1, 3)
    assert (frozen.month, frozen.edition, frozen.author) == (OCTOBER, 1, "manager")
    assert frozen.targets["cp_visit_10wd"] == 95
    assert "10 working days: 10 working days; " in frozen.rules["cp_visit_10wd"]
    late = Visit(october(30), (Seen(children[1]),), worker=staff.worker)
    council.run(visits.record(council.book, late, **BY))

    again = read_frozen(council.book, frozen_rows(council.book, OCTOBER)[0])
    assert again == frozen
    assert same_again(council.book, frozen)
    found = changed(council.book, frozen, now_ms() + 1)
    beside = {one.indicator.id: one for one in found.figures}
    assert beside["cp_visit_10wd"].published == (1, 3)
    assert beside["cp_visit_10wd"].now == (2, 3)
    moved = [one for one in found.moved if one.indicator.id == "cp_visit_10wd"]
    assert [one.case for one in moved] == [council.book.case.ids[children[1]]]
    assert moved[0].was.startswith("missed")
    assert moved[0].now.startswith("counted")
    assert moved[0].why.startswith("visit of 30/10/2026 recorded on")


def test_what_did_not_change_is_not_frozen_twice_and_what_did_needs_a_reason(council, children, staff):
    frozen = freeze(council)
    assert freezing.freeze(council.book, OCTOBER, **BY) is None
    late = Visit(october(30), (Seen(children[1]),), worker=staff.worker)
    council.run(visits.record(council.book, late, **BY))
    with pytest.raises(Refused, match="what was published stays"):
        freezing.freeze(council.book, OCTOBER, **BY)
    second = freeze(council, reason="late visits")
    assert (second.edition, second.reason) == (2, "late visits")
    rows = frozen_rows(council.book)
    assert [int(council.book.frozen_month.edition[row]) for row in rows] == [2, 1]
    assert read_frozen(council.book, rows[1]) == frozen


def test_only_a_month_that_is_over_is_frozen(council, children):
    with pytest.raises(Refused, match="is not over"):
        freezing.freeze(council.book, OCTOBER + 1, **BY)


def test_a_stored_text_that_was_changed_is_told(council, children):
    freeze(council)
    figures = council.book.frozen_figure
    first, other = (figures.indicator.index(key) for key in ("cp_visit_10wd", "cla_visit_6w"))
    figures.content[first] = figures.content[other]
    assert not read_frozen(council.book, frozen_rows(council.book, OCTOBER)[0]).whole


def test_a_freeze_holds_no_name_of_a_child(council, children):
    freeze(council)
    frozen = read_frozen(council.book, frozen_rows(council.book, OCTOBER)[0])
    assert frozen.people == {council.book.case.ids[case] for case in children}
    assert "Child 0" not in repr(frozen.figures)


def test_a_request_written_up_late_is_told_beside_the_dols_table_that_was_published(council, children):
    early = requests.Request(NewPerson("D1", name="Person 1"), october(20))
    council.run(requests.receive(council.book, early, **BY))
    frozen = freeze(council)
    assert read_dols(frozen)["dols_received"].last.value == 1
    late = requests.Request(NewPerson("D2", name="Person 2"), october(30))
    council.run(requests.receive(council.book, late, **BY))

    again = read_frozen(council.book, frozen_rows(council.book, OCTOBER)[0])
    assert read_dols(again) == read_dols(frozen)
    assert same_again(council.book, frozen)
    found = changed(council.book, frozen, now_ms() + 1)
    beside = {one.indicator.id: one for one in found.figures}
    assert (beside["dols_received"].published, beside["dols_received"].now) == ((1, 1), (2, 2))
    (moved,) = (one for one in found.moved if one.indicator.id == "dols_received")
    assert (moved.was, moved.now) == ("not there", "counted")
    assert "recorded on" in moved.why


def test_a_comment_is_published_with_the_month_and_carried_until_it_is_closed(council, children):
    words = {"kind": "action", "owner": "Head of service"}
    council.run(figures.add_note(council.book, "cp_visit_10wd", OCTOBER - 1, "Fill the post", **BY, **words))
    council.run(figures.set_figure(council.book, "contacts", OCTOBER, "own", "1,450", **BY))
    frozen = freeze(council)
    (note,) = frozen.beside.notes
    assert (note.month, note.text, note.is_open) == (OCTOBER - 1, "Fill the post", True)
    assert frozen.beside.typed["contacts", OCTOBER].value.number == 1450
    assert frozen.beside.wanted["cla_adoption"].word == "TBC"
    council.run(figures.close_note(council.book, 0, **BY))
    assert read_frozen(council.book, frozen_rows(council.book, OCTOBER)[0]) == frozen
