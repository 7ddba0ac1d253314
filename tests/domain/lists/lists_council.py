"""Made-up councils for tests of lists: random but repeatable, with gaps and oddities in every column."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.days import day
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescales

AS_AT = day(dt.date(2026, 11, 20))  # a Friday
RECORDED = 1_000
FIRST = ("Ada", "Ben", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Joy")
LAST = ("Archer", "Brook", "Cole", "Dunn", "Ellis", "Frost", "O'Grady", "Ng", "Ünal", "van der Berg")


class Council:
    """A casebook that is filled row by row; every method returns the id it made."""

    def __init__(self) -> None:
        self.book = Casebook()
        self._next = itertools.count(1)

    def add(self, table: str, **values: Any) -> str:
        row_id = values.pop("id", f"{table}-{next(self._next)}")
        if self.book.tables[table].shape.fact:
            values = {"recorded_at": RECORDED, **values}
        self.book.apply(table, [{"id": row_id, **values}])
        return row_id

    def team(self, name: str, parent: str | None = None) -> str:
        return self.add("team", name=name, name_key=name.casefold(), parent=parent)

    def worker(self, name: str, team: str | None = None, **values: Any) -> str:
        return self.add("worker", name=name, name_key=name.casefold(), team=team, **values)

    def person(self, ref: str, name: str = "", **values: Any) -> str:
        return self.add("person", ref=ref, name=name, **values)

    def case(
        self, kind: str, person: str | None = None, began: int | None = AS_AT - 100, **values: Any
    ) -> str:
        person = person or self.person(f"P{next(self._next)}", "Ada Archer", initials="AA")
        case = self.add("case", kind=kind, person=person, **values)
        if began is not None:
            self.event(case, "started", began)
        return case

    def event(self, case: str, kind: str, on: int, **values: Any) -> str:
        return self.add("event", case=case, kind=kind, on=on, **values)

    def visit(self, case: str, on: int, seen: int | None = 1, **values: Any) -> str:
        return self.event(case, "visit", on, seen=seen, **values)

    def allocate(
        self, case: str, worker: str | None, on: int = AS_AT - 90, role: str = "worker", **more: Any
    ) -> str:
        return self.add("allocation", case=case, worker=worker, role=role, on=on, **more)

    def dols(
        self, received: int | None, *, priority: str | None = None, objecting: int | None = None, **more: Any
    ) -> str:
        case = self.case("dols", began=received, person=more.pop("person", None), ref=more.pop("ref", ""))
        self.add("dols_request", case=case, form="form1", priority=priority, objecting=objecting, **more)
        return case

    def desk(self, as_at: int = AS_AT, known_at: int | None = None) -> Desk:
        return Desk.open(self.book, Timescales.shipped().with_overrides(self.book), as_at, known_at)


def random_council(seed: int, people: int = 60) -> Council:
    """A council with every kind of case, covers, moves, attempts, missing dates and closed cases."""
    chance, made = random.Random(seed), Council()
    root = made.team("Children")
    teams = [made.team(f"Locality {n}", root) for n in range(1, 4)] + [made.team("DoLS")]
    workers = [
        made.worker(f"{first} {last}", chance.choice(teams)) for first, last in zip(FIRST, LAST, strict=True)
    ]
    workers.append(made.worker("Left Already", teams[0], left_on=AS_AT - 10))
    home = made.add("managing_authority", name="Bargate Court", name_key="bargate court")
    made.add("absence", worker=workers[0], starts_on=AS_AT - 3, ends_on=AS_AT + 3, cover=workers[1])
    made.add("absence", worker=workers[2], starts_on=AS_AT - 3)
    for number in range(people):
        _random_person(made, chance, number, teams, workers, home)
    return made


def _random_person(
    made: Council, chance: random.Random, number: int, teams: Any, workers: Any, home: str
) -> None:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    family = f"F{number // 3}" if number % 2 else ""
    person = made.person(f"7{number:05}", name, initials="".join(w[0] for w in name.split()), family=family)
    kinds = chance.choices(
        ["cp", "cla", "cin", "care_leaver", "dols", "assessment"], k=chance.choice((1, 1, 2))
    )
    for kind in dict.fromkeys(kinds):
        began = None if chance.random() < 0.1 else AS_AT - chance.randrange(500)
        team = chance.choice([*teams, None])
        case = made.case(kind, person, began, team=team, other_la=1 if chance.random() < 0.03 else None)
        _random_facts(made, chance, case, kind, began or AS_AT - 300, workers, home)


def _random_facts(
    made: Council, chance: random.Random, case: str, kind: str, began: int, workers: Any, home: str
) -> None:
    def sometimes(share: float) -> bool:
        return chance.random() < share

    def lately() -> int:
        return AS_AT - chance.randrange(0, 80)

    if sometimes(0.8):
        role = "bia" if kind == "dols" else "pa" if kind == "care_leaver" and sometimes(0.5) else "worker"
        due_back = lately() + 30 if sometimes(0.7) else None
        made.allocate(case, chance.choice(workers), max(began, lately()), role, due_back_on=due_back)
    elif sometimes(0.3):
        made.allocate(case, None, lately(), named="A / B")
    for _ in range(chance.randrange(4)):
        made.visit(
            case,
            lately(),
            chance.choice((1, 1, 0, None)),
            alone=chance.choice((0, 1, None)),
            outcome="no access",
        )
    if sometimes(0.6):
        made.event(case, "supervision", lately())
    if sometimes(0.3):
        made.add("planned", case=case, kind="visit", on=AS_AT + chance.randrange(-5, 20))
    if sometimes(0.4):
        chase = AS_AT + chance.randrange(-9, 9) if sometimes(0.4) else None
        made.add(
            "note",
            case=case,
            kind=chance.choice(("note", "chase")),
            on=lately(),
            text="rang",
            chase_next_on=chase,
        )
    if sometimes(0.08):
        made.event(case, "ended", lately())
    if kind == "cla":
        made.add("placement", case=case, starts_on=began if sometimes(0.9) else None, code="U1", to_18=1)
        if sometimes(0.4):
            made.add("agreed_frequency", case=case, interval="3m", effective_from=lately(), child_agrees=1)
    if kind == "dols":
        _random_request(made, chance, case, began, home)


def _random_request(made: Council, chance: random.Random, case: str, began: int, home: str) -> None:
    said = {
        "priority": chance.choice(("high", "medium", "low", None)),
        "objecting": chance.choice((0, 1, None)),
    }
    made.add("dols_request", case=case, form="form1", managing_authority=home, **said)
    if chance.random() < 0.4:
        made.add(
            "urgent_authorisation", case=case, given_on=began, stated_end=began + chance.choice((6, 6, 13))
        )
    if chance.random() < 0.4:
        back = AS_AT - chance.randrange(30)
        made.event(case, "form3_returned", back)
        if chance.random() < 0.7:
            made.event(case, "form4_returned", back)
        if chance.random() < 0.5:
            made.event(case, "signed_off", back, outcome="granted")
            ends = AS_AT + chance.randrange(-20, 200) if chance.random() < 0.8 else None
            made.add("authorisation", case=case, starts_on=back, ends_on=ends)
            if chance.random() < 0.2:
                made.add("suspension", case=case, notice_on=back)
