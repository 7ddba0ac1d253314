"""Setting a scene for the verbs: a small council, written through the verbs themselves."""

import datetime as dt

from desktop.commands import people, plans, requests
from desktop.commands.acts import Builder
from desktop.commands.people import NewPerson
from desktop.domain.days import NO_DAY, day

TODAY = day(dt.date(2026, 11, 20))  # a Friday


def on(text):
    """``2 nov`` of 2026, or a whole date."""
    parts = text.split()
    year = parts[2] if len(parts) > 2 else "2026"
    return day(dt.datetime.strptime(f"{parts[0]} {parts[1]} {year}", "%d %b %Y").date())


class Council:
    """Short ways to set a scene; each goes through a verb."""

    def __init__(self, space):
        self.space = space
        self.book = space.book
        self.by = {"author": "manager", "today": TODAY}

    def run(self, act):
        return self.space.run(act)

    def worker(self, name, **more):
        self.run(people.add_worker(self.book, name, author="manager", **more))
        return len(self.book.worker) - 1

    def home(self, name, **more):
        build = Builder(self.book, "test.home", "manager")
        build.insert("managing_authority", name=name, name_key=name.casefold(), **more)
        self.run(build.act("home"))
        return len(self.book.managing_authority) - 1

    def child(self, ref, kind="cp", start="2 nov", family="", worker=-1, expected_on=NO_DAY, **more):
        person = NewPerson(ref, name=f"Child {ref}", family=family, expected_on=expected_on)
        plan = plans.NewPlan(person, kind, on(start), worker=worker, **more)
        self.run(plans.start(self.book, plan, **self.by))
        return len(self.book.case) - 1

    def request(self, ref, received="2 nov", priority="medium", **more):
        more["priority"] = priority
        request = requests.Request(NewPerson(ref, name=f"Person {ref}"), on(received), **more)
        self.run(requests.receive(self.book, request, **self.by))
        return len(self.book.case) - 1
