"""A small council written through the verbs: children with plans and visits, requests, two workers."""

import datetime as dt

from desktop.commands import people, plans, requests, visits
from desktop.commands.people import NewPerson
from desktop.commands.workspace import Workspace
from desktop.domain.days import day

DATE = "2026-11-20"  # a Friday
TODAY = day(dt.date.fromisoformat(DATE))
BY = {"author": "manager", "today": TODAY}
CHILDREN = 12
REQUESTS = 6


def make_council(path):
    with Workspace.create(path, None, author="manager", today=lambda: TODAY) as space:
        book = space.book
        for name in ("Sam Worker", "Jo Adeyemi"):
            space.run(people.add_worker(book, name, author="manager"))
        for number in range(CHILDREN):
            _child(space, number)
        for number in range(REQUESTS):
            person = NewPerson(f"D{number:04}", name=f"Person {number}")
            received = day(dt.date(2026, 10, 1 + 4 * number))
            space.run(requests.receive(book, requests.Request(person, received), **BY))


def _child(space, number):
    """Every fourth child has never been seen."""
    worker, kind = number % 2, ("cp", "cla", "cin")[number % 3]
    person = NewPerson(f"P{number:04}", name=f"Child {number:02}", family=f"F{number // 3}")
    start = day(dt.date(2026, 10, number + 1))
    space.run(plans.start(space.book, plans.NewPlan(person, kind, start, worker=worker), **BY))
    case = len(space.book.case) - 1
    if number % 4:
        seen = visits.Visit(day(dt.date(2026, 11, number + 2)), [visits.Seen(case)], worker=worker)
        space.run(visits.record(space.book, seen, **BY))


def visit_in_october(path):
    """A visit of each kind in October, so that the figures of that month are known."""
    with Workspace.open(path, None, "manager", exclusive=False, today=lambda: TODAY) as space:
        for case in (1, 2, 3):
            seen = visits.Visit(day(dt.date(2026, 10, 12)), [visits.Seen(case)], worker=case % 2)
            space.run(visits.record(space.book, seen, **BY))
