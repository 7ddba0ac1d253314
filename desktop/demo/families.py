"""Children and their families: who is a sibling of whom, how old, and with which worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from desktop.demo.names import Names, initials
from desktop.demo.organisation import Organisation
from desktop.demo.sheet import Sheet
from desktop.domain.names import name_key

YEAR = 365.25


@dataclass
class Family:
    """Children who live or lived together and have one worker.

    Attributes:
        children: person ids with their dates of birth.
        team, worker: ids; `worker` is empty for a family nobody has been given.
    """

    name: str
    ref: str
    team: str
    worker: str
    children: list[tuple[str, int]] = field(default_factory=list)


class Population:
    """Makes families and shares them out among the workers of the teams that do such work."""

    def __init__(self, sheet: Sheet, names: Names, council: Organisation) -> None:
        self._sheet = sheet
        self._names = names
        self._council = council
        self._refs: set[str] = set()
        self._made = 0
        self._desks: dict[tuple[str, ...], Iterator[tuple[str, str]]] = {}

    def families(
        self, teams: tuple[str, ...], children: int, ages: tuple[float, float], alone: float, **said: Any
    ) -> Iterator[Family]:
        """Families until there are so many children; a share `alone` of them are only children."""
        left = children
        while left:
            family = self._family(teams)
            size = 1 if self._sheet.source.random() < alone else self._sheet.source.choice((2, 2, 2, 3, 3, 4))
            for _ in range(min(size, left)):
                family.children.append(self.child(family, ages, **said))
            left -= len(family.children)
            yield family

    def child(self, family: Family, ages: tuple[float, float], **said: Any) -> tuple[str, int]:
        """One child: person id and date of birth."""
        source = self._sheet.source
        name = f"{self._names.first()} {family.name}"
        born = self._sheet.today - round(source.uniform(*ages) * YEAR)
        person = self._sheet.add(
            "person",
            ref=self._ref(),
            name=name,
            initials=initials(name),
            name_key=name_key(name),
            born_on=born,
            family=family.ref,
            restricted=1 if source.random() < 0.01 else 0,
            **said,
        )
        return person, born

    def desk(self, teams: tuple[str, ...]) -> tuple[str, str]:
        """The next team and worker in turn, as ids."""
        if teams not in self._desks:
            desks = [(team, worker) for team in teams for worker in self._council.workers[team]]
            self._sheet.source.shuffle(desks)
            self._desks[teams] = cycle(desks)
        team, worker = next(self._desks[teams])
        return self._council.team[team], worker

    def _family(self, teams: tuple[str, ...]) -> Family:
        team, worker = self.desk(teams)
        self._made += 1
        return Family(self._names.surname(), f"F{10_000 + self._made}", team, worker)

    def _ref(self) -> str:
        while (ref := str(self._sheet.source.randrange(1_000_000, 9_999_999))) in self._refs:
            pass
        self._refs.add(ref)
        return ref
