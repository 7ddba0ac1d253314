"""How heavily a worker is loaded: points for each child held, against the ceiling of their post.

The scheme is data (``resources/children/points.toml``). A child counts once, by the heaviest plan that
the worker holds; brothers and sisters held together weigh less than strangers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.paths import resource

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


@dataclass(frozen=True, slots=True)
class Weight:
    """What one child weighs.

    Attributes:
        person: person row.
        kinds: the plans that the worker holds for the child, heaviest first.
        points: their weight.
        why: what makes it differ from the plan's own points; empty for nothing.
    """

    person: int
    kinds: tuple[str, ...]
    points: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """A worker's load on a day.

    Attributes:
        points: all children together.
        ceiling: points that this worker's post should not pass.
        weights: one entry per child, heaviest first.
    """

    points: int
    ceiling: int
    weights: tuple[Weight, ...]

    @property
    def children(self) -> int:
        """How many children and young people."""
        return len(self.weights)

    @property
    def is_over(self) -> bool:
        """Whether the load passes the ceiling."""
        return self.points > self.ceiling

    def words(self) -> str:
        """``38 of 50 points, 14 children``."""
        noun = "child" if self.children == 1 else "children"
        return f"{self.points} of {self.ceiling} points, {self.children} {noun}"


@cache
def scheme() -> dict[str, Any]:
    """The points scheme as shipped."""
    with resource("children", "points.toml").open("rb") as file:
        return tomllib.load(file)


def load_points(desk: Desk, worker: int, *, gains: Iterable[int] = (), losses: Iterable[int] = ()) -> Load:
    """A worker's load as at the desk's day.

    Args:
        desk: the snapshot.
        worker: worker row.
        gains: case rows that count as given to the worker on that day.
        losses: case rows that count as taken from them.
    """
    book, given, lost = desk.book, set(gains), set(losses)
    mine = np.flatnonzero((desk.fact("worker") == worker) & _open(desk))
    kept = [case for case in mine.tolist() if case not in lost]
    held = kept + [case for case in sorted(given) if case not in kept]
    held = [case for case in held if cases.kind_of(book, case) in scheme()["plan"]]
    weights = _weights(book, _by_person(book, held), _fresh(desk, kept) | given)
    return Load(sum(weight.points for weight in weights), ceiling_of(book, worker), tuple(weights))


def _open(desk: Desk) -> npt.NDArray[np.bool_]:
    made: npt.NDArray[np.bool_] = desk.memo("open to work", lambda: cases.open_cases(desk.book, desk.as_at))
    return made


def ceiling_of(book: Casebook, worker: int) -> int:
    """The points that a worker's post should not pass: their own, else the scheme's share of a post."""
    own = int(book.worker.ceiling[worker])
    share = int(book.worker.fte_pct[worker]) or 100
    return own or round(scheme()["ceiling"] * share / 100)


def _by_person(book: Casebook, held: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for case in held:
        found.setdefault(int(book.case.person[case]), []).append(case)
    return found


def _fresh(desk: Desk, held: Sequence[int]) -> set[int]:
    """The cases that their holder has had for no longer than the scheme calls new."""
    since = desk.as_at - int(scheme()["more"]["new_days"])
    given, holder = desk.book.allocation.on, desk.fact("holder")
    return {case for case in held if holder[case] >= 0 and given[holder[case]] > since}


def _weights(book: Casebook, held: dict[int, list[int]], fresh: set[int]) -> list[Weight]:
    plan, more, less = scheme()["plan"], scheme()["more"], scheme()["less"]
    made = []
    for person, own in held.items():
        kinds = sorted({cases.kind_of(book, case) for case in own}, key=lambda kind: -plan[kind])
        points, why = int(plan[kinds[0]]), []
        if len(kinds) > 1:
            points, why = points + int(more["second_plan"]), ["two plans"]
        if fresh & set(own):
            points, why = points + int(more["newly_given"]), [*why, "new"]
        made.append(Weight(person, tuple(kinds), points, ", ".join(why)))
    made.sort(key=lambda weight: (-weight.points, weight.person))
    return _with_siblings(book, made, int(less["sibling"]))


def _with_siblings(book: Casebook, weights: list[Weight], less: int) -> list[Weight]:
    """The heaviest of a family counts in full, each other one less."""
    families: set[str] = set()
    made = []
    for weight in weights:
        family = book.person.family[weight.person]
        if family and family in families:
            why = f"{weight.why}, sibling" if weight.why else "sibling"
            weight = Weight(weight.person, weight.kinds, max(1, weight.points - less), why)
        families.add(family)
        made.append(weight)
    return made
